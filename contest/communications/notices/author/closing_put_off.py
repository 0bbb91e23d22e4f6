"""To everybody who still writes or has handed something in: the closing time was put off, and why."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.communications.notices import times
from contest.editions import queries as editions
from contest.editions.events import ScheduleExtended
from contest.entries import queries as entries
from contest.kernel import clock
from contest.people import queries as people

EVENT: Final = ScheduleExtended
TEMPLATE: Final = "closing_put_off"


def recipients(event: ScheduleExtended) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Every author who may still write, one letter each, however many works."""
    if event.edition_id is None:
        return
    facts = {"edition_id": event.edition_id, "extension_id": event.extension_id}
    for author_id, is_writing in entries.authors_before_closing(event.edition_id).items():
        yield author_id, {**facts, "is_writing": is_writing}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give name, contest, both moments and the reason that everybody may read."""
    edition = editions.by_id(ids["edition_id"], now=clock.now())
    extension = editions.extension(ids["extension_id"])
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": edition,
        "before": times.local(extension.before, edition.zone),
        "after": times.local(extension.after, edition.zone),
        "reason": extension.reason,
        "is_writing": ids["is_writing"],
    }
