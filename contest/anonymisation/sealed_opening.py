"""The opening of identities that key holders sealed. results.ceremony alone imports this module; a contract says so.

In the request of the last holder the edition's secret key is in memory: every seal, and where every work lies, is
opened with it and closed again with the installation's key, and whatever held the secret key is destroyed. Texts and
files are put back afterwards, by the worker: that takes as long as there are works.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from contest.anonymisation import events, key_turns, sealing_keys
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.models import BlindCopy, Seal
from contest.anonymisation.models_sealing import EditionKey, KeyPackage
from contest.anonymisation.rules import holders
from contest.entries import works_opened
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.platform import public_seals
from contest.platform.crypto import keyring
from contest.platform.database import db
from contest.platform.events import publish

NUMBER, PLACE, WITNESSES = 60, 200, 2000


def begin(edition_id: int, *, minutes: dict[str, str], actor_id: int, now: datetime) -> str:
    """Ask the holders to open the identities; `minutes`: number, place, witnesses. Return the key of the meeting."""
    cleaned = {
        "number": text.one_line(minutes.get("number", "")),
        "place": text.one_line(minutes.get("place", "")),
        "witnesses": text.nfc(minutes.get("witnesses", "")).strip(),
    }
    most = {"number": NUMBER, "place": PLACE, "witnesses": WITNESSES}
    for field, value in cleaned.items():
        if not 1 <= len(value) <= most[field]:
            raise RuleBroken(
                N_("The minutes need this: write at most %(most)d characters."), field=field, most=most[field]
            )
    sealing_keys.refuse_without_key(edition_id)
    return key_turns.begin(edition_id, holders.OPENING, actor_id=actor_id, now=now, **cleaned).key


def enter(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key in; tell whether the identities are open now.

    Raises RuleBroken for a wrong key, SealBroken where something cannot be opened: then nothing is.
    """
    row = key_turns.gathering(key, edition_id, holders.OPENING)
    secret = key_turns.enter(row, who)
    if secret is None:
        return False
    row.count = _close_with_the_installations_key(edition_id, secret, who.now)
    works_opened.open_works(edition_id, secret, now=who.now)
    _destroy(edition_id, who.now)
    key_turns.end_others(edition_id, row.id, actor_id=who.account_id, now=who.now)
    publish(events.SealsOpened(at=who.now, actor_id=who.account_id, edition_id=edition_id, seals=row.count))
    key_turns.end(row, holders.DONE, actor_id=who.account_id, now=who.now)
    return True


def _close_with_the_installations_key(edition_id: int, secret: bytes, now: datetime) -> int:
    """Open every seal and close it again, so that all that follows is as in any contest; return how many there are."""
    ring = keyring()
    query = (
        select(Seal.id, Seal.sealed)
        .join(BlindCopy, BlindCopy.id == Seal.blind_copy_id)
        .where(BlindCopy.edition_id == edition_id)
        .order_by(Seal.id)
    )
    rows = [
        {"id": row[0], "sealed": ring.seal(public_seals.open_with(secret, row[1])), "opened_at": now}
        for row in db.session.execute(query)
    ]
    if rows:
        db.session.execute(update(Seal), rows)
    return len(rows)


def _destroy(edition_id: int, now: datetime) -> None:
    db.session.execute(delete(KeyPackage).where(KeyPackage.edition_id == edition_id))
    gone = update(EditionKey).where(EditionKey.edition_id == edition_id)
    db.session.execute(gone.values(public_key=None, test_seal=None, opened_at=now))
    db.session.flush()
