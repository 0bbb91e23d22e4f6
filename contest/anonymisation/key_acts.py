"""What key holders do together before the opening: rehearse it, and lock the edition's key for a new set of holders."""

from datetime import datetime

from sqlalchemy import select

from contest.anonymisation import events, key_making, key_turns, sealing_keys
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import holders
from contest.anonymisation.writing import begin_alone
from contest.kernel.errors import N_, Conflict
from contest.platform import public_seals
from contest.platform.database import db, unit_of_work
from contest.platform.events import publish


def begin_rehearsal(edition_id: int, *, actor_id: int, now: datetime) -> str:
    """Ask the holders to show that they can open a test seal; return the key of the meeting."""
    begin_alone()
    _key(edition_id)
    return key_turns.begin(edition_id, holders.REHEARSAL, actor_id=actor_id, now=now).key


def rehearse(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key in; tell whether the test seal is open now. Raises RuleBroken for a wrong key."""
    row = key_turns.gathering(key, edition_id, holders.REHEARSAL)
    secret = key_turns.enter(row, who)
    if secret is None:
        return False
    of_edition = _key(edition_id)
    public_seals.open_with(secret, of_edition.test_seal or b"")
    of_edition.rehearsed_at, row.count = who.now, 1
    key_turns.end(row, holders.DONE, actor_id=who.account_id, now=who.now)
    return True


def begin_new_holders(edition_id: int, *, actor_id: int, now: datetime) -> str:
    """Ask the holders to lock the edition's key for those who are appointed now. Raises RuleBroken."""
    begin_alone()
    _key(edition_id)
    for problem in key_making.problems(edition_id):
        raise problem
    return key_turns.begin(edition_id, holders.NEW_HOLDERS, actor_id=actor_id, now=now).key


def lock_for_new_holders(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key in; tell whether the edition's key is locked for the new holders now."""
    row = key_turns.gathering(key, edition_id, holders.NEW_HOLDERS)
    secret = key_turns.enter(row, who)
    if secret is None:
        return False
    key_making.lock_anew(edition_id, secret, actor_id=who.account_id, now=who.now)
    key_turns.end_others(edition_id, row.id, actor_id=who.account_id, now=who.now)
    key_turns.end(row, holders.DONE, actor_id=who.account_id, now=who.now)
    return True


def refused(key: str, edition_id: int, purpose: str, *, actor_id: int, now: datetime) -> None:
    """Write into the log that somebody entered what is not the own key, in a unit of its own.

    The page that says so is refused, and everything else of its request undone: this line must stay.
    """
    db.session.rollback()
    with unit_of_work():
        row = key_turns.gathering(key, edition_id, purpose)
        publish(
            events.KeyRefused(
                at=now, actor_id=actor_id, edition_id=edition_id, meeting_id=row.id, purpose=purpose
            )
        )


def call_off(key: str, edition_id: int, purpose: str, *, actor_id: int, now: datetime) -> None:
    """End a meeting in vain: a wrong one was begun, or not everybody can come."""
    row = key_turns.gathering(key, edition_id, purpose)
    if row.state != holders.GATHERING:
        raise Conflict(N_("This meeting is over already."))
    key_turns.end(row, holders.ENDED, actor_id=actor_id, now=now)


def _key(edition_id: int) -> EditionKey:
    sealing_keys.refuse_without_key(edition_id)
    return db.session.scalars(select(EditionKey).where(EditionKey.edition_id == edition_id)).one()
