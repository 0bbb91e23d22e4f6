"""After publication: the ranking of units with all its figures, and who wins the prizes for units."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.editions.rules.unit_prizes import MEASURES
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.platform import spreadsheets
from contest.platform.spreadsheets import Cell
from contest.results import unit_choosing, unit_standings
from contest.results.rules.unit_outcome import Empty, UnitLine, UnitResults
from contest.results.service import LONGEST_REASON
from contest.web import actor, unit_prize_words
from contest.web.downloads import attachment
from contest.web.errors import sentence
from contest.web.forms import Form, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.fields import number
from contest.web.office.pages import pages
from contest.web.office.results import exact
from contest.web.office.results_forms import NO_PRIZE
from contest.web.templating import instant, points, use_zone

PATH = "/<slug>/results/unit-prizes"
SHOWN = 100  # lines on the page; the file has all


class ChoiceForm(Form):
    """Which unit, which prize, and why."""

    unit_id = SelectField(lazy_gettext("Unit"), validate_choice=False)
    prize_id = SelectField(lazy_gettext("Prize"), validate_choice=False)
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(LONGEST_REASON)])

    def offer(self, found: UnitResults) -> None:
        """Let the units be chosen that pass the gates, in the order of the ranking, and each of the prizes."""
        self.unit_id.choices = [
            SelectChoice(str(line.unit_id), f"{line.place}. {line.name} ({points(line.points)})")
            for line in found.may_be_chosen
        ]
        self.prize_id.choices = [
            *(SelectChoice(str(prize.id), prize.name) for prize in found.prizes),
            SelectChoice(NO_PRIZE, gettext("No prize")),
        ]


class EmptyForm(Form):
    """Which prize stays empty, and why."""

    empty_prize_id = SelectField(lazy_gettext("Prize"), validate_choice=False)
    empty_reason = TextField(lazy_gettext("Reason"), [required(), at_most(LONGEST_REASON)])

    def offer(self, found: UnitResults) -> None:
        """Let the prizes be chosen that are not given."""
        self.empty_prize_id.choices = [SelectChoice(str(e.prize.id), e.prize.name) for e in found.empty]

    def take(self, error: RuleBroken) -> None:
        field = "empty_reason" if error.field == "reason" else error.field
        super().take(RuleBroken(error.message, field=field, **error.params))


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an edition with how units stand, and what was sent to it."""

    edition: EditionView
    found: UnitResults
    choice: ChoiceForm
    empty: EmptyForm
    problem: str = ""

    def render(self) -> str:
        edition, found = self.edition, self.found
        may_give = found.confirmed_at is None and allows(
            Permission.GIVE_UNIT_PRIZES, actor.circumstances(edition)
        )
        # Where the forms are not there any more, what they say is said at the top.
        unsaid = [] if may_give else [*self.choice.form_errors, *self.empty.form_errors]
        return sections.render(
            "office/unit_prizes.html",
            edition,
            here_in_menu="office.results",
            found=found,
            choice=self.choice,
            empty=self.empty,
            problem=self.problem or " ".join(unsaid),
            may_give=may_give,
            in_the_way=[sentence(problem) for problem in found.problems],
            prize_names={prize.id: prize.name for prize in found.prizes},
            formula=unit_prize_words.formula(found.set_up),
            sentences=unit_prize_words.sentences(found.set_up),
            measures=_measures(found),
            columns=[
                {"label": unit_prize_words.COLUMNS[measure], "numeric": True} for measure in _measures(found)
            ],
            words=unit_prize_words,
            exact=exact,
            shown=SHOWN,
            confirmed_by=_name(found.confirmed_by),
        )


@pages.page(PATH, Permission.SEE_UNIT_PRIZES)
def unit_prizes(edition: EditionView) -> ResponseReturnValue:
    return _page(edition).render()


@pages.page(PATH, Permission.GIVE_UNIT_PRIZES, methods=("POST",))
def unit_prizes_choose(edition: EditionView) -> ResponseReturnValue:
    """Choose a prize, or none, for a unit instead of what the ranking proposes."""
    form = ChoiceForm()
    if form.validate() and form.try_to(
        lambda: unit_choosing.choose(
            edition.id,
            number(form.unit_id.data) or 0,
            _prize(form.prize_id.data),
            reason=form.reason.data or "",
            **_act(),
        )
    ):
        flash(gettext("The choice is kept with its reason."), "success")
        return _back(edition)
    return _page(edition, choice=form).render(), 422


@pages.page(f"{PATH}/back", Permission.GIVE_UNIT_PRIZES, methods=("POST",))
def unit_prizes_back(edition: EditionView) -> ResponseReturnValue:
    """Take a choice back: the ranking proposes again."""
    return _do(
        edition,
        lambda: unit_choosing.take_back(edition.id, number(request.form.get("unit_id")) or 0, **_act()),
        gettext("The choice has been taken back."),
    )


@pages.page(f"{PATH}/empty", Permission.GIVE_UNIT_PRIZES, methods=("POST",))
def unit_prizes_empty(edition: EditionView) -> ResponseReturnValue:
    """Say why a prize stays empty."""
    form = EmptyForm()
    if form.validate() and form.try_to(
        lambda: unit_choosing.explain(
            edition.id, number(form.empty_prize_id.data) or 0, reason=form.empty_reason.data or "", **_act()
        )
    ):
        flash(gettext("The reason is kept."), "success")
        return _back(edition)
    return _page(edition, empty=form).render(), 422


