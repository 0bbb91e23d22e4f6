"""The rubric of a round or of a category in it: designed, previewed as a judge sees it, fixed by the first mark."""

from dataclasses import dataclass
from decimal import Decimal

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.judging import rubric_versions, service
from contest.judging.rubric_versions import VersionView
from contest.judging.rules import design
from contest.judging.rules.criteria.steps import Steps
from contest.judging.service import Draft
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as people
from contest.web import actor, scoresheet
from contest.web.errors import sentence
from contest.web.office import guide, rubric_library, sections
from contest.web.office.guide import Link
from contest.web.office.pages import pages
from contest.web.office.rubric_forms import RubricForm, Start
from contest.web.office.rubric_place import Place, named
from contest.web.scoresheet import Question


@pages.page("/<slug>/rubric", Permission.EDIT_EDITION)
def rubric(edition: EditionView) -> ResponseReturnValue:
    """Show the rubric there is, or one to start from: a ready one, or a copy."""
    place = named(edition)
    form = RubricForm(formdata=None)
    start = _start(place)
    form.show(start, place.kept.digest if place.kept else "")
    return _page(place, form, preview=preview(start))


@pages.page("/<slug>/rubric", Permission.EDIT_EDITION, methods=("POST",))
def rubric_save(edition: EditionView) -> ResponseReturnValue:
    """Save, or show a preview, or offer one more row; what was typed stays in every case."""
    place = named(edition)
    form = RubricForm()
    if "add" in request.form:
        form.add_row()
        return _page(place, form)
    if form.validate() and _is_sound(form):
        if "preview" in request.form:
            return _page(place, form, preview=preview(form.rubric()))
        if form.try_to(lambda: _save(place, form)):
            flash(gettext("The rubric has been saved."), "success")
            onward = _onward(place) if "go" in request.form else None
            return redirect(onward.url if onward else place.url(), 303)
    return _page(place, form), 422


@pages.page("/<slug>/rubric/remove", Permission.EDIT_EDITION, methods=("POST",))
def rubric_remove(edition: EditionView) -> ResponseReturnValue:
    """Take the rubric away; a category is then marked by the one for all."""
    place = named(edition)
    try:
        _remove(place)
    except RuleBroken as error:
        form = RubricForm(formdata=None)
        form.show(_start(place), place.kept.digest if place.kept else "")
        return _page(place, form, problem=sentence(error)), 422
    flash(gettext("The rubric has been taken away."), "success")
    return redirect(place.url(), 303)


def _onward(place: Place) -> Link | None:
    """Return where "save and go on" leads: to a rubric that is missing, else to the next step of the set-up."""
    missing = place.onward()
    if missing is not None:
        return Link(*missing)
    way = guide.of(place.edition)
    return way.following if way is not None else None


def _remove(place: Place) -> None:
    if request.form.get("confirmed") != "yes":
        raise RuleBroken(N_("Tick the box to say that the rubric is to be taken away."))
    service.remove_rubric(
        place.round.id,
        place.category_id,
        seen=request.form.get("seen", ""),
        actor_id=actor.current().account_id,
        now=clock.now(),
    )


def _start(place: Place) -> Start:
    kept = place.kept
    wanted = "" if kept and kept.is_frozen else request.args.get("start", "")
    found = rubric_library.start(place, wanted) if wanted else None
    if found is not None:
        return found
    return Start() if kept is None else rubric_library.copied(kept)


def _is_sound(form: RubricForm) -> bool:
    """Put everything that is wrong beside its field at once."""
    typed = form.rubric()
    problems = list(design.problems(typed.full_score, design.clean(typed.lines), typed.weighing))
    for problem in problems:
        form.take(problem)
    return not problems


def _save(place: Place, form: RubricForm) -> None:
    typed = form.rubric()
    draft = Draft(place.round.id, typed.full_score, typed.lines, place.category_id, typed.weighing)
    service.save(draft, actor_id=actor.current().account_id, now=clock.now(), seen=form.seen.data or "")


def preview(start: Start) -> tuple[Question, ...]:
    """Return the questions as the judge's page asks them."""
    named_lines = [(f"preview-{n}", line) for n, line in enumerate(design.clean(start.lines), start=1)]
    return scoresheet.questions(named_lines, start.full_score)


@dataclass(frozen=True, slots=True)
class _Version:
    view: VersionView
    by: str
    sentences: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def _versions(place: Place) -> list[_Version]:
    found = rubric_versions.all_of(place.round.id, place.category_id)
    names = people.people(frozenset(v.saved_by for v in found if v.saved_by is not None))
    return [
        _Version(
            view,
            names[view.saved_by].name if view.saved_by is not None else "",
            tuple((gettext(d.message, **d.params), d.gone, d.come) for d in view.differences),
        )
        for view in found
    ]


def _page(place: Place, form: RubricForm, preview: tuple[Question, ...] = (), problem: str = "") -> str:
    return sections.render(
        "office/rubric.html",
        place.edition,
        here_in_menu="office.rubric",
        place=place,
        tabs=place.round_tabs("office.rubric"),
        category_tabs=place.category_tabs("office.rubric"),
        form=form,
        kept=place.kept,
        preview=preview,
        most=sum((q.line.settings.maximum for q in preview if q.line.kind == Steps.kind), Decimal(0)),
        starts=rubric_library.near(place),
        versions=_versions(place),
        typed=request.method == "POST" and not problem,
        problem=problem,
        onward=_onward(place),
    )
