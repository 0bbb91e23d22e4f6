"""After the closing time an author asks, with a reason, and the secretariat answers, with a reason; then it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import asked_locked, events, holding, own
from contest.entries.models import Entry, Version
from contest.entries.models_office import AfterRequest
from contest.entries.rules import requests as rules
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, why, and the title as it should be."""

    kind: str
    reason: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, and why."""

    answer: str
    reason: str


def ask(entry_key: str, wish: Wish, *, account_id: int, now: datetime) -> None:
    """Write the request down. Raises Conflict before the closing and after the coding, RuleBroken for mistakes."""
    begin_writing()
    entry = own.held(entry_key, account_id)
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), entry.author_id, now=now)
    _check_may_ask(entry, wish, edition.phase)
    version = _version(entry)
    wanted = rules.wanted(wish.kind, wish.title, version.title)
    reason = rules.reason(wish.reason)
    if wish.kind != rules.ABOUT and entry.author_id != account_id:
        raise RuleBroken(N_("This can only be asked for by whoever submitted the work."), field="kind")
    _refuse_twice(entry, wish.kind, account_id)
    row = AfterRequest(
        entry_id=entry.id,
        account_id=account_id,
        kind=wish.kind,
        before=version.title if wanted else "",
        wanted=wanted,
        reason="",
        asked_at=now,
    )
    asked_locked.write(row, "reason", reason)
    db.session.add(row)
    db.session.flush()
    publish(
        events.AfterAsked(
            at=now, actor_id=account_id, edition_id=entry.edition_id,
            entry_id=entry.id, request_id=row.id, what=row.kind,
        )
    )  # fmt: skip


def _check_may_ask(entry: Entry, wish: Wish, phase: str) -> None:
    """Of a work that the judges have, only that it leaves the contest: it is read without a look at the author."""
    states.check(Act.ASK_LATE if entry.state == states.CODED else Act.ASK, entry.state, phase)
    if entry.state == states.CODED and wish.kind != rules.WITHDRAW:
        raise RuleBroken(
            N_("The judges have the work by now: you can only ask to take it out of the contest."),
            field="kind",
        )


def answer(request_key: str, given: Answer, *, edition_id: int, secretary_id: int, now: datetime) -> None:
    """Answer and, after a yes, do it. Raises Conflict where it was answered, or the work has gone to the judges."""
    begin_writing()
    row = db.session.scalar(
        select(AfterRequest).where(AfterRequest.key == request_key).execution_options(populate_existing=True)
    )
    entry = db.session.get(Entry, row.entry_id, with_for_update=True, populate_existing=True) if row else None
    if row is None or entry is None or entry.edition_id != edition_id:
        raise NotFound(request_key)
    db.session.refresh(row)  # read before the work was held
    if row.answered_at is not None:
        raise Conflict(N_("This request has been answered already. Look at the page again."))
    rules.check_answer(given.answer)
    reason = rules.reason(given.reason)
    if given.answer == rules.YES:
        is_late = entry.state == states.CODED and row.kind == rules.WITHDRAW
        act = Act.LEAVE_LATE if is_late else Act.LEAVE
        states.check(act, entry.state, editions.by_id(edition_id, now=now).phase)
    row.answer = given.answer
    asked_locked.write(row, "answer_reason", reason)
    row.answered_by, row.answered_at = secretary_id, now
    db.session.flush()
    publish(
        events.AfterAnswered(
            at=now, actor_id=secretary_id, edition_id=edition_id,
            entry_id=entry.id, request_id=row.id, what=row.kind, answer=row.answer,
        )
    )  # fmt: skip
    if given.answer == rules.YES:
        _do(row, entry, secretary_id, now)


def _do(row: AfterRequest, entry: Entry, secretary_id: int, now: datetime) -> None:
    """Do what was asked for; what an author says about themselves they correct on their own page."""
    if row.kind == rules.WITHDRAW:
        was, entry.state, entry.withdrawn_at = entry.state, states.WITHDRAWN, now
        entry.withdrawn_late = was == states.CODED
        holding.end(entry.id)
        db.session.flush()
        publish(
            events.EntryWithdrawn(
                at=now, actor_id=secretary_id, edition_id=entry.edition_id,
                entry_id=entry.id, author_id=entry.author_id, was=was, by_request=True,
            )
        )  # fmt: skip
    elif row.kind == rules.TITLE:
        version = _version(entry)
        if entry.title == version.title:
            entry.title = row.wanted
        version.title = row.wanted
        db.session.flush()
        publish(
            events.TitleCorrected(
                at=now, actor_id=secretary_id, edition_id=entry.edition_id,
                entry_id=entry.id, request_id=row.id,
            )
        )  # fmt: skip


def _refuse_twice(entry: Entry, kind: str, account_id: int) -> None:
    query = select(AfterRequest.id).where(
        AfterRequest.entry_id == entry.id,
        AfterRequest.kind == kind,
        AfterRequest.account_id == account_id,
        AfterRequest.answered_at.is_(None),
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise RuleBroken(
            N_("You have asked for this already. You will get a letter with the answer."), field="kind"
        )


def _version(entry: Entry) -> Version:
    query = select(Version).where(Version.entry_id == entry.id, Version.number == entry.version_number)
    return db.session.scalars(query).one()
