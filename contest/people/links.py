"""Signed tokens for links in mails about an account. Made when a mail is rendered, never stored."""

from datetime import timedelta
from typing import Any, Final

from flask import current_app
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from contest.kernel.errors import NotFound
from contest.people.models import Account
from contest.platform.database import db

SIGN_IN_WITHIN: Final = timedelta(minutes=15)
ADDRESS_WITHIN: Final = timedelta(days=1)


def confirmation_token(account_id: int) -> str:
    """Return a token that shows that its holder reads the account's mail. Raises NotFound."""
    return str(generate_confirmation_token(_account(account_id)))


def reset_token(account_id: int) -> str:
    """Return a token that lets its holder set a new password once. Raises NotFound."""
    return str(generate_reset_password_token(_account(account_id)))


def sign_in_token(account_id: int) -> str:
    """Return a token that signs its holder in once, within `SIGN_IN_WITHIN`. Raises NotFound."""
    account = _account(account_id)
    return str(_security().login_serializer.dumps([account.fs_uniquifier, account.links_used]))


def address_token(account_id: int) -> str:
    """Return a token that shows the address that the person wants to be their own. Raises NotFound."""
    account = _account(account_id)
    return str(_security().change_email_serializer.dumps([account.fs_uniquifier, account.new_email]))


def read_sign_in(token: str) -> tuple[int, int] | None:
    """Return (account id, number of the link) of a token that is neither forged nor too old, else None."""
    found = _read(_security().login_serializer, token, SIGN_IN_WITHIN)
    return (found[0], found[1]) if found and isinstance(found[1], int) else None


def read_address(token: str) -> tuple[int, str] | None:
    """Return (account id, new address) of a token that is neither forged nor too old, else None."""
    found = _read(_security().change_email_serializer, token, ADDRESS_WITHIN)
    return (found[0], found[1]) if found and isinstance(found[1], str) else None


def _read(serializer: URLSafeTimedSerializer, token: str, within: timedelta) -> tuple[int, Any] | None:
    try:
        known_as, content = serializer.loads(token, max_age=int(within.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    # A changed password changes what the account is known as, and so ends every link mailed before.
    account_id = db.session.scalar(select(Account.id).where(Account.fs_uniquifier == known_as))
    return None if account_id is None else (account_id, content)


def _security() -> Any:  # noqa: ANN401 -- Flask-Security's state has no types
    return current_app.extensions["security"]


def _account(account_id: int) -> Account:
    row = db.session.get(Account, account_id)
    if row is None:
        raise NotFound(account_id)
    return row
