"""A secretary asks the author of a submitted work, who answers; the secretary closes: by the entry, never a code.

It goes through the named side alone, so that it can be done while the judges have the work and its key holders have
sealed it: nobody needs the code for it, and nothing here tells one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select

from contest.editions import queries as editions
from contest.entries import events
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_office import AuthorQuestion
from contest.entries.rules import questions as rules
from contest.entries.rules import receipt as receipts
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

NO_NUMBER: Final = N_("This is no number of a receipt: look whether a letter is wrong or missing.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about the work with that receipt, and until which day an answer is hoped for."""

    receipt: str
    question: str
    answer_by: date | None = None


def ask(edition_id: int, wanted: Wanted, *, secretary_id: int, now: datetime) -> None:
    """Write a question down. Raises RuleBroken for mistakes, and where the author cannot be asked just now."""
    begin_writing()
    edition = editions.by_id(edition_id, now=now)
    entry = _by_receipt(edition_id, wanted.receipt)
    said = rules.question(wanted.question)
    rules.check_day(wanted.answer_by, now.astimezone(edition.zone).date())
    _check_may_be_asked(entry, edition.phase)
    last = _open(entry.id)
    if last is not None and last.answered_at is None:
        raise RuleBroken(
            N_(
                "The author of this work has been asked something already and has not answered. Look below: wait for"
                " the answer, or close that question first."
            ),
            field="question",
        )
    if last is not None:  # a further question follows the answer, which has so been read
        _close(last, entry, secretary_id, now)
    row = AuthorQuestion(
        entry_id=entry.id,
        asked_by=secretary_id,
        question=said,
        coded_asked=entry.state == states.CODED,
        asked_at=now,
        answer_by=wanted.answer_by,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.AuthorQuestioned(
            at=now, actor_id=secretary_id, edition_id=edition_id, entry_id=entry.id, question_id=row.id
        )
    )


def answer(entry_key: str, question_key: str, said: str, *, account_id: int, now: datetime) -> None:
    """Keep the author's answer. Raises Conflict where it was answered or closed meanwhile, RuleBroken for mistakes."""
    begin_writing()
    row, entry = _held(question_key)
    if entry.key != entry_key or entry.author_id != account_id:
        raise NotFound(question_key)
    if row.answered_at is not None or row.closed_at is not None:
        raise Conflict(
            N_("This question has been answered, or closed by the secretariat. Look at the page again.")
        )
    states.check(Act.CONTACT, entry.state, editions.by_id(entry.edition_id, now=now).phase)
    row.answer = rules.answer(said)
    row.coded_answered = entry.state == states.CODED
    row.answered_at = now
    db.session.flush()
    publish(
        events.QuestionAnswered(
            at=now, actor_id=account_id, edition_id=entry.edition_id, entry_id=entry.id, question_id=row.id
        )
    )


def close(question_key: str, *, edition_id: int, secretary_id: int, now: datetime) -> None:
    """Close the matter, answered or not. Raises Conflict where another secretary was faster."""
    begin_writing()
    row, entry = _held(question_key)
    if entry.edition_id != edition_id:
        raise NotFound(question_key)
    if row.closed_at is not None:
        raise Conflict(N_("This question has been closed already. Look at the page again."))
    _close(row, entry, secretary_id, now)


def _close(row: AuthorQuestion, entry: Entry, secretary_id: int, now: datetime) -> None:
    row.closed_by, row.closed_at = secretary_id, now
    db.session.flush()
    publish(
        events.QuestionClosed(
            at=now, actor_id=secretary_id, edition_id=entry.edition_id, entry_id=entry.id, question_id=row.id
        )
    )


def _by_receipt(edition_id: int, typed: str) -> Entry:
    """Return the work with that receipt, held until the transaction ends: of two who ask, one is told of the other."""
    number = receipts.read_number(typed)
    if number is None:
        raise RuleBroken(NO_NUMBER, field="receipt")
    query = (
        select(Entry)
        .join(Version, Version.entry_id == Entry.id)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Receipt.number == number, Entry.edition_id == edition_id)
        .with_for_update(of=Entry)
    )
    entry = db.session.scalar(query.execution_options(populate_existing=True))
    if entry is None:
        raise RuleBroken(N_("No work of this contest has a receipt with this number."), field="receipt")
    return entry


def _held(question_key: str) -> tuple[AuthorQuestion, Entry]:
    row = db.session.scalar(select(AuthorQuestion).where(AuthorQuestion.key == question_key))
    entry = db.session.get(Entry, row.entry_id, with_for_update=True, populate_existing=True) if row else None
    if row is None or entry is None:
        raise NotFound(question_key)
    db.session.refresh(row)  # read before the work was held
    return row, entry


def _open(entry_id: int) -> AuthorQuestion | None:
    query = select(AuthorQuestion).where(
        AuthorQuestion.entry_id == entry_id, AuthorQuestion.closed_at.is_(None)
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _check_may_be_asked(entry: Entry, phase: str) -> None:
    """Say why nobody would answer, before something is sent that nobody reads."""
    states.check(Act.CONTACT, entry.state, phase)
    author = people.person(entry.author_id)
    if author.is_erased:
        raise RuleBroken(N_("The author of this work has left and can be asked no more."), field="receipt")
    if author.is_unclaimed:
        raise RuleBroken(
            N_(
                "This work came on paper and its author has no account here, so a question would reach nobody. Until"
                " the codes are drawn, the page of the work shows telephone and address; afterwards ask whoever handed"
                " it in to let the author claim it with the code on the receipt, and ask again then."
            ),
            field="receipt",
        )
    if author.restricted_at is not None:
        raise RuleBroken(
            N_(
                "The author has asked that their data is not used, so they get no letter about this work until they"
                " lift that themselves."
            ),
            field="receipt",
        )
