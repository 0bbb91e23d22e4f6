"""What came of an author's works, looked up together: prizes, and the contests above they were sent on to."""

from collections.abc import Sequence
from dataclasses import dataclass

from contest.editions import queries as editions
from contest.entries.author_queries import DraftView, OwnEntry
from contest.kernel import clock
from contest.results import outcomes


@dataclass(frozen=True, slots=True)
class Outcome:
    """`is_ranked`: its result is public; `upper`: the title of the contest above, "" where it was not sent on."""

    is_ranked: bool = False
    prizes: tuple[str, ...] = ()
    upper: str = ""


NOTHING_YET = Outcome()


def of(entries: Sequence[OwnEntry | DraftView]) -> dict[int, Outcome]:
    """Return by id what came of each."""
    now = clock.now()
    won = outcomes.prizes_of([entry.id for entry in entries])
    above = {entry.upper_id for entry in entries if entry.upper_id is not None}
    titles = {edition_id: editions.by_id(edition_id, now=now).title for edition_id in sorted(above)}
    return {
        entry.id: Outcome(entry.id in won, won.get(entry.id, ()), titles.get(entry.upper_id or 0, ""))
        for entry in entries
    }
