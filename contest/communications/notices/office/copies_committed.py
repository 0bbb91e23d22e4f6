"""To observers, chair and organisers: the blind copies of a round were committed to."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.anonymisation import commitments
from contest.anonymisation.events import CopiesCommitted
from contest.communications.notices.office import committing

EVENT = CopiesCommitted
TEMPLATE = "copies_committed"


def recipients(event: CopiesCommitted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return committing.recipients(event.edition_id or 0, event.commitment_id)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return committing.context(ids, commitments.by_id(ids["commitment_id"]))
