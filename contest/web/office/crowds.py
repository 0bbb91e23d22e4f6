"""Says of classes of works that are too small what they share, how many they are, and how to mend it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.anonymisation import crowds
from contest.anonymisation.rules.crowds import ANSWER, CATEGORY, CHOICE, FORM, Trait
from contest.editions import queries as editions
from contest.editions.queries import EditionView

MOST: Final = 12  # are listed; the smallest come first
_FORMS: Final[Mapping[str, LazyString]] = {
    "html": lazy_gettext("shown as text"),
    "pages": lazy_gettext("shown as pictures of pages"),
    "mp3": lazy_gettext("with a recording"),
    "mp4": lazy_gettext("with a film"),
}
_HIDE: Final = lazy_gettext(
    "An answer: an organiser keeps it from the judges, on the page Blindness check. The blind copies with it are"
    " then prepared anew."
)
_MENDS: Final[Mapping[str, LazyString]] = {
    CATEGORY: lazy_gettext(
        "A category: move its works into another one in screening, or take both as one category next time."
    ),
    FORM: lazy_gettext(
        "Pictures of pages: show the judges the text instead, on the page of the blind copy, where it can be read."
    ),
    CHOICE: _HIDE,
    ANSWER: _HIDE,
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


def of(edition: EditionView, *, reads_works: bool) -> Crowds:
    """Look for classes that are too small before the codes are drawn.

    `reads_works`: for the secretary. Whoever may not read the works yet is told of answers in the author's words that
    few have given, and not which.
    """
    found = crowds.too_small(edition.id)
    names = {str(category.id): category.name for category in editions.categories(edition.id)}
    traits = {trait for crowd in found for trait, _ in crowd.values}
    lines: Counter[str] = Counter()  # in the order in which they come; what reads alike is one line
    for crowd in found:
        lines["; ".join(_value(*each, names, reads_works=reads_works) for each in crowd.values)] += (
            crowd.works
        )
    listed = tuple(lines.items())
    return Crowds(
        listed[:MOST],
        max(0, len(listed) - MOST),
        tuple(dict.fromkeys(str(_MENDS[kind]) for kind in _MENDS if kind in {trait[0] for trait in traits})),
        tuple(sorted({question for kind, question in traits if kind in {CHOICE, ANSWER}})),
    )


def _value(trait: Trait, value: str, names: Mapping[str, str], *, reads_works: bool) -> str:
    kind, question = trait
    if kind == CATEGORY:
        return str(gettext("category “%(name)s”", name=names.get(value, value)))
    if kind == FORM:
        return ", ".join(str(_FORMS[part]) for part in value.split("+"))
    if kind == ANSWER and not reads_works:
        return str(gettext("“%(question)s”: answers that few have given", question=question))
    return str(gettext("“%(question)s”: %(answer)s", question=question, answer=value))
