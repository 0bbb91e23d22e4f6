"""One essay with its rubric: read, mark, submit, or give it back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.anonymisation import queries as blind
from contest.anonymisation import telling
from contest.anonymisation.queries import BlindEssay
from contest.assignment import queries as assignment
from contest.assignment.queries import DeskReading
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.judging import queries, service
from contest.judging.queries import RubricView, SheetView
from contest.judging.rules.design import Line
from contest.judging.service import Saved, Sent
from contest.kernel import clock
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.web import actor, scoresheet
from contest.web.errors import sentence
from contest.web.judge import desk
from contest.web.judge.pages import pages
from contest.web.judged_text import answers, as_time, is_titled
from contest.web.scoresheet import Question
from contest.web.templating import use_zone

PATH = "/<slug>/essays/<code>"


@dataclass(frozen=True, slots=True)
class OnTheDesk:
    """An essay that lies on this judge's desk, with all that belongs to it."""

    round: RoundView
    reading: DeskReading
    copy: BlindEssay
    rubric: RubricView
    sheet: SheetView


@pages.page(PATH, Permission.READ_ESSAY)
def essay(edition: EditionView, code: str) -> ResponseReturnValue:
    found = find(edition, code)
    return _show(edition, found, _typed_before(found), found.sheet.comment)


