"""The people and units of a demonstration, made through the same services that the pages use."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import force_locale, gettext
from flask_security import hash_password

from contest.access.duties import Duty
from contest.demonstration.identity import YOUNG
from contest.demonstration.people import Person, people
from contest.demonstration.units import ROOT_CODE, units
from contest.people import agreements, queries, service
from contest.people.rules import consent
from contest.platform.database import unit_of_work

PASSWORD = "thu-vien-ben-song"  # noqa: S105 -- printed for everybody; a demonstration holds nothing worth guarding
BATCH = 50
OFFICIALS = (
    "administrator", "organiser", "secretary", "secretary2", "chair", "observer", "contact", "treasurer",
)  # fmt: skip
STAFF = len(OFFICIALS)
CONTACT_UNIT = f"{ROOT_CODE}-GDDT"


@dataclass(frozen=True, slots=True)
class Cast:
    """Accounts by what they do; authors with the people they are."""

    administrator: int
    organiser: int
    secretaries: tuple[int, ...]
    chair: int
    observer: int
    contact: int
    contact_unit: int
    treasurer: int
    judges: tuple[int, ...]
    authors: tuple[tuple[int, Person], ...]

    def officials(self) -> tuple[tuple[int, Duty], ...]:
        """Every appointment but the organiser's, who has it from creating the edition."""
        return (
            *((account, Duty.SECRETARY) for account in self.secretaries),
            *((account, Duty.JUDGE) for account in self.judges),
            (self.chair, Duty.CHAIR),
            (self.observer, Duty.OBSERVER),
            (self.treasurer, Duty.TREASURER),
        )


def add_units(now: datetime) -> dict[str, int]:
    """Add the tree of units where it is not there yet; return ids by code."""
    known = {unit.code: unit.id for unit in queries.units()}
    with unit_of_work():
        for unit in units():
            if unit.code not in known:
                parent = known[unit.parent] if unit.parent else None
                known[unit.code] = service.add_unit(
                    unit.code, unit.name, kind=unit.kind, parent_id=parent, actor_id=None, now=now
                )
    return known


def gather(
    rng: random.Random, *, authors: int, judges: int, units_by_code: dict[str, int], now: datetime
) -> Cast:
    """Make all accounts; officials have speaking addresses such as judge1@example.org, all one password."""
    hashed = hash_password(PASSWORD)
    made = people(rng, authors + judges + STAFF, units=units())
    if authors > 2:
        made[-2] = replace(made[-2], birth_year=now.year - YOUNG)
    addresses = [*OFFICIALS, *(f"judge{number}" for number in range(1, judges + 1))]
    special = [*(f"{name}@example.org" for name in addresses), "author@example.org"]
    accounts = _add(made, special, hashed, units_by_code, now)
    staff, jury, writers = (
        accounts[:STAFF],
        accounts[STAFF : STAFF + judges],
        accounts[STAFF + judges :],
    )
    with unit_of_work():
        service.make_administrator(staff[0], now=now)
        _agree_to_be_shown(writers[::2], now)
    return Cast(
        administrator=staff[0],
        organiser=staff[1],
        secretaries=(staff[2], staff[3]),
        chair=staff[4],
        observer=staff[5],
        contact=staff[6],
        contact_unit=units_by_code[CONTACT_UNIT],
        treasurer=staff[7],
        judges=tuple(jury),
        authors=tuple(zip(writers, made[STAFF + judges :], strict=True)),
    )


def add(rng: random.Random, addresses: Sequence[str], *, now: datetime) -> list[tuple[int, Person]]:
    """Make one more person for each address, with the password of all; return accounts and people."""
    made = people(rng, len(addresses), units=units())
    accounts = _add(made, addresses, hash_password(PASSWORD), add_units(now), now)
    return list(zip(accounts, made, strict=True))


def _agree_to_be_shown(accounts: Sequence[int], now: datetime) -> None:
    wanted = consent.UNIT_CONTACT
    with force_locale("vi"):
        shown = gettext(wanted.text)
    for account in accounts:
        agreements.agree(account, wanted, shown, language="vi", now=now)


def _add(
    made: Sequence[Person],
    addresses: Sequence[str],
    hashed: str,
    units_by_code: dict[str, int],
    now: datetime,
) -> list[int]:
    """Add the people, the first of them under the given addresses."""
    accounts: list[int] = []
    with force_locale("vi"):
        given = {text.purpose: gettext(text.text) for text in consent.REGISTRATION}
    for start in range(0, len(made), BATCH):
        with unit_of_work():
            for number, person in enumerate(made[start : start + BATCH], start=start):
                email = addresses[number] if number < len(addresses) else person.email
                about = service.Details(
                    person.name, person.birth_year, person.phone or "", units_by_code[person.unit.code]
                )
                account = service.new_account(email, hashed, about, language="vi", now=now)
                service.give_consents(account, given, language="vi", now=now)
                service.confirm_address(account, now=now)
                accounts.append(account)
    return accounts
