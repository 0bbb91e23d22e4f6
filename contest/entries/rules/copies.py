"""What a secretary is told about texts that are alike, and what can be said of a source. Flags, never verdicts."""

from typing import Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import fold

LEAST_PERCENT: Final = 3  # of a work in a source: less is not listed
MOST_SOURCES: Final = 20  # of a work are listed, those with most of it
# Where the category sets no limit, a work of which so much stands elsewhere is pointed out.
ATTENTION: Final = 25
ALIKE_TITLES: Final = 0.6

OWN_PUBLICATION: Final = "own-publication"
QUOTATION: Final = "quotation"
MARKS: Final = (OWN_PUBLICATION, QUOTATION)

SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 500

_OPENING: Final = "“«‹„"
_CLOSING: Final = "”»›"
_STRAIGHT: Final = '"'


def is_above(percent: int, limit: int | None) -> bool:
    """Tell whether a work is to be pointed out: above the category's limit, or without one from ATTENTION on."""
    return percent >= ATTENTION if limit is None else percent > limit


def check_mark(kind: str, reason: str) -> None:
    """Raise RuleBroken for a mark that is none, or one without a reason."""
    if kind not in MARKS:
        raise RuleBroken(N_("Choose what the source is."), field="kind")
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(
            N_("Write the reason, for example where and when it was published. It is kept with the mark."),
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            N_("The reason has %(length)d characters; at most %(limit)d are allowed. Shorten it."),
            field="reason", length=len(reason), limit=LONGEST_REASON,
        )  # fmt: skip


def are_titles_alike(one: str, other: str) -> bool:
    """Tell whether two titles of one author may be of one work: most of their words, folded, are the same."""
    ours, theirs = (frozenset(fold(title).split()) for title in (one, other))
    return bool(ours) and len(ours & theirs) >= ALIKE_TITLES * len(ours | theirs)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether the characters `start` to `end` stand in quotation marks, opened and closed in their paragraph."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    paragraph_end = text.find("\n", end)
    after = text[end : paragraph_end if paragraph_end >= 0 else len(text)]
    if "\n" in text[start:end]:
        return False
    opened = max(map(before.rfind, _OPENING)) > max(map(before.rfind, _CLOSING))
    closed = any(mark in after for mark in _CLOSING)
    return (opened and closed) or (before.count(_STRAIGHT) % 2 == 1 and _STRAIGHT in after)
