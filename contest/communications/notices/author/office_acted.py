"""To everybody on a work: the office moved it, corrected a unit, or counts it once with another; and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from contest.communications.notices.author import parts
from contest.entries import acts_done, authorship
from contest.entries.events import OfficeActed

EVENT = OfficeActed
TEMPLATE = "office_acted"


def recipients(event: OfficeActed) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for account_id in authorship.addressees(event.entry_id):
        yield account_id, {"entry_id": event.entry_id, "act_id": event.act_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    act = acts_done.by_id(ids["act_id"])
    return {**parts.about(ids), "act": act, "sentence": gettext(act.sentence, **act.params)}
