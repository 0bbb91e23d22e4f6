"""Where the decision about the awards stands: applied, approved by whom, published."""

from dataclasses import dataclass
from datetime import datetime

from contest.editions.queries import EditionView
from contest.people import queries as people
from contest.results import choices, queries, service, taken_back
from contest.web import actor


@dataclass(frozen=True, slots=True)
class Approver:
    name: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """Where the decision stands. `digest` is what an approval approves; `mine`: this person has approved it."""

    digest: str
    has_awards: bool
    was_changed: bool
    approvers: tuple[Approver, ...]
    mine: bool
    is_ready: bool
    publication: queries.PublicationView | None
    beyond: tuple[str, ...]
    taken_back: tuple[
        str, ...
    ]  # codes of works with a prize whose authors took them back, as far as was told


def of(edition: EditionView) -> Decided:
    """Return where the decision about the edition's awards stands."""
    approvals = queries.approvals(edition.id)
    awards = queries.awards(edition.id)
    names = people.people(frozenset(each.account_id for each in approvals))
    digest = queries.decision_digest(edition.id)
    return Decided(
        digest=digest or "",
        has_awards=bool(awards) or not service.proposal_for(edition.id)[0].awards,
        was_changed=any(award.was_changed for award in awards.values()),
        approvers=tuple(Approver(names[each.account_id].name, each.approved_at) for each in approvals),
        mine=actor.current().account_id in {each.account_id for each in approvals},
        is_ready=len(approvals) >= service.APPROVERS,
        publication=queries.publication(edition.id),
        beyond=choices.beyond(edition.id, digest),
        taken_back=tuple(sorted(taken_back.known(edition.id))),
    )
