"""Says of classes of works that are too small what they share, how many they are, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.anonymisation import crowds
from contest.anonymisation.rules.crowds import ANSWER, CATEGORY, FORM, Crowd, Trait
from contest.editions import queries as editions
from contest.editions.queries import EditionView

MOST: Final = 12  # are listed; the smallest come first
_FORMS: Final[Mapping[str, LazyString]] = {
    "html": lazy_gettext("shown as text"),
    "pages": lazy_gettext("shown as pictures of pages"),
    "mp3": lazy_gettext("with a recording"),
    "mp4": lazy_gettext("with a film"),
}
_MENDS: Final[Mapping[str, LazyString]] = {
    CATEGORY: lazy_gettext(
        "A category: move its works into another one in screening, or take both as one category next time."
    ),
    FORM: lazy_gettext(
        "Pictures of pages: show the judges the text instead, on the page of the blind copy, where it can be read."
    ),
    ANSWER: lazy_gettext(
        "An answer: an organiser keeps it from the judges, on the page Blindness check. The blind copies with it are"
        " then prepared anew."
    ),
}


@dataclass(frozen=True, slots=True)
class Crowds:
    """`lines`: what the works share and how many they are; `more`: how many lines are left out; `mends`: what helps.

    `questions`: those whose answers could be kept from the judges.
    """

    lines: tuple[tuple[str, int], ...]
    more: int
    mends: tuple[str, ...]
    questions: tuple[str, ...]


def of(edition: EditionView) -> Crowds:
    """Look for classes that are too small before the codes are drawn."""
    found = crowds.too_small(edition.id)
    names = {str(category.id): category.name for category in editions.categories(edition.id)}
    kinds = {trait[0] for crowd in found for trait, _ in crowd.values}
    return Crowds(
        tuple((_shared(crowd, names), crowd.works) for crowd in found[:MOST]),
        max(0, len(found) - MOST),
        tuple(str(mend) for kind, mend in _MENDS.items() if kind in kinds),
        tuple(sorted({trait[1] for crowd in found for trait, _ in crowd.values if trait[0] == ANSWER})),
    )


def _shared(crowd: Crowd, names: Mapping[str, str]) -> str:
    return "; ".join(_value(trait, value, names) for trait, value in crowd.values)


def _value(trait: Trait, value: str, names: Mapping[str, str]) -> str:
    kind, question = trait
    if kind == CATEGORY:
        return str(gettext("category “%(name)s”", name=names.get(value, value)))
    if kind == FORM:
        return ", ".join(str(_FORMS[part]) for part in value.split("+"))
    return str(gettext("“%(question)s”: %(answer)s", question=question, answer=value))
