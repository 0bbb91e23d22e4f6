"""Flask-Security's way to our accounts: it announces writes first, and leaves the commit to the edge."""

from typing import Any, cast

from flask_security import RoleMixin, SQLAlchemyUserDatastore
from sqlalchemy import bindparam, select

from contest.kernel.keys import new_key
from contest.people.models import Account, Passkey
from contest.platform.database import begin_writing, db

# Asked for every page, and so put together once.
_SIGNED_IN = select(Account).where(Account.fs_uniquifier == bindparam("known_as"))


class NoRole(RoleMixin):
    """Flask-Security wants a class of roles. Ours are appointments in an edition, so none is ever made."""


class AccountDatastore(SQLAlchemyUserDatastore):
    """Accounts for Flask-Security."""

    def __init__(self) -> None:
        super().__init__(db, Account, NoRole, Passkey)

    def create_user(self, **values: Any) -> Account:  # noqa: ANN401 -- Flask-Security's own signature
        """Make an account that is not yet written: `service.complete_registration` checks and adds it."""
        return Account(active=True, fs_uniquifier=new_key(52), **values)

    def find_user(self, case_insensitive: bool = False, **sought: Any) -> Account | None:  # noqa: ANN401
        """Return the account with this value, or None. Nobody has roles that would be read with it."""
        if sought.keys() == {"fs_uniquifier"} and not case_insensitive:
            return db.session.scalar(_SIGNED_IN, {"known_as": sought["fs_uniquifier"]})
        return cast("Account | None", super().find_user(case_insensitive, **sought))

    def put(self, model: Any) -> Any:  # noqa: ANN401 -- Flask-Security's own signature
        begin_writing()
        return super().put(model)

    def delete(self, model: Any) -> None:  # noqa: ANN401
        begin_writing()
        super().delete(model)

    def commit(self) -> None:
        """Do nothing: one commit a request, at the edge."""
