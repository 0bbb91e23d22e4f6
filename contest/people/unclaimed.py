"""People whom an office notes because they take part on paper: nobody can sign in as them, until they claim it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.people import erasing, events, queries
from contest.people.models import Account, Consent, DataRequest, Unit
from contest.people.queries import Person
from contest.people.rules import addresses, details, unit_tree
from contest.people.rules.consent import ConsentText
from contest.people.rules.erasure import NOTHING_LEFT
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

# Nobody can have a mailbox there (RFC 2606), no form takes such an address, and none shows it.
NOWHERE: Final = "unclaimed.invalid"
BY_CODE, BY_ADDRESS, BY_HAND = "code", "address", "hand"


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands on the paper about a person; "" and None for what does not."""

    full_name: str
    birth_year: int | None = None
    unit_id: int | None = None
    phone: str = ""
    email: str = ""


def cleaned(noted: Noted, *, now: datetime) -> Noted:
    """Return it in the form it is kept in. Raises RuleBroken naming the field."""
    year = details.birth_year(noted.birth_year, this_year=now.year) if noted.birth_year else None
    typed = text.one_line(noted.email)
    return Noted(
        details.full_name(noted.full_name),
        year,
        noted.unit_id,
        details.phone(noted.phone) or "",
        addresses.canonical(typed) if typed else "",
    )


def check_unit(noted: Noted, *, now: datetime) -> None:
    """Raise RuleBroken where the unit is none of today."""
    if noted.unit_id is None:
        return
    unit = db.session.get(Unit, noted.unit_id)
    if unit is None or not unit_tree.is_valid(unit.valid_from, unit.valid_until, now.date()):
        raise RuleBroken(N_("Choose the unit from the list."), field="unit_id")


def note(noted: Noted, *, actor_id: int, language: str, now: datetime) -> int:
    """Make a row for the person, given as `cleaned` returns it, and return its id."""
    begin_writing()
    check_unit(noted, now=now)
    key = new_key()
    row = Account(
        key=key,
        email=f"{key}@{NOWHERE}",
        active=False,
        created_at=now,
        language=language,
        full_name=noted.full_name,
        folded_name=text.fold(noted.full_name),
        birth_year=noted.birth_year,
        phone=noted.phone or None,
        unit_id=noted.unit_id,
        unclaimed_since=now,
        contact_email=noted.email or None,
    )
    db.session.add(row)
    db.session.flush()
    publish(events.PersonNoted(at=now, actor_id=actor_id, account_id=row.id))
    return row.id


def agreed_on_paper(account_id: int, wanted: ConsentText, *, actor_id: int, now: datetime) -> None:
    """Keep that the person signed this sentence on paper, in the words of the sheet that stands with the work."""
    begin_writing()
    db.session.add(
        Consent(
            account_id=account_id,
            purpose=wanted.purpose,
            text_version=wanted.version,
            text=wanted.text,
            language="vi",
            given_at=now,
        )
    )
    publish(
        events.ConsentGiven(
            at=now,
            actor_id=actor_id,
            account_id=account_id,
            purpose=wanted.purpose,
            text_version=wanted.version,
        )
    )


def perhaps(noted: Noted) -> tuple[Person, ...]:
    """Return people noted before who may be this one: the same name, and nothing that says otherwise."""
    query = (
        select(Account.id)
        .where(Account.folded_name == text.fold(noted.full_name), Account.unclaimed_since.is_not(None))
        .order_by(Account.id)
    )
    known = queries.people(frozenset(db.session.scalars(query)))
    return tuple(known[each] for each in sorted(known) if _may_be(known[each], noted))


def _may_be(known: Person, noted: Noted) -> bool:
    pairs = (
        (known.name.casefold(), noted.full_name.casefold()),
        (known.birth_year, noted.birth_year),
        (known.unit_id, noted.unit_id),
        (known.phone or "", noted.phone),
        (known.email, noted.email),
    )
    return all(not one or not other or one == other for one, other in pairs)


def is_surely(known: Person, noted: Noted) -> bool:
    """Tell whether it is that person without asking anybody: besides the name, address, or year and unit, are equal."""
    if not _may_be(known, noted):
        return False
    year_and_unit = (known.birth_year, known.unit_id)
    same_year_and_unit = None not in year_and_unit and year_and_unit == (noted.birth_year, noted.unit_id)
    return same_year_and_unit or bool(noted.email and noted.email == known.email)


def with_address(email: str) -> tuple[int, ...]:
    """Return the people noted with that address, the first first."""
    query = select(Account.id).where(Account.contact_email == email, Account.unclaimed_since.is_not(None))
    return tuple(db.session.scalars(query.order_by(Account.id)))


def claim(unclaimed_id: int, account_id: int, *, how: str, actor_id: int, now: datetime) -> None:
    """Let the account be that person: every part hands over what was theirs, and the row stays as an empty shell.

    Raises Conflict where somebody did so meanwhile.
    """
    begin_writing()
    row = _locked(unclaimed_id)
    taker = db.session.get_one(Account, account_id)
    if taker.unclaimed_since is not None or taker.erased_at is not None:
        raise NotFound(account_id)
    publish(
        events.PersonClaimed(
            at=now,
            actor_id=actor_id,
            account_id=account_id,
            unclaimed_id=unclaimed_id,
            how=how,
        )
    )
    db.session.flush()
    # What the office entered for them is theirs to follow, and to take back, from now on.
    asked = update(DataRequest).where(DataRequest.account_id == unclaimed_id).values(account_id=account_id)
    db.session.execute(asked, execution_options={"synchronize_session": False})
    db.session.expire_all()
    erasing.empty(_locked(row.id), now, name=NOTHING_LEFT)


def deny(unclaimed_id: int, account_id: int, *, now: datetime) -> None:
    """Forget the address: whose it is says that the person on the paper is somebody else. Once more changes nothing."""
    begin_writing()
    row = db.session.get_one(Account, unclaimed_id, with_for_update=True, populate_existing=True)
    if row.unclaimed_since is None or row.contact_email is None:
        return
    row.contact_email = None
    publish(
        events.PersonDenied(at=now, actor_id=account_id, account_id=account_id, unclaimed_id=unclaimed_id)
    )


def _locked(unclaimed_id: int) -> Account:
    row = db.session.get_one(Account, unclaimed_id, with_for_update=True, populate_existing=True)
    if row.unclaimed_since is None:
        raise Conflict(N_("This has been claimed already."))
    return row
