"""Reads what authors were asked about their works and what they answered, for them and for the secretariat."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from contest.entries import kept_locked
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_office import AuthorQuestion
from contest.entries.queries import LAST_VERSION
from contest.entries.rules import states
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer. `number`: of the work's last receipt; `asker`: the secretary who asked.

    While the judges have the work, `question` and `answer` are "" for the secretariat if they were written before.
    """

    id: int
    key: str
    entry_id: int
    entry_key: str
    edition_id: int
    author_id: int
    title: str
    state: str
    number: str
    asked_by: int
    asker: str
    question: str
    asked_at: datetime
    answer_by: date | None
    answer: str
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Tell whether the author is still to answer."""
        return self.answered_at is None and self.closed_at is None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_overdue(self, today: date) -> bool:
        """Tell whether the day that was named is over without an answer."""
        return self.waits and self.answer_by is not None and self.answer_by < today


def of_edition(edition_id: int, *, by_number: bool) -> tuple[Question, ...]:
    """Return what authors of the contest were asked: answers to read first, then what waits, then what is closed.

    `by_number`: the works are with the judges, and what was written before is not told.
    """
    found = _all(Entry.edition_id == edition_id, by_number=by_number)
    return tuple(sorted(found, key=lambda each: (not each.is_open, each.waits)))


def of_work(entry_id: int) -> tuple[Question, ...]:
    """Return what its author was asked about a work, the newest first."""
    return _all(AuthorQuestion.entry_id == entry_id)


def waiting_for(account_id: int) -> frozenset[int]:
    """Return the works about which this author is still to answer something."""
    query = select(AuthorQuestion.entry_id).join(Entry, Entry.id == AuthorQuestion.entry_id)
    waits = AuthorQuestion.answered_at.is_(None) & AuthorQuestion.closed_at.is_(None)
    answerable = Entry.state.in_(states.TABLE[states.Act.CONTACT].states)
    return frozenset(db.session.scalars(query.where(Entry.author_id == account_id, waits, answerable)))


def asked_about(account_id: int) -> frozenset[int]:
    """Return the works about which this author was ever asked something."""
    query = select(AuthorQuestion.entry_id).join(Entry, Entry.id == AuthorQuestion.entry_id)
    return frozenset(db.session.scalars(query.where(Entry.author_id == account_id)))


def by_id(question_id: int) -> Question:
    """Return one. Raises NotFound."""
    found = _all(AuthorQuestion.id == question_id)
    if not found:
        raise NotFound(question_id)
    return found[0]


def count_answered(edition_id: int) -> int:
    """Count the answers that nobody has closed yet."""
    return _count(edition_id, AuthorQuestion.answered_at.is_not(None))


def count_overdue(edition_id: int, today: date) -> int:
    """Count what was not answered by the day that was named."""
    return _count(edition_id, AuthorQuestion.answered_at.is_(None) & (AuthorQuestion.answer_by < today))


def _count(edition_id: int, which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(AuthorQuestion).join(Entry, Entry.id == AuthorQuestion.entry_id)
    query = query.where(Entry.edition_id == edition_id, AuthorQuestion.closed_at.is_(None), which)
    return db.session.scalar(query) or 0


def _all(*which: ColumnElement[bool], by_number: bool = False) -> tuple[Question, ...]:
    query = (
        select(AuthorQuestion, Entry, Version.number, Version.title, Receipt.number)
        .join(Entry, Entry.id == AuthorQuestion.entry_id)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
    )
    rows = db.session.execute(query.where(*which).order_by(AuthorQuestion.id.desc())).all()
    known = people.people(frozenset(row[0].asked_by for row in rows))
    return tuple(
        Question(
            id=asked.id,
            key=asked.key,
            entry_id=entry.id,
            entry_key=entry.key,
            edition_id=entry.edition_id,
            author_id=entry.author_id,
            title="" if by_number else kept_locked.title(entry.id, version, title),
            state=entry.state,
            number=receipt,
            asked_by=asked.asked_by,
            asker=known[asked.asked_by].name,
            question=asked.question if asked.coded_asked or not by_number else "",
            asked_at=asked.asked_at,
            answer_by=asked.answer_by,
            answer=asked.answer if asked.coded_answered or not by_number else "",
            answered_at=asked.answered_at,
            closed_at=asked.closed_at,
        )
        for asked, entry, version, title, receipt in rows
    )
