"""Writes who won the prizes beside the tables, from what publication has just joined; knows nothing of seals."""

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import select

from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions.rules.extra_prizes import THEMATIC
from contest.entries import queries as works
from contest.people import queries as people
from contest.platform.database import db
from contest.results import choices
from contest.results.models import PublishedExtra, PublishedResult
from contest.results.rules import extras
from contest.results.rules.extras import Candidate


def write(edition_id: int, entries: Mapping[int, int]) -> None:
    """Write the winners; `entries` by the blind copies that were opened. What nobody wins stays empty."""
    prizes = awarding.extra_prizes(edition_id)
    if not prizes:
        return
    candidates = _candidates(edition_id)
    last, seed = editions.rounds(edition_id)[-1].position, editions.seed(edition_id)
    for each in prizes:
        if each.prize.kind == THEMATIC:
            won = [
                (entries[choice.blind_copy_id], choice.reason)
                for choice in choices.chosen(edition_id)
                if choice.extra_prize_id == each.id
            ]
        else:
            found = extras.winners(each.prize, candidates, last_round=last, seed=seed)
            won = [(winner.entry_id, "") for winner in found]
        db.session.add_all(
            PublishedExtra(edition_id=edition_id, extra_prize_id=each.id, entry_id=entry_id, reason=reason)
            for entry_id, reason in won
        )
        db.session.flush()


def _candidates(edition_id: int) -> tuple[Candidate, ...]:
    query = select(PublishedResult).where(PublishedResult.edition_id == edition_id)
    rows = db.session.scalars(query.order_by(PublishedResult.entry_id)).all()
    named = works.named([row.entry_id for row in rows])
    born = people.people(frozenset(each.author_id for each in named.values()))
    positions = {each.id: each.position for each in editions.rounds(edition_id)}
    return tuple(
        Candidate(
            entry_id=row.entry_id,
            author_id=named[row.entry_id].author_id,
            birth_year=born[named[row.entry_id].author_id].birth_year,
            round=positions[row.round_id],
            value=Fraction(row.value),
            place=row.place,
            code=row.code,
            has_prize=row.prize_id is not None,
        )
        for row in rows
    )