@pages.page(PATH, Permission.READ_ESSAY, methods=("POST",))
def mark_essay(edition: EditionView, code: str) -> ResponseReturnValue:
    """Save, and on "submit" lock the sheet and go on to the next essay."""
    found = find(edition, code)
    try:
        _save(found)
        if request.form.get("act") == "submit":
            service.submit(found.reading.reading_id, judge_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        shown = _show(edition, found, _typed(found.rubric), request.form.get("comment", ""), error)
        return shown, 422
    if request.form.get("act") != "submit":
        flash(gettext("Saved."), "success")
        return redirect(url_for("judge.essay", slug=edition.slug, code=code), 303)
    flash(gettext("The marks for %(code)s have been submitted.", code=code), "success")
    return redirect(_next(edition, found.round), 303)


@pages.page(f"{PATH}/autosave", Permission.READ_ESSAY, methods=("POST",))
def autosave(edition: EditionView, code: str) -> ResponseReturnValue:
    """Save marks as they are given; answered as JSON, refusals with their sentence."""
    found = find(edition, code)
    saved = _save(found)
    return {
        "saved_at": f"{clock.now().astimezone(edition.zone):%H:%M:%S}",
        "version": saved.revision,
        "total": None if saved.total is None else str(saved.total),
        "missing": len(saved.missing),
    }


@pages.page(f"{PATH}/visible", Permission.READ_ESSAY, methods=("GET", "POST"))
def tell_visible(edition: EditionView, code: str) -> ResponseReturnValue:
    """Tell the office that the essay says who wrote it; the judge may go on, or give it back."""
    found, problem = find(edition, code), None
    judge_id = actor.current().account_id
    before = telling.told(found.copy.id, judge_id)
    # What waits is written anew, so it stands in the field: nobody wipes it out by telling once more.
    kept = before.said if before is not None and before.outcome == telling.WAITING else ""
    said = request.form.get("said", kept)
    if request.method == "POST":
        try:
            telling.tell(found.copy.id, judge_id=judge_id, said=said, now=clock.now())
        except RuleBroken as error:
            problem = sentence(error)
        else:
            flash(
                gettext("Thank you. The secretariat gets the code and your words, not your name."), "success"
            )
            return redirect(url_for("judge.essay", slug=edition.slug, code=code), 303)
    page = render_template(
        "judge/visible.html", edition=edition, essay=found.copy, said=said, problem=problem
    )
    return page, 422 if problem else 200


@pages.page(f"{PATH}/recuse", Permission.READ_ESSAY, methods=("GET", "POST"))
def recuse(edition: EditionView, code: str) -> ResponseReturnValue:
    """Give an essay back because one knows the author, or for another reason."""
    found = find(edition, code)
    reason, problem = request.form.get("reason", ""), None
    if request.method == "POST":
        try:
            service.recuse(
                found.reading.reading_id, judge_id=actor.current().account_id, reason=reason, now=clock.now()
            )
        except RuleBroken as error:
            problem = sentence(error)
        else:
            flash(gettext("Thank you. The essay goes to another judge."), "success")
            return redirect(url_for("judge.desk", slug=edition.slug), 303)
    page = render_template(
        "judge/recuse.html", edition=edition, essay=found.copy, reason=reason, problem=problem
    )
    return page, 422 if problem else 200


def find(edition: EditionView, code: str) -> OnTheDesk:
    """Return the essay if it lies on this judge's desk. Raises NotFound, the same for all others."""
    use_zone(edition.zone)
    judged_round = desk.round_on(edition)
    if judged_round is None:
        raise NotFound(code)
    reading = assignment.reading(actor.current().account_id, code, round_id=judged_round.id)
    copy = blind.essay(judged_round.id, code)
    rubric = queries.rubric(judged_round.id, copy.category_id)
    if rubric is None:
        raise RuleBroken(
            N_("The organisers have not written the rubric of this category yet. Please come back later.")
        )
    return OnTheDesk(judged_round, reading, copy, rubric, queries.sheet(reading.reading_id))


def _show(
    edition: EditionView,
    found: OnTheDesk,
    typed: dict[int, str],
    comment: str,
    error: RuleBroken | None = None,
) -> str:
    listed = desk.places(edition, found.round)
    codes = [place.code for place in listed]
    place = codes.index(found.copy.code)
    return render_template(
        "judge/essay.html",
        edition=edition,
        found=found,
        essay=found.copy,
        # Our own rendition: made by the converters and cleaned twice when it was made, never an author's words as sent.
        html=Markup(found.copy.html),  # noqa: S704
        own=answers(found.copy),
        as_time=as_time,
        titled=is_titled(found.copy),
        questions=questions(found.rubric, typed, error),
        comment=comment,
        problem=sentence(error) if error else None,
        problem_field=error.field if error else None,
        told=telling.told(found.copy.id, actor.current().account_id),
        place=place + 1,
        places=len(codes),
        done=sum(1 for p in listed if p.state == "submitted"),
        before=codes[place - 1] if place else None,
        after=codes[place + 1] if place + 1 < len(codes) else None,
        is_open=found.sheet.state == "draft" and found.round.state == "judging",
        category=next(c.name for c in editions.categories(edition.id) if c.id == found.copy.category_id),
    )


def questions(rubric: RubricView, typed: dict[int, str], error: RuleBroken | None) -> tuple[Question, ...]:
    """Return the lines of the rubric as the page asks for them."""
    return scoresheet.questions(
        [(f"mark_{line.id}", Line(line.kind, line.settings)) for line in rubric.criteria],
        rubric.full_score,
        typed={f"mark_{line_id}": raw for line_id, raw in typed.items()},
        refused={error.field: sentence(error)} if error is not None and error.field else {},
    )


def _save(found: OnTheDesk) -> Saved:
    sent = request.form.get("version", "")
    page = Sent(
        revision=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1,
        typed=_typed(found.rubric),
        comment=request.form.get("comment"),
        rubric=request.form.get("rubric"),
    )
    return service.save_sheet(
        found.reading.reading_id, page, judge_id=actor.current().account_id, now=clock.now()
    )


def _typed(rubric: RubricView) -> dict[int, str]:
    """Return what was typed by criterion; nothing where the page that was sent knew another rubric."""
    if request.form.get("rubric", rubric.digest) != rubric.digest:
        return {}
    sent = {line.id: request.form.get(f"mark_{line.id}") for line in rubric.criteria}
    return {line_id: raw for line_id, raw in sent.items() if raw is not None}


def _typed_before(found: OnTheDesk) -> dict[int, str]:
    lines = found.rubric.rules.criteria
    return {
        line_id: line.written(found.sheet.marks[line_id])
        for line_id, line in lines.items()
        if line_id in found.sheet.marks
    }


def _next(edition: EditionView, judged_round: RoundView) -> str:
    waiting = next((p.code for p in desk.places(edition, judged_round) if p.state != "submitted"), None)
    if waiting is None:
        return url_for("judge.desk", slug=edition.slug)
    return url_for("judge.essay", slug=edition.slug, code=waiting)
