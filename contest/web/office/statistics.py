"""Works by unit in this contest and in earlier ones, sorted as one likes, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.editions import queries
from contest.editions.queries import EditionView
from contest.entries import decisions
from contest.entries.rules.screening import CAUSES
from contest.kernel import clock
from contest.kernel.errors import N_, NotFound
from contest.platform import spreadsheets
from contest.reports import statistics as reports
from contest.reports.statistics import ACCEPTED, CODE, NAME, SUBMITTED, UnitLine
from contest.web import actor
from contest.web.downloads import attachment
from contest.web.office import sections
from contest.web.office.pages import pages

MOST = 5  # editions beside each other
SHOWN = 500  # lines on the page; the file has all
KNOWN = 200
OVER = frozenset({"published", "archived"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which editions stand beside each other, this one first, and what the lines are sorted by."""

    editions: tuple[EditionView, ...]
    sort: str
    place: int


@pages.page("/<slug>/statistics", Permission.SEE_STATISTICS)
def statistics(edition: EditionView) -> ResponseReturnValue:
    offered = _offered(edition)
    asked = _asked(edition, offered)
    found = reports.by_units([e.id for e in asked.editions], sort=asked.sort, place=asked.place)
    return sections.render(
        "office/statistics.html",
        edition,
        here_in_menu="office.statistics",
        offered=offered,
        most=MOST,
        asked=asked,
        found=found,
        kept=reports.kept_by_units(edition.id),
        shown=SHOWN,
        refused=_refused(edition),
        columns=list(_columns(edition, asked)),
        files=[
            (kind, url_for("office.statistics_file", slug=edition.slug, kind=kind, **_query(asked)))
            for kind in ("xlsx", "csv")
        ],
    )


def _refused(edition: EditionView) -> tuple[int, list[tuple[str, int]]]:
    """Return how many works are refused, and for how many each reason was named, the most frequent first."""
    count, causes = decisions.refused_because(edition.id)
    words = {**CAUSES, "": N_("In words alone")}
    named = sorted(causes.items(), key=lambda each: (-each[1], list(words).index(each[0])))
    return count, [(gettext(words[cause]), number) for cause, number in named]


@pages.page("/<slug>/statistics.<kind>", Permission.SEE_STATISTICS)
def statistics_file(edition: EditionView, kind: str) -> Response:
    """Send all lines in the order of the page; no cell is ever run as a formula."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound(kind)
    asked = _asked(edition, _offered(edition))
    found = reports.by_units([e.id for e in asked.editions], sort=asked.sort, place=asked.place)
    header, rows = _header(asked), [_row(line) for line in found.lines]
    name = f"{edition.slug}-units"
    if kind == "csv":
        return attachment(spreadsheets.write_csv(header, rows), name, kind)
    return attachment(spreadsheets.write_excel(header, rows, sheet=gettext("Works by unit")), name, kind)


def _offered(edition: EditionView) -> tuple[EditionView, ...]:
    """Return the earlier editions that the person may look into: own ones, and those whose results are public."""
    who, now = actor.current(), clock.now()
    known = {each.id: each for each in queries.public_editions(now=now, limit=KNOWN)}
    return tuple(
        each
        for each in known.values()
        if each.id != edition.id
        and each.opens_at < edition.opens_at
        and (
            each.phase in OVER or who.is_administrator or Duty.ORGANISER in who.duties_in(each.id)
        )
    )  # fmt: skip


def _asked(edition: EditionView, offered: tuple[EditionView, ...]) -> Asked:
    wanted = set(request.args.getlist("with"))
    chosen = (edition, *[each for each in offered if each.slug in wanted][: MOST - 1])
    sort, _, place = request.args.get("sort", NAME).partition("-")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else 0
    known = sort in {NAME, CODE, SUBMITTED, ACCEPTED} and number < len(chosen)
    return Asked(chosen, sort, number) if known else Asked(chosen, NAME, 0)


def _query(asked: Asked, sort: str = "") -> dict[str, Any]:
    kept = f"{asked.sort}-{asked.place}" if asked.sort in {SUBMITTED, ACCEPTED} else asked.sort
    return {"with": [each.slug for each in asked.editions[1:]], "sort": sort or kept}


def _columns(edition: EditionView, asked: Asked) -> Iterator[dict[str, object]]:
    def column(label: str, sort: str, *, is_here: bool, numeric: bool) -> dict[str, object]:
        address = url_for("office.statistics", slug=edition.slug, **_query(asked, sort))
        direction = ("descending" if numeric else "ascending") if is_here else None
        return {"label": label, "sort": address, "direction": direction, "numeric": numeric}

    yield column(gettext("Unit"), NAME, is_here=asked.sort == NAME, numeric=False)
    yield column(gettext("Code"), CODE, is_here=asked.sort == CODE, numeric=False)
    for place in range(len(asked.editions)):
        for sort, label in ((SUBMITTED, _submitted(asked, place)), (ACCEPTED, _accepted(asked, place))):
            is_here = (asked.sort, asked.place) == (sort, place)
            yield column(label, f"{sort}-{place}", is_here=is_here, numeric=True)


def _submitted(asked: Asked, place: int) -> str:
    return str(gettext("%(year)s: submitted", year=_called(asked, place)))


def _accepted(asked: Asked, place: int) -> str:
    return str(gettext("%(year)s: accepted", year=_called(asked, place)))


def _called(asked: Asked, place: int) -> str:
    """Return the year; with the title where two of that year stand beside each other."""
    edition = asked.editions[place]
    twins = sum(1 for each in asked.editions if each.year == edition.year)
    return str(edition.year) if twins == 1 else f"{edition.year}, {edition.title}"


def _header(asked: Asked) -> list[str]:
    figures = [
        label for place in range(len(asked.editions)) for label in (_submitted(asked, place), _accepted(asked, place))
    ]  # fmt: skip
    return [
        gettext("Unit"),
        gettext("Code"),
        *figures,
        gettext("Counted together with"),
        gettext("Divided into"),
    ]


def _row(line: UnitLine) -> list[str | int]:
    figures = [number for each in line.figures for number in (each.submitted, each.accepted)]
    name = line.name or gettext("No unit named")
    return [name, line.code, *figures, "; ".join(line.joined), "; ".join(line.divided_into)]
