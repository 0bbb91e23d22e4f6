"""Calls letters back about what counts no more: a decision that was taken back, flagged copies that were settled.

Whoever has got a letter about a decision that was taken back is told so.
"""

from typing import Any

from sqlalchemy import Select, select

from contest.anonymisation import settling
from contest.anonymisation.events import CopyRedacted, FlagSettled
from contest.communications import outbox
from contest.communications.models import OutboxMessage
from contest.communications.notices import UNDOABLE
from contest.communications.notices.author import decision_taken_back
from contest.communications.notices.office import copy_told
from contest.editions import queries as editions
from contest.entries import authorship
from contest.entries.events import DecisionTakenBack
from contest.kernel.events import Event
from contest.platform.database import db


def call_back(event: Event) -> None:
    """Listen to entries and anonymisation."""
    if isinstance(event, DecisionTakenBack):
        _call_back_decision(event)
    if isinstance(event, FlagSettled | CopyRedacted) and event.edition_id is not None:
        _call_back_flags(event.edition_id)


def _call_back_decision(event: DecisionTakenBack) -> None:
    """Delete the letters about the decision that still wait, answer those that have left."""
    for account_id in authorship.addressees(event.entry_id):
        letter = _letter(account_id, event.decision_id)
        if letter is not None and letter.sent_at is None:
            db.session.delete(letter)
        # One that a worker has in hand may be on its way: better a letter too many than a wrong one that stands.
        if letter is not None and (letter.sent_at is not None or letter.attempts > 0):
            ids = {"decision_id": event.decision_id, "state": event.state}
            outbox.write(decision_taken_back.TEMPLATE, account_id, ids, now=event.at)
    db.session.flush()


def _call_back_flags(edition_id: int) -> None:
    """Delete the letters to the secretaries that wait for their hour, where no flagged copy waits any more.

    Whoever tells of a copy at this moment relies on a letter that waits: so they wait for us, or we for them.
    """
    outbox.begin_writing_hourly(set(db.session.scalars(_of_the_hour(OutboxMessage.account_id))))
    letters = db.session.scalars(_of_the_hour(OutboxMessage).with_for_update()).all()
    if settling.waiting([judged.id for judged in editions.rounds(edition_id)]):
        return
    for letter in letters:
        if letter.context["edition_id"] == edition_id:
            db.session.delete(letter)
    db.session.flush()


def _of_the_hour(what: Any) -> Select[Any]:  # noqa: ANN401 -- a table or a column
    return select(what).where(
        OutboxMessage.notice == copy_told.TEMPLATE,
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.attempts == 0,
    )


def _letter(account_id: int, decision_id: int) -> OutboxMessage | None:
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.account_id == account_id, OutboxMessage.notice.in_(UNDOABLE))
        .order_by(OutboxMessage.id.desc())
        .with_for_update()
    )
    found = db.session.scalars(query)
    return next((each for each in found if each.context.get("decision_id") == decision_id), None)
