"""Signed tokens for links in mails about an account. Made when a mail is rendered, never stored."""

from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token

from contest.kernel.errors import NotFound
from contest.people.models import Account
from contest.platform.database import db


def confirmation_token(account_id: int) -> str:
    """Return a token that shows that its holder reads the account's mail. Raises NotFound."""
    return str(generate_confirmation_token(_account(account_id)))


def reset_token(account_id: int) -> str:
    """Return a token that lets its holder set a new password once. Raises NotFound."""
    return str(generate_reset_password_token(_account(account_id)))


def _account(account_id: int) -> Account:
    row = db.session.get(Account, account_id)
    if row is None:
        raise NotFound(account_id)
    return row
