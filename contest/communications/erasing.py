"""Erases letters: those of a person who is erased, but for the last one that tells so, and those sent long ago."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from flask import current_app
from sqlalchemy import ColumnElement, delete, or_, select

from contest.communications import outbox
from contest.communications.models import OutboxMessage
from contest.communications.notices.account import account_erased
from contest.kernel import clock
from contest.kernel.events import Event
from contest.people import queries as people
from contest.people.events import ErasureDecided, KeptLongEnough
from contest.platform import mail
from contest.platform.database import after_commit, db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task
from contest.settings import Settings

LETTERS: Final = "letters"
MOST: Final = 500  # at once: no transaction gets long


def erase_letters(event: Event) -> None:
    """Listen to people: forget every letter to somebody who is erased, and write the last one."""
    if not isinstance(event, ErasureDecided):
        return
    person = people.person(event.account_id)
    db.session.flush()
    _drop(
        or_(
            OutboxMessage.account_id == event.account_id,
            OutboxMessage.address == person.email,
            OutboxMessage.context["account"].as_integer() == event.account_id,  # to a former or a new address
        )
    )
    if event.request_id is not None:
        outbox.write_to_address(
            account_erased.TEMPLATE,
            person.email,
            {"stays": list(event.stays)},
            language=person.language,
            now=event.at,
        )


def kept_long_enough(now: datetime) -> tuple[int, ...]:
    """Return the letters that left so long ago that they are not kept any more."""
    query = select(OutboxMessage.id).where(OutboxMessage.sent_at < now - _kept())
    return tuple(db.session.scalars(query.order_by(OutboxMessage.id)))


def _kept() -> timedelta:
    settings: Settings = current_app.extensions["contest_settings"]
    return timedelta(days=settings.keep_days[LETTERS])


@task("forget_letters")
def forget_letters() -> int:
    """Forget letters that were kept long enough, and files of letters that no row tells of; return how many."""
    now = clock.now()
    with unit_of_work():
        ids = kept_long_enough(now)[:MOST]
        if ids:
            _drop(OutboxMessage.id.in_(ids))
            publish(KeptLongEnough(at=now, data_class=LETTERS, count=len(ids)))
    mail.forget_before(now - _kept(), current_app.extensions["contest_settings"])
    return len(ids)


def _drop(which: ColumnElement[bool]) -> None:
    """Delete letters, after the commit also the files that they are where there is no mail server."""
    keys: Final = frozenset(db.session.scalars(select(OutboxMessage.key).where(which)))
    db.session.execute(delete(OutboxMessage).where(which), execution_options={"synchronize_session": False})
    if keys:
        after_commit(partial(mail.forget, keys, current_app.extensions["contest_settings"]))
