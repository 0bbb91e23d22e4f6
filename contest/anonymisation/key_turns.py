"""One key after the other opens the edition's key: what is kept until the next holder comes is sealed to the others.

The edition's secret key is in memory in the request of the last holder alone, and is never written.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from contest.anonymisation import events, sealing_keys
from contest.anonymisation.models_sealing import EditionKey, KeyMeeting, KeyPackage, KeyTurn
from contest.anonymisation.rules import holders
from contest.anonymisation.writing import begin_alone
from contest.kernel import clock
from contest.kernel.errors import N_, Conflict, Forbidden, NotFound
from contest.platform import public_seals
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task


@dataclass(frozen=True, slots=True)
class Entering:
    """Who enters a key at which device; `seed`: the key that was typed, None where holders confirm without one."""

    account_id: int
    device: str
    seed: bytes | None
    now: datetime


def begin(edition_id: int, purpose: str, *, actor_id: int, now: datetime, **minutes: str) -> KeyMeeting:
    """Ask the holders to enter their keys; `minutes`: more columns of the meeting. Raises Conflict for a second one."""
    begin_alone()
    end_overdue(now)
    gathering = KeyMeeting.edition_id == edition_id, KeyMeeting.state == holders.GATHERING
    if db.session.scalar(select(KeyMeeting.id).where(*gathering, KeyMeeting.purpose == purpose)) is not None:
        raise Conflict(N_("Holders are entering their keys for this already."))
    row = KeyMeeting(
        edition_id=edition_id,
        purpose=purpose,
        state=holders.GATHERING,
        begun_at=now,
        begun_by=actor_id,
        until=now + holders.LASTS[purpose],
        **minutes,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.MeetingBegun(
            at=now, actor_id=actor_id, edition_id=edition_id, meeting_id=row.id, purpose=purpose
        )
    )
    return row


def gathering(key: str, edition_id: int, purpose: str) -> KeyMeeting:
    """Return the meeting's row, held so that two holders come one after the other. Raises NotFound."""
    begin_alone()
    query = select(KeyMeeting).where(
        KeyMeeting.key == key, KeyMeeting.edition_id == edition_id, KeyMeeting.purpose == purpose
    )
    row = db.session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
    if row is None:
        raise NotFound(key)
    return row


def enter(row: KeyMeeting, who: Entering) -> bytes | None:
    """Take a holder's key in; return the edition's secret key where it was the last one needed, else None.

    Raises RuleBroken for a key that is not the holder's, Forbidden for somebody who holds none.
    """
    turns = _refuse(row, who)
    key = db.session.scalar(select(EditionKey).where(EditionKey.edition_id == row.edition_id))
    if key is None or key.public_key is None or key.given_up_at is not None:
        raise Conflict(N_("The key of the key holders is not there (any more)."))
    if who.account_id not in key.holders or who.seed is None:
        raise Forbidden
    secret = public_seals.secret_of(who.seed)
    own = sealing_keys.holder_keys(row.edition_id)[who.account_id].public_key
    if public_seals.public_of(secret) != own:
        raise holders.wrong_key()
    opened = _peeled(secret, who.account_id, _before(row, turns))
    _take(row, who, {order: kept for order, kept in opened.items() if order})
    if () not in opened:
        return None
    if public_seals.public_of(opened[()]) != key.public_key:
        raise SealBroken("the packages do not hold the key of this edition")
    return opened[()]


def confirm(row: KeyMeeting, who: Entering) -> bool:
    """Take the confirmation of a holder where the installation seals; tell whether it was the last one needed."""
    turns = _refuse(row, who)
    _take(row, who, {})
    return len(turns) + 1 >= holders.CONFIRM_WITHOUT_KEYS


def end(row: KeyMeeting, state: str, *, actor_id: int | None, now: datetime) -> None:
    """End a meeting; nothing half opened is left of it."""
    row.state, row.done_at = state, now
    gone = update(KeyTurn).where(KeyTurn.meeting_id == row.id).values(layers={})
    db.session.execute(gone, execution_options={"synchronize_session": "fetch"})
    publish(
        events.MeetingEnded(
            at=now,
            actor_id=actor_id,
            edition_id=row.edition_id,
            meeting_id=row.id,
            purpose=row.purpose,
            state=state,
        )
    )


