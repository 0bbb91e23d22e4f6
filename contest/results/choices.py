"""Reads what the chair decided beside the awards themselves, and what came of it at publication."""

from dataclasses import dataclass

from sqlalchemy import select

from contest.editions import awarding
from contest.editions.rules.extra_prizes import THEMATIC
from contest.platform.database import db
from contest.results.models import (
    AuthorCheck,
    ExtraChoice,
    PrizeReason,
    Publication,
    PublishedExtra,
    PublishedResult,
    Standing,
)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A work that the chair chose for a prize beside the tables."""

    extra_prize_id: int
    blind_copy_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExtraView:
    """A published prize beside the tables."""

    extra_prize_id: int
    entry_id: int
    reason: str


def reasons(edition_id: int) -> dict[tuple[int, str], str]:
    """Return the chair's reasons by prize and what they are about: empty or tie."""
    query = select(PrizeReason).where(PrizeReason.edition_id == edition_id)
    rows = db.session.scalars(query.order_by(PrizeReason.prize_id, PrizeReason.about))
    return {(row.prize_id, row.about): row.reason for row in rows}


def chosen(edition_id: int) -> tuple[ChoiceView, ...]:
    """Return what the chair chose for prizes beside the tables, by prize and in the order of choosing."""
    query = select(ExtraChoice).where(ExtraChoice.edition_id == edition_id)
    rows = db.session.scalars(query.order_by(ExtraChoice.extra_prize_id, ExtraChoice.id))
    return tuple(ChoiceView(row.extra_prize_id, row.blind_copy_id, row.reason) for row in rows)


def content(edition_id: int) -> list[list[object]]:
    """Return all of it as an approval stands for it; nothing where nothing was decided."""
    said: list[list[object]] = [[*key, reason] for key, reason in reasons(edition_id).items()]
    return [*said, *(["extra", c.extra_prize_id, c.blind_copy_id, c.reason] for c in chosen(edition_id))]


def beyond(edition_id: int, digest: str | None) -> tuple[str, ...]:
    """Return the codes of each author with too many prizes, as they were found in the decision of that digest."""
    row = db.session.scalar(select(AuthorCheck).where(AuthorCheck.edition_id == edition_id))
    return tuple(row.groups) if row is not None and row.digest == digest else ()


def published_extra(edition_id: int) -> tuple[ExtraView, ...]:
    """Return the published prizes beside the tables, in the order in which they were won; nothing before."""
    query = select(PublishedExtra).where(PublishedExtra.edition_id == edition_id)
    rows = db.session.scalars(query.order_by(PublishedExtra.id))
    return tuple(ExtraView(row.extra_prize_id, row.entry_id, row.reason) for row in rows)


def extra_of(entry_id: int) -> tuple[str, ...]:
    """Return the names of the prizes beside the tables that the work won; nothing before publication."""
    rows = db.session.execute(
        select(PublishedExtra.edition_id, PublishedExtra.extra_prize_id)
        .where(PublishedExtra.entry_id == entry_id)
        .order_by(PublishedExtra.id)
    ).all()
    names = {each.id: each.prize.name for row in rows[:1] for each in awarding.extra_prizes(row.edition_id)}
    return tuple(names[row.extra_prize_id] for row in rows)


def faults(edition_id: int | None = None) -> list[str]:
    """Compare the published prizes beside the tables with what was decided.

    Those by year of birth are not reckoned again: the year belongs to the account, and its owner may correct it.
    """
    found = []
    for published in db.session.scalars(select(Publication).order_by(Publication.edition_id)):
        own = published.edition_id
        if edition_id in {None, own} and not _agree(own):
            found.append(
                f"the published prizes beside the tables of edition {own} are not those that were decided"
            )
    return found


def _agree(edition_id: int) -> bool:
    prizes = {each.id: each.prize for each in awarding.extra_prizes(edition_id)}
    codes = dict(
        db.session.execute(
            select(PublishedResult.entry_id, PublishedResult.code).where(
                PublishedResult.edition_id == edition_id
            )
        ).all()
    )
    wanted = {(c.extra_prize_id, _code(c.blind_copy_id), c.reason) for c in chosen(edition_id)}
    won = published_extra(edition_id)
    by_jury = {
        (e.extra_prize_id, codes.get(e.entry_id), e.reason)
        for e in won
        if prizes[e.extra_prize_id].kind == THEMATIC
    }
    counts = [sum(e.extra_prize_id == key for e in won) <= prize.count for key, prize in prizes.items()]
    return by_jury == wanted and all(counts)


def _code(blind_copy_id: int) -> str | None:
    return db.session.scalar(select(Standing.code).where(Standing.blind_copy_id == blind_copy_id).limit(1))
