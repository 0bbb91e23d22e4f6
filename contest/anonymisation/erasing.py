"""Empties blind copies of works that are erased: codes stay for the ranking, titles, texts, pages and recordings go."""

from collections.abc import Collection

from sqlalchemy import delete, select, update

from contest.anonymisation import service
from contest.anonymisation.models import BlindCopy, BlindPage, BlindRecording
from contest.anonymisation.writing import begin_alone
from contest.people.rules.erasure import NOTHING_LEFT
from contest.platform.database import db


def empty(blind_copy_ids: Collection[int]) -> None:
    """Erase what judges saw of these works; only after the publication, when nobody reads them any more."""
    begin_alone()
    beside = (BlindPage, BlindRecording)
    for model in beside:
        of_these = select(model.storage_key).where(model.blind_copy_id.in_(blind_copy_ids))
        service.forget_pages(db.session.scalars(of_these).all())
    for statement in (
        *(delete(model).where(model.blind_copy_id.in_(blind_copy_ids)) for model in beside),
        update(BlindCopy)
        .where(BlindCopy.id.in_(blind_copy_ids))
        .values(title=NOTHING_LEFT, html="", kind="html", placed="", own=[]),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()