def end_others(edition_id: int, but: int | None = None, *, actor_id: int | None, now: datetime) -> None:
    """End whatever else the holders meet for, as the key that it would open is gone or locked anew.

    What one of them left half opened is sealed to the next one, and holds that very key: it must not outlive it.
    """
    query = select(KeyMeeting).where(
        KeyMeeting.edition_id == edition_id, KeyMeeting.state == holders.GATHERING
    )
    for row in db.session.scalars(query.order_by(KeyMeeting.id)).all():
        if row.id != but:
            end(row, holders.ENDED, actor_id=actor_id, now=now)


def end_overdue(now: datetime) -> int:
    """End every meeting whose time is over; return how many there were."""
    late = select(KeyMeeting).where(KeyMeeting.state == holders.GATHERING, KeyMeeting.until <= now)
    rows = db.session.scalars(late.order_by(KeyMeeting.id)).all()
    for row in rows:
        end(row, holders.ENDED, actor_id=None, now=now)
    db.session.flush()
    return len(rows)


@task("end_key_meetings")
def end_key_meetings() -> int:
    """End what holders did not finish in time, so that nothing half opened stays; run every quarter minute."""
    now = clock.now()
    late = select(KeyMeeting.id).where(KeyMeeting.state == holders.GATHERING, KeyMeeting.until <= now)
    if db.session.scalar(late.limit(1)) is None:
        return 0
    with unit_of_work():
        begin_alone()
        return end_overdue(now)


def _refuse(row: KeyMeeting, who: Entering) -> list[KeyTurn]:
    query = select(KeyTurn).where(KeyTurn.meeting_id == row.id).order_by(KeyTurn.id)
    turns = list(db.session.scalars(query))
    came = [turn.account_id for turn in turns]
    holders.refuse_turn(until=row.until, state=row.state, now=who.now, came=came, account_id=who.account_id)
    holders.refuse_device(_device(who.device), [turn.device for turn in turns])
    return turns


def _before(row: KeyMeeting, turns: list[KeyTurn]) -> Mapping[tuple[int, ...], bytes]:
    """Return what can be opened next, by the order of holders who open it."""
    if turns:
        return {_order(written): b64decode(kept) for written, kept in turns[-1].layers.items()}
    query = select(KeyPackage).where(KeyPackage.edition_id == row.edition_id)
    return {tuple(package.holders): package.sealed for package in db.session.scalars(query)}


def _peeled(
    secret: bytes, account_id: int, layers: Mapping[tuple[int, ...], bytes]
) -> dict[tuple[int, ...], bytes]:
    """Open what is this holder's turn to open."""
    return {
        order[1:]: public_seals.peel(secret, sealed)
        for order, sealed in layers.items()
        if order and order[0] == account_id
    }


def _take(row: KeyMeeting, who: Entering, layers: Mapping[tuple[int, ...], bytes]) -> None:
    former = update(KeyTurn).where(KeyTurn.meeting_id == row.id).values(layers={})
    db.session.execute(former, execution_options={"synchronize_session": "fetch"})
    kept: dict[str, Any] = {
        "-".join(map(str, order)): b64encode(sealed).decode() for order, sealed in layers.items()
    }
    db.session.add(
        KeyTurn(
            meeting_id=row.id,
            account_id=who.account_id,
            device=_device(who.device),
            entered_at=who.now,
            layers=kept,
        )
    )
    db.session.flush()
    publish(
        events.KeyEntered(
            at=who.now,
            actor_id=who.account_id,
            edition_id=row.edition_id,
            meeting_id=row.id,
            purpose=row.purpose,
        )
    )


def _order(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in written.split("-"))


def _device(device: str) -> str:
    return keyring().opaque("device", device)
