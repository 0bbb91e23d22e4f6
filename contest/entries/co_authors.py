"""The co-authors of a work: asked by its author, they confirm, decline or leave; every submit freezes who they were."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, or_, select, update

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import authorship, company, events, own
from contest.entries import work as works
from contest.entries.models import CoAuthor, Entry, Version, VersionAuthor
from contest.entries.rules import co_authors as rules
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.events import ErasureDecided
from contest.people.rules import addresses, details
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

_BEFORE_CODING: Final = {states.DRAFT, *states.TAKING_PART} - {states.CODED}
_AS_THEY_ARE: Final = {"synchronize_session": False}

# --- what the author does -------------------------------------------------------------------------------------------


def ask(entry_key: str, name: str, email: str, *, author_id: int, now: datetime) -> int:
    """Put somebody on the list and return the row's id; the caller sends the letter. Raises RuleBroken."""
    full_name, address = details.full_name(name), addresses.canonical(email)
    begin_writing()
    entry = _own(entry_key, author_id, now)
    if entry.category_id is None:
        raise RuleBroken(N_("Choose the category of the work first: it says how many authors there may be."))
    listed = authorship.rows(entry)
    most = editions.category(entry.category_id, edition_id=entry.edition_id).authors_most
    rules.check_room(1 + len(listed), most)
    _refuse_twice(entry, listed, address)
    row = _row(entry, address)
    rules.check_letters(row.letters)
    row.name, row.state, row.account_id = full_name, rules.ASKED, None
    row.letters, row.asked_at, row.answered_at = row.letters + 1, now, None
    row.position = max((other.position for other in listed), default=0) + 1
    entry.author_place = entry.author_place or 0
    db.session.flush()
    _say_asked(entry, row, author_id, now)
    return row.id


def _refuse_twice(entry: Entry, listed: Sequence[CoAuthor], address: str) -> None:
    on_it = people.people(frozenset({entry.author_id, *(r.account_id for r in listed if r.account_id)}))
    if address in {row.email for row in listed} | {person.email for person in on_it.values()}:
        raise RuleBroken(N_("Somebody with this address is an author of this work already."), field="email")


def _row(entry: Entry, address: str) -> CoAuthor:
    """Return the row of that address, a new one where the person was never asked: who said no keeps it."""
    found = db.session.scalar(
        select(CoAuthor).where(CoAuthor.entry_id == entry.id, CoAuthor.email == address)
    )
    if found is None:
        found = CoAuthor(entry_id=entry.id, email=address, letters=0)
        db.session.add(found)
    return found


def ask_again(entry_key: str, co_author_key: str, *, author_id: int, now: datetime) -> int:
    """Note one more letter to somebody who has not answered; the caller sends it. Return the row's id."""
    begin_writing()
    entry = _own(entry_key, author_id, now)
    row = _listed(entry, co_author_key)
    if row.state == rules.CONFIRMED:
        raise RuleBroken(N_("This person has confirmed meanwhile."))
    rules.check_letters(row.letters)
    row.letters, row.asked_at = row.letters + 1, now
    _say_asked(entry, row, author_id, now)
    return row.id


def remove(entry_key: str, co_author_key: str, *, author_id: int, now: datetime) -> None:
    """Take somebody off the list; a version that names them counts until the next submit."""
    begin_writing()
    entry = _own(entry_key, author_id, now)
    row = db.session.scalar(
        select(CoAuthor).where(CoAuthor.entry_id == entry.id, CoAuthor.key == co_author_key)
    )
    if row is None:
        raise NotFound(co_author_key)
    if row.state != rules.REMOVED:
        _take_off(entry, row, now)


def _take_off(entry: Entry, row: CoAuthor, now: datetime) -> None:
    was, row.state = row.state, rules.REMOVED
    row.answered_at = row.answered_at or now
    if was == rules.CONFIRMED:
        _note_change(entry, now)
    publish(
        events.CoAuthorRemoved(
            at=now, actor_id=entry.author_id, edition_id=entry.edition_id, entry_id=entry.id,
            co_author_id=row.id, account_id=row.account_id if was == rules.CONFIRMED else None, was=was,
        )
    )  # fmt: skip


