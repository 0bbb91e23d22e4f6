"""How works are handed in to a contest that is checked: every way that its settings take, each tried once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contest.blindcheck import files, recordings
from contest.blindcheck.people import LETTERS
from contest.blindcheck.recordings import LONGEST
from contest.editions.queries import CategoryView
from contest.editions.rules.demands import PAGES
from contest.entries.rules.limits import PICTURES, TYPED
from contest.kernel.errors import N_, RuleBroken

# What the secretariat takes in of paper: a text that it types, and a scan of the pages.
NOTED: Final = "paper"
SCANNED: Final = "scan"
MOST: Final = len(LETTERS)
NOT_MADE: Final = N_("The check makes no such file.")
TOO_LONG: Final = N_("The check makes recordings of at most %(most)d minutes.")
TOO_MANY: Final = N_("The check has at most %(most)d made-up authors.")


@dataclass(frozen=True, slots=True)
class Way:
    """`kind`: of the text, "" where there is none; `recording`: what stands beside it, "" for nothing."""

    kind: str
    recording: str = ""

    @property
    def is_on_paper(self) -> bool:
        return self.kind in (NOTED, SCANNED)

    @property
    def names(self) -> tuple[str, ...]:
        """What the report counts."""
        return tuple(filter(None, (self.kind, self.recording)))


@dataclass(frozen=True, slots=True)
class Turn:
    """What one of the authors does."""

    category: CategoryView
    way: Way


def turns(categories: Sequence[CategoryView]) -> tuple[Turn, ...]:
    """Return every way of every category; on paper works come to the first one that needs no recording."""
    found = [Turn(each, way) for each in categories for way in dict.fromkeys(_of_category(each))]
    on_paper = next((each for each in categories if not each.demands.needs_recording), None)
    if on_paper is not None:
        found += [Turn(on_paper, Way(NOTED)), Turn(on_paper, Way(SCANNED))]
    return tuple(found)


def _of_category(category: CategoryView) -> Iterator[Way]:
    demands = category.demands
    kinds = [kind for kind in category.file_kinds if _is_made(kind)]
    heard = demands.recordings if recordings.is_short_enough(category) else ()
    alone = kinds[0] if demands.script and kinds else ""
    if not demands.needs_recording:
        yield from map(Way, kinds)
        yield from (Way(alone, recording) for recording in heard if alone or not demands.script)
        return
    for place, recording in enumerate(heard):
        yield Way(alone, recording)
        yield from (Way(kind, recording) for kind in kinds[place :: len(heard)])


def left_out(category: CategoryView) -> Iterator[tuple[str, RuleBroken]]:
    """Return the kinds that the category takes and that are not tried, each with the reason."""
    for kind in category.file_kinds:
        if not _is_made(kind):
            yield kind, RuleBroken(NOT_MADE)
    if not recordings.is_short_enough(category):
        yield from ((kind, RuleBroken(TOO_LONG, most=LONGEST)) for kind in category.demands.recordings)


def pages(category: CategoryView) -> int:
    """Return how many pages a file or a set of pictures must have."""
    return max(1, category.length_minimum) if category.demands.length_unit == PAGES else 1


def _is_made(kind: str) -> bool:
    return kind in (TYPED, PICTURES) or kind in files.KINDS
