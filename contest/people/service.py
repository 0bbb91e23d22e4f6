"""Makes and changes accounts, sessions, consents and units."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_security import hash_password
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import events, queries
from contest.people.models import Account, Consent, KnownDevice, Unit, WebSession
from contest.people.rules import addresses, consent, details, passwords, unit_tree
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

SEEN_EVERY = timedelta(minutes=10)
DEVICE_KNOWN = timedelta(days=400)  # as long as browsers keep a cookie
FIRST_RUN_LOCK = 0xF1857


@dataclass(frozen=True, slots=True)
class Details:
    """What a person tells about themselves."""

    full_name: str
    birth_year: int | None
    phone: str
    unit_id: int | None


class AddressTaken(RuleBroken):
    """There is an account with this address; pages for visitors must not show that."""

    def __init__(self) -> None:
        super().__init__(N_("There is an account with this e-mail address already."), field="email")


def new_account(email: str, password_hash: str, about: Details, *, language: str, now: datetime) -> int:
    """Make an account with a hashed password. Raises RuleBroken naming the field."""
    begin_writing()
    account = Account(
        email=addresses.canonical(email), password=password_hash, language=language, created_at=now
    )
    _fill(account, about, now)
    _add(account)
    publish(events.AccountRegistered(at=now, actor_id=account.id, account_id=account.id))
    return account.id


def complete_registration(account: Account, *, language: str, now: datetime) -> None:
    """Check and finish an account that Flask-Security has just made, before it is written. Raises RuleBroken."""
    begin_writing()
    account.email = addresses.canonical(account.email)
    account.language = language
    account.created_at = now
    _fill(account, Details(account.full_name, account.birth_year, account.phone or "", account.unit_id), now)
    _add(account)
    publish(events.AccountRegistered(at=now, actor_id=account.id, account_id=account.id))


def _add(account: Account) -> None:
    # The constraint decides, not a look before it: of two people (or two clicks) at once one finds the address taken.
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AddressTaken from error


def change_details(account_id: int, about: Details, *, language: str, now: datetime) -> None:
    """Change the own details. Raises RuleBroken naming the field."""
    begin_writing()
    account = db.session.get_one(Account, account_id)
    with db.session.no_autoflush:
        _fill(account, about, now)
        account.language = language
        changed = tuple(sorted(c.key for c in db.inspect(account).attrs if c.history.has_changes()))
    if changed:
        publish(events.DetailsChanged(at=now, actor_id=account_id, account_id=account_id, fields=changed))


def _fill(account: Account, about: Details, now: datetime) -> None:
    account.full_name = details.full_name(about.full_name)
    account.folded_name = text.fold(account.full_name)
    account.birth_year = (
        details.birth_year(about.birth_year, this_year=now.year) if about.birth_year else None
    )
    account.phone = details.phone(about.phone)
    if about.unit_id is not None and about.unit_id != account.unit_id:
        unit = db.session.get(Unit, about.unit_id)
        if unit is None or not unit_tree.is_valid(unit.valid_from, unit.valid_until, now.date()):
            raise RuleBroken(N_("Choose your unit from the list."), field="unit_id")
    account.unit_id = about.unit_id


def make_administrator(account_id: int, *, now: datetime) -> None:
    """Make the account an administrator, confirmed: the first-run page, `flask setup`, `flask administrator`."""
    begin_writing()
    account = db.session.get_one(Account, account_id)
    account.is_administrator = True
    account.confirmed_at = account.confirmed_at or now
    publish(events.AdministratorMade(at=now, account_id=account_id))


def end_administrator(account_id: int, *, now: datetime) -> None:
    """Take the administration away from this account. Raises Conflict for the last one: nobody could mend that."""
    begin_writing()
    if set(queries.administrators()) <= {account_id}:
        raise Conflict("An installation needs an administrator. Make another one first.")
    db.session.get_one(Account, account_id).is_administrator = False
    publish(events.AdministratorEnded(at=now, account_id=account_id))


def first_organiser(email: str, full_name: str, password: str, *, language: str = "vi", now: datetime) -> int:
    """Make the first account of an installation, an administrator. Raises RuleBroken naming the field.

    Raises Conflict where somebody has an account already. The password is hashed before the transaction starts.
    """
    problem = passwords.problem(password, personal=(email, full_name))
    if problem is not None:
        raise problem
    password_hash = hash_password(passwords.normal(password))
    begin_writing()
    if db.session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        db.session.execute(select(func.pg_advisory_xact_lock(FIRST_RUN_LOCK)))
    if not queries.is_empty():
        raise Conflict(
            N_("This installation has been set up meanwhile. Sign in with the account that was made.")
        )
    about = Details(full_name, birth_year=None, phone="", unit_id=None)
    account_id = new_account(email, password_hash, about, language=language, now=now)
    make_administrator(account_id, now=now)
    return account_id


def note_mail_request(purpose: str, *, now: datetime) -> None:
    """Record that somebody asked for a link by mail, for an address that is known or not: both leave one line."""
    begin_writing()
    publish(events.MailRequested(at=now, purpose=purpose))


def note_confirmation(account_id: int, *, now: datetime) -> None:
    """Record in the log that the address was shown to be the person's own."""
    begin_writing()
    publish(events.AddressConfirmed(at=now, actor_id=account_id, account_id=account_id))


