"""Reads the keys of an edition's holders, as frozen values; no secret key is anywhere in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.anonymisation.models_sealing import EditionKey, HolderKey
from contest.kernel.errors import N_, Conflict
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class HolderKeyView:
    """A holder's public key; `next_key`: that of a new sheet, None where there is none."""

    account_id: int
    public_key: bytes
    made_at: datetime
    next_key: bytes | None


@dataclass(frozen=True, slots=True)
class EditionKeyView:
    """The key of an edition: `needed` of `holders` open it together."""

    needed: int
    holders: tuple[int, ...]
    made_at: datetime
    rehearsed_at: datetime | None
    opened_at: datetime | None
    given_up_at: datetime | None


def public_key_of(edition_id: int) -> bytes | None:
    """Return the public key that the edition's seals are closed with, 32 bytes.

    None where no key was made: in an edition that the installation seals, and after the opening.
    """
    query = select(EditionKey.public_key).where(EditionKey.edition_id == edition_id)
    return db.session.scalar(query)


def edition_key(edition_id: int) -> EditionKeyView | None:
    """Return what is known of the edition's key, or None where there was never one."""
    row = db.session.scalar(select(EditionKey).where(EditionKey.edition_id == edition_id))
    if row is None:
        return None
    times = (row.made_at, row.rehearsed_at, row.opened_at, row.given_up_at)
    return EditionKeyView(row.needed, tuple(row.holders), *times)


def refuse_without_key(edition_id: int) -> None:
    """Raise Conflict where there is no key that holders could open together: not made yet, opened, given up."""
    key = edition_key(edition_id)
    if key is None:
        raise Conflict(N_("The key of this contest is not made yet, or destroyed."))
    if key.opened_at is not None:
        raise Conflict(
            N_("The identities of this contest are open already. The holders are not needed any more.")
        )
    if key.given_up_at is not None:
        raise Conflict(N_("The results of this contest are published by code. Its identities stay closed."))


def holder_keys(edition_id: int) -> dict[int, HolderKeyView]:
    """Return the holders' public keys by account."""
    query = select(HolderKey).where(HolderKey.edition_id == edition_id).order_by(HolderKey.account_id)
    return {
        row.account_id: HolderKeyView(row.account_id, row.public_key, row.made_at, row.next_key)
        for row in db.session.scalars(query)
    }
