"""How long a work may be and is, in the words of its category: for the pages of everybody but judges."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules.demands import CHARACTERS, LETTERS, MINUTES, PAGES, TITLE, WORDS, Demands
from contest.entries.rules.length import HEADINGS, Measured
from contest.kernel.errors import N_
from contest.kernel.text import clock
from contest.web.templating import number

UNITS: Final[Mapping[str, LazyString]] = {
    WORDS: lazy_gettext("words"),
    CHARACTERS: lazy_gettext("characters with spaces"),
    LETTERS: lazy_gettext("characters without spaces"),
    PAGES: lazy_gettext("pages of a PDF file, or pictures of pages"),
    MINUTES: lazy_gettext("minutes of the recording"),
}
LABELS: Final[Mapping[str, LazyString]] = {
    WORDS: lazy_gettext("Words"),
    CHARACTERS: lazy_gettext("Characters with spaces"),
    LETTERS: lazy_gettext("Characters without spaces"),
    PAGES: lazy_gettext("Pages"),
    MINUTES: lazy_gettext("Minutes"),
}
UNCOUNTED: Final[Mapping[str, LazyString]] = {
    "title": lazy_gettext("the title"),
    "notes": lazy_gettext(
        "notes: footnotes and endnotes of a Word file, and what follows a line “Chú thích”"
    ),
    "sources": lazy_gettext("sources: what follows a line “Tài liệu tham khảo”"),
}
_SHORT: Final[Mapping[str, LazyString]] = {
    "title": lazy_gettext("title"),
    "notes": lazy_gettext("notes"),
    "sources": lazy_gettext("sources"),
}
# From so many to so many, at most, at least.
_SPANS: Final[Mapping[str, tuple[str, str, str]]] = {
    WORDS: (
        N_("%(least)s to %(most)s words"),
        N_("at most %(most)s words"),
        N_("at least %(least)s words"),
    ),
    CHARACTERS: (
        N_("%(least)s to %(most)s characters with spaces"),
        N_("at most %(most)s characters with spaces"),
        N_("at least %(least)s characters with spaces"),
    ),
    LETTERS: (
        N_("%(least)s to %(most)s characters without spaces"),
        N_("at most %(most)s characters without spaces"),
        N_("at least %(least)s characters without spaces"),
    ),
    PAGES: (
        N_("%(least)s to %(most)s pages"),
        N_("at most %(most)s pages"),
        N_("at least %(least)s pages"),
    ),
    MINUTES: (
        N_("%(least)s to %(most)s minutes"),
        N_("at most %(most)s minutes"),
        N_("at least %(least)s minutes"),
    ),
}


class Limited(Protocol):
    """A category, or what is to become one: its least and greatest length, in the unit that it demands."""

    @property
    def length_minimum(self) -> int: ...

    @property
    def length_maximum(self) -> int: ...

    @property
    def demands(self) -> Demands: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """What stands under a text while it is written; js/wordcount.js counts by the attributes of the text."""

    label: str
    length: int
    minimum: int
    maximum: int
    note: str
    attributes: Mapping[str, str]


def span(category: Limited) -> str:
    """Say how long a work of the category may be."""
    least, most = number(category.length_minimum), number(category.length_maximum)
    both, at_most, at_least = _SPANS[category.demands.length_unit]
    if category.length_minimum and category.length_maximum:
        return str(gettext(both, least=least, most=most))
    if category.length_maximum:
        return str(gettext(at_most, most=most))
    if category.length_minimum:
        return str(gettext(at_least, least=least))
    return str(gettext("any length"))


def uncounted(demands: Demands) -> str:
    """Say what does not count, or what does."""
    if demands.length_unit == PAGES:
        return str(gettext("All pages of the file count."))
    if demands.length_unit == MINUTES:
        return str(gettext("The recording counts, to the second; the text does not."))
    if not demands.uncounted:
        return str(gettext("Everything counts, the title too."))
    parts = "; ".join(str(UNCOUNTED[part]) for part in demands.uncounted)
    if TITLE in demands.uncounted:
        return str(gettext("Not counted: %(parts)s.", parts=parts))
    return str(gettext("The title counts. Not counted: %(parts)s.", parts=parts))


def measured(found: Measured) -> str:
    """Write a length, and how much of what was left out."""
    if found.is_time:
        return clock(found.length)
    if not found.left_out:
        return str(number(found.length))
    parts = ", ".join(f"{_SHORT[part]} {number(size)}" for part, size in found.left_out.items())
    return str(gettext("%(length)s (not counted: %(parts)s)", length=number(found.length), parts=parts))


def counter(category: Limited, found: Measured) -> Counter | None:
    """Return the counter of a text in that category; None where there is nothing to count or no limit."""
    demands = category.demands
    if demands.length_unit in {PAGES, MINUTES} or not (category.length_minimum or category.length_maximum):
        return None
    return Counter(
        label=str(LABELS[demands.length_unit]),
        length=found.length,
        minimum=category.length_minimum,
        maximum=category.length_maximum,
        note=uncounted(demands),
        attributes={
            "data-limit-min": str(category.length_minimum),
            "data-limit-max": str(category.length_maximum),
            "data-count-unit": demands.length_unit,
            "data-uncounted": " ".join(demands.uncounted),
            "data-headings": json.dumps(HEADINGS),
        },
    )
