"""To observers, chair and organisers: all receipts of a contest were committed to, before anybody judges."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.office import committing
from contest.entries import commitments
from contest.entries.events import ReceiptsCommitted

EVENT = ReceiptsCommitted
TEMPLATE = "receipts_committed"


def recipients(event: ReceiptsCommitted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return committing.recipients(event.edition_id or 0, event.commitment_id)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return committing.context(ids, commitments.by_id(ids["commitment_id"]))
