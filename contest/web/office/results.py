"""Standings by code, awards, approvals; and the page on which the results are published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.anonymisation import sealing_keys
from contest.editions import awarding, unit_awards
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView, RoundView
from contest.editions.rules.extra_prizes import THEMATIC
from contest.entries import works_put_back
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.results import carried, publication, queries, readings, service
from contest.results.queries import AwardView, StandingView
from contest.results.rules.awards import Proposal
from contest.results.rules.ranking import Decision
from contest.web import actor
from contest.web.errors import sentence
from contest.web.office import decision, sections, settling
from contest.web.office.pages import pages
from contest.web.office.results_forms import NO_PRIZE, AwardForm
from contest.web.office.settling import Saying
from contest.web.wording import COUNTING

PATH = "/<slug>/results"
# Shown with two decimals; what has more is told as a fraction beside it.
_PLACES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A ranked work. `exact`: the value as a fraction where two decimals do not tell all of it."""

    standing: StandingView
    exact: str
    tie: str
    prize: str
    proposed: str
    award: AwardView | None


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its ranked works; `empty` and `borders` say what the chair should look at."""

    category: CategoryView
    lines: tuple[Line, ...]
    empty: tuple[str, ...]
    borders: tuple[str, ...]
    beyond: tuple[str, ...]
    to_say: tuple[Saying, ...] = ()

    @property
    def fractions(self) -> int:
        return sum(1 for line in self.lines if line.exact)


@pages.page(PATH, Permission.SEE_SCORES)
def results(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page(f"{PATH}/awards", Permission.DECIDE_AWARDS, methods=("POST",))
def results_awards(edition: EditionView) -> ResponseReturnValue:
    """Apply the prize table."""
    try:
        service.propose_awards(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    flash(
        gettext("The prize table has been applied. Look at each award, and change what the jury decides."),
        "success",
    )
    return redirect(url_for("office.results", slug=edition.slug), 303)


@pages.page(f"{PATH}/approve", Permission.APPROVE_RESULTS, methods=("POST",))
def results_approve(edition: EditionView) -> ResponseReturnValue:
    """Approve exactly what the page showed."""
    seen = request.form.get("seen", "")
    try:
        service.approve(edition.id, seen=seen, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _page(edition, sentence(error)), 422
    flash(gettext("You have approved these results. A change after this makes the approval void."), "success")
    return redirect(url_for("office.results", slug=edition.slug), 303)


def _page(edition: EditionView, problem: str = "") -> str:
    shown = _round(edition)
    rounds = editions.rounds(edition.id)
    is_final = shown is not None and shown.id == rounds[-1].id
    ranked = [each for each in rounds if queries.latest(each.id) is not None]
    asking = actor.circumstances(edition)
    return sections.render(
        "office/results.html",
        edition,
        here_in_menu="office.results",
        round=shown,
        is_final=is_final,
        tabs=[
            (r.id, r.name, url_for("office.results", slug=edition.slug, round=r.position + 1)) for r in ranked
        ],
        groups=_groups(edition, shown, is_final=is_final) if shown else (),
        decision=decision.of(edition) if is_final else None,
        money=settling.money(edition.id) if is_final else None,
        problem=problem,
        may_decide=allows(Permission.DECIDE_AWARDS, asking),
        may_approve=allows(Permission.APPROVE_RESULTS, asking),
        may_publish=allows(Permission.PUBLISH, asking),
        has_unit_prizes=unit_awards.settings(edition.id).is_on,
        counting=COUNTING,
    )


def _round(edition: EditionView) -> RoundView | None:
    """Return the ranked round that the address names, the last one without a name. Raises NotFound."""
    ranked = [each for each in editions.rounds(edition.id) if queries.latest(each.id) is not None]
    wanted = request.args.get("round")
    if wanted is None:
        return ranked[-1] if ranked else None
    found = next((each for each in ranked if str(each.position + 1) == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found


# --- standings ----------------------------------------------------------------------------------------------


def _groups(edition: EditionView, shown: RoundView, *, is_final: bool) -> tuple[Group, ...]:
    computation = queries.latest(shown.id)
    listed = queries.standings(computation.id) if computation else ()
    awards = queries.awards(edition.id) if is_final else {}
    proposal = service.proposal_for(edition.id)[0] if is_final else Proposal((), (), ())
    to_say = settling.to_say(edition.id, proposal) if awards else {}
    return tuple(
        replace(_group(category, listed, awards, proposal), to_say=to_say.get(category.id, ()))
        for category in editions.categories(edition.id)
    )


def _group(
    category: CategoryView,
    listed: tuple[StandingView, ...],
    awards: Mapping[int, AwardView],
    proposal: Proposal,
) -> Group:
    names = {prize.id: prize.name for prize in category.prizes}
    lines = tuple(
        _line(s, awards.get(s.blind_copy_id), names) for s in listed if s.category_id == category.id
    )
    key = str(category.id)
    return Group(
        category=category,
        lines=lines,
        empty=_empty(category, lines) if awards else _unfilled(proposal, key),
        borders=_borders(proposal, key),
        beyond=_beyond(category, lines),
    )


def _line(standing: StandingView, award: AwardView | None, names: Mapping[int, str]) -> Line:
    def name(prize_id: int | None) -> str:
        return names.get(prize_id, "") if prize_id is not None else ""

    return Line(
        standing=standing,
        exact=exact(standing.value),
        tie=tie_words(standing.tie_broken_by),
        prize=name(award.prize_id) if award else "",
        proposed=name(award.proposed_prize_id) if award else "",
        award=award,
    )


def exact(value: Fraction) -> str:
    """Return the value as a fraction where two decimals do not show all of it, else nothing."""
    return "" if (value * _PLACES).denominator == 1 else f"{value.numerator}/{value.denominator}"


def tie_words(stored: str) -> str:
    """Put the rule that decided a tie into words."""
    if not stored:
        return ""
    rule, _, criterion = stored.partition(":")
    reason = Decision(rule, criterion).reason
    return str(gettext(reason.message, **reason.params))


def _unfilled(proposal: Proposal, category: str) -> tuple[str, ...]:
    """Say which prizes the table would leave empty, and why."""
    return tuple(
        gettext(
            "%(prize)s, not given: %(count)d. %(why)s",
            prize=each.prize,
            count=each.count,
            why=gettext(each.why.message, **each.why.params),
        )
        for each in proposal.unfilled
        if each.category == category
    )


def _empty(category: CategoryView, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Say which prizes are not given as it is decided now."""
    left = {p.name: p.count - sum(line.prize == p.name for line in lines) for p in category.prizes}
    return tuple(
        gettext("%(prize)s, not given: %(count)d.", prize=name, count=count)
        for name, count in left.items()
        if count > 0
    )


