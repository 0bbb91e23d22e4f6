"""Assignment: who reads how much, proposed by the program, confirmed by people; holes are filled while judging."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.assignment import queries, service
from contest.assignment.queries import ProposalView
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.editions.rules import rounds
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.kernel.names import sort_key
from contest.people import queries as people
from contest.web import actor, errors
from contest.web.office import sections
from contest.web.office.pages import pages

PATH: Final = "/<slug>/assignment"


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """A judge in the table: how many works lie on the desk, and how many the proposal adds."""

    name: str
    categories: str
    load: int
    added: int
    is_gone: bool


@pages.page(PATH, Permission.ASSIGN)
def assignment(edition: EditionView) -> ResponseReturnValue:
    """Show where the round stands: nothing given out, a proposal, or who reads how much."""
    round_ = _round(edition)
    proposal = queries.waiting_proposal(round_.id)
    holes = queries.unfilled(round_.id) if round_.state == rounds.JUDGING else ()
    categories = {category.id: category.name for category in editions.categories(edition.id)}
    return sections.render(
        "office/assignment.html",
        edition,
        round=round_,
        proposal=proposal,
        judges=_judges(edition, round_, proposal, categories),
        shortages=_shortages(proposal, categories),
        missing=[(categories[c], n) for c, n in sorted(_missing(holes).items())],
        recusals=_recusals(round_),
    )


def _round(edition: EditionView) -> RoundView:
    """Return the round that is to be given out or is being read, else the last one."""
    return editions.current_round(edition.id) or editions.rounds(edition.id)[-1]


def _missing(holes: tuple[queries.Hole, ...]) -> Mapping[int, int]:
    missing: Counter[int] = Counter()
    for hole in holes:
        missing[hole.category_id] += hole.missing
    return missing


def _judges(
    edition: EditionView, round_: RoundView, proposal: ProposalView | None, categories: Mapping[int, str]
) -> list[JudgeLine]:
    """Return everybody who reads or may read, by name as Vietnamese names are ordered."""
    loads = queries.loads(round_.id)
    given = proposal.given if proposal else {}
    seated: dict[int, list[str]] = {}
    for seat in editions.panel(round_.id):
        seated.setdefault(seat.account_id, []).append(categories[seat.category_id])
    appointed = editions.appointed(edition.id, Duty.JUDGE)
    sitting = [judge for judge in appointed if judge in seated or not seated]
    known = people.people(frozenset({*sitting, *loads, *given}))
    lines = {
        judge_id: JudgeLine(
            name=person.name,
            categories=", ".join(seated.get(judge_id, categories.values())),
            load=loads.get(judge_id, 0),
            added=given.get(judge_id, 0),
            is_gone=judge_id not in sitting,
        )
        for judge_id, person in known.items()
    }
    return [lines[judge_id] for judge_id in sorted(lines, key=lambda i: (sort_key(lines[i].name), i))]


def _shortages(proposal: ProposalView | None, categories: Mapping[int, str]) -> list[tuple[str, int, str]]:
    return [
        (categories[s.category_id], s.missing, gettext(s.message, **s.params))
        for s in (proposal.shortages if proposal else ())
    ]


def _recusals(round_: RoundView) -> list[tuple[str, str]]:
    """Return code and judge of what was given back. The reasons may name an author and stay unseen."""
    found = queries.recusals(round_.id)
    names = people.people(frozenset(recusal.judge_id for recusal in found))
    return [(recusal.code, names[recusal.judge_id].name) for recusal in found]


@pages.page(PATH, Permission.ASSIGN, methods=("POST",))
def assignment_act(edition: EditionView) -> ResponseReturnValue:
    """Propose, confirm or put aside; what is refused is said in a sentence above the page."""
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        raise NotFound(edition.slug)
    try:
        act(_round(edition))
    except RuleBroken as error:
        flash(errors.sentence(error), "warning")
    return redirect(url_for("office.assignment", slug=edition.slug), 303)


def _propose(round_: RoundView) -> None:
    # The seed is announced with the edition: asking again gives the same proposal and cannot be used to choose.
    seed = f"{editions.seed(round_.edition_id)}/{round_.position}"
    make = service.replace if round_.state == rounds.JUDGING else service.propose
    make(round_.id, actor_id=actor.current().account_id, now=clock.now(), seed=seed)
    flash(gettext("This is the proposal. Nothing is given out before you confirm it."), "success")


def _confirm(round_: RoundView) -> None:
    proposal = _proposal(round_)
    service.confirm(proposal.id, actor_id=actor.current().account_id, now=clock.now())
    given = sum(proposal.given.values())
    flash(
        ngettext("%(num)d reading was given out.", "%(num)d readings were given out.", given)
        + " "
        + gettext("The judges are told by mail."),
        "success",
    )


def _discard(round_: RoundView) -> None:
    service.discard(_proposal(round_).id, actor_id=actor.current().account_id, now=clock.now())
    flash(gettext("The proposal was put aside."), "success")


def _proposal(round_: RoundView) -> ProposalView:
    """Return the proposal that the person looked at. Raises NotFound for another round's."""
    typed = request.form.get("proposal", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 18):
        raise NotFound(typed)
    proposal = queries.proposal(int(typed))
    if proposal.round_id != round_.id:
        raise NotFound(typed)
    return proposal


ACTS: Final[Mapping[str, Callable[[RoundView], None]]] = {
    "propose": _propose,
    "confirm": _confirm,
    "discard": _discard,
}
