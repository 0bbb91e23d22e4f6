"""Calls letters back about a decision that was taken back; whoever has got one is told that it counts no more."""

from sqlalchemy import select

from contest.communications import outbox
from contest.communications.models import OutboxMessage
from contest.communications.notices import UNDOABLE
from contest.communications.notices.author import decision_taken_back
from contest.entries import authorship
from contest.entries.events import DecisionTakenBack
from contest.kernel.events import Event
from contest.platform.database import db


def call_back(event: Event) -> None:
    """Listen to entries: delete the letters about the decision that still wait, answer those that have left."""
    if not isinstance(event, DecisionTakenBack):
        return
    for account_id in authorship.addressees(event.entry_id):
        letter = _letter(account_id, event.decision_id)
        if letter is not None and letter.sent_at is None:
            db.session.delete(letter)
        # One that a worker has in hand may be on its way: better a letter too many than a wrong one that stands.
        if letter is not None and (letter.sent_at is not None or letter.attempts > 0):
            ids = {"decision_id": event.decision_id, "state": event.state}
            outbox.write(decision_taken_back.TEMPLATE, account_id, ids, now=event.at)
    db.session.flush()


def _letter(account_id: int, decision_id: int) -> OutboxMessage | None:
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.account_id == account_id, OutboxMessage.notice.in_(UNDOABLE))
        .order_by(OutboxMessage.id.desc())
        .with_for_update()
    )
    found = db.session.scalars(query)
    return next((each for each in found if each.context.get("decision_id") == decision_id), None)
