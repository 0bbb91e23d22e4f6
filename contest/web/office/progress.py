"""How far judging is, and the acts that end a round: closing it, and sending the best works on to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.editions.rules import rounds
from contest.judging import queries as judging
from contest.judging import service as marking
from contest.judging.queries import Progress
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.kernel.names import sort_key
from contest.people import queries as people
from contest.results import queries, service
from contest.results.rules import closing
from contest.results.rules.closing import Gaps
from contest.web import actor, wording
from contest.web.errors import sentence
from contest.web.office import going_on, sections
from contest.web.office.going_on import Group
from contest.web.office.pages import pages


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """A judge with counts, and nothing of what was marked."""

    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as the page shows it. `obstacles` must be mended before it is closed, `weaknesses` should be."""

    round: RoundView
    judges: tuple[JudgeLine, ...]
    gaps: Gaps
    obstacles: tuple[str, ...]
    weaknesses: tuple[str, ...]
    following: RoundView | None
    groups: tuple[Group, ...] = ()

    @property
    def going_on(self) -> int:
        return going_on.total(self.groups)

    @property
    def readings(self) -> int:
        return sum(judge.progress.assigned for judge in self.judges)

    @property
    def submitted(self) -> int:
        return sum(judge.progress.submitted for judge in self.judges)

    @property
    def thirds(self) -> int:
        return sum(judge.progress.thirds for judge in self.judges)

    @property
    def recused(self) -> int:
        return sum(judge.progress.recused for judge in self.judges)

    @property
    def slow(self) -> tuple[JudgeLine, ...]:
        """The judges who still have open works."""
        return tuple(j for j in self.judges if j.progress.submitted < j.progress.assigned)

    @property
    def may_advance(self) -> bool:
        closed = self.round.state == rounds.CLOSED
        return closed and self.following is not None and self.following.state == rounds.WAITING


@pages.page("/<slug>/progress", Permission.SEE_PROGRESS)
def progress(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page("/<slug>/progress/<int:number>/close", Permission.EDIT_EDITION, methods=("POST",))
def progress_close(edition: EditionView, number: int) -> ResponseReturnValue:
    """Close the round, asked once more, and rank it."""
    judged = _round(edition, number)
    if request.form.get("confirmed") != "yes":
        return _page(edition, gettext("Tick the box to say that the round is to be closed.")), 422
    try:
        service.close_round(
            judged.id,
            actor_id=actor.current().account_id,
            now=clock.now(),
            accept_gaps=request.form.get("accept_gaps") == "yes",
        )
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    flash(gettext("The round “%(round)s” is closed, and its works are ranked.", round=judged.name), "success")
    return _back(edition)


@pages.page("/<slug>/progress/<int:number>/advance", Permission.EDIT_EDITION, methods=("POST",))
def progress_advance(edition: EditionView, number: int) -> ResponseReturnValue:
    """Send the best works of the round on to the next."""
    judged = _round(edition, number)
    try:
        count = service.advance(judged.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    flash(
        gettext("No work goes on. The next round is closed without works, and deliberation begins.")
        if not count
        else ngettext(
            "%(num)d work goes on, under a new code.", "%(num)d works go on, under new codes.", count
        ),
        "success",
    )
    return _back(edition)


@pages.page("/<slug>/progress/<int:number>/thirds", Permission.EDIT_EDITION, methods=("POST",))
def progress_thirds(edition: EditionView, number: int) -> ResponseReturnValue:
    """Ask again for third readings that nobody was free to give."""
    judged = _round(edition, number)
    try:
        wanting = marking.ask_for_thirds(judged.id, now=clock.now())
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    if wanting:
        flash(
            ngettext(
                "For %(num)d work there is still no judge free to read it a third time.",
                "For %(num)d works there is still no judge free to read them a third time.",
                wanting,
            ),
            "warning",
        )
    else:
        flash(gettext("The third readings lie on the judges' desks."), "success")
    return _back(edition)


@pages.page("/<slug>/progress/<int:number>/take-back", Permission.EDIT_EDITION, methods=("POST",))
def progress_take_back(edition: EditionView, number: int) -> ResponseReturnValue:
    """Take the open works from a judge who cannot go on."""
    judged = _round(edition, number)
    if request.form.get("confirmed") != "yes":
        return _page(edition, gettext("Tick the box to say that the works are to be taken back.")), 422
    typed = request.form.get("judge", "")
    judges = {str(each.judge_id): each.judge_id for each in judging.progress(judged.id)}
    try:
        count = marking.take_back(
            judged.id,
            judges.get(typed, 0),
            reason=gettext("The judge cannot go on."),
            actor_id=actor.current().account_id,
            now=clock.now(),
        )
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    flash(
        ngettext(
            "%(num)d work was taken back. Give it to another judge now.",
            "%(num)d works were taken back. Give them to other judges now.",
            count,
        ),
        "success",
    )
    return _back(edition)


def _back(edition: EditionView) -> ResponseReturnValue:
    return redirect(url_for("office.progress", slug=edition.slug), 303)


def _round(edition: EditionView, number: int) -> RoundView:
    found = next((each for each in editions.rounds(edition.id) if each.position == number - 1), None)
    if found is None:
        raise NotFound(number)
    return found


def _page(edition: EditionView, problem: str = "") -> str:
    listed = editions.rounds(edition.id)
    lines = [
        _line(edition, each, following)
        for each, following in zip(listed, (*listed[1:], None), strict=True)
        if each.state in {rounds.JUDGING, rounds.CLOSED}
    ]
    asking = actor.circumstances(edition)
    return sections.render(
        "office/progress.html",
        edition,
        here_in_menu="office.progress",
        lines=lines,
        problem=problem,
        may_act=allows(Permission.EDIT_EDITION, asking),
        may_assign=allows(Permission.ASSIGN, asking),
        may_see_scores=allows(Permission.SEE_SCORES, asking),
        may_see_going_on=allows(Permission.SEE_GOING_ON, asking),
        wording=wording,
    )


def _line(edition: EditionView, judged: RoundView, following: RoundView | None) -> RoundLine:
    gaps = queries.gaps(judged.id) if judged.state == rounds.JUDGING else Gaps()
    return RoundLine(
        round=judged,
        judges=_judges(judging.progress(judged.id)),
        gaps=gaps,
        obstacles=tuple(map(sentence, closing.obstacles(gaps))),
        weaknesses=tuple(map(sentence, closing.weaknesses(gaps))),
        following=following,
        groups=going_on.groups(edition, judged) if following is not None else (),
    )


def _judges(those: Iterable[Progress]) -> tuple[JudgeLine, ...]:
    """Return the judges by name as Vietnamese names are ordered."""
    counts = {each.judge_id: each for each in those}
    names = people.people(frozenset(counts))
    lines = [JudgeLine(names[judge_id].name, each) for judge_id, each in counts.items()]
    return tuple(sorted(lines, key=lambda line: (sort_key(line.name), line.progress.judge_id)))
