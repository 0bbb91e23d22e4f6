"""Reads results: by code until publication, joined to entries only in what publication wrote."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from contest.anonymisation import queries as blind
from contest.anonymisation import sealing_keys
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, RoundView
from contest.judging import queries as judging
from contest.kernel.errors import ContestError, NotFound
from contest.platform.database import db
from contest.results import carried, choices, reckoning, taken_back
from contest.results.models import Approval, Award, Computation, Publication, PublishedResult, Standing
from contest.results.rules import going_on as rules
from contest.results.rules import leaving_out, ranking
from contest.results.rules.closing import Gaps
from contest.results.rules.going_on import Ranked, Rule, Verdict


@dataclass(frozen=True, slots=True)
class ComputationView:
    """One run of the ranking over a round."""

    id: int
    round_id: int
    method: str
    digest: str
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class StandingView:
    """A computed place, by code. `value` is exact; `tie_broken_by` is "", a rule, or "criterion:its name"."""

    blind_copy_id: int
    category_id: int
    code: str
    place: int
    place_low: int
    place_high: int
    value: Fraction
    readings: int
    tie_broken_by: str


@dataclass(frozen=True, slots=True)
class AwardView:
    """A prize for a code: what the table proposed, and what was decided."""

    blind_copy_id: int
    prize_id: int | None
    proposed_prize_id: int | None
    reason: str

    @property
    def was_changed(self) -> bool:
        return self.prize_id != self.proposed_prize_id


@dataclass(frozen=True, slots=True)
class ApprovalView:
    account_id: int
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class PublicationView:
    """When and by whom the identities were opened."""

    published_at: datetime
    published_by: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """A published result, in the last round that the entry reached.

    `scores`: one dict a reading with `total` and `marks`, without the judge.
    """

    entry_id: int
    edition_id: int
    category_id: int
    round_id: int
    prize_id: int | None
    code: str
    place: int
    value: Fraction
    scores: tuple[dict[str, object], ...]


# --- rounds -------------------------------------------------------------------------------------------------


def gaps(round_id: int) -> Gaps:
    """Return what the round lacks before it can be closed."""
    given = {r.blind_copy_id for r in assignment.readings(round_id) if r.is_assigned}
    short = [hole.blind_copy_id for hole in assignment.unfilled(round_id)]
    return Gaps(
        waiting=sum(p.assigned - p.submitted for p in judging.progress(round_id)),
        unread=sum(1 for copy_id in short if copy_id not in given),
        short=sum(1 for copy_id in short if copy_id in given),
        unsettled=len(judging.unsettled(round_id)),
    )


def tie_rule(standing: ranking.Standing) -> str:
    """Return which rule put it below the entry above, as it is stored; pages put it into words."""
    if standing.tie is None:
        return ""
    return ":".join(filter(None, (standing.tie.rule, standing.tie.criterion)))


def latest(round_id: int) -> ComputationView | None:
    """Return the newest ranking of the round, or None."""
    row = db.session.scalar(
        select(Computation).where(Computation.round_id == round_id).order_by(Computation.id.desc()).limit(1)
    )
    return ComputationView(row.id, row.round_id, row.method, row.digest, row.computed_at) if row else None


def standings(computation_id: int) -> tuple[StandingView, ...]:
    """Return the standings by category and place."""
    rows = db.session.scalars(
        select(Standing)
        .where(Standing.computation_id == computation_id)
        .order_by(Standing.category_id, Standing.place, Standing.id)  # written in the order of the ranking
    )
    return tuple(
        StandingView(
            blind_copy_id=row.blind_copy_id,
            category_id=row.category_id,
            code=row.code,
            place=row.place,
            place_low=row.place_low,
            place_high=row.place_high,
            value=Fraction(row.value),
            readings=row.readings,
            tie_broken_by=row.tie_broken_by,
        )
        for row in rows
    )


def size(round_id: int, category_id: int) -> int:
    """Return how many entries of the category are ranked in the round."""
    computation = latest(round_id)
    if computation is None:
        return 0
    query = select(func.count()).select_from(Standing)
    own = query.where(Standing.computation_id == computation.id, Standing.category_id == category_id)
    return db.session.scalar(own) or 0


def going_on(round_id: int) -> dict[int, Verdict]:
    """Return who goes on from a ranked round, and why, by blind copy; nothing for the last round and one not ranked."""
    judged, computation = editions.round_by_id(round_id), latest(round_id)
    if judged.advancing is None or computation is None:
        return {}
    listed = standings(computation.id)
    found: dict[int, Verdict] = {}
    for category in editions.categories(judged.edition_id):
        own = {s.code: s for s in listed if s.category_id == category.id}
        ranked = [Ranked(s.code, s.place, s.value) for s in own.values()]
        verdicts = rules.verdicts(ranked, rule_of(judged, category))
        found |= {own[code].blind_copy_id: verdict for code, verdict in verdicts.items()}
    return found


def rule_of(judged: RoundView, category: CategoryView) -> Rule:
    """Return by which rule works of the category go on from the round: its own, else the round's."""
    most = judged.advancing if category.advancing is None else category.advancing
    least = judged.threshold if category.threshold is None else category.threshold
    return Rule(most or 0, least)


