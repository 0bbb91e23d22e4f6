"""Drafts: begun, saved, with a file or without; two windows on one draft are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import answer_rows, events, files, own, statements
from contest.entries.logged import publish_about_file
from contest.entries.models import Entry
from contest.entries.rules import limits, states
from contest.entries.rules.states import Act
from contest.entries.work import limits_of
from contest.kernel import text
from contest.kernel.encodings import refuse_legacy
from contest.kernel.errors import N_, Conflict
from contest.people import queries as people
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.sanitise import clean_typed


class SavedElsewhere(Conflict):
    """Another window saved meanwhile; both texts are still there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the writing page sends: None leaves a field as it is, category 0 means none is chosen.

    `own`: answers in the edition's own fields by their keys; those that are not sent stay as they are.
    """

    title: str | None = None
    category_id: int | None = None
    text: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)  # fields of rules.statement, as they were typed
    markup: str | None = None  # of the editor, any HTML: the text is then made of it, whatever `text` says


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a window knows of the draft: the revision it shows, and its own random name."""

    revision: int
    window: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What the writing page must know after a save; `revision` belongs to the next one."""

    edition_id: int
    revision: int
    saved_at: datetime
    words: int


def start_draft(edition_id: int, *, author_id: int, category_id: int | None = None, now: datetime) -> str:
    """Begin a draft and return its key; a draft still untouched is given again instead of a second one."""
    begin_writing()
    edition = late.for_author(editions.by_id(edition_id, now=now), author_id, now=now)
    states.check(Act.EDIT, states.DRAFT, edition.phase)
    own.refuse_officials(people.person(author_id), edition_id)
    if category_id is not None:
        editions.category(category_id, edition_id=edition_id)
    entry = _untouched(edition_id, author_id)
    if entry is not None:
        entry.category_id = category_id
        return entry.key
    limits.check_drafts(_drafts(edition_id, author_id))
    entry = Entry(
        edition_id=edition_id, author_id=author_id, category_id=category_id, created_at=now, saved_at=now
    )
    db.session.add(entry)
    db.session.flush()
    publish(events.EntryStarted(at=now, actor_id=author_id, edition_id=edition_id, entry_id=entry.id))
    return entry.key


def save_draft(
    entry_key: str, draft: Draft, *, author_id: int, stamp: Stamp, leaving: bool = True, now: datetime
) -> Saved:
    """Save what was typed; SavedElsewhere if another window did so meanwhile.

    A window that stays open (`leaving` false) may save again under an old revision while nobody else saved
    in between: on a bad line the answer to a save gets lost, and the author must not be told of a stranger.
    """
    typed = _cleaned(draft)
    words = None if typed.text is None else text.count_words(typed.text)  # slow, so before anything is held
    begin_writing()
    entry = own.locked(entry_key, author_id)
    changed = _changed(entry, typed)
    answered = answer_rows.changes(entry, typed.own)
    stated = statements.typed(entry.id, draft.stated)
    if not (changed or answered or stated):
        return _saved(entry, stamp.revision)
    check_editable(entry, now)
    _check_stamp(entry, stamp)
    if typed.category_id:
        editions.category(typed.category_id, edition_id=entry.edition_id)
    for name, value in changed.items():
        setattr(entry, name, value)
    answer_rows.write(entry, answered)
    if words is not None:
        entry.words = words
    if stated is not None:
        statements.write(entry, stated)
    touch(entry, now)
    entry.saved_in = "" if leaving else stamp.window
    return _saved(entry, entry.revision)


def attach_file(entry_key: str, received: files.Received, *, author_id: int, now: datetime) -> int:
    """Let a received file be the entry's text; return the revision. The same file again changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    check_file(entry, received)
    old = entry.file
    if old is not None and (old.sha256, old.file_name) == (received.found.sha256, received.file_name):
        files.forget(received.storage_key)
        return entry.revision
    row = files.row(received)
    row.account_id, row.uploaded_at = author_id, now
    db.session.add(row)
    entry.file = row
    touch(entry, now)
    db.session.flush()
    if old is not None:
        files.discard(old)
    publish_about_file(
        events.FileAttached(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, file_id=row.id, sha256=row.sha256, size=row.size,
        )
    )  # fmt: skip
    return entry.revision


def remove_file(entry_key: str, *, author_id: int, now: datetime) -> None:
    """Take the file out again: the typed text counts. Removing what is not there changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    old = entry.file
    if old is None:
        return
    file_id = old.id
    entry.file = None
    touch(entry, now)
    db.session.flush()
    files.discard(old)
    publish_about_file(
        events.FileRemoved(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, file_id=file_id
        )
    )


def check_editable(entry: Entry, now: datetime) -> None:
    """Raise Conflict where the draft can no longer be changed."""
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), entry.author_id, now=now)
    states.check(Act.EDIT, entry.state, edition.phase)


def _check_stamp(entry: Entry, stamp: Stamp) -> None:
    if stamp.revision != entry.revision and not (stamp.window and stamp.window == entry.saved_in):
        raise SavedElsewhere(
            N_(
                "This entry was saved in another window meanwhile. Nothing was overwritten: "
                "press Save here to see both texts and keep the one you want."
            )
        )


def check_file(entry: Entry, received: files.Received) -> None:
    """Refuse a kind or a size that the category does not take; before one is chosen nothing is known."""
    if entry.category_id is not None:
        allowed = limits_of(editions.category(entry.category_id, edition_id=entry.edition_id))
        limits.check_kind(received.found.kind, allowed)
        limits.check_file_size(received.found.size, allowed, field="file")


def _cleaned(draft: Draft) -> Draft:
    title = None if draft.title is None else text.one_line(draft.title)
    typed = None if draft.text is None else text.nfc(draft.text)
    formatted = None
    if draft.markup is not None:
        formatted, typed = clean_typed(draft.markup)
    limits.check_size(title or "", typed or "")
    if draft.stated.get("translation"):
        refuse_legacy(text.nfc(draft.stated["translation"]), field="translation")
    return Draft(title, draft.category_id, typed, draft.own, markup=formatted)


def _changed(entry: Entry, typed: Draft) -> dict[str, str | int | None]:
    wanted: dict[str, str | int | None] = {}
    if typed.title is not None:
        wanted["title"] = typed.title
    if typed.markup is not None:
        wanted |= {"text": typed.text, "markup": typed.markup}
    elif typed.text is not None and typed.text != entry.text:  # typed in the plain field: there is no other
        wanted |= {"text": typed.text, "markup": ""}
    if typed.category_id is not None:
        wanted["category_id"] = typed.category_id or None
    return {name: value for name, value in wanted.items() if getattr(entry, name) != value}


def _saved(entry: Entry, revision: int) -> Saved:
    return Saved(entry.edition_id, revision, entry.saved_at, entry.words)


def touch(entry: Entry, now: datetime) -> None:
    """Count a change of the draft that no window made by itself."""
    entry.revision += 1
    entry.saved_at = now
    entry.saved_in = ""


def _untouched(edition_id: int, author_id: int) -> Entry | None:
    query = select(Entry).where(
        Entry.edition_id == edition_id,
        Entry.author_id == author_id,
        Entry.state == states.DRAFT,
        Entry.revision == 1,
    )
    return db.session.scalar(query.order_by(Entry.id).limit(1))


def _drafts(edition_id: int, author_id: int) -> int:
    query = select(func.count()).select_from(Entry)
    mine = query.where(
        Entry.edition_id == edition_id, Entry.author_id == author_id, Entry.state == states.DRAFT
    )
    return db.session.scalar(mine) or 0
