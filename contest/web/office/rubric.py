"""The rubric of a round: designed by an organiser, previewed as judges will see it, fixed by the first mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.judging import queries, service
from contest.judging.queries import RubricView
from contest.judging.rules import design
from contest.judging.rules.criteria.bonus import Bonus
from contest.judging.rules.criteria.kind import Settings
from contest.judging.rules.criteria.steps import Steps
from contest.judging.rules.design import Line
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.web import actor
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.office.rubric_forms import RubricForm
from contest.web.office.rubric_starts import STARTS
from contest.web.templating import points

# As on the judge's desk: more marks than this are typed, not ticked.
MOST_BUTTONS: Final = 41
FULL_SCORE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Preview:
    """A criterion as a judge will see it. `values`: what can be ticked; `share`: its part of the full score."""

    settings: Settings
    kind: str
    values: tuple[tuple[str, str], ...]
    descriptors: tuple[tuple[str, str], ...]
    share: Decimal | None


@pages.page("/<slug>/rubric", Permission.EDIT_EDITION)
def rubric(edition: EditionView) -> ResponseReturnValue:
    """Show the rubric there is, or one to start from: a ready one, or that of the first round."""
    judged = _round(edition)
    kept = queries.rubric(judged.id)
    form = RubricForm(formdata=None)
    lines, full_score = _start(edition, kept)
    form.show(lines, full_score, kept.digest if kept else "")
    return _page(edition, judged, form, kept, preview=_preview(lines))


@pages.page("/<slug>/rubric", Permission.EDIT_EDITION, methods=("POST",))
def rubric_save(edition: EditionView) -> ResponseReturnValue:
    """Save, or show a preview, or offer one more row; what was typed stays in every case."""
    judged = _round(edition)
    form = RubricForm()
    if "add" in request.form:
        form.add_row()
        return _page(edition, judged, form, queries.rubric(judged.id))
    if form.validate() and _is_sound(form):
        if "preview" in request.form:
            kept = queries.rubric(judged.id)
            return _page(edition, judged, form, kept, preview=_preview(design.clean(form.lines())))
        if form.try_to(lambda: _save(judged, form)):
            flash(gettext("The rubric has been saved."), "success")
            return redirect(url_for("office.rubric", slug=edition.slug, round=judged.position + 1), 303)
    return _page(edition, judged, form, queries.rubric(judged.id)), 422


def _round(edition: EditionView) -> RoundView:
    """Return the round that the address names, the first without a name. Raises NotFound."""
    rounds = editions.rounds(edition.id)
    wanted = request.args.get("round", "1")
    found = next((each for number, each in enumerate(rounds, start=1) if str(number) == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found


def _start(edition: EditionView, kept: RubricView | None) -> tuple[Sequence[Line], Decimal]:
    wanted = "" if kept and kept.is_frozen else request.args.get("start", "")
    if wanted == "first":
        kept = queries.rubric(editions.rounds(edition.id)[0].id)
    elif wanted in STARTS:
        return STARTS[wanted][1](), FULL_SCORE
    if kept is None:
        return (), FULL_SCORE
    return [Line(line.kind, line.settings) for line in kept.criteria], kept.full_score


def _is_sound(form: RubricForm) -> bool:
    """Put everything that is wrong beside its field at once."""
    problems: list[RuleBroken] = list(design.problems(_full_score(form), design.clean(form.lines())))
    for problem in problems:
        form.take(problem)
    return not problems


def _save(judged: RoundView, form: RubricForm) -> None:
    service.save_rubric(
        judged.id,
        _full_score(form),
        form.lines(),
        actor_id=actor.current().account_id,
        now=clock.now(),
        seen=form.seen.data or "",
    )


def _full_score(form: RubricForm) -> Decimal:
    return Decimal(0) if form.full_score.data is None else form.full_score.data


def _preview(lines: Sequence[Line]) -> tuple[Preview, ...]:
    shares = design.shares(lines)
    return tuple(_previewed(line, share) for line, share in zip(lines, shares, strict=True))


def _previewed(line: Line, share: Decimal | None) -> Preview:
    s = line.settings
    if line.kind not in {Steps.kind, Bonus.kind}:
        return Preview(s, line.kind, values=(), descriptors=(), share=share)
    values = Steps(s).values() if line.kind == Steps.kind else Bonus(s).values()
    return Preview(
        s,
        line.kind,
        values=tuple((f"{v:f}", points(v)) for v in values) if len(values) <= MOST_BUTTONS else (),
        descriptors=tuple((points(d.points), d.text) for d in s.descriptors),
        share=share,
    )


def _page(
    edition: EditionView,
    judged: RoundView,
    form: RubricForm,
    kept: RubricView | None,
    preview: tuple[Preview, ...] = (),
) -> str:
    rounds = editions.rounds(edition.id)
    address = {
        each.position: url_for("office.rubric", slug=edition.slug, round=each.position + 1) for each in rounds
    }
    return sections.render(
        "office/rubric.html",
        edition,
        here_in_menu="office.rubric",
        round=judged,
        tabs=[(each.position, each.name, address[each.position]) for each in rounds],
        address=address[judged.position],
        form=form,
        kept=kept,
        preview=preview,
        starts=[(key, label) for key, (label, _) in STARTS.items()],
        can_copy=judged.position != rounds[0].position and queries.rubric(rounds[0].id) is not None,
        typed=request.method == "POST",
    )
