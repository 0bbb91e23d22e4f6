"""Reads who the authors of a work are: those on the list of the draft, and those that each version was sent in by."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.orm import aliased

from contest.entries import kept_locked
from contest.entries.models import AboutAuthor, CoAuthor, Entry, Version, VersionAuthor
from contest.entries.models_office import NameOnWork
from contest.entries.rules import co_authors as rules
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import db

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the list of a draft: the author's own (`key` is then "own"), or a co-author's."""

    key: str
    name: str
    email: str
    state: str
    account_id: int | None
    letters: int
    asked_at: datetime | None
    answered_at: datetime | None

    @property
    def is_own(self) -> bool:
        return self.key == OWN


OWN = "own"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked who is to be a co-author. `state` is the answer so far, `title` the draft's."""

    id: int
    key: str
    entry_id: int
    entry_key: str
    entry_state: str
    edition_id: int
    category_id: int | None
    title: str
    author_id: int
    email: str
    name: str
    state: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """An author of a version, with the unit as it was at the submit. `left_at`: when they took their name off.

    `pen_name`: where the author wants to be named by it when the results are published.
    """

    account_id: int
    name: str
    unit_id: int | None
    unit_name: str
    pen_name: str = ""
    left_at: datetime | None = None

    @property
    def public_name(self) -> str:
        return self.pen_name or self.name


@dataclass(frozen=True, slots=True)
class Trace:
    """Somebody beside the author whom a text may betray: on the work, asked, or on it before.

    `account_id` is None while nobody has answered; `is_author`: stands on the version that counts.
    """

    account_id: int | None
    name: str
    email: str
    unit_id: int | None
    is_author: bool


# --- for queries ----------------------------------------------------------------------------------------------------