def confirm_address(account_id: int, *, now: datetime) -> None:
    """Take the address as the person's own: they came by a letter to it, or the demonstration made them."""
    begin_writing()
    account = db.session.get_one(Account, account_id)
    if account.confirmed_at is None:
        account.confirmed_at = now
        note_confirmation(account_id, now=now)


def give_unit(account_id: int, unit_id: int, *, now: datetime) -> None:
    """Note the unit of a person who has named none, as those who invited them know it."""
    begin_writing()
    account = db.session.get_one(Account, account_id)
    if account.unit_id is None and db.session.get(Unit, unit_id) is not None:
        account.unit_id = unit_id
        publish(
            events.DetailsChanged(at=now, actor_id=account_id, account_id=account_id, fields=("unit_id",))
        )


def choose_language(account_id: int, language: str) -> None:
    """Remember the language for pages and mails."""
    begin_writing()
    db.session.get_one(Account, account_id).language = language


def give_consents(account_id: int, given: Mapping[str, str], *, language: str, now: datetime) -> None:
    """Keep the texts that a person ticked: purpose to the sentence as it was shown."""
    begin_writing()
    for wanted in consent.REGISTRATION:
        if wanted.purpose not in given:
            if wanted.is_needed:
                raise RuleBroken(consent.NEEDED, field=f"consent_{wanted.purpose}")
            continue
        db.session.add(
            Consent(
                account_id=account_id,
                purpose=wanted.purpose,
                text_version=wanted.version,
                text=given[wanted.purpose],
                language=language,
                given_at=now,
            )
        )
        publish(
            events.ConsentGiven(
                at=now,
                actor_id=account_id,
                account_id=account_id,
                purpose=wanted.purpose,
                text_version=wanted.version,
            )
        )


# --- sessions ------------------------------------------------------------------------------------------------------


