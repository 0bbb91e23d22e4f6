"""Reads what authors say about themselves with an entry, and who agrees for those under age: the named side only."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import select

from contest.editions import asking
from contest.editions.rules import identity
from contest.editions.rules.identity import IdentitySpec
from contest.entries.models import AboutAuthor, Entry, Guardian
from contest.entries.models_office import NameOnWork
from contest.entries.rules import about as rules
from contest.entries.rules.about import NOTHING_SAID, About
from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class GuardianView:
    """A guardian as typed, and when the text was agreed to."""

    said: rules.Guardian
    given_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked of one author of an entry, what was said, and whether it was ever saved with this entry.

    `needs_guardian`: the author may be under age on the closing day.
    """

    asked: IdentitySpec
    about: About
    guardian: GuardianView | None
    needs_guardian: bool
    is_saved: bool

    @property
    def asks(self) -> bool:
        """Tell whether there is anything to ask this author."""
        return bool(self.asked.fields) or self.needs_guardian


@dataclass(frozen=True, slots=True)
class Traces:
    """What would betray the authors of one entry if it stood in the text."""

    names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    positions: tuple[str, ...]
    addresses: tuple[str, ...]
    id_numbers: tuple[str, ...]


def sheet(entry: Entry, account_id: int) -> Sheet:
    """Return what is asked of an author of the entry and what was said."""
    asked = asking.identity(entry.edition_id)
    row = _row(entry.id, account_id)
    return Sheet(
        asked=asked,
        about=_about(row) if row else NOTHING_SAID,
        guardian=_guardian(entry.id, account_id),
        needs_guardian=_needs_guardian(entry, people.person(account_id), asked),
        is_saved=row is not None,
    )


def said_before(account_id: int) -> About:
    """Return what the author said last, elsewhere, but the number of their papers: that is typed for each purpose."""
    last = db.session.scalar(
        select(AboutAuthor)
        .where(AboutAuthor.account_id == account_id)
        .order_by(AboutAuthor.saved_at.desc(), AboutAuthor.id.desc())
        .limit(1)
    )
    known = _about(last) if last else NOTHING_SAID
    phone = known.phone or people.person(account_id).phone or ""
    return replace(known, phone=phone, id_number="", by_pen_name=False)


def problems(entry: Entry, author: Person) -> Iterator[RuleBroken]:
    """Name what an author of the entry must still say before the entry can be submitted."""
    asked = asking.identity(entry.edition_id)
    if asked.fields:
        row = _row(entry.id, author.id)
        yield from rules.missing(_about(row) if row else NOTHING_SAID, asked)
    if author.birth_year is None:
        yield RuleBroken(
            N_(
                "Write your year of birth under “Your account”, “Your details”: who may be under age needs the"
                " agreement of a parent or guardian."
            ),
            field="birth_year",
        )
    elif _needs_guardian(entry, author, asked):
        found = _guardian(entry.id, author.id)
        said = found.said if found else rules.NO_GUARDIAN
        yield from rules.missing_guardian(said, of_age=asked.of_age)


def said_with(entry_ids: Collection[int]) -> dict[tuple[int, int], About]:
    """Return what was said with each of these entries, by entry and account; nothing for who said nothing."""
    rows = db.session.scalars(select(AboutAuthor).where(AboutAuthor.entry_id.in_(entry_ids)))
    return {(row.entry_id, row.account_id): _about(row) for row in rows}


def traces(entry_id: int) -> Traces:
    """Return what all authors of the entry and their guardians said, for the search before coding."""
    rows = db.session.scalars(
        select(AboutAuthor).where(AboutAuthor.entry_id == entry_id).order_by(AboutAuthor.id)
    ).all()
    guardians = db.session.scalars(
        select(Guardian).where(Guardian.entry_id == entry_id).order_by(Guardian.id)
    ).all()
    spelt = db.session.scalars(
        select(NameOnWork.name).where(NameOnWork.entry_id == entry_id).order_by(NameOnWork.account_id)
    ).all()
    contacts = [each.contact for each in guardians]
    return Traces(
        names=_said([*(r.pen_name for r in rows), *(g.name for g in guardians), *spelt]),
        emails=_said(c for c in contacts if "@" in c),
        phones=_said([*(r.phone for r in rows), *(c for c in contacts if "@" not in c)]),
        positions=_said(r.position for r in rows),
        addresses=_said(r.address for r in rows),
        id_numbers=_said(r.id_number for r in rows),
    )


def _said(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _row(entry_id: int, account_id: int) -> AboutAuthor | None:
    return db.session.scalar(
        select(AboutAuthor).where(AboutAuthor.entry_id == entry_id, AboutAuthor.account_id == account_id)
    )


def _about(row: AboutAuthor) -> About:
    return About(**{f.name: getattr(row, f.name) for f in fields(About)})


def _guardian(entry_id: int, account_id: int) -> GuardianView | None:
    row = db.session.scalar(
        select(Guardian).where(Guardian.entry_id == entry_id, Guardian.account_id == account_id)
    )
    if row is None:
        return None
    return GuardianView(rules.Guardian(row.name, row.relation, row.contact, row.text), row.given_at)


def _needs_guardian(entry: Entry, author: Person, asked: IdentitySpec) -> bool:
    if author.birth_year is None:
        return False  # asked for before anything else
    closing = asking.closing_day(entry.edition_id)
    return identity.may_be_under_age(author.birth_year, asked, closing=closing)
