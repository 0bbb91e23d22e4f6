"""Reads people and units, as frozen values."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from contest.kernel import text
from contest.kernel.errors import NotFound, RuleBroken
from contest.people.models import Account, Consent, Unit, WebSession
from contest.people.rules import addresses
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Person:
    """An account as other parts may see it: the named side only."""

    id: int
    name: str
    email: str
    birth_year: int | None
    phone: str | None
    unit_id: int | None
    language: str
    is_confirmed: bool
    is_administrator: bool
    restricted_at: datetime | None = None
    is_erased: bool = False
    is_unclaimed: bool = False  # nobody can sign in, and `email` is what was written on paper, "" for nothing


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with its place in the tree: `depth` counts from 0 at the roots."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    depth: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that somebody looked for, with the name of the one above it ("" at the top)."""

    id: int
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A text that a person agreed to, in the words that were shown."""

    purpose: str
    text_version: str
    text: str
    given_at: datetime
    withdrawn_at: datetime | None = None


def is_empty() -> bool:
    """Tell whether nobody has an account yet: the first-run page stands open."""
    return db.session.scalar(select(Account.id).limit(1)) is None


def person(account_id: int) -> Person:
    """Return one person. Raises NotFound."""
    row = db.session.get(Account, account_id)
    if row is None:
        raise NotFound(account_id)
    return _person(row)


def people(account_ids: frozenset[int]) -> dict[int, Person]:
    """Return the people of these ids, by id."""
    if not account_ids:
        return {}
    rows = db.session.scalars(select(Account).where(Account.id.in_(account_ids)))
    return {row.id: _person(row) for row in rows}


def by_email(email: str) -> Person | None:
    """Return the person with that address, or None."""
    try:
        address = addresses.canonical(email)
    except RuleBroken:
        return None
    row = db.session.scalar(select(Account).where(Account.email == address))
    return _person(row) if row else None


def guessing_key(email: str) -> str:
    """Return what attempts to sign in with this address are counted under, known or not.

    It changes with the password: whoever has the mailbox gets a new password and signs in, however many strangers
    tried before.
    """
    try:
        address = addresses.canonical(email)
    except RuleBroken:
        return "no address"
    found = db.session.scalar(select(Account.fs_uniquifier).where(Account.email == address))
    return hashlib.sha256(f"{address}\0{found}".encode()).hexdigest()[:32]


def consents(account_id: int) -> tuple[ConsentView, ...]:
    """Return what the person agreed to, the oldest first."""
    query = select(Consent).where(Consent.account_id == account_id).order_by(Consent.given_at, Consent.id)
    return tuple(
        ConsentView(c.purpose, c.text_version, c.text, c.given_at, c.withdrawn_at)
        for c in db.session.scalars(query)
    )


def has_consent(account_ids: frozenset[int], purpose: str) -> frozenset[int]:
    """Return those of these people who agreed to the purpose and did not take it back."""
    query = select(Consent.account_id).where(
        Consent.account_id.in_(account_ids), Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def may_be_named(account_ids: frozenset[int], *, published_at: datetime) -> frozenset[int]:
    """Return those of these people whom results published at that time may name."""
    unused = select(Account.id).where(Account.id.in_(account_ids), Account.restricted_at <= published_at)
    return has_consent(account_ids, "publication") - frozenset(db.session.scalars(unused))


def restricted(account_ids: frozenset[int]) -> frozenset[int]:
    """Return those of these people whose data lies unused."""
    query = select(Account.id).where(Account.id.in_(account_ids), Account.restricted_at.is_not(None))
    return frozenset(db.session.scalars(query))


def administrators() -> tuple[int, ...]:
    """Return the ids of all administrators."""
    return tuple(db.session.scalars(select(Account.id).where(Account.is_administrator).order_by(Account.id)))


# Asked for every page, and so put together once: that takes SQLAlchemy four times as long as asking.
_columns = WebSession.__table__.c
_SESSION_ACCOUNT = select(_columns.account_id, _columns.created_at, _columns.last_seen_at).where(
    _columns.token_hash == bindparam("hashed")
)


def session_account(token_hash: str) -> tuple[int, datetime, datetime] | None:
    """Return (account id, begun, last seen) of a session on the server's side, or None."""
    row = db.session.execute(_SESSION_ACCOUNT, {"hashed": token_hash}).first()
    return (row[0], row[1], row[2]) if row else None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session of one's own: where one is signed in, and since when. `key` names it, and opens nothing."""

    key: str
    device: str
    begun_at: datetime
    last_seen_at: datetime
    is_this: bool


def sessions(
    account_id: int, *, alive_since: datetime, begun_since: datetime, this: str
) -> tuple[SessionView, ...]:
    """Return the person's sessions that are alive, the last used first. `this`: the hash of the asking one's token."""
    query = (
        select(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.last_seen_at >= alive_since,
            WebSession.created_at >= begun_since,
        )
        .order_by(WebSession.last_seen_at.desc(), WebSession.id.desc())
    )
    return tuple(
        SessionView(row.key, row.device, row.created_at, row.last_seen_at, row.token_hash == this)
        for row in db.session.scalars(query)
    )


