"""Looks for classes of works that are too small before codes are drawn, among the blind copies that are made."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from contest.anonymisation.models import Rendition
from contest.anonymisation.rules import clearing
from contest.anonymisation.rules.crowds import ANSWER, CATEGORY, CHOICE, FORM, Crowd, Shown, small
from contest.editions.rules import own_fields
from contest.platform.database import db

# Answers of a few words are shared by others or tell one apart; longer ones are searched for names like the text.
_SHORT: Final = {
    own_fields.CHOICE: CHOICE,
    own_fields.DATE: ANSWER,
    own_fields.LINE: ANSWER,
    own_fields.NUMBER: ANSWER,
}


def too_small(edition_id: int) -> tuple[Crowd, ...]:
    """Return the classes too small among the works whose blind copies are made: category by id, form by its name.

    Empty once the codes are drawn: nothing can be hidden or merged then.
    """
    query = select(Rendition.category_id, Rendition.kind, Rendition.recording_kind, Rendition.own)
    rows = db.session.execute(
        query.where(Rendition.edition_id == edition_id, Rendition.state != clearing.FAILED)
    )
    return small([_shown(*row) for row in rows])


def _shown(category_id: int, kind: str, recording: str, own: list[Mapping[str, Any]]) -> Shown:
    form = f"{kind}+{recording}" if recording else kind
    answers = {(_SHORT[said["kind"]], said["label"]): said["value"] for said in own if said["kind"] in _SHORT}
    return {(CATEGORY, ""): str(category_id), (FORM, ""): form, **answers}
