"""Results by code: the ranking is computed, the prize table proposes, the chair decides, two people approve."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from contest.anonymisation import coding
from contest.anonymisation import queries as blind
from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.queries import CategoryView, PrizeView, RoundView
from contest.editions.rules import rounds
from contest.editions.rules.prizes import AUTHORS
from contest.entries import queries as entries
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about
from contest.results import carried, choices, events, queries, reckoning, taken_back
from contest.results.models import Approval, Award, Computation, PrizeReason, Standing
from contest.results.rules import awards, closing, deciding, ranking
from contest.results.rules.deciding import TableLine

SHORTEST_REASON, LONGEST_REASON = 5, 1000
APPROVERS = 2


# --- rounds and ranking -------------------------------------------------------------------------------------


def close_round(round_id: int, *, actor_id: int, now: datetime, accept_gaps: bool = False) -> None:
    """End a round once every reading is in: rank it, and after the last round begin deliberation.

    `accept_gaps`: close it although works lack a reading, or a third one, that nobody was there to give.
    """
    begin_writing()
    editing.set_round_state(round_id, rounds.CLOSED, actor_id=actor_id, now=now)
    gaps = queries.gaps(round_id)
    for problem in closing.obstacles(gaps):
        raise problem
    for problem in () if accept_gaps else closing.weaknesses(gaps):
        raise problem
    compute(round_id, actor_id=actor_id, now=now)
    judged = editions.round_by_id(round_id)
    if judged.position == editions.rounds(judged.edition_id)[-1].position:
        editing.begin_deliberation(judged.edition_id, actor_id=actor_id, now=now)


def compute(round_id: int, *, method: str = "mean", actor_id: int, now: datetime) -> int:
    """Rank a closed round and return the computation. The same scores and settings give the same digest."""
    begin_writing()
    judged = editions.round_by_id(round_id)
    if judged.state != rounds.CLOSED:
        raise RuleBroken(N_("The round is still being judged. Close it first."))
    reckoned = reckoning.reckon(round_id, method)
    row = Computation(
        round_id=round_id, method=method, digest=reckoned.digest, computed_at=now, computed_by=actor_id
    )
    db.session.add(row)
    db.session.flush()
    _write_standings(row.id, round_id, reckoned.standings)
    publish(
        events.StandingsComputed(
            at=now,
            actor_id=actor_id,
            edition_id=judged.edition_id,
            round_id=round_id,
            computation_id=row.id,
            digest=reckoned.digest,
        )
    )
    return row.id


def _write_standings(computation_id: int, round_id: int, ranked: tuple[ranking.Standing, ...]) -> None:
    ids = {copy.code: copy.id for copy in blind.blind_copies(round_id)}
    db.session.add_all(
        Standing(
            computation_id=computation_id,
            category_id=int(standing.category),
            blind_copy_id=ids[standing.code],
            code=standing.code,
            place=standing.rank,
            place_low=standing.rank_low,
            place_high=standing.rank_high,
            value=str(standing.value),
            readings=standing.score.readings,
            tie_broken_by=queries.tie_rule(standing),
        )
        for standing in ranked
    )
    db.session.flush()


def advance(round_id: int, *, actor_id: int, now: datetime) -> int:
    """Send the best of a closed round on to the next under new codes; return how many.

    Where none reaches what is asked, the next round is closed without works and deliberation begins.
    Writing begins in `recode`, after page images were copied.
    """
    judged = editions.round_by_id(round_id)
    following = next(
        (r for r in editions.rounds(judged.edition_id) if r.position == judged.position + 1), None
    )
    if following is None or judged.advancing is None:
        raise RuleBroken(N_("There is no further round that this one could lead to."))
    computation = queries.latest(round_id)
    if computation is None or judged.state != rounds.CLOSED:
        raise RuleBroken(N_("The round is still being judged. Close it first."))
    verdicts = queries.going_on(round_id)
    best = {
        s.blind_copy_id: s.value
        for s in queries.standings(computation.id)
        if verdicts[s.blind_copy_id].goes_on
    }
    if best:
        new = coding.recode(round_id, following.id, tuple(best), actor_id=actor_id, now=now)
        if following.carried is not None:
            carried.write({new[copy_id]: value for copy_id, value in best.items()})
    else:
        _end_without_works(following, actor_id=actor_id, now=now)
    publish(
        events.RoundAdvanced(
            at=now,
            actor_id=actor_id,
            edition_id=judged.edition_id,
            round_id=round_id,
            next_round_id=following.id,
            count=len(best),
        )
    )
    return len(best)


def _end_without_works(following: RoundView, *, actor_id: int, now: datetime) -> None:
    begin_writing()
    for state in (rounds.CODED, rounds.JUDGING, rounds.CLOSED):
        editing.set_round_state(following.id, state, actor_id=actor_id, now=now)
    compute(following.id, actor_id=actor_id, now=now)
    editing.begin_deliberation(following.edition_id, actor_id=actor_id, now=now)


# --- awards -------------------------------------------------------------------------------------------------


def propose_awards(edition_id: int, *, actor_id: int, now: datetime) -> awards.Proposal:
    """Apply the prize table to the final ranking, afresh: earlier changes of the chair are replaced."""
    begin(edition_id)
    computation = queries.final_computation(edition_id)
    if computation is None:
        raise RuleBroken(NOT_RANKED)
    proposal, ids = proposal_for(edition_id)
    db.session.execute(delete(Award).where(Award.edition_id == edition_id))
    db.session.execute(delete(PrizeReason).where(PrizeReason.edition_id == edition_id))
    prizes = {(str(c.id), p.name): p.id for c in editions.categories(edition_id) for p in c.prizes}
    for award in proposal.awards:
        prize_id = prizes[award.category, award.prize]
        db.session.add(
            Award(
                edition_id=edition_id,
                blind_copy_id=ids[award.code],
                prize_id=prize_id,
                proposed_prize_id=prize_id,
                reason="",
            )
        )
    db.session.flush()
    publish(
        events.AwardsProposed(at=now, actor_id=actor_id, edition_id=edition_id, computation_id=computation.id)
    )
    return proposal


def proposal_for(edition_id: int) -> tuple[awards.Proposal, Mapping[str, int]]:
    """Return what the prize table gives for the final ranking, and the blind copies by code. Changes nothing."""
    computation = queries.final_computation(edition_id)
    if computation is None:
        return awards.Proposal((), (), ()), {}
    table = {
        str(category.id): [awards.Prize(p.name, p.count, p.threshold) for p in category.prizes]
        for category in editions.categories(edition_id)
    }
    reckoned = reckoning.reckon(computation.round_id, computation.method)
    ids = {s.code: s.blind_copy_id for s in queries.standings(computation.id)}
    gone = taken_back.known(edition_id)
    ranked = [standing for standing in reckoned.standings if standing.code not in gone]
    return awards.propose(ranked, table, ceiling(edition_id)), ids


def ceiling(edition_id: int) -> awards.Ceiling:
    """Return how many works may have a prize."""
    caps = awarding.caps(edition_id)
    if caps.share is None:
        return awards.NO_CEILING
    first = editions.rounds(edition_id)[0]
    own = {str(c.id): queries.size(first.id, c.id) for c in editions.categories(edition_id)}
    everybody = sum(own.values())
    if caps.share_of == AUTHORS:  # how many they are tells of nobody who they are
        own = {category: entries.authors(edition_id, int(category)) for category in own}
        everybody = entries.authors(edition_id)
    return deciding.ceiling(caps, own, everybody)


def table_lines(edition_id: int, proposal: awards.Proposal) -> tuple[TableLine, ...]:
    """Return every line of every prize table as it is decided now, beside what the table proposes."""
    given = Counter(award.prize_id for award in queries.awards(edition_id).values())
    said = choices.reasons(edition_id)
    return tuple(
        _table_line(category, prize, given[prize.id], proposal, said)
        for category in editions.categories(edition_id)
        for prize in category.prizes
    )


def _table_line(
    category: CategoryView,
    prize: PrizeView,
    given: int,
    proposal: awards.Proposal,
    said: Mapping[tuple[int, str], str],
) -> TableLine:
    own = (str(category.id), prize.name)
    unfilled = [each for each in proposal.unfilled if (each.category, each.prize) == own]
    return TableLine(
        prize_id=prize.id,
        category_id=category.id,
        category=category.name,
        prize=prize.name,
        count=prize.count,
        given=given,
        excused=sum(each.count for each in unfilled),
        why=tuple(each.why for each in unfilled),
        reason=said.get((prize.id, deciding.EMPTY), ""),
        border=next((each for each in proposal.borders if (each.category, each.prize) == own), None),
        settled=said.get((prize.id, deciding.TIE), ""),
    )


def change_award(
    edition_id: int, code: str, prize_id: int | None, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Give an entry another prize than proposed, or none. Raises RuleBroken, NotFound."""
    kept = _reason(reason)
    begin(edition_id)
    standing = queries.final_standing(edition_id, code)
    own = next(c for c in editions.categories(edition_id) if c.id == standing.category_id)
    if prize_id is not None and code in taken_back.known(edition_id):
        raise RuleBroken(N_("The author took this work back, so it can have no prize."), field="prize_id")
    if prize_id is not None and prize_id not in {p.id for p in own.prizes}:
        raise RuleBroken(N_("Choose a prize of this category."), field="prize_id")
    row = _award(edition_id, standing.blind_copy_id)
    before = row.prize_id
    if before == prize_id:
        raise RuleBroken(N_("This is what the work has already. Choose another prize."), field="prize_id")
    row.prize_id, row.reason, row.decided_by = prize_id, kept, actor_id
    db.session.flush()
    publish(
        events.AwardChanged(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            blind_copy_id=standing.blind_copy_id,
            before=before,
            after=prize_id,
        )
    )


