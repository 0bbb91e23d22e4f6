"""Erases an account: every part erases its own rows of the person, then this one makes the account an empty shell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select, update

from contest.kernel import text
from contest.kernel.errors import N_, Conflict
from contest.kernel.keys import new_key
from contest.people import events
from contest.people.models import Account, DataRequest, KnownDevice, Passkey, WebSession
from contest.people.rules.erasure import NOTHING_LEFT
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

# Nobody can have a mailbox there (RFC 2606), and no form takes such an address.
NOWHERE: Final = "erased.invalid"
_AS_THEY_ARE: Final = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of an erasure: which works stay for their prize and with whose name, and what else does."""

    kept_entries: tuple[int, ...] = ()
    named_entries: tuple[int, ...] = ()
    stays: tuple[str, ...] = ()
    keeps_name: bool = False
    request_id: int | None = None


def erase(account_id: int, decided: Decision, *, actor_id: int | None, now: datetime) -> None:
    """Erase the person. Raises Conflict where that was done before, RuleBroken where a part must wait."""
    begin_writing()
    account = db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    if account.erased_at is not None:
        raise Conflict(N_("This account is erased already."))
    publish(
        events.ErasureDecided(
            at=now,
            actor_id=actor_id,
            account_id=account_id,
            request_id=decided.request_id,
            kept_entries=decided.kept_entries,
            named_entries=decided.named_entries,
            stays=decided.stays,
        )
    )
    for table in (WebSession, KnownDevice, Passkey):
        db.session.execute(
            delete(table).where(table.account_id == account_id), execution_options=_AS_THEY_ARE
        )
    forget_words(DataRequest.account_id == account_id)
    db.session.expire_all()
    empty(account, now, name=account.full_name if decided.keeps_name else NOTHING_LEFT)


def forget_words(of: ColumnElement[bool]) -> None:
    """Take the words out of requests; that there were any, and when, stays."""
    emptied = update(DataRequest).where(of).values(words="", answer="", extension_reason="")
    db.session.execute(emptied, execution_options=_AS_THEY_ARE)


def empty(account: Account, now: datetime, *, name: str) -> None:
    """Leave nothing in the row but what must be there: keys, times, and the name of a published decision."""
    account.email = f"{account.key}@{NOWHERE}"
    account.full_name, account.folded_name = name, text.fold(name)
    account.active = account.is_administrator = False
    account.fs_uniquifier = new_key(52)
    account.links_used += 1
    account.erased_at = now
    for column in _CLEARED:
        setattr(account, column, None)
    db.session.flush()


_CLEARED: Final = (
    "password",
    "confirmed_at",
    "birth_year",
    "phone",
    "unit_id",
    "tf_primary_method",
    "tf_totp_secret",
    "totp_counter",
    "mf_recovery_codes",
    "fs_webauthn_user_handle",
    "new_email",
    "restricted_at",
    "unclaimed_since",
    "contact_email",
)


# --- kept long enough -------------------------------------------------------------------------------------------------


def unused(*, before: datetime) -> tuple[int, ...]:
    """Return accounts made before whose address was never confirmed, and which nobody has used or asked about."""
    used = (
        select(WebSession.account_id),
        select(KnownDevice.account_id).where(KnownDevice.last_seen_at >= before),
        select(DataRequest.account_id),
    )
    query = select(Account.id).where(
        Account.created_at < before,
        Account.confirmed_at.is_(None),
        Account.erased_at.is_(None),
        Account.is_administrator.is_(False),
        *(Account.id.not_in(each) for each in used),
    )
    return tuple(db.session.scalars(query.order_by(Account.id)))


def old_words(*, before: datetime) -> tuple[int, ...]:
    """Return the requests that were settled before and still have words."""
    has_words = or_(DataRequest.words != "", DataRequest.answer != "", DataRequest.extension_reason != "")
    return tuple(db.session.scalars(select(DataRequest.id).where(DataRequest.settled_at < before, has_words)))


def forget_old(ids: Sequence[int]) -> None:
    """Take the words out of these requests."""
    forget_words(DataRequest.id.in_(ids))


def old_devices(*, before: datetime) -> tuple[int, ...]:
    """Return the devices that were last used before."""
    return tuple(db.session.scalars(select(KnownDevice.id).where(KnownDevice.last_seen_at < before)))


def drop_devices(ids: Sequence[int]) -> None:
    """Forget these devices."""
    _drop(KnownDevice, ids)


def old_sessions(*, before: datetime) -> tuple[int, ...]:
    """Return the sessions that began before: they ended by themselves."""
    return tuple(db.session.scalars(select(WebSession.id).where(WebSession.created_at < before)))


def drop_sessions(ids: Sequence[int]) -> None:
    """Forget these sessions."""
    _drop(WebSession, ids)


def _drop(table: type[KnownDevice] | type[WebSession], ids: Sequence[int]) -> None:
    db.session.execute(delete(table).where(table.id.in_(ids)), execution_options=_AS_THEY_ARE)
