"""Requests of people about their data and how they are answered, and the use of data restricted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from contest.kernel import clock, text
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.people import events, register
from contest.people.models import Account, DataRequest, PublicHoliday
from contest.people.rules import data_requests as rules
from contest.people.rules.data_requests import Terms
from contest.platform.database import begin_writing, db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task

LONGEST_HOLIDAY = 80


# --- requests -------------------------------------------------------------------------------------------------------


def ask(account_id: int, kind: str, words: str, *, now: datetime, entered_by: int | None = None) -> str:
    """Enter a request with its terms and return its key; `entered_by`: for somebody who has no account to ask from.

    Raises RuleBroken naming the field.
    """
    wanted = rules.kind(kind)
    said = rules.words(wanted, words)
    begin_writing()
    _locked_account(account_id)
    rules.check_first([each.kind for each in register.of_person(account_id) if each.is_open], wanted)
    due = register.terms(now)
    row = DataRequest(
        account_id=account_id,
        kind=wanted,
        words=said,
        state=rules.WAITING,
        asked_at=now,
        answer_by=due.answer_by,
        done_by=due.done_by,
    )
    db.session.add(row)
    db.session.flush()
    by = account_id if entered_by is None else entered_by
    _moved(row, "asked", by, now)
    publish(events.DataRequestDue(at=now, actor_id=by, request_id=row.id, what="new"))
    return row.key


def take_back(key: str, *, account_id: int, now: datetime) -> None:
    """End one's own request without anything done. Raises NotFound, Conflict where it is settled."""
    row = _open(key)
    if row.account_id != account_id:
        raise NotFound(key)
    _settle(row, rules.TAKEN_BACK, account_id, now)


def answer(key: str, words: str, *, actor_id: int, now: datetime) -> None:
    """Write to the person; the request goes on. Raises RuleBroken, Conflict."""
    said = rules.answer(words)
    row = _open(key)
    row.answer, row.answered_at = said, row.answered_at or now
    row.state, row.handled_by = rules.ANSWERED, actor_id
    _moved(row, "answered", actor_id, now)


def extend(key: str, words: str, *, actor_id: int, now: datetime) -> None:
    """Put the term off, once, with a reason that the person is told. Raises RuleBroken, Conflict."""
    said = rules.answer(words)
    row = _open(key)
    rules.check_extension(was_extended=row.extended_at is not None)
    row.done_by, row.extension_reason, row.extended_at = row.done_by + rules.EXTENSION, said, now
    row.state, row.handled_by, row.answered_at = rules.ANSWERED, actor_id, row.answered_at or now
    row.reminded = []
    _moved(row, "extended", actor_id, now)


def refuse(key: str, words: str, *, actor_id: int, now: datetime) -> None:
    """End a request with the reason why it is not done. Raises RuleBroken, Conflict."""
    said = rules.answer(words)
    row = _open(key)
    row.answer = said
    _settle(row, rules.REFUSED, actor_id, now)


def finish(key: str, words: str, *, actor_id: int, now: datetime) -> None:
    """End a request as done, and say what was done. Of a restriction that is the act itself. Raises Conflict."""
    row = _open(key)
    row.answer = rules.words(row.kind, words) or row.answer
    if row.kind == rules.RESTRICT:
        _restrict(row.account_id, actor_id, now)
    _settle(row, rules.DONE, actor_id, now)


def _open(key: str) -> DataRequest:
    """Return the request, held until the transaction ends. Raises NotFound, Conflict where it is settled."""
    begin_writing()
    query = select(DataRequest).where(DataRequest.key == key).with_for_update()
    row = db.session.scalar(query, execution_options={"populate_existing": True})
    if row is None:
        raise NotFound(key)
    rules.check_open(row.state)
    return row


def _settle(row: DataRequest, state: str, actor_id: int, now: datetime) -> None:
    row.state, row.settled_at = state, now
    if state != rules.TAKEN_BACK:
        row.handled_by, row.answered_at = actor_id, row.answered_at or now
    _moved(row, state, actor_id, now)


def _moved(row: DataRequest, what: str, actor_id: int, now: datetime) -> None:
    about: Mapping[str, Any] = {"request_id": row.id, "account_id": row.account_id, "kind": row.kind}
    publish(events.DataRequestMoved(at=now, actor_id=actor_id, what=what, **about))


# --- use restricted ---------------------------------------------------------------------------------------------------


def _restrict(account_id: int, actor_id: int, now: datetime) -> None:
    account = _locked_account(account_id)
    if account.restricted_at is None:
        account.restricted_at = now
        publish(events.UseRestricted(at=now, actor_id=actor_id, account_id=account_id))


def lift_restriction(account_id: int, *, now: datetime) -> None:
    """Let one's own data be used again; once more changes nothing."""
    begin_writing()
    account = _locked_account(account_id)
    if account.restricted_at is not None:
        account.restricted_at = None
        publish(events.RestrictionLifted(at=now, actor_id=account_id, account_id=account_id))


def _locked_account(account_id: int) -> Account:
    return db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)


# --- terms ------------------------------------------------------------------------------------------------------------


@task("remind_of_requests")
def remind_of_requests() -> int:
    """Remind administrators of every term that comes near or has run out, of each once; return of how many."""
    now = clock.now()
    today = register.today(now)
    count = 0
    with unit_of_work():
        for row in db.session.scalars(select(DataRequest).where(DataRequest.state.in_(rules.OPEN))).all():
            what = rules.reminder(row.state, Terms(row.answer_by, row.done_by), today)
            if what is not None and what not in row.reminded:
                row.reminded = [*row.reminded, what]
                publish(events.DataRequestDue(at=now, request_id=row.id, what=what))
                count += 1
    return count


def add_holiday(day: date, name: str, *, actor_id: int, now: datetime) -> None:
    """Enter a public holiday; terms that were given already stay. Raises RuleBroken naming the field."""
    called = text.one_line(name)
    if not 1 <= len(called) <= LONGEST_HOLIDAY:
        raise RuleBroken(
            N_("Write what the day is called, in at most %(most)d characters."),
            field="name",
            most=LONGEST_HOLIDAY,
        )
    begin_writing()
    if day in {each.day for each in register.holidays()}:
        raise RuleBroken(N_("This day is in the list already."), field="day")
    db.session.add(PublicHoliday(day=day, name=called))
    publish(events.HolidaysChanged(at=now, actor_id=actor_id, day=day.isoformat()))


def remove_holiday(day: date, *, actor_id: int, now: datetime) -> None:
    """Take a holiday out again; one that is gone already is no mistake."""
    begin_writing()
    row = db.session.scalar(select(PublicHoliday).where(PublicHoliday.day == day))
    if row is not None:
        db.session.delete(row)
        publish(events.HolidaysChanged(at=now, actor_id=actor_id, day=day.isoformat()))