def drop_waiting(entry: Entry, *, now: datetime) -> None:
    """Take everybody off the list who has not answered: the last evening does not wait for them."""
    for row in company.waiting(entry):
        _take_off(entry, row, now)


def move(entry_key: str, place: str, step: int, *, author_id: int, now: datetime) -> None:
    """Let somebody stand one place further up (-1) or down (1); `place` is a key, or "own" for the author."""
    begin_writing()
    entry = _own(entry_key, author_id, now)
    row = None if place == authorship.OWN else _listed(entry, place)
    before = authorship.ordered(entry, authorship.rows(entry))
    order = rules.moved(before, row, step)
    if order == before:
        return
    entry.author_place = order.index(None)
    for position, other in enumerate(other for other in order if other is not None):
        other.position = position
    _note_change(entry, now)
    publish(
        events.AuthorsReordered(at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id)
    )


def _own(entry_key: str, author_id: int, now: datetime) -> Entry:
    """Return the author's entry, held, while it may be changed. Raises NotFound, Conflict."""
    entry = own.locked(entry_key, author_id)
    _check_changeable(entry, now)
    return entry


def _check_changeable(entry: Entry, now: datetime) -> None:
    """Raise Conflict once nothing of the entry can be changed: its author's time counts for everybody on it."""
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), entry.author_id, now=now)
    states.check(Act.EDIT, entry.state, edition.phase)


def _listed(entry: Entry, co_author_key: str) -> CoAuthor:
    found = next((row for row in authorship.rows(entry) if row.key == co_author_key), None)
    if found is None:
        raise NotFound(co_author_key)
    return found


def _note_change(entry: Entry, now: datetime) -> None:
    """Let the entry show that something was changed after the last submit: it does not count yet."""
    if entry.version_number:
        entry.saved_at = now


def _say_asked(entry: Entry, row: CoAuthor, author_id: int, now: datetime) -> None:
    publish(
        events.CoAuthorAsked(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, co_author_id=row.id
        )
    )


# --- what a co-author does ------------------------------------------------------------------------------------------


def confirm(co_author_key: str, account_id: int, *, now: datetime) -> None:
    """Stand by the work as an author of it. Raises RuleBroken for whom the rules of the contest keep out."""
    begin_writing()
    entry, row = _asked(co_author_key, now)
    rules.check_open(row.state)
    person = people.person(account_id)
    own.refuse_officials(person, entry.edition_id)
    if account_id in authorship.account_ids(entry):
        raise RuleBroken(N_("You are an author of this work already."))
    for obstacle in works.obstacles(entry.edition_id, account_id, now=now):
        raise obstacle
    row.state, row.account_id, row.answered_at = rules.CONFIRMED, account_id, now
    if person.email == row.email:
        accounts.confirm_address(account_id, now=now)
    _note_change(entry, now)
    _say_answered(entry, row, account_id, now)


def decline(co_author_key: str, account_id: int | None, *, now: datetime) -> None:
    """Say that one is no author of the work; needs no account. Once more changes nothing."""
    begin_writing()
    entry, row = _asked(co_author_key, now)
    if row.state == rules.DECLINED:
        return
    rules.check_open(row.state)
    # Whoever has seen title and author is kept from judging the work, should they become a judge.
    row.state, row.account_id, row.answered_at = rules.DECLINED, account_id, now
    _say_answered(entry, row, account_id, now)


def _asked(co_author_key: str, now: datetime) -> tuple[Entry, CoAuthor]:
    """Return the entry, held, and who was asked. Raises NotFound, Conflict."""
    entry_id = authorship.question(co_author_key).entry_id
    entry = _held(entry_id)
    query = select(CoAuthor).where(CoAuthor.key == co_author_key)
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    _check_changeable(entry, now)
    return entry, row