# --- decisions ----------------------------------------------------------------------------------------------


def awards(edition_id: int) -> dict[int, AwardView]:
    """Return the awards of the edition by blind copy."""
    rows = db.session.scalars(
        select(Award).where(Award.edition_id == edition_id).order_by(Award.blind_copy_id)
    )
    return {
        r.blind_copy_id: AwardView(r.blind_copy_id, r.prize_id, r.proposed_prize_id, r.reason) for r in rows
    }


def final_computation(edition_id: int) -> ComputationView | None:
    """Return the newest ranking of the last round, or None."""
    return latest(editions.rounds(edition_id)[-1].id)


def final_standing(edition_id: int, code: str) -> StandingView:
    """Return the standing of that code in the last round. Raises NotFound."""
    computation = final_computation(edition_id)
    listed = standings(computation.id) if computation else ()
    found = next((standing for standing in listed if standing.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def decision_digest(edition_id: int) -> str | None:
    """Return what an approval stands for: the final ranking and every award as decided now; None without a ranking."""
    computation = final_computation(edition_id)
    if computation is None:
        return None
    decided = [[a.blind_copy_id, a.prize_id, a.reason] for a in awards(edition_id).values()]
    # What there is beside the awards comes behind them only where there is any, as in what older approvals stand for.
    beside = choices.content(edition_id)
    everything = [computation.digest, decided, *([beside] if beside else [])]
    content = json.dumps(everything, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def approvals(edition_id: int) -> tuple[ApprovalView, ...]:
    """Return who approved the decision as it stands now; a later change makes earlier approvals void."""
    digest = decision_digest(edition_id)
    rows = db.session.scalars(
        select(Approval)
        .where(Approval.edition_id == edition_id, Approval.digest == digest)
        .order_by(Approval.approved_at, Approval.id)
    )
    return tuple(ApprovalView(row.account_id, row.approved_at) for row in rows)


# --- what is published --------------------------------------------------------------------------------------


def is_published(edition_id: int) -> bool:
    """Tell whether the identities were opened and the results published."""
    return publication(edition_id) is not None


def publication(edition_id: int) -> PublicationView | None:
    """Return the recorded act of publishing, or None."""
    row = db.session.scalar(select(Publication).where(Publication.edition_id == edition_id))
    return PublicationView(row.published_at, row.published_by) if row else None


def winners(edition_id: int) -> tuple[ResultView, ...]:
    """Return the published prizes by category and place; nothing before publication."""
    rows = db.session.scalars(
        select(PublishedResult)
        .where(PublishedResult.edition_id == edition_id, PublishedResult.prize_id.is_not(None))
        .order_by(PublishedResult.category_id, PublishedResult.place, PublishedResult.code)
    )
    return tuple(_result(row) for row in rows)


def result_of(entry_id: int) -> ResultView:
    """Return the published result of one entry. Raises NotFound before publication."""
    row = db.session.scalar(select(PublishedResult).where(PublishedResult.entry_id == entry_id))
    if row is None:
        raise NotFound(entry_id)
    return _result(row)


def published_entries(edition_id: int) -> tuple[int, ...]:
    """Return the entries that have a published result."""
    query = select(PublishedResult.entry_id).where(PublishedResult.edition_id == edition_id)
    return tuple(db.session.scalars(query.order_by(PublishedResult.entry_id)))


def _result(row: PublishedResult) -> ResultView:
    return ResultView(
        entry_id=row.entry_id,
        edition_id=row.edition_id,
        category_id=row.category_id,
        round_id=row.round_id,
        prize_id=row.prize_id,
        code=row.code,
        place=row.place,
        value=Fraction(row.value),
        scores=tuple(row.scores),
    )


# --- checking -----------------------------------------------------------------------------------------------


def faults(edition_id: int | None = None) -> list[str]:
    """Reckon every newest ranking again, and compare what was published with it; name what does not agree."""
    rows = db.session.scalars(select(Computation).order_by(Computation.round_id, Computation.id))
    newest = {row.round_id: row for row in rows}
    found = []
    for round_id, row in newest.items():
        judged = editions.round_by_id(round_id)
        if edition_id in {None, judged.edition_id} and not _agrees(row):
            found.append(
                f"the ranking of the round {judged.name} (edition {judged.edition_id}) does not follow from its"
                " scores: marks or standings were changed outside the program"
            )
    return found + _carried_faults(edition_id) + _publication_faults(edition_id) + choices.faults(edition_id)


def _agrees(row: Computation) -> bool:
    try:
        reckoned = reckoning.reckon(row.round_id, row.method)
    except ContestError:
        return False
    ids = {copy.code: copy.id for copy in blind.blind_copies(row.round_id)}
    again = [
        StandingView(
            blind_copy_id=ids[s.code],
            category_id=int(s.category),
            code=s.code,
            place=s.rank,
            place_low=s.rank_low,
            place_high=s.rank_high,
            value=s.value,
            readings=s.score.readings,
            tie_broken_by=tie_rule(s),
        )
        for s in reckoned.standings
    ]
    stored = sorted(standings(row.id), key=lambda s: s.blind_copy_id)
    return row.digest == reckoned.digest and sorted(again, key=lambda s: s.blind_copy_id) == stored


def _carried_faults(edition_id: int | None) -> list[str]:
    """Compare what was carried into the last rounds with the scores of those who went on, without joining codes."""
    wanted = select(Computation.round_id).distinct().order_by(Computation.round_id)
    found = []
    for judged in map(editions.round_by_id, db.session.scalars(wanted)):
        if judged.carried is None or edition_id not in {None, judged.edition_id}:
            continue
        before = editions.rounds(judged.edition_id)[judged.position - 1]
        computation, verdicts = latest(before.id), going_on(before.id)
        listed = standings(computation.id) if computation else ()
        expected = sorted(s.value for s in listed if verdicts[s.blind_copy_id].goes_on)
        if sorted(carried.scores(judged.id).values()) != expected:
            found.append(
                f"the scores carried into the round {judged.name} (edition {judged.edition_id}) are not those of the"
                " works that went on"
            )
    return found


def _publication_faults(edition_id: int | None) -> list[str]:
    found = []
    for row in db.session.scalars(select(Publication).order_by(Publication.edition_id)):
        if edition_id not in {None, row.edition_id}:
            continue
        if row.digest != decision_digest(row.edition_id):
            found.append(f"the awards of edition {row.edition_id} are not those that were published")
        if not _is_as_decided(row.edition_id):
            found.append(f"the published results of edition {row.edition_id} are not those that were decided")
    return found


def _is_as_decided(edition_id: int) -> bool:
    """Compare what was published with what was decided; of results by code only what was proved is published."""
    key = sealing_keys.edition_key(edition_id)
    published, decided = _published(edition_id), _decided(edition_id)
    if key is not None and key.given_up_at is not None:
        return not set(published) - set(decided)
    return published == decided


_Outcome = tuple[int, str, int, str, int]


def _published(edition_id: int) -> list[_Outcome]:
    rows = db.session.scalars(select(PublishedResult).where(PublishedResult.edition_id == edition_id))
    return sorted((r.round_id, r.code, r.place, r.value, r.prize_id or 0) for r in rows)


def _decided(edition_id: int) -> list[_Outcome]:
    """Return what has to be published: of every ranked work the last round it reached, told by the codes."""
    given = awards(edition_id)
    gone = {(row.round_id, row.code) for row in taken_back.left_out(edition_id)}
    places = taken_back.places(edition_id)
    found: list[_Outcome] = []
    listed = editions.rounds(edition_id)
    for judged, following in zip(listed, (*listed[1:], None), strict=True):
        computation = latest(judged.id)
        verdicts = going_on(judged.id) if following is not None else {}
        for s in standings(computation.id) if computation else ():
            if s.blind_copy_id in verdicts and verdicts[s.blind_copy_id].goes_on:
                continue
            if (judged.id, s.code) in gone:
                continue
            award = given.get(s.blind_copy_id)
            place = leaving_out.place(s.place, places.get((judged.id, s.category_id), ()))
            found.append((judged.id, s.code, place, str(s.value), (award and award.prize_id) or 0))
    return sorted(found)
