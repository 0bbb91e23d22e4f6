"""Opens one code for a stated reason: asked by a named person, granted by key holders, kept in minutes.

The one who asked sees whose it is, once; nobody else does. Where the installation seals, two holders confirm; where
holders have the keys, as many as the contest needs enter them.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from contest.access.duties import Duty
from contest.anonymisation import events, key_turns
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.models import BlindCopy, Seal
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import codes, holders, seal
from contest.editions import queries as editions
from contest.editions import sealings
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken, RulesBroken
from contest.platform import public_seals
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db
from contest.platform.events import publish

_PURPOSE = "one identity"


def ask(edition_id: int, code: str, reason: str, *, actor_id: int, now: datetime) -> str:
    """Ask the key holders to open one code; return the key of the meeting. Raises RulesBroken: all that is wrong."""
    written, why = text.one_line(code).upper(), text.one_line(reason)
    broken = tuple(_faults(edition_id, written, why))
    if broken:
        raise RulesBroken(broken)
    _refuse_without_holders(edition_id, actor_id)
    meeting = key_turns.begin(edition_id, holders.ONE, actor_id=actor_id, now=now, code=written, reason=why)
    return meeting.key


def _faults(edition_id: int, code: str, reason: str) -> Iterator[RuleBroken]:
    if not codes.is_code(code) or _copy_id(edition_id, code) is None:
        yield RuleBroken(N_("No work of this contest has the code “%(code)s”."), field="code", code=code)
    least, most = holders.REASON
    if not least <= len(reason) <= most:
        yield RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."),
            field="reason",
            least=least,
            most=most,
        )


def grant(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key or confirmation in; tell whether the code is open now for the one who asked."""
    row = key_turns.gathering(key, edition_id, holders.ONE)
    if row.begun_by == who.account_id:
        raise RuleBroken(N_("You asked for this identity yourself, so others have to grant it."))
    opening: bytes | None = None
    if sealings.of(edition_id).is_by_holders and not _is_opened(edition_id):
        opening = key_turns.enter(row, who)
        if opening is None:
            return False
    elif not key_turns.confirm(row, who):
        return False
    entry_id = _followed(edition_id, row.code, opening)
    row.answer, row.count = keyring().lock(_PURPOSE, str(entry_id).encode()), 1
    publish(
        events.IdentityOpened(at=who.now, actor_id=row.begun_by, edition_id=edition_id, meeting_id=row.id)
    )
    key_turns.end(row, holders.DONE, actor_id=who.account_id, now=who.now)
    return True


def see(key: str, edition_id: int, *, actor_id: int, now: datetime) -> int:
    """Return the entry that was asked for, to the one who asked and once; nothing of it is left afterwards."""
    row = key_turns.gathering(key, edition_id, holders.ONE)
    if row.begun_by != actor_id:
        raise NotFound(key)
    if row.answer is None:
        raise Conflict(N_("This identity was shown once already, or was not opened."))
    entry_id = int(keyring().unlock(_PURPOSE, row.answer))
    row.answer, row.seen_at = None, now
    db.session.flush()
    return entry_id


def _refuse_without_holders(edition_id: int, actor_id: int) -> None:
    who = editions.appointed(edition_id, Duty.KEY_HOLDER)
    if actor_id in who:
        raise RuleBroken(N_("You hold a key of this contest, so somebody else has to ask."))
    if len(who) < holders.CONFIRM_WITHOUT_KEYS:
        raise RuleBroken(
            N_("This needs %(needed)d key holders, and %(there)d are named. Invite them on the page People."),
            needed=holders.CONFIRM_WITHOUT_KEYS,
            there=len(who),
        )


def _is_opened(edition_id: int) -> bool:
    query = select(EditionKey.opened_at).where(EditionKey.edition_id == edition_id)
    return db.session.scalar(query) is not None


def _copy_id(edition_id: int, code: str) -> int | None:
    query = select(BlindCopy.id).where(BlindCopy.edition_id == edition_id, BlindCopy.code == code)
    return db.session.scalar(query)


def _followed(edition_id: int, code: str, secret: bytes | None) -> int:
    """Return the entry of a code, back through the rounds. Raises SealBroken where a seal does not open."""
    copy_id = _copy_id(edition_id, code)
    while copy_id is not None:
        sealed = db.session.scalar(select(Seal.sealed).where(Seal.blind_copy_id == copy_id))
        if sealed is None:
            break
        content = keyring().open(sealed) if secret is None else public_seals.open_with(secret, sealed)
        link = seal.read(content)
        if link.to == "entry":
            return link.id
        copy_id = link.id
    raise SealBroken("a seal is missing")