def hash_token(token: str) -> str:
    """Return what stands in the table for a token; the token itself is only in the cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(
    account_id: int,
    *,
    now: datetime,
    device: str = "",
    browser: str | None = None,
    is_strong: bool = False,
) -> str:
    """Open a session and return its token: 256 random bits.

    `browser` is what the long-lived cookie of the device holds; `is_strong`: begun with a second factor.
    """
    begin_writing()
    token = secrets.token_urlsafe(32)
    db.session.add(
        WebSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            device=device,
            is_strong=is_strong,
        )
    )
    publish(events.SessionBegun(at=now, actor_id=account_id, account_id=account_id))
    if browser is not None and _is_new(account_id, browser, now):
        publish(events.NewDeviceUsed(at=now, actor_id=account_id, account_id=account_id, device=device))
    return token


def _is_new(account_id: int, browser: str, now: datetime) -> bool:
    """Remember the device; tell whether it is a further one. The first of an account is no news to anybody."""
    hashed = hash_token(f"{account_id} {browser}")
    own = KnownDevice.account_id == account_id
    found = db.session.scalar(select(KnownDevice).where(own, KnownDevice.token_hash == hashed))
    if found is not None:
        found.last_seen_at = now
        return False
    db.session.execute(delete(KnownDevice).where(own, KnownDevice.last_seen_at < now - DEVICE_KNOWN))
    is_further = db.session.scalar(select(KnownDevice.id).where(own).limit(1)) is not None
    db.session.add(KnownDevice(account_id=account_id, token_hash=hashed, last_seen_at=now))
    return is_further


def live_session(token: str, *, now: datetime, idle: timedelta, longest: timedelta) -> int | None:
    """Return the account of a session that is neither idle too long nor too old, else None."""
    found = queries.session_account(hash_token(token))
    if found is None:
        return None
    account_id, begun, seen = found
    return account_id if now - seen <= idle and now - begun <= longest else None


def touch_session(token: str, *, now: datetime) -> None:
    """Remember that the session is in use, at most every ten minutes so that reading costs no write."""
    hashed = hash_token(token)
    found = queries.session_account(hashed)
    if found is not None and now - found[2] >= SEEN_EVERY:
        begin_writing()
        db.session.execute(update(WebSession).where(WebSession.token_hash == hashed).values(last_seen_at=now))


def end_session(token: str, *, now: datetime) -> None:
    """Close a session: the token is worthless from now on."""
    begin_writing()
    found = queries.session_account(hash_token(token))
    if found is None:
        return
    db.session.execute(delete(WebSession).where(WebSession.token_hash == hash_token(token)))
    publish(events.SessionEnded(at=now, actor_id=found[0], account_id=found[0]))


def end_all_sessions(account_id: int, *, now: datetime, but: str | None = None) -> None:
    """Close every session of the account, except the one with token `but`: a password was changed."""
    drop_sessions(account_id, but=but)
    publish(events.PasswordChanged(at=now, actor_id=account_id, account_id=account_id))


def drop_sessions(account_id: int, *, but: str | None = None) -> None:
    """Delete every session of the account, except the one with token `but`, without a word."""
    begin_writing()
    query = delete(WebSession).where(WebSession.account_id == account_id)
    if but is not None:
        query = query.where(WebSession.token_hash != hash_token(but))
    db.session.execute(query)


def sign_out_everywhere(account_id: int, *, now: datetime) -> None:
    """Close every session of the account at the wish of its owner."""
    drop_sessions(account_id)
    publish(events.SessionsEnded(at=now, actor_id=account_id, account_id=account_id, key=None))


def sign_out_one(account_id: int, key: str, *, now: datetime) -> None:
    """Close one of the own sessions; one that has ended meanwhile is no mistake."""
    begin_writing()
    query = delete(WebSession).where(WebSession.account_id == account_id, WebSession.key == key)
    db.session.execute(query)
    publish(events.SessionsEnded(at=now, actor_id=account_id, account_id=account_id, key=key))


# --- units ---------------------------------------------------------------------------------------------------------


def add_unit(
    code: str, name: str, *, kind: str, parent_id: int | None, actor_id: int | None, now: datetime
) -> int:
    """Add a unit to the tree. Raises RuleBroken for a code that is taken, NotFound for an unknown parent."""
    begin_writing()
    code, name = text.one_line(code), text.one_line(name)
    if not code or not name:
        raise RuleBroken(N_("A unit needs a code and a name."), field="name" if code else "code")
    if db.session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise RuleBroken(N_("There is a unit with the code %(code)s already."), field="code", code=code)
    if parent_id is not None and db.session.get(Unit, parent_id) is None:
        raise NotFound(parent_id)
    unit = Unit(code=code, name=name, folded_name=text.fold(name), kind=kind, parent_id=parent_id)
    db.session.add(unit)
    db.session.flush()
    publish(events.UnitAdded(at=now, actor_id=actor_id, unit_id=unit.id))
    return unit.id
