"""A second factor: the authenticator app's codes, each taken once, and recovery codes, of which hashes are kept.

What `ProtectionChanged` says: app-on, app-off, codes-new, code-used, passkey-added, passkey-removed.
"""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import select

from contest.kernel.errors import N_, RuleBroken
from contest.people import events, service
from contest.people.models import Account, Passkey, WebSession
from contest.platform.crypto import keyring
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

METHOD: Final = "authenticator"  # Flask-Security's word
CODES: Final = 10
LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
LENGTH, GROUP = 12, 4


def switch_on(account_id: int, secret: str, *, session: str | None, now: datetime) -> tuple[str, ...]:
    """Ask this account for codes of the app from now on, and return its recovery codes, to be shown once.

    `secret` is encrypted already; `session` is the token of the session that showed to have the app: all others end,
    so that none goes on without it.
    """
    account = locked(account_id)
    account.tf_primary_method, account.tf_totp_secret = METHOD, secret
    service.drop_sessions(account_id, but=session)
    if session is not None:
        strengthen(session)
    _changed(account_id, "app-on", now)
    return _draw(account)


def switch_off(account_id: int, *, now: datetime) -> None:
    """Ask for the password alone again. What only a second factor opens stays open to no session of now."""
    account = locked(account_id)
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    account.totp_counter = None
    for row in db.session.scalars(select(WebSession).where(WebSession.account_id == account_id)):
        row.is_strong = False
    _changed(account_id, "app-off", now)


def strengthen(session: str) -> None:
    """Note that whoever sits at this session has just given a second factor. `session`: its token."""
    begin_writing()
    row = db.session.scalar(select(WebSession).where(WebSession.token_hash == service.hash_token(session)))
    if row is not None:
        row.is_strong = True


def last_counter(account_id: int) -> int | None:
    """Return the number of the last code that was taken; until the commit nobody else takes one."""
    return locked(account_id).totp_counter


def note_counter(account_id: int, counter: int) -> None:
    """Remember which code was taken."""
    locked(account_id).totp_counter = counter


def secret(account_id: int) -> str | None:
    """Return the secret of the account's app, encrypted; None without one."""
    return db.session.scalar(select(Account.tf_totp_secret).where(Account.id == account_id))


def draw_codes(account_id: int, *, now: datetime) -> tuple[str, ...]:
    """Return new recovery codes, to be shown once; those before are worthless. Raises RuleBroken without an app."""
    account = locked(account_id)
    if account.tf_totp_secret is None:
        raise RuleBroken(N_("Recovery codes belong to an authenticator app. Set up the app first."))
    _changed(account_id, "codes-new", now)
    return _draw(account)


def _draw(account: Account) -> tuple[str, ...]:
    codes = tuple("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES))
    account.mf_recovery_codes = [_hash(account.id, code) for code in codes]
    return tuple("-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP)) for code in codes)


def has_code(account_id: int, typed: str) -> bool:
    """Tell whether this is one of the account's recovery codes; hyphens, spaces and capitals do not matter."""
    return _hash(account_id, typed) in (locked(account_id).mf_recovery_codes or ())


def use_code(account_id: int, typed: str, *, now: datetime) -> bool:
    """Take a recovery code, once. Tell whether it was one."""
    account = locked(account_id)
    used = _hash(account_id, typed)
    if used not in (account.mf_recovery_codes or ()):
        return False
    account.mf_recovery_codes = [each for each in account.mf_recovery_codes or () if each != used]
    _changed(account_id, "code-used", now)
    return True


def _hash(account_id: int, typed: str) -> str:
    code = "".join(sign for sign in typed[:64].lower() if sign.isalnum())
    return keyring().opaque("recovery code", f"{account_id} {code}")


def locked(account_id: int) -> Account:
    """Return the account, nobody else changing it meanwhile: of two uses of a code at once one comes second."""
    begin_writing()
    query = select(Account).where(Account.id == account_id).with_for_update()
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def note_passkey(account_id: int, *, now: datetime) -> None:
    """Record that Flask-Security has added a passkey, and tell its owner."""
    begin_writing()
    _changed(account_id, "passkey-added", now)


def remove_passkey(account_id: int, passkey_id: int, *, now: datetime) -> None:
    """Forget a passkey of the person's own; one that is gone already is no mistake."""
    begin_writing()
    row = db.session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id))
    if row is not None:
        db.session.delete(row)
        _changed(account_id, "passkey-removed", now)


def _changed(account_id: int, what: str, now: datetime) -> None:
    publish(events.ProtectionChanged(at=now, actor_id=account_id, account_id=account_id, what=what))