def session_is_strong(token_hash: str) -> bool:
    """Tell whether the session was begun with a second factor or a passkey."""
    return bool(db.session.scalar(select(WebSession.is_strong).where(WebSession.token_hash == token_hash)))


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its owner knows it."""

    key: int
    name: str
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Protection:
    """What an account is protected with besides its password."""

    has_app: bool
    codes_left: int
    passkeys: tuple[PasskeyView, ...]


def protection(account_id: int) -> Protection:
    """Return how the account is protected. Raises NotFound."""
    row = db.session.get(Account, account_id)
    if row is None:
        raise NotFound(account_id)
    return Protection(
        has_app=row.tf_totp_secret is not None,
        codes_left=len(row.mf_recovery_codes or ()),
        passkeys=tuple(PasskeyView(each.id, each.name, each.lastuse_datetime) for each in row.webauthn),
    )


def new_address(account_id: int) -> str | None:
    """Return the address that the person wants and has not yet shown to be their own, or None."""
    return db.session.scalar(select(Account.new_email).where(Account.id == account_id))


def units(*, on: date | None = None) -> tuple[UnitView, ...]:
    """Return the whole tree, parents before their children, siblings by code; or what of it is valid on that day."""
    query = select(Unit).order_by(Unit.code)
    if on is not None:
        query = query.where(*_valid(on))
    rows = db.session.scalars(query).all()
    there = {row.id for row in rows}
    children: dict[int | None, list[Unit]] = {}
    for row in rows:
        # A unit that outlives the one above it stands at the top.
        children.setdefault(row.parent_id if row.parent_id in there else None, []).append(row)
    found: list[UnitView] = []
    stack = [(row, 0) for row in reversed(children.get(None, []))]
    while stack:
        row, depth = stack.pop()
        found.append(_unit(row, depth))
        stack.extend((child, depth + 1) for child in reversed(children.get(row.id, [])))
    return tuple(found)


def _valid(on: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(Unit.valid_from.is_(None), Unit.valid_from <= on),
        or_(Unit.valid_until.is_(None), Unit.valid_until >= on),
    )


def count_units(*, on: date) -> int:
    """Return how many units are valid on that day."""
    return db.session.scalar(select(func.count()).select_from(Unit).where(*_valid(on))) or 0


def is_unit(unit_id: int, on: date) -> bool:
    """Tell whether there is a unit of this id, valid on that day."""
    return db.session.scalar(select(Unit.id).where(Unit.id == unit_id, *_valid(on))) is not None


_ABOVE = aliased(Unit)


def find_units(words: str, *, on: date, limit: int) -> tuple[FoundUnit, ...]:
    """Find units valid on that day whose names have words that begin so, in any order, without regard to diacritics.

    Names that begin with what was typed come first, then by name. Raises RuleBroken for text that cannot be read.
    """
    wanted = text.fold(words).split()
    if not wanted:
        return ()
    spaced = literal(" ") + Unit.folded_name
    begins = Unit.folded_name.startswith(" ".join(wanted), autoescape=True)
    query = (
        select(Unit.id, Unit.name, _ABOVE.name)
        .outerjoin(_ABOVE, _ABOVE.id == Unit.parent_id)
        .where(*_valid(on), *(spaced.contains(f" {word}", autoescape=True) for word in wanted))
        .order_by(case((begins, 0), else_=1), Unit.folded_name, Unit.code)
        .limit(limit)
    )
    return tuple(FoundUnit(row[0], row[1], row[2] or "") for row in db.session.execute(query))


def unit_names(unit_ids: frozenset[int]) -> dict[int, str]:
    """Return the names of these units, by id."""
    if not unit_ids:
        return {}
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids)))
    return {row[0]: row[1] for row in rows}


def unit_name(unit_id: int | None) -> str:
    """Return the name of the unit, "" for none."""
    return "" if unit_id is None else unit_names(frozenset({unit_id})).get(unit_id, "")


def unit_line(unit_id: int | None) -> tuple[UnitView, ...]:
    """Return the unit and the units above it, from itself up to the root."""
    line: list[UnitView] = []
    while unit_id is not None and len(line) < 20:  # a tree is never that deep: a loop in the data ends here
        row = db.session.get(Unit, unit_id)
        if row is None:
            break
        line.append(_unit(row, 0))
        unit_id = row.parent_id
    return tuple(line)


def _unit(row: Unit, depth: int) -> UnitView:
    return UnitView(
        row.id, row.code, row.name, row.kind, row.parent_id, depth, row.valid_from, row.valid_until
    )


def search(words: str, *, limit: int = 20) -> tuple[Person, ...]:
    """Find people by a part of the name, with or without diacritics, in the order of their folded names."""
    wanted = text.fold(words)
    query = (
        select(Account)
        .where(Account.folded_name.contains(wanted, autoescape=True))
        .order_by(Account.folded_name, Account.id)
        .limit(limit)
    )
    return tuple(_person(row) for row in db.session.scalars(query))


def count() -> int:
    """Return how many accounts there are that somebody signs in to."""
    query = select(func.count()).select_from(Account).where(Account.unclaimed_since.is_(None))
    return db.session.scalar(query) or 0


def _person(row: Account) -> Person:
    return Person(
        id=row.id,
        name=row.full_name,
        email=row.email if row.unclaimed_since is None else row.contact_email or "",
        birth_year=row.birth_year,
        phone=row.phone,
        unit_id=row.unit_id,
        language=row.language,
        is_confirmed=row.confirmed_at is not None,
        is_administrator=row.is_administrator,
        restricted_at=row.restricted_at,
        is_erased=row.erased_at is not None,
        is_unclaimed=row.unclaimed_since is not None,
    )