def has_part(account_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that an entry is a work of one of these people: begun, confirmed, or sent in with them."""
    confirmed = select(CoAuthor.entry_id).where(
        CoAuthor.account_id.in_(account_ids), CoAuthor.state == rules.CONFIRMED
    )
    return Entry.id.in_(union(_begun(account_ids), confirmed, _counting(account_ids)))


def is_author(account_id: int) -> ColumnElement[bool]:
    """Return the condition that the person is an author of the version of an entry that counts."""
    return Entry.id.in_(union(_begun({account_id}), _counting({account_id})))


# Named once: to make an alias copies all columns, which took longer than to ask the question.
_ENTRY, _VERSION = aliased(Entry), aliased(Version)


# Each part finds its rows by an index: with OR between them the database would look at every entry there is.
def _begun(account_ids: Collection[int]) -> Select[int]:
    return select(_ENTRY.id).where(_ENTRY.author_id.in_(account_ids))


def _counting(account_ids: Collection[int]) -> Select[int]:
    return (
        select(_ENTRY.id)
        .join(_VERSION, (_VERSION.entry_id == _ENTRY.id) & (_VERSION.number == _ENTRY.version_number))
        .join(VersionAuthor, VersionAuthor.version_id == _VERSION.id)
        .where(VersionAuthor.account_id.in_(account_ids), VersionAuthor.left_at.is_(None))
    )


# --- the list of a draft --------------------------------------------------------------------------------------------


def rows(entry: Entry) -> list[CoAuthor]:
    """Return the co-authors on the list in order, for the part's own services."""
    if entry.author_place is None:
        return []
    query = select(CoAuthor).where(CoAuthor.entry_id == entry.id, CoAuthor.state.in_(rules.ON_THE_LIST))
    query = query.order_by(CoAuthor.position, CoAuthor.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def account_ids(entry: Entry) -> list[int]:
    """Return the author and the confirmed co-authors in order: who would be named if the draft were submitted."""
    order = ordered(entry, rows(entry))
    accounts = (entry.author_id if row is None else row.account_id for row in order)
    return [account_id for account_id in accounts if account_id is not None]


def ordered(entry: Entry, listed: Sequence[CoAuthor]) -> list[CoAuthor | None]:
    """Return the list with the author's own place in it, which is None."""
    at = min(entry.author_place or 0, len(listed))
    return [*listed[:at], None, *listed[at:]]


def places(entry_key: str, author_id: int) -> tuple[Place, ...]:
    """Return the list as its author sees it, then who said no or left; alone if nobody was asked. Raises NotFound."""
    entry = db.session.scalar(select(Entry).where(Entry.key == entry_key, Entry.author_id == author_id))
    if entry is None:
        raise NotFound(entry_key)
    said_no = (
        select(CoAuthor)
        .where(CoAuthor.entry_id == entry.id, CoAuthor.state.in_({rules.DECLINED, rules.LEFT}))
        .order_by(CoAuthor.answered_at, CoAuthor.id)
    )
    listed = [*ordered(entry, rows(entry)), *db.session.scalars(said_no)]
    known = people.people(frozenset({author_id, *(r.account_id for r in listed if r and r.account_id)}))
    return tuple(_place(row, known, known[author_id]) for row in listed)


def _place(row: CoAuthor | None, known: dict[int, Person], author: Person) -> Place:
    if row is None:
        return Place(OWN, author.name, author.email, rules.CONFIRMED, author.id, 0, None, None)
    person = known[row.account_id] if row.account_id else None
    name = person.name if person else row.name
    email = person.email if person and person.is_unclaimed else row.email
    return Place(row.key, name, email, row.state, row.account_id, row.letters, row.asked_at, row.answered_at)


# --- who is asked ---------------------------------------------------------------------------------------------------


def question(key: str) -> Question:
    """Return what the person with that key is asked. Raises NotFound."""
    return _one_question(CoAuthor.key == key)


def question_by_id(co_author_id: int) -> Question:
    """Return what that person is asked. Raises NotFound."""
    return _one_question(CoAuthor.id == co_author_id)


def questions_to(email: str) -> tuple[Question, ...]:
    """Return what the person with that address is asked and has not answered, the oldest first."""
    return _questions(CoAuthor.email == email, CoAuthor.state == rules.ASKED)


def _one_question(condition: ColumnElement[bool]) -> Question:
    found = _questions(condition)
    if not found:
        raise NotFound("co-author")
    return found[0]


def _questions(*conditions: ColumnElement[bool]) -> tuple[Question, ...]:
    query = select(CoAuthor, Entry).join(Entry, Entry.id == CoAuthor.entry_id).where(*conditions)
    found = db.session.execute(query.order_by(CoAuthor.asked_at, CoAuthor.id))
    return tuple(_question(asked, entry) for asked, entry in found)


def _question(asked: CoAuthor, entry: Entry) -> Question:
    return Question(
        id=asked.id,
        key=asked.key,
        entry_id=entry.id,
        entry_key=entry.key,
        entry_state=entry.state,
        edition_id=entry.edition_id,
        category_id=entry.category_id,
        title=kept_locked.title(entry.id, 0, entry.title),
        author_id=entry.author_id,
        email=asked.email,
        name=asked.name,
        state=asked.state,
        account_id=asked.account_id,
    )


# --- the authors of versions ----------------------------------------------------------------------------------------


def of_versions(version_ids: Iterable[int]) -> dict[int, tuple[Named, ...]]:
    """Return the authors of those of these versions that have several, in order; also who left afterwards."""
    wanted = sorted(set(version_ids))
    found = [row for at in range(0, len(wanted), CHUNK) for row in _of_versions(wanted[at : at + CHUNK])]
    known = people.people(frozenset(row[0].account_id for row in found))
    units = people.unit_names(frozenset(row[0].unit_id for row in found if row[0].unit_id is not None))
    authors: dict[int, list[Named]] = {}
    for row, pen_name, spelt in found:
        unit = units.get(row.unit_id or 0, "")
        name = spelt or known[row.account_id].name
        named = Named(row.account_id, name, row.unit_id, unit, pen_name or "", row.left_at)
        authors.setdefault(row.version_id, []).append(named)
    return {version_id: tuple(those) for version_id, those in authors.items()}


def _of_versions(version_ids: list[int]) -> list[tuple[VersionAuthor, str | None, str | None]]:
    by_pen_name = (
        (AboutAuthor.entry_id == Version.entry_id)
        & (AboutAuthor.account_id == VersionAuthor.account_id)
        & AboutAuthor.by_pen_name
    )
    query = (
        select(VersionAuthor, AboutAuthor.pen_name, NameOnWork.name)
        .join(Version, Version.id == VersionAuthor.version_id)
        .outerjoin(AboutAuthor, by_pen_name)
        .outerjoin(
            NameOnWork,
            (NameOnWork.entry_id == Version.entry_id) & (NameOnWork.account_id == VersionAuthor.account_id),
        )
        .where(VersionAuthor.version_id.in_(version_ids))
        .order_by(VersionAuthor.version_id, VersionAuthor.position)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def of_entry(entry: Entry) -> tuple[Named, ...]:
    """Return the authors on the version that counts who did not leave; nothing where there is one author alone."""
    if entry.author_place is None:
        return ()
    last = Version.entry_id == entry.id, Version.number == entry.version_number
    version_id = db.session.scalar(select(Version.id).where(*last))
    named = of_versions([version_id]).get(version_id, ()) if version_id is not None else ()
    return tuple(each for each in named if each.left_at is None)


def addressees(entry_id: int, *, with_draft: bool = False) -> tuple[int, ...]:
    """Return who gets letters about the work, its author first; with the draft also who has confirmed since."""
    entry = db.session.get(Entry, entry_id)
    if entry is None:
        raise NotFound(entry_id)
    more = account_ids(entry) if with_draft else []
    return tuple(dict.fromkeys([entry.author_id, *(named.account_id for named in of_entry(entry)), *more]))


def names_a_version(entry_id: int, account_id: int) -> bool:
    """Tell whether the person is named by the version that counts."""
    return db.session.scalar(select(Entry.id).where(Entry.id == entry_id, is_author(account_id))) is not None


def names_of(entry_id: int, version_number: int) -> tuple[str, ...]:
    """Return the names of the authors of a version in order, as it was sent in."""
    row = db.session.execute(
        select(Version.id, Entry.author_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Entry.id == entry_id, Version.number == version_number)
    ).first()
    if row is None:
        raise NotFound(entry_id)
    named = of_versions([row.id]).get(row.id)
    if named:
        return tuple(each.name for each in named)
    return (spelt([entry_id]).get((entry_id, row.author_id)) or people.person(row.author_id).name,)


def spelt(entry_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Return the names that the office corrected on these works, by entry and account; the others are the accounts'."""
    found: dict[tuple[int, int], str] = {}
    wanted = sorted(set(entry_ids))
    for at in range(0, len(wanted), CHUNK):
        query = select(NameOnWork).where(NameOnWork.entry_id.in_(wanted[at : at + CHUNK]))
        found |= {(row.entry_id, row.account_id): row.name for row in db.session.scalars(query)}
    return found


def traces(entry_ids: Collection[int]) -> dict[int, tuple[Trace, ...]]:
    """Return by entry everybody beside the author who may be betrayed by a text or is close to the work."""
    found: dict[int, list[Trace]] = {}
    wanted = sorted(set(entry_ids))
    for at in range(0, len(wanted), CHUNK):
        some = wanted[at : at + CHUNK]
        for entry_id, trace in (*_asked(some), *_sent_in(some)):
            found.setdefault(entry_id, []).append(trace)
    return {entry_id: tuple(dict.fromkeys(those)) for entry_id, those in found.items()}


def _asked(entry_ids: list[int]) -> list[tuple[int, Trace]]:
    query = select(CoAuthor).where(CoAuthor.entry_id.in_(entry_ids)).order_by(CoAuthor.id)
    return [
        (row.entry_id, Trace(row.account_id, row.name, row.email, None, is_author=False))
        for row in db.session.scalars(query)
    ]


def _sent_in(entry_ids: list[int]) -> list[tuple[int, Trace]]:
    """Return the authors of every version but the one who submitted; of earlier versions their persons alone."""
    query = (
        select(
            Entry.id, VersionAuthor.account_id, VersionAuthor.unit_id,
            and_(Version.number == Entry.version_number, VersionAuthor.left_at.is_(None)),
        )
        .join(Version, Version.entry_id == Entry.id)
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .where(Entry.id.in_(entry_ids), VersionAuthor.account_id != Entry.author_id)
        .order_by(Entry.id, Version.number, VersionAuthor.position)
    )  # fmt: skip
    return [
        (row[0], Trace(row[1], "", "", row[2], is_author=bool(row[3]))) for row in db.session.execute(query)
    ]


def known(account_ids: Collection[int]) -> frozenset[int]:
    """Return those of these people who stand or stood beside somebody on a work."""
    queries = (
        select(CoAuthor.account_id).where(CoAuthor.account_id.in_(account_ids)),
        select(VersionAuthor.account_id).where(VersionAuthor.account_id.in_(account_ids)),
    )
    return frozenset(
        account_id for each in queries for account_id in db.session.scalars(each) if account_id is not None
    )
