"""A judge's desk: the essays by code, how far they are, and which is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.anonymisation import telling
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.editions.rules import milestones
from contest.judging import queries as judging
from contest.judging.queries import SheetView
from contest.web import actor
from contest.web.judge.pages import pages


@dataclass(frozen=True, slots=True)
class Place:
    """One essay on the desk. `state`: waiting, begun or submitted.

    `told`: None, or what became of what the judge told of it: "" (waits), redacted or kept.
    """

    code: str
    title: str
    category: str
    words: int
    is_third: bool
    state: str
    told: str | None


@pages.page("/", Permission.SEE_ACCOUNT)
def desks() -> ResponseReturnValue:
    """Lead to the only desk, or list them."""
    held = [edition for edition, duties in actor.current().duties if Duty.JUDGE in duties]
    if len(held) == 1:
        return redirect(url_for("judge.desk", slug=held[0].slug))
    return render_template("judge/desks.html", editions=held)


@pages.page("/<slug>/", Permission.SEE_DESK)
def desk(edition: EditionView) -> ResponseReturnValue:
    judged_round = round_on(edition)
    listed = places(edition, judged_round) if judged_round else ()
    done = sum(1 for place in listed if place.state == "submitted")
    return render_template(
        "judge/desk.html",
        edition=edition,
        round=judged_round,
        places=listed,
        done=done,
        until=_until(edition, judged_round) if judged_round else None,
        answered=_answered(listed if judged_round and judged_round.state == "judging" else ()),
        next=next((place for place in listed if place.state != "submitted"), None),
    )


def _answered(listed: Sequence[Place]) -> dict[str, list[str]]:
    """Return the codes of which the judge told, whose marks are not submitted, by what the office did."""
    found: dict[str, list[str]] = {telling.REDACTED: [], telling.KEPT: []}
    for place in listed:
        if place.told and place.state != "submitted":
            found[place.told].append(place.code)
    return found


def _until(edition: EditionView, judged_round: RoundView) -> datetime | None:
    """Return by when the round is to be read, where a date is set."""
    kind = milestones.ROUNDS[judged_round.position]
    return next((each.at for each in editions.milestones(edition.id) if each.kind == kind), None)


def round_on(edition: EditionView) -> RoundView | None:
    """Return the round whose essays lie on the desks: the one being judged, else the last that was closed."""
    rounds = editions.rounds(edition.id)
    judged = [r for r in rounds if r.state in {"judging", "closed"}]
    return judged[-1] if judged else None


def places(edition: EditionView, judged_round: RoundView) -> tuple[Place, ...]:
    """Return the judge's essays in the judge's own order; a constant number of questions to the database."""
    judge_id = actor.current().account_id
    readings = assignment.desk(judge_id, judged_round.id)
    told = telling.told_in(judged_round.id, judge_id)
    states = judging.sheets(frozenset(r.reading_id for r in readings))
    names = {c.id: c.name for c in editions.categories(edition.id)}
    return tuple(
        Place(
            code=reading.code,
            title=reading.title,
            category=names[reading.category_id],
            words=reading.words,
            is_third=reading.kind == assignment.THIRD,
            state=_state(states.get(reading.reading_id)),
            told=told[reading.code].outcome if reading.code in told else None,
        )
        for reading in readings
    )


def _state(sheet: SheetView | None) -> str:
    if sheet is None:
        return "waiting"
    return "submitted" if sheet.state == "submitted" else "begun"
