"""Reads what authors asked for after the closing time, for them and for the secretariat."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from contest.entries import asked_locked
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_office import AfterRequest
from contest.entries.queries import LAST_VERSION
from contest.entries.rules import requests as rules
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for and what was answered; `who` asked."""

    id: int
    key: str
    entry_id: int
    entry_key: str
    edition_id: int
    title: str
    state: str
    account_id: int
    who: str
    kind: str
    before: str
    wanted: str
    reason: str
    asked_at: datetime
    answer: str
    answer_reason: str
    answered_at: datetime | None
    number: str  # of the last receipt

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


def of_edition(edition_id: int) -> tuple[Request, ...]:
    """Return what was asked for in the contest, what is open first, the oldest first.

    While the works are sealed nothing is told of what was written before: its words would find the work.
    """
    return _all(Entry.edition_id == edition_id, own=False)


def of_person(account_id: int) -> dict[int, tuple[Request, ...]]:
    """Return what the person asked for, by work."""
    found: dict[int, list[Request]] = {}
    for each in _all(AfterRequest.account_id == account_id):
        found.setdefault(each.entry_id, []).append(each)
    return {entry_id: tuple(those) for entry_id, those in found.items()}


def by_id(request_id: int) -> Request:
    """Return one. Raises NotFound."""
    found = _all(AfterRequest.id == request_id)
    if not found:
        raise NotFound(request_id)
    return found[0]


def count_open(edition_id: int) -> int:
    """Count what waits for an answer."""
    query = select(func.count()).select_from(AfterRequest).join(Entry, Entry.id == AfterRequest.entry_id)
    return (
        db.session.scalar(query.where(Entry.edition_id == edition_id, AfterRequest.answered_at.is_(None)))
        or 0
    )


def may_correct_about(entry_id: int, account_id: int) -> bool:
    """Tell whether the secretariat has let this author correct what they said about themselves."""
    query = select(AfterRequest.id).where(
        AfterRequest.entry_id == entry_id,
        AfterRequest.account_id == account_id,
        AfterRequest.kind == rules.ABOUT,
        AfterRequest.answer == rules.YES,
    )
    return db.session.scalar(query.limit(1)) is not None


def _all(*which: ColumnElement[bool], own: bool = True) -> tuple[Request, ...]:
    rows = db.session.execute(
        _query().where(*which).order_by(AfterRequest.answered_at.is_not(None), AfterRequest.id)
    ).all()
    known = people.people(frozenset(row[0].account_id for row in rows))
    said = asked_locked.read([row[0] for row in rows], own=own)
    return tuple(
        Request(
            id=asked.id,
            key=asked.key,
            entry_id=asked.entry_id,
            entry_key=key,
            edition_id=edition_id,
            title=title,
            state=state,
            account_id=asked.account_id,
            who=known[asked.account_id].name,
            kind=asked.kind,
            before=said[asked.id]["before"],
            wanted=said[asked.id]["wanted"],
            reason=said[asked.id]["reason"],
            asked_at=asked.asked_at,
            answer=asked.answer,
            answer_reason=said[asked.id]["answer_reason"],
            answered_at=asked.answered_at,
            number=number,
        )
        for asked, key, edition_id, title, state, number in rows
    )


def _query() -> Select[AfterRequest, str, int, str, str, str]:
    return (
        select(AfterRequest, Entry.key, Entry.edition_id, Version.title, Entry.state, Receipt.number)
        .join(Entry, Entry.id == AfterRequest.entry_id)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
    )
