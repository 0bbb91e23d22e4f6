"""Keeps the holders' public keys, and makes the key of an edition: locked for the holders, kept by nobody."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from contest.access.duties import Duty
from contest.anonymisation import events, key_turns, queries, sealing_keys
from contest.anonymisation.models_sealing import EditionKey, HolderKey, KeyPackage
from contest.anonymisation.rules import holders
from contest.anonymisation.writing import begin_alone
from contest.editions import queries as editions
from contest.editions import roster, sealings
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform import public_seals
from contest.platform.database import db
from contest.platform.events import publish


def keep_holder_key(edition_id: int, account_id: int, public_key: bytes, *, now: datetime) -> None:
    """Keep the public key that a holder made, in place of an earlier one.

    Before any code is drawn a new key makes the edition's key worthless, and it is made anew. Afterwards the new key
    waits until enough holders, with the keys they have, lock the edition's key for the new set.
    """
    begin_alone()
    _refuse_unsealed(edition_id)
    if account_id not in editions.appointed(edition_id, Duty.KEY_HOLDER):
        raise NotFound(account_id)
    if len(public_key) != public_seals.KEY or not any(public_key):
        raise RuleBroken(N_("That is no public key. Load the page again and make your key anew."))
    key, row = sealing_keys.edition_key(edition_id), _holder_key(edition_id, account_id, public_key)
    if key is not None and account_id in key.holders and _is_coded(edition_id):
        row.next_key = public_key
    else:
        row.public_key, row.next_key = public_key, None
        if key is not None and account_id in key.holders:
            _forget(edition_id, actor_id=account_id, now=now)
    row.made_at = now
    db.session.add(row)
    db.session.flush()
    publish(events.HolderKeyMade(at=now, actor_id=account_id, edition_id=edition_id, account_id=account_id))


def _holder_key(edition_id: int, account_id: int, public_key: bytes) -> HolderKey:
    query = select(HolderKey).where(HolderKey.edition_id == edition_id, HolderKey.account_id == account_id)
    new = HolderKey(edition_id=edition_id, account_id=account_id, public_key=public_key)
    return db.session.scalar(query) or new


def problems(edition_id: int) -> tuple[RuleBroken, ...]:
    """Name what stands between the edition and its key; nothing where it can be made."""
    roles = roles_of_holders(edition_id)
    keys = sealing_keys.holder_keys(edition_id)
    return tuple(holders.problems(roles, keys, needed=sealings.of(edition_id).keys_needed))


def roles_of_holders(edition_id: int) -> dict[int, frozenset[str]]:
    """Return what else each of the appointed key holders is in the edition, by account."""
    officials = roster.officials(edition_id)
    return {
        who: frozenset(
            each.duty.value for each in officials if each.account_id == who and each.duty != Duty.KEY_HOLDER
        )
        for who in editions.appointed(edition_id, Duty.KEY_HOLDER)
    }


def make_edition_key(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Make the edition's key for the appointed holders, in place of one with which nothing was sealed yet.

    Raises RuleBroken naming what is missing, Conflict once codes are drawn.
    """
    begin_alone()
    _refuse_unsealed(edition_id)
    for problem in problems(edition_id):
        raise problem
    if _is_coded(edition_id):
        raise Conflict(
            N_("Codes are drawn already, and sealed with the key there is. It cannot be made anew.")
        )
    _forget(edition_id, actor_id=actor_id, now=now)
    secret, public = public_seals.new_pair()
    who = editions.appointed(edition_id, Duty.KEY_HOLDER)
    row = EditionKey(
        edition_id=edition_id,
        public_key=public,
        test_seal=public_seals.seal_to(public, secrets.token_bytes(32)),
        needed=sealings.of(edition_id).keys_needed,
        holders=list(who),
        made_at=now,
        made_by=actor_id,
    )
    db.session.add(row)
    lock_for(edition_id, secret, public_keys(edition_id, who), needed=row.needed)
    _say_made(row, actor_id, now)


def lock_anew(edition_id: int, secret: bytes, *, actor_id: int, now: datetime) -> None:
    """Lock the edition's key for the holders who are appointed now, with the newest keys they made."""
    for problem in problems(edition_id):
        raise problem
    row = db.session.scalars(select(EditionKey).where(EditionKey.edition_id == edition_id)).one()
    who = editions.appointed(edition_id, Duty.KEY_HOLDER)
    mine = HolderKey.edition_id == edition_id
    for key in db.session.scalars(select(HolderKey).where(mine)):
        if key.next_key is not None:
            key.public_key, key.next_key = key.next_key, None
    db.session.execute(delete(HolderKey).where(mine, HolderKey.account_id.not_in(who)))
    row.holders, row.rehearsed_at = list(who), None
    lock_for(edition_id, secret, public_keys(edition_id, who), needed=row.needed)
    _say_made(row, actor_id, now)


def lock_for(edition_id: int, secret: bytes, keys: Mapping[int, bytes], *, needed: int) -> None:
    """Write the packages of a secret key for these holders, in place of those there are."""
    db.session.execute(delete(KeyPackage).where(KeyPackage.edition_id == edition_id))
    db.session.add_all(
        KeyPackage(
            edition_id=edition_id,
            holders=list(order),
            sealed=public_seals.nest(secret, [keys[who] for who in order]),
        )
        for order in holders.orders(keys, needed)
    )
    db.session.flush()


def public_keys(edition_id: int, who: Iterable[int]) -> dict[int, bytes]:
    """Return the public keys of these holders."""
    keys = sealing_keys.holder_keys(edition_id)
    return {account_id: keys[account_id].public_key for account_id in who}


def give_up(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Record that the identities stay closed, because too few of the holders' keys are left. Raises Conflict."""
    begin_alone()
    row = db.session.scalar(select(EditionKey).where(EditionKey.edition_id == edition_id))
    if row is None or row.opened_at is not None or row.given_up_at is not None:
        raise Conflict(N_("The identities of this contest are not closed by key holders."))
    row.given_up_at = now
    db.session.flush()
    key_turns.end_others(edition_id, actor_id=actor_id, now=now)


def _forget(edition_id: int, *, actor_id: int, now: datetime) -> None:
    key_turns.end_others(edition_id, actor_id=actor_id, now=now)
    for model in (KeyPackage, EditionKey):
        db.session.execute(delete(model).where(model.edition_id == edition_id))
    db.session.flush()


def _is_coded(edition_id: int) -> bool:
    return any(queries.count(each.id) for each in editions.rounds(edition_id))


def _refuse_unsealed(edition_id: int) -> None:
    if not sealings.of(edition_id).is_by_holders:
        raise Conflict(N_("In this contest the installation seals the identities; nobody needs a key."))
    key = sealing_keys.edition_key(edition_id)
    if key is not None and (key.opened_at or key.given_up_at):
        raise Conflict(N_("The results of this contest are decided, and its key is not needed any more."))


def _say_made(row: EditionKey, actor_id: int, now: datetime) -> None:
    publish(
        events.EditionKeyMade(
            at=now,
            actor_id=actor_id,
            edition_id=row.edition_id,
            holders=len(row.holders),
            needed=row.needed,
        )
    )