def _held(entry_id: int) -> Entry:
    query = select(Entry).where(Entry.id == entry_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _say_answered(entry: Entry, row: CoAuthor, account_id: int | None, now: datetime) -> None:
    publish(
        events.CoAuthorAnswered(
            at=now, actor_id=account_id, edition_id=entry.edition_id, entry_id=entry.id,
            co_author_id=row.id, answer=row.state,
        )
    )  # fmt: skip


def leave(entry_key: str, account_id: int, *, now: datetime) -> None:
    """Take one's name off the work, at once; everybody else on it is told. Raises NotFound, Conflict."""
    begin_writing()
    entry = _held(own.readable(entry_key, account_id).id)
    if entry.author_id == account_id:
        raise NotFound(entry_key)
    _check_changeable(entry, now)
    told = authorship.addressees(entry.id, with_draft=True)
    for row in authorship.rows(entry):
        if row.account_id == account_id:
            row.state, row.answered_at = rules.LEFT, now
    _take_name_off(entry, account_id, now)
    _say_left(entry, account_id, told, now)


def _take_name_off(entry: Entry, account_id: int, now: datetime) -> None:
    """Note on the version that counts that the person left."""
    number = select(Version.id).where(Version.entry_id == entry.id, Version.number == entry.version_number)
    here = VersionAuthor.version_id.in_(number), VersionAuthor.account_id == account_id
    db.session.execute(update(VersionAuthor).where(*here).values(left_at=now), execution_options=_AS_THEY_ARE)
    db.session.flush()
    db.session.expire_all()


def _say_left(entry: Entry, account_id: int, told: Sequence[int], now: datetime) -> None:
    publish(
        events.CoAuthorLeft(
            at=now, actor_id=account_id, edition_id=entry.edition_id, entry_id=entry.id,
            account_id=account_id, told=tuple(other for other in told if other != account_id),
        )
    )  # fmt: skip


def forget_person(entries: Iterable[Entry], event: ErasureDecided) -> None:
    """Take somebody who is erased off the works of others that no judge has seen, and forget whoever asked them."""
    for entry in entries:
        if entry.author_id != event.account_id and entry.state in _BEFORE_CODING:
            told = authorship.addressees(entry.id, with_draft=True)
            _take_name_off(entry, event.account_id, event.at)
            _say_left(entry, event.account_id, told, event.at)
    address = people.person(event.account_id).email
    theirs = or_(CoAuthor.account_id == event.account_id, CoAuthor.email == address)
    db.session.execute(delete(CoAuthor).where(theirs), execution_options=_AS_THEY_ARE)
    db.session.expire_all()


# --- at the submit --------------------------------------------------------------------------------------------------


def check_held(entry: Entry, held: frozenset[int]) -> None:
    """Raise Conflict where somebody joined while this waited: their other works could not be counted."""
    if not held.issuperset(authorship.account_ids(entry)):
        raise Conflict(N_("Somebody has joined this work meanwhile. Look at it again, then submit."))


def freeze(version: Version, entry: Entry) -> None:
    """Write down who the authors of the version are, where there are several; units stay as at their first submit."""
    authors = authorship.account_ids(entry)
    if len(authors) == 1:
        return
    units = _first_units(entry) | {entry.author_id: entry.unit_id}
    known = people.people(frozenset(authors))
    db.session.add_all(
        VersionAuthor(
            version_id=version.id,
            position=position,
            account_id=account_id,
            unit_id=units.get(account_id, known[account_id].unit_id),
        )
        for position, account_id in enumerate(authors)
    )
    db.session.flush()


def _first_units(entry: Entry) -> dict[int, int | None]:
    """Return the unit that each author had when they first stood on a version of this entry."""
    first = (
        select(VersionAuthor.account_id, func.min(Version.number).label("number"))
        .join(Version, Version.id == VersionAuthor.version_id)
        .where(Version.entry_id == entry.id)
        .group_by(VersionAuthor.account_id)
        .subquery()
    )
    query = (
        select(VersionAuthor.account_id, VersionAuthor.unit_id)
        .join(Version, Version.id == VersionAuthor.version_id)
        .join(first, (first.c.account_id == VersionAuthor.account_id) & (first.c.number == Version.number))
        .where(Version.entry_id == entry.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def are_unchanged(entry: Entry) -> bool:
    """Tell whether the list is that of the last version, nobody having come, gone or changed places."""
    last = [named.account_id for named in authorship.of_entry(entry)] or [entry.author_id]
    return last == authorship.account_ids(entry)
