"""The library of rubrics: ready ones in our words, and those of the contests that the organiser works in, to copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.judging import queries
from contest.judging.queries import RubricView
from contest.kernel.errors import NotFound
from contest.web import actor
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.office.rubric_collection import COLLECTION
from contest.web.office.rubric_forms import Start
from contest.web.office.rubric_place import Place, named, numbered
from contest.web.office.rubric_starts import STARTS

# An author's duty opens no office, so it opens none of its rubrics either.
OFFICIALS: Final = frozenset(Duty) - {Duty.AUTHOR}


@dataclass(frozen=True, slots=True)
class Offered:
    """A rubric that can be taken over: where that begins, what it is called, what is in it."""

    url: str
    label: str
    criteria: tuple[str, ...]
    full_score: object


@pages.page("/<slug>/rubric/library", Permission.EDIT_EDITION)
def rubric_library(edition: EditionView) -> ResponseReturnValue:
    """List what can be taken over into the rubric that the address names."""
    place = named(edition)
    return sections.render(
        "office/rubric_library.html",
        edition,
        here_in_menu="office.rubric",
        place=place,
        tabs=place.round_tabs("office.rubric_library"),
        category_tabs=place.category_tabs("office.rubric_library"),
        ready=[_ready(place, key) for key in (*STARTS, *COLLECTION)],
        own=[(other, found) for other in _editions() if (found := list(_of(place, other)))],
    )


def _ready(place: Place, key: str) -> Offered:
    label, build = {**STARTS, **COLLECTION}[key]
    return _offered(place, key, str(label), build())


def _of(place: Place, other: EditionView) -> Iterator[Offered]:
    """Give the rubrics of another contest, or of this one, but the one that is to be filled."""
    names: dict[int | None, str] = {c.id: c.name for c in editions.categories(other.id)}
    numbers = {category_id: number for number, category_id in enumerate(names, start=1)}
    for judged in editions.rounds(other.id):
        for category_id, kept in queries.rubrics(judged.id).own.items():
            if kept == place.kept:
                continue
            number = "" if category_id is None else str(numbers[category_id])
            key = f"copy:{other.slug}:{judged.position + 1}:{number}"
            label = f"{judged.name} · {names.get(category_id) or gettext('All categories')}"
            yield _offered(place, key, label, copied(kept))


def _offered(place: Place, key: str, label: str, start: Start) -> Offered:
    names = tuple(line.settings.name for line in start.lines)
    return Offered(place.url(start=key), label, names, start.full_score)


def copied(kept: RubricView) -> Start:
    """Return a rubric that is kept, to begin with."""
    return Start(kept.lines, kept.full_score, kept.weighing)


def near(place: Place) -> list[tuple[str, str]]:
    """Return address and name of what lies at hand: the round's own rubric, the first round's, two ready ones."""
    found = []
    if place.category is not None and place.common is not None:
        found.append((place.url(start="all"), gettext("The rubric of this round for all categories")))
    if place.round != place.rounds[0] and queries.rubric(place.rounds[0].id, place.category_id) is not None:
        found.append((place.url(start="first"), gettext("The rubric of the first round")))
    if place.kept is None:
        found += [(place.url(start=key), str(label)) for key, (label, _) in STARTS.items()]
    return found


def start(place: Place, wanted: str) -> Start | None:
    """Return the rubric of that name to begin with, or None. Raises NotFound for another's."""
    if wanted in STARTS or wanted in COLLECTION:
        return {**STARTS, **COLLECTION}[wanted][1]()
    kept = None
    if wanted == "first":
        kept = queries.rubric(place.rounds[0].id, place.category_id)
    elif wanted == "all":
        kept = place.common
    elif wanted.startswith("copy:"):
        kept = _wanted(wanted)
    return copied(kept) if kept is not None else None


def _wanted(wanted: str) -> RubricView | None:
    """Return the rubric that `copy:<contest>:<round>:<category or nothing>` names. Raises NotFound."""
    _, slug, round_number, category_number, *_ = [*wanted.split(":"), "", "", ""]
    other = next((each for each in _editions() if each.slug == slug), None)
    if other is None:
        raise NotFound(wanted)
    judged = numbered(editions.rounds(other.id), round_number)
    category = numbered(editions.categories(other.id), category_number) if category_number else None
    return queries.rubrics(judged.id).own.get(category.id if category else None)


def _editions() -> tuple[EditionView, ...]:
    return actor.current().editions_with(OFFICIALS)