def _beyond(category: CategoryView, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Say of which prizes more are given than the table has."""
    over = {p.name: sum(line.prize == p.name for line in lines) - p.count for p in category.prizes}
    return tuple(
        gettext("%(prize)s, given beyond the prize table: %(count)d.", prize=name, count=count)
        for name, count in over.items()
        if count > 0
    )


def _borders(proposal: Proposal, category: str) -> tuple[str, ...]:
    """Say where the end of a prize cuts through works of the same value."""
    return tuple(
        gettext(
            "%(codes)s have the same score, and the last “%(prize)s” goes to %(code)s. %(why)s",
            codes=", ".join(each.codes),
            prize=each.prize,
            code=each.last_in,
            why=gettext(each.decision.reason.message, **each.decision.reason.params),
        )
        for each in proposal.borders
        if each.category == category
    )


# --- one work -----------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/<code>", Permission.SEE_SCORES)
def results_code(edition: EditionView, code: str) -> ResponseReturnValue:
    """Show the readings of one code, judges by number, and what was decided about it."""
    return _code_page(edition, code)


@pages.page(f"{PATH}/<code>", Permission.DECIDE_AWARDS, methods=("POST",))
def results_change(edition: EditionView, code: str) -> ResponseReturnValue:
    """Give another prize than the table proposed, with the reason."""
    line, category = _found(edition, _final(edition), code)
    form = AwardForm.of(category.prizes)
    if form.validate() and form.try_to(
        lambda: service.change_award(
            edition.id,
            line.standing.code,
            form.chosen,
            reason=form.reason.data or "",
            actor_id=actor.current().account_id,
            now=clock.now(),
        )
    ):
        flash(gettext("The award has been changed. Earlier approvals are void now."), "success")
        return redirect(url_for("office.results_code", slug=edition.slug, code=code), 303)
    return _code_page(edition, code, form), 422


def _final(edition: EditionView) -> RoundView:
    return editions.rounds(edition.id)[-1]


def _found(edition: EditionView, shown: RoundView, code: str) -> tuple[Line, CategoryView]:
    """Return the ranked work with that code and its category. Raises NotFound."""
    is_final = shown.id == _final(edition).id
    for group in _groups(edition, shown, is_final=is_final):
        for line in group.lines:
            if line.standing.code == code:
                return line, group.category
    raise NotFound(code)


def _code_page(edition: EditionView, code: str, form: AwardForm | None = None) -> str:
    shown = _round(edition)
    if shown is None:
        raise NotFound(code)
    line, category = _found(edition, shown, code)
    is_final = shown.id == _final(edition).id
    asking = actor.circumstances(edition)
    may_decide = allows(Permission.DECIDE_AWARDS, asking)
    if form is None:
        form = AwardForm.of(category.prizes, formdata=None)
        form.prize_id.data = str(line.award.prize_id) if line.award and line.award.prize_id else NO_PRIZE
    return sections.render(
        "office/results_code.html",
        edition,
        here_in_menu="office.results",
        round=shown,
        line=line,
        category=category,
        is_final=is_final,
        readings=readings.of_code(shown.id, code),
        made_up=carried.made_up(shown, category.id, code, line.standing.value),
        exact=exact,
        form=form if is_final and may_decide and not queries.is_published(edition.id) else None,
        back=url_for("office.results", slug=edition.slug, round=shown.position + 1),
        counting=COUNTING,
        may_read=allows(Permission.READ_COPIES, asking),
    )


# --- publication --------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/publish", Permission.PUBLISH)
def results_publish(edition: EditionView) -> ResponseReturnValue:
    """Say what publishing means, and ask once more."""
    return _publish_page(edition)


@pages.page(f"{PATH}/publish", Permission.PUBLISH, methods=("POST",))
def results_published(edition: EditionView) -> ResponseReturnValue:
    if request.form.get("confirmed") != "yes":
        return _publish_page(
            edition, gettext("Tick the box to say that the results are to be published.")
        ), 422
    who, now = actor.current().account_id, clock.now()
    try:
        if not publication.check_withdrawn(edition.id, actor_id=who, now=now):
            return redirect(url_for("office.results_publish", slug=edition.slug), 303)
        if not publication.check_authors(edition.id, actor_id=who, now=now):
            # No error page: what was found is kept, with the line in the log that it was asked.
            return redirect(url_for("office.results_publish", slug=edition.slug), 303)
        publication.publish(edition.id, actor_id=who, now=now)
    except RuleBroken as error:
        return _publish_page(edition, sentence(error)), 422
    flash(gettext("The results are published. Every author is told by mail."), "success")
    return redirect(url_for("office.results", slug=edition.slug), 303)


def _publish_page(edition: EditionView, problem: str = "") -> str:
    final = _final(edition)
    if queries.latest(final.id) is None:
        raise NotFound(edition.slug)
    groups = _groups(edition, final, is_final=True)
    key = sealing_keys.edition_key(edition.id)
    opened_at = key.opened_at if key else None
    return sections.render(
        "office/results_publish.html",
        edition,
        here_in_menu="office.results",
        decision=decision.of(edition),
        needed=service.APPROVERS,
        works=sum(len(group.lines) for group in groups),
        prizes=sum(1 for group in groups for line in group.lines if line.prize),
        problem=problem,
        opened_at=opened_at,
        needs_holders=edition.sealing.is_by_holders and opened_at is None,
        coming_back=works_put_back.progress(edition.id),
        has_unit_prizes=unit_awards.settings(edition.id).is_on,
        extra=[each.prize.name for each in awarding.extra_prizes(edition.id) if each.prize.kind != THEMATIC],
    )