def _reason(written: str) -> str:
    kept = text.one_line(written)
    if len(kept) < SHORTEST_REASON:
        raise RuleBroken(
            N_("Say why the award differs from the prize table. Whoever approves it reads this."),
            field="reason",
        )
    if len(kept) > LONGEST_REASON:
        raise RuleBroken(
            N_("The reason has %(length)d characters; at most %(limit)d are allowed. Shorten it."),
            field="reason",
            length=len(kept),
            limit=LONGEST_REASON,
        )
    return kept


def _award(edition_id: int, blind_copy_id: int) -> Award:
    row = db.session.scalar(
        select(Award).where(Award.edition_id == edition_id, Award.blind_copy_id == blind_copy_id)
    )
    if row is None:
        row = Award(edition_id=edition_id, blind_copy_id=blind_copy_id, reason="")
        db.session.add(row)
    return row


# --- approval -----------------------------------------------------------------------------------------------


def approve(edition_id: int, *, seen: str, actor_id: int, now: datetime) -> None:
    """Approve the standings and awards as they were seen (`seen` is their digest). Raises Conflict if they changed."""
    begin(edition_id)
    digest = queries.decision_digest(edition_id)
    if digest is None:
        raise RuleBroken(NOT_RANKED)
    if seen != digest:
        raise Conflict(N_("The results were changed meanwhile. Look at them again before you approve."))
    proposal, _ = proposal_for(edition_id)
    if not queries.awards(edition_id) and proposal.awards:
        raise RuleBroken(N_("No prize has been given yet. The chair applies the prize table first."))
    for problem in deciding.problems(table_lines(edition_id, proposal), ceiling(edition_id)):
        raise problem
    if actor_id in {approval.account_id for approval in queries.approvals(edition_id)}:
        raise RuleBroken(N_("You have approved these results already. Another person must approve them too."))
    db.session.add(Approval(edition_id=edition_id, account_id=actor_id, digest=digest, approved_at=now))
    db.session.flush()
    publish(events.ResultsApproved(at=now, actor_id=actor_id, edition_id=edition_id, digest=digest))


NOT_RANKED = N_("The last round has not been ranked yet. Close it first.")


def begin(edition_id: int) -> None:
    """Begin writing about the results, alone. Raises RuleBroken once they are published."""
    begin_writing_about(Subject.RESULTS, edition_id)
    if queries.is_published(edition_id):
        raise RuleBroken(N_("The results are published and cannot be changed any more."))
