"""Sends works on to the edition above: new entries there with author, text, file and a receipt of their own."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.access.duties import Duty, excluded_by
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import authorship, events, issuing, kept_locked, statements
from contest.entries.issuing import Digests
from contest.entries.models import CoAuthor, Entry, Receipt, StatementRow, Version, VersionAuthor
from contest.entries.queries import LAST_VERSION
from contest.entries.rules import co_authors, states
from contest.entries.rules.receipt import MARKUP, NO_TEXT, picture_digests
from contest.kernel.errors import N_, Conflict
from contest.kernel.keys import new_key
from contest.people import queries as people
from contest.platform.crypto import sha256
from contest.platform.database import Model, begin_writing, db
from contest.platform.events import publish


class Obstacle(StrEnum):
    """Why a work cannot go on to the edition above."""

    FORWARDED = "forwarded"  # it has been sent on before
    THERE = "there"  # the very same text or file has been submitted there
    ERASED = "erased"  # its author had it erased
    RESTRICTED = "restricted"  # its author lets the own data lie unused
    OFFICIAL = "official"  # its author holds a duty there that forbids taking part


def accepted(edition_id: int) -> tuple[int, ...]:
    """Return the accepted entries of an edition that only collects, in the order of their ids."""
    query = select(Entry.id).where(Entry.edition_id == edition_id, Entry.state == states.ACCEPTED)
    return tuple(db.session.scalars(query.order_by(Entry.id)))


def sent_on(edition_id: int) -> int:
    """Count the works of the edition that were sent on."""
    lower = select(Entry.id).where(Entry.edition_id == edition_id)
    return len(db.session.scalars(select(Entry.id).where(Entry.came_from_id.in_(lower))).all())


def came_from(entry_key: str) -> int | None:
    """Return the edition that the entry was sent on from, None for one that was submitted where it is."""
    lower = select(Entry.came_from_id).where(Entry.key == entry_key).scalar_subquery()
    return db.session.scalar(select(Entry.edition_id).where(Entry.id == lower))


def obstacles(edition_id: int, upper_id: int) -> dict[int, Obstacle]:
    """Return what keeps works of the edition from going on, by entry; nothing stands in the way of the others."""
    query = (
        select(Entry.id, Version.erased_at, Receipt.sha256_text, Receipt.sha256_file)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.edition_id == edition_id)
    )
    rows = db.session.execute(query).all()
    texts, files = _digests(upper_id)
    writers = _writers(edition_id)
    unused = people.restricted(frozenset(who for those in writers.values() for who in those))
    officials = _officials(upper_id)
    found: dict[int, Obstacle] = {}
    for entry_id, erased_at, text, file in rows:
        if erased_at is not None:
            found[entry_id] = Obstacle.ERASED
        elif writers[entry_id] & unused:
            found[entry_id] = Obstacle.RESTRICTED
        elif writers[entry_id] & officials:
            found[entry_id] = Obstacle.OFFICIAL
        elif text in texts or file in files:
            found[entry_id] = Obstacle.THERE
    lower = select(Entry.id).where(Entry.edition_id == edition_id)
    gone = db.session.scalars(select(Entry.came_from_id).where(Entry.came_from_id.in_(lower)))
    return found | {entry_id: Obstacle.FORWARDED for entry_id in gone if entry_id is not None}


def _writers(edition_id: int) -> dict[int, set[int]]:
    """Return everybody who is an author of what was last submitted, by entry."""
    here = Entry.edition_id == edition_id
    found = {row[0]: {row[1]} for row in db.session.execute(select(Entry.id, Entry.author_id).where(here))}
    more = (
        select(Entry.id, VersionAuthor.account_id)
        .join(Version, LAST_VERSION)
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .where(here, VersionAuthor.left_at.is_(None))
    )
    for entry_id, account_id in db.session.execute(more):
        found[entry_id].add(account_id)
    return found


def _digests(edition_id: int) -> tuple[set[str], set[str]]:
    """Return the digests of texts and files that take part in the edition."""
    query = (
        select(Receipt.sha256_text, Receipt.sha256_file)
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, LAST_VERSION)
        .where(Entry.edition_id == edition_id, Entry.state != states.WITHDRAWN)
    )
    rows = db.session.execute(query).all()
    return {row[0] for row in rows} - {NO_TEXT, ""}, {row[1] for row in rows if row[1] is not None}


def _officials(edition_id: int) -> set[int]:
    barring = [duty for duty in Duty if excluded_by(duty, frozenset({Duty.AUTHOR}))]
    return {account for duty in barring for account in editions.appointed(edition_id, duty)}


def hand_on(
    works: Mapping[int, int], *, lower_id: int, upper: EditionView, actor_id: int, now: datetime
) -> None:
    """Make entries of the upper edition: entry below to category above. Raises Conflict for a work that cannot go."""
    begin_writing()
    if upper.sealing.is_by_holders:
        raise Conflict(
            N_(
                "The contest above seals its works to key holders. A work that stands readable in this contest cannot "
                "go there: it would tell whose it is."
            )
        )
    if kept_locked.is_any_sealed(lower_id):
        raise Conflict(
            N_("The works are sealed until the results are opened. They can be sent on afterwards.")
        )
    rows = _locked(works, lower_id)
    stopped = obstacles(lower_id, upper.id)
    if len(rows) != len(works) or stopped.keys() & works.keys():
        raise Conflict(N_("A work was withdrawn or sent on meanwhile. Look at the list again."))
    for entry, version, receipt in rows:
        new, issued = _take_over(entry, version, receipt, works[entry.id], upper, now)
        about: dict[str, Any] = {"at": now, "actor_id": actor_id, "receipt_id": issued.id}
        publish(
            events.EntryForwarded(
                edition_id=lower_id, entry_id=entry.id, upper_id=upper.id, new_entry_id=new.id,
                authors=authorship.addressees(new.id), **about,
            )
        )  # fmt: skip
        publish(events.EntryCameIn(edition_id=upper.id, entry_id=new.id, from_id=entry.id, **about))


def _locked(works: Collection[int], edition_id: int) -> list[tuple[Entry, Version, Receipt]]:
    query = (
        select(Entry, Version, Receipt)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.edition_id == edition_id, Entry.state.in_({states.ACCEPTED, states.CODED}))
        .options(undefer(Version.text), undefer(Version.markup))
        .order_by(Entry.id)
        .with_for_update(of=Entry)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query) if row[0].id in works]


def _take_over(
    entry: Entry, version: Version, receipt: Receipt, category_id: int, upper: EditionView, now: datetime
) -> tuple[Entry, Receipt]:
    """Copy what was submitted, as it was submitted; it waits for the secretariat above.

    Answers to the own fields of the edition below stay there: they were asked there, and for what was said there.
    """
    new = Entry(**_columns(entry, "id", "key", "text", "markup"), text=version.text, markup=version.markup)
    new.edition_id, new.category_id, new.came_from_id = upper.id, category_id, entry.id
    new.state, new.revision, new.saved_in, new.version_number = states.SUBMITTED, 1, "", 1
    new.title, new.words, new.file_id = version.title, version.words, version.file_id
    new.created_at = new.saved_at = new.submitted_at = now
    db.session.add(new)
    db.session.flush()
    copy = Version(**_columns(version, "id", "text"), text=version.text)
    copy.entry_id, copy.number, copy.token, copy.category_id = new.id, 1, new_key(), category_id
    copy.submitted_at, copy.in_grace = now, False
    db.session.add(copy)
    db.session.flush()
    _take_over_authors(version, new, copy)
    stated = statements.of_version(version.id)
    _take_over_statement(version, new, copy)
    formatted = {MARKUP: sha256(version.markup.encode())} if version.markup else {}
    pictures = picture_digests(version.file.parts) if version.file else {}
    others = formatted | pictures | stated.digests()
    digests = Digests(receipt.sha256_text, receipt.sha256_file, others=others)
    return new, issuing.issue(copy, digests, edition=upper, now=now)


def _take_over_authors(version: Version, new: Entry, copy: Version) -> None:
    """Name everybody whom the version names and who has not left since, on the new version and on its list."""
    query = select(VersionAuthor).where(
        VersionAuthor.version_id == version.id, VersionAuthor.left_at.is_(None)
    )
    named = list(db.session.scalars(query.order_by(VersionAuthor.position)))
    if len(named) < 2:
        new.author_place = None
        return
    order = [row.account_id for row in named]
    new.author_place = order.index(new.author_id)
    db.session.add_all(
        VersionAuthor(version_id=copy.id, position=place, account_id=row.account_id, unit_id=row.unit_id)
        for place, row in enumerate(named)
    )
    asked = db.session.scalars(
        select(CoAuthor).where(CoAuthor.entry_id == version.entry_id, CoAuthor.account_id.in_(order))
    )
    for row in asked:
        confirmed = CoAuthor(**_columns(row, "id", "key"))
        confirmed.entry_id, confirmed.state = new.id, co_authors.CONFIRMED
        confirmed.position = order.index(row.account_id or 0)
        db.session.add(confirmed)
    db.session.flush()


def _take_over_statement(version: Version, new: Entry, copy: Version) -> None:
    """Keep what was said beside the work with the new version, and with the draft behind it."""
    query = select(StatementRow).where(StatementRow.version_id == version.id)
    row = db.session.scalar(query.options(undefer(StatementRow.translation)))
    if row is not None:
        for version_id in (copy.id, None):
            said = StatementRow(**_columns(row, "id"))
            said.entry_id, said.version_id = new.id, version_id
            db.session.add(said)
        db.session.flush()


def _columns(row: Model, *but: str) -> dict[str, Any]:
    """Return the values of the row's columns, those that are added later as well."""
    return {c.key: getattr(row, c.key) for c in db.inspect(type(row)).column_attrs if c.key not in but}