@pages.page(f"{PATH}/confirm", Permission.GIVE_UNIT_PRIZES, methods=("POST",))
def unit_prizes_confirm(edition: EditionView) -> ResponseReturnValue:
    """Give exactly what the page showed."""
    if request.form.get("confirmed") != "yes":
        problem = gettext("Tick the box to say that these units are to win.")
        return _page(edition, problem=problem).render(), 422
    return _do(
        edition,
        lambda: unit_choosing.confirm(edition.id, seen=request.form.get("seen", ""), **_act()),
        gettext("The unit prizes are given. They stand on the public page of the results."),
    )


@pages.page(f"{PATH}.<kind>", Permission.SEE_UNIT_PRIZES)
def unit_prizes_file(edition: EditionView, kind: str) -> Response:
    """Send the whole ranking; no cell is ever run as a formula."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound(kind)
    use_zone(edition.zone)
    found = unit_standings.of_edition(edition.id, now=clock.now())
    rows = [*(_row(found, line) for line in found.lines), *(_empty_row(found, each) for each in found.empty)]
    name = f"{edition.slug}-unit-prizes"
    if kind == "csv":
        return attachment(spreadsheets.write_csv(_header(found), rows), name, kind)
    return attachment(
        spreadsheets.write_excel(_header(found), rows, sheet=gettext("Unit prizes")), name, kind
    )


def _do(edition: EditionView, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Run an act that is no form; what is in its way is said at the top of the page."""
    try:
        act()
    except RuleBroken as error:
        return _page(edition, problem=sentence(error)).render(), 422
    flash(said, "success")
    return _back(edition)


def _act() -> dict[str, Any]:
    return {"actor_id": actor.current().account_id, "now": clock.now()}


def _prize(typed: str | None) -> int | None:
    return None if typed == NO_PRIZE else number(typed) or 0


def _back(edition: EditionView) -> ResponseReturnValue:
    return redirect(url_for("office.unit_prizes", slug=edition.slug), 303)


def _page(
    edition: EditionView,
    *,
    choice: ChoiceForm | None = None,
    empty: EmptyForm | None = None,
    problem: str = "",
) -> Page:
    found = unit_standings.of_edition(edition.id, now=clock.now())
    choice = ChoiceForm(formdata=None) if choice is None else choice
    empty = EmptyForm(formdata=None) if empty is None else empty
    choice.offer(found)
    empty.offer(found)
    return Page(edition, found, choice, empty, problem)


def _measures(found: UnitResults) -> list[str]:
    """Return the measures that are shown: the rate only where the formula counts it."""
    return [measure for measure in MEASURES if measure != "rate" or found.set_up.rate]


def _name(account_id: int | None) -> str:
    return "" if account_id is None else people.person(account_id).name


# --- files --------------------------------------------------------------------------------------------------


def _header(found: UnitResults) -> list[str]:
    return [
        gettext("Place"),
        gettext("Unit"),
        gettext("Code"),
        *(str(unit_prize_words.COLUMNS[measure]) for measure in _measures(found)),
        *([gettext("Headcount")] if found.set_up.rate else []),
        *_won(found),
        gettext("Points"),
        gettext("What it lacks"),
        gettext("Unit prize"),
        gettext("Proposed"),
        gettext("Reason"),
        gettext("Counted together with"),
        gettext("Divided into"),
        gettext("Confirmed at"),
    ]


def _won(found: UnitResults) -> list[str]:
    """Return the prizes of the tables that any unit won, in the order of the formula, others after them."""
    known = [each.prize for each in found.set_up.points]
    return list(dict.fromkeys((*known, *(prize for line in found.lines for prize in line.figures.prizes))))


def _cell(value: Fraction) -> int | Decimal:
    """Return a figure as a number, to four decimals where it has more."""
    if value.denominator == 1:
        return value.numerator
    return round(Decimal(value.numerator) / value.denominator, 4).normalize()


def _empty_row(found: UnitResults, empty: Empty) -> list[Cell]:
    """Return a row that says of a prize that it stays empty, below the same columns."""
    header = _header(found)
    reason = empty.reason or (unit_prize_words.nobody_left() if empty.by_ranking else "")
    said: dict[str, Cell] = {
        gettext("Unit"): gettext("Not awarded: %(count)d.", count=empty.count),
        gettext("Unit prize"): empty.prize.name,
        gettext("Reason"): reason,
    }
    return [said.get(column, "") for column in header]


def _row(found: UnitResults, line: UnitLine) -> list[Cell]:
    names = {prize.id: prize.name for prize in found.prizes}
    people_there = line.figures.people
    return [
        line.place,
        line.name,
        line.code,
        *(_cell(getattr(line.figures, measure)) for measure in _measures(found)),
        *([people_there if people_there is not None else ""] if found.set_up.rate else []),
        *(_cell(line.figures.prizes.get(prize, Fraction(0))) for prize in _won(found)),
        _cell(line.points),
        "; ".join(unit_prize_words.shut(line.shut, found.set_up)),
        names.get(line.prize_id or 0, ""),
        names.get(line.proposed_id or 0, ""),
        line.reason,
        "; ".join(line.joined),
        "; ".join(line.divided_into),
        instant(found.confirmed_at) if found.confirmed_at else gettext("not confirmed yet"),
    ]
