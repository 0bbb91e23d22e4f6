"""Sends the best works of an edition on to the one above: proposed by the rule, confirmed by an organiser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from contest.editions import above, linking
from contest.editions import queries as editions
from contest.editions.above import LinkView
from contest.editions.queries import EditionView
from contest.editions.rules import rounds, schedule
from contest.editions.rules.levels import Level
from contest.entries import handing_on
from contest.entries import queries as entries
from contest.entries.handing_on import Obstacle
from contest.kernel.errors import N_, RuleBroken
from contest.platform.database import begin_writing, db
from contest.results.models import PublishedResult
from contest.results.rules import forwarding as rule
from contest.results.rules.forwarding import Candidate, Proposal


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work that may be sent on, without its author. `value` and `place` are None where nobody judged."""

    entry_id: int
    title: str
    category_id: int
    unit_name: str
    value: Fraction | None
    place: int | None
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class Sending:
    """Where sending on stands: the works, what the rule proposes, how many went before."""

    level: Level
    works: tuple[WorkView, ...]
    proposal: Proposal
    sent: int


def problems(edition: EditionView, link: LinkView | None, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Name what stands in the way of sending works on now."""
    found: list[RuleBroken] = []
    if link is None or link.agreed_at is None:
        found.append(RuleBroken(N_("No contest above this one has agreed to take its works.")))
    else:
        found += _problems_above(editions.by_id(link.upper_id, now=now))
    return (*found, *_problems_here(edition))


def _problems_here(edition: EditionView) -> list[RuleBroken]:
    over = {schedule.PUBLISHED, schedule.ARCHIVED}
    if not edition.collects_only:
        if edition.phase in over:
            return []
        return [RuleBroken(N_("Works are sent on after the results are published."))]
    if edition.phase not in {schedule.CLOSED, schedule.ARCHIVED}:
        return [RuleBroken(N_("Works are sent on after the closing time."))]
    undecided = entries.undecided(edition.id)
    if undecided and edition.phase == schedule.CLOSED:
        return [
            RuleBroken(
                N_("Works that nobody has decided about: %(count)d. Accept or refuse each of them first."),
                count=undecided,
            )
        ]
    return []


def _problems_above(upper: EditionView) -> list[RuleBroken]:
    if upper.phase not in {schedule.OPEN, schedule.CLOSED}:
        return [RuleBroken(N_("The contest above does not take in works now."))]
    if editions.rounds(upper.id)[0].state != rounds.WAITING:
        return [RuleBroken(N_("The contest above has drawn its codes, so no more works can come in there."))]
    return []


def sending(edition: EditionView, upper_id: int) -> Sending:
    """Return the works and what the rule proposes; those that cannot go on are shown and not proposed."""
    level = editions.spec(edition.id).level
    results = {} if edition.collects_only else _results(edition.id)
    ids = handing_on.accepted(edition.id) if edition.collects_only else tuple(results)
    stopped = handing_on.obstacles(edition.id, upper_id)
    named = entries.named(ids)
    works = tuple(
        WorkView(
            entry_id=each,
            title=named[each].title,
            category_id=named[each].category_id,
            unit_name="; ".join(dict.fromkeys(a.unit_name for a in named[each].authors if a.unit_name)),
            value=results[each][0] if each in results else None,
            place=results[each][1] if each in results else None,
            obstacle=stopped.get(each),
        )
        for each in ids
    )
    sent = handing_on.sent_on(edition.id)
    free = [Candidate(each.entry_id, each.value) for each in works if each.obstacle is None]
    ordered = sorted(works, key=lambda each: (-(each.value or Fraction(0)), each.title, each.entry_id))
    return Sending(level, tuple(ordered), rule.propose(free, level, sent=sent), sent)


def _results(edition_id: int) -> dict[int, tuple[Fraction, int]]:
    query = select(PublishedResult.entry_id, PublishedResult.value, PublishedResult.place).where(
        PublishedResult.edition_id == edition_id
    )
    return {row[0]: (Fraction(row[1]), row[2]) for row in db.session.execute(query)}


def send_on(
    edition_id: int,
    chosen: Sequence[int],
    categories: Mapping[int, int],
    *,
    actor_id: int,
    now: datetime,
) -> int:
    """Send the chosen works on and return how many; `categories`: of this edition to those of the one above.

    Raises RuleBroken where the rule, the phases or the categories do not allow it.
    """
    begin_writing()
    link = above.above(edition_id)
    if link is not None:
        linking.hold(link.upper_id)
    edition = editions.by_id(edition_id, now=now)
    for problem in problems(edition, link, now=now):
        raise problem
    upper_id = link.upper_id if link else 0
    found = sending(edition, upper_id)
    rule.check(chosen, found.proposal, found.level, sent=found.sent)
    by_id = {each.entry_id: each for each in found.works}
    known = {category.id for category in editions.categories(upper_id)}
    goes_to = {entry_id: categories.get(by_id[entry_id].category_id, 0) for entry_id in chosen}
    if not known.issuperset(goes_to.values()):
        raise RuleBroken(N_("Choose for each category the one of the contest above."), field="categories")
    upper = editions.by_id(upper_id, now=now)
    handing_on.hand_on(goes_to, lower_id=edition_id, upper=upper, actor_id=actor_id, now=now)
    return len(goes_to)
