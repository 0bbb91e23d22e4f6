"""Holds works against the rules of their contest once more, as they stand now: what a secretary should look at."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, undefer

from contest.editions import admission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules.conditions import Conditions
from contest.entries import about, authorship, statements, work
from contest.entries.authorship import Named
from contest.entries.models import Entry, StatementRow, StoredFile, Version, VersionAuthor
from contest.entries.queries import LAST_VERSION
from contest.entries.rules import flags as rules
from contest.entries.rules import length, limits, states
from contest.entries.rules import statement as saying
from contest.entries.rules.about import About
from contest.entries.rules.flags import Author, Flag
from contest.entries.rules.length import Piece
from contest.entries.statements import Stated
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Flagged:
    """The authors of a work, to be compared with lists of people, and what its contest's rules say of it."""

    entry_id: int
    authors: tuple[Author, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    entry: Entry
    version: Version
    file: StoredFile | None
    stated: Stated
    authors: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What all works of one page are held against."""

    edition: EditionView
    conditions: Conditions
    categories: dict[int, CategoryView]
    people: dict[int, Person]
    said: dict[tuple[int, int], About]
    in_category: Counter[tuple[int, int]]
    admitted: dict[int | None, bool]


def of(edition_id: int, keys: Sequence[str], *, now: datetime) -> dict[str, Flagged]:
    """Return the flags of these works of the edition, by their keys; equally many questions for one and for many."""
    works = _works(edition_id, keys)
    if not works:
        return {}
    known = _known(edition_id, works, now)
    return {each.entry.key: _flagged(each, known) for each in works}


def works_elsewhere(account_ids: Collection[int], edition_id: int) -> dict[int, frozenset[int]]:
    """Return the works of these people in other contests that got as far as the judges, with who of them wrote each."""
    found: dict[int, set[int]] = {}
    for entry_id, account_id, _ in _parts(
        account_ids, Entry.edition_id != edition_id, Entry.state == states.CODED
    ):
        found.setdefault(entry_id, set()).add(account_id)
    return {entry_id: frozenset(those) for entry_id, those in found.items()}


def _works(edition_id: int, keys: Sequence[str]) -> list[_Work]:
    query = (
        select(Entry, Version, StoredFile, StatementRow)
        .join(Version, LAST_VERSION)
        .outerjoin(StoredFile, StoredFile.id == Version.file_id)
        .outerjoin(StatementRow, StatementRow.version_id == Version.id)
        .where(Entry.edition_id == edition_id, Entry.key.in_(keys))
        .options(undefer(Version.text), undefer(StatementRow.translation))
        .options(
            joinedload(StatementRow.translation_file).undefer(StoredFile.text),
            joinedload(StatementRow.proof_file),
        )
    )
    rows = db.session.execute(query).all()
    several = authorship.of_versions(row[1].id for row in rows if row[0].author_place is not None)
    alone = people.people(frozenset(row[0].author_id for row in rows))
    units = people.unit_names(frozenset(row[0].unit_id for row in rows if row[0].unit_id is not None))
    spelt = authorship.spelt(row[0].id for row in rows)
    works = []
    for entry, version, file, said in rows:
        name = spelt.get((entry.id, entry.author_id)) or alone[entry.author_id].name
        one = Named(entry.author_id, name, entry.unit_id, units.get(entry.unit_id or 0, ""))
        named = several.get(version.id) or (one,)
        those = tuple(each for each in named if each.left_at is None)
        works.append(_Work(entry, version, file, statements.stated_in(said), those))
    return works


def _known(edition_id: int, works: list[_Work], now: datetime) -> _Known:
    authors = frozenset(each.account_id for one in works for each in one.authors)
    taking_part = (Entry.edition_id == edition_id, Entry.state.in_(states.TAKING_PART))
    in_category = Counter((who, category) for _, who, category in _parts(authors, *taking_part))
    units = {each.unit_id for one in works for each in one.authors}
    return _Known(
        edition=editions.by_id(edition_id, now=now),
        conditions=admission.conditions(edition_id),
        categories={each.id: each for each in editions.categories(edition_id)},
        people=people.people(authors),
        said=about.said_with([each.entry.id for each in works]),
        in_category=in_category,
        admitted=admission.admitted_units(edition_id, units, on=now.date()),
    )


def _parts(account_ids: Collection[int], *which: ColumnElement[bool]) -> Iterator[tuple[int, int, int]]:
    """Give (entry, account, category) for each work that one of these people is an author of."""
    begun = (
        select(Entry.id, Entry.author_id, Version.category_id)
        .join(Version, LAST_VERSION)
        .where(Entry.author_id.in_(account_ids), *which)
    )
    beside = (
        select(Entry.id, VersionAuthor.account_id, Version.category_id)
        .join(Version, LAST_VERSION)
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .where(
            VersionAuthor.account_id.in_(account_ids),
            VersionAuthor.account_id != Entry.author_id,
            VersionAuthor.left_at.is_(None),
            *which,
        )
    )
    for query in (begun, beside):
        yield from ((row[0], row[1], row[2]) for row in db.session.execute(query))


def _flagged(one: _Work, known: _Known) -> Flagged:
    category = known.categories[one.version.category_id]
    authors = tuple(_author(each, one, known) for each in one.authors)
    allowed = rules.Limits(
        category.name,
        category.works_per_author,
        category.authors_most,
        known.conditions,
        known.edition.grace_minutes if one.version.in_grace else None,
    )
    broken = tuple(_broken(one, category, known.conditions))
    return Flagged(one.entry.id, authors, tuple(rules.flags(authors, allowed, broken)))


def _author(named: Named, one: _Work, known: _Known) -> Author:
    person = known.people[named.account_id]
    said = known.said.get((one.entry.id, named.account_id))
    counted = one.entry.state in states.TAKING_PART
    in_all = sum(count for (who, _), count in known.in_category.items() if who == named.account_id)
    return Author(
        account_id=named.account_id,
        name=named.name,
        email=person.email,
        id_number=said.id_number if said else "",
        birth_year=person.birth_year,
        unit_name=named.unit_name,
        is_admitted=known.admitted.get(named.unit_id, True),
        in_category=known.in_category[named.account_id, one.version.category_id] if counted else 0,
        in_all=in_all if counted else 0,
    )


def _broken(one: _Work, category: CategoryView, conditions: Conditions) -> Iterator[tuple[str, RuleBroken]]:
    demands, allowed = category.demands, work.limits_of(category)
    stated = statements.relevant(one.stated, demands, conditions)
    if saying.asks_anything(demands, conditions):
        said = saying.problems(stated.statement, stated.files, demands, conditions)
        yield from ((rules.SAID, problem) for problem in said)
    text, file = one.version.text, one.file
    if stated.is_translated:
        file = stated.translation
        text = file.text if file is not None else stated.statement.translation
    try:
        limits.check_kind(one.file.kind if one.file else limits.TYPED, allowed)
    except RuleBroken as problem:
        yield rules.KIND, problem
    measured = length.measure(
        Piece(one.version.title, text, *((file.note_lines, file.pages) if file else (0, 0))), demands
    ).length
    if measured:
        try:
            limits.check_length(measured, allowed, field="text")
        except RuleBroken as problem:
            yield rules.LENGTH, problem
