"""What a person does by a link in a letter: signing in, and showing a new address to be the own.

The links are signed when the letter is rendered. What makes each good for once stands in the account.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from contest.kernel.errors import N_, RuleBroken
from contest.people import events, queries, service
from contest.people.models import Account
from contest.people.rules import addresses
from contest.people.second_factor import locked
from contest.platform.database import db
from contest.platform.events import publish

GONE = N_("This link does not work: it was used already, is too old or is incomplete. Ask for a new one.")


def is_good(account_id: int, number: int) -> bool:
    """Tell whether the link to sign in with this number was not used yet."""
    account = db.session.get(Account, account_id)
    return account is not None and account.active and account.links_used == number


def use_link(account_id: int, number: int, *, now: datetime) -> None:
    """Take the link to sign in with this number, once; all that were mailed before end. Raises RuleBroken."""
    account = locked(account_id)
    if account.links_used != number or not account.active:
        raise RuleBroken(GONE)
    account.links_used += 1
    service.confirm_address(account_id, now=now)  # it came by a letter to the address


def ask_for_address(account_id: int, typed: str, *, now: datetime) -> bool:
    """Remember the address that the person wants; tell whether it is free to take. Raises RuleBroken for no address.

    The page answers alike in both cases: who has an account here is nobody's business.
    """
    wanted = addresses.canonical(typed)
    account = locked(account_id)
    if wanted == account.email:
        raise RuleBroken(N_("This is your address already. Write the new one."), field="email")
    account.new_email = wanted
    service.note_mail_request("address", now=now)
    return queries.by_email(wanted) is None


def forget_address(account_id: int) -> None:
    """Stay with the present address: a link that was mailed to another one is worthless from now on."""
    locked(account_id).new_email = None


def take_address(account_id: int, wanted: str, *, now: datetime) -> str:
    """Give the account its new address, shown to be its own, and return the old one. Raises RuleBroken."""
    account = locked(account_id)
    if account.new_email != wanted or not account.active:
        raise RuleBroken(GONE)
    old = account.email
    account.email, account.new_email, account.confirmed_at = wanted, None, now
    account.links_used += 1  # what was mailed to the old address signs nobody in any more
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody registered it meanwhile
        raise RuleBroken(GONE) from error
    publish(events.AddressChanged(at=now, actor_id=account_id, account_id=account_id))
    return old
