"""Takes out of a draft what tells whose it is, puts it back, and sets warnings aside that do not concern the author."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, delete, select

from contest.entries import answer_rows, answers, events, files, own, passages, statements
from contest.entries.files import Received
from contest.entries.intake import check_editable, check_file, touch
from contest.entries.logged import publish_about_file
from contest.entries.models import Entry, StoredFile
from contest.entries.models_beside import Mend, SetAside
from contest.entries.passages import FILE, FILES, OWN, TEXT, TITLE, TRANSLATION
from contest.entries.rules import mending
from contest.entries.rules.mending import Cut
from contest.kernel import text as words
from contest.kernel.errors import N_, Conflict, NotFound
from contest.kernel.keys import new_key
from contest.platform.crypto import sha256
from contest.platform.database import begin_writing, db
from contest.platform.documents.inspection import Inspection
from contest.platform.sanitise import clean_typed

KEPT: Final = 20  # mends of an entry that can be undone, one after the other
_LONGEST: Final = 300
_CHANGED: Final = N_("The entry was changed meanwhile. Look at it as it is now, and choose again.")


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to be mended: of which revision of the draft, at which place, and what is taken out, in words."""

    revision: int
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What was last taken out; `can_be_put_back`: nothing else was changed at that place since."""

    place: str
    what: str
    can_be_put_back: bool


def last(entry_key: str, author_id: int) -> Mended | None:
    """Return what the author last took out, None where there is nothing. Raises NotFound."""
    entry = own.find(entry_key, author_id)
    row = db.session.scalar(_newest(entry.id).limit(1))
    return None if row is None else Mended(row.place, row.what, _standing(entry, row.place) == row.after)


def take_out(entry_key: str, mend: Mending, cuts: Collection[Cut], *, author_id: int, now: datetime) -> None:
    """Take passages out of what was typed. Raises Conflict where the draft has changed since it was searched."""
    begin_writing()
    entry = _held(entry_key, mend.revision, author_id, now)
    before, markup = _read(entry, mend.place), _markup(entry, mend.place)
    if markup:
        markup_after, after = clean_typed(mending.without_in_markup(markup, before, cuts))
        entry.markup = markup_after
    else:
        after = mending.without(before, cuts)
    _write(entry, mend.place, words.one_line(after) if mend.place == TITLE else after)
    touch(entry, now)
    _keep(entry, mend, now, before=(before, markup), after=_digest(entry, mend.place))


def replace_file(entry_key: str, mend: Mending, received: Received, *, author_id: int, now: datetime) -> None:
    """Put a mended copy in the place of a file; what it was made of is kept to be put back. Raises Conflict."""
    begin_writing()
    entry = _held(entry_key, mend.revision, author_id, now)
    old = _file(entry, mend.place)
    check_file(entry, received)
    new = files.row(received)
    new.account_id, new.uploaded_at = author_id, now
    db.session.add(new)
    _put(entry, mend.place, new)
    touch(entry, now)
    db.session.flush()
    _keep(entry, mend, now, file=old, after=new.sha256)
    publish_about_file(
        events.FileAttached(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, file_id=new.id, sha256=new.sha256, size=new.size,
        )
    )  # fmt: skip


def renamed(entry_key: str, place: str, name: str, *, author_id: int) -> Received:
    """Return the draft's file under another name, byte for byte. Slow: before `begin_writing`. Raises NotFound."""
    row = _file(own.find(entry_key, author_id), place)
    key = new_key()
    files.storage().put(key, files.storage().get(row.storage_key))
    found = Inspection(
        row.kind,
        row.sha256,
        row.size,
        row.text,
        row.words,
        frozenset(row.flags),
        row.pages,
        tuple(row.traces),
        row.note_lines,
        parts=tuple(row.parts),
        previews=tuple(row.previews),
    )
    return Received(key, name, found)


def put_back(entry_key: str, *, author_id: int, now: datetime) -> None:
    """Undo the last mend. Raises Conflict where something else was changed there since, NotFound without a mend."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    row = db.session.scalar(_newest(entry.id).limit(1))
    if row is None:
        raise NotFound(entry_key)
    if _digest(entry, row.place) != row.after:
        raise Conflict(
            N_(
                "This place was changed after the passage was taken out, so it is not put back by itself."
                " Type it where it belongs, or choose your file again."
            )
        )
    if row.file is not None:
        made, old = _file(entry, row.place), row.file
        _put(entry, row.place, old)
        db.session.delete(row)
        touch(entry, now)
        db.session.flush()
        files.discard(made)
        return
    _write(entry, row.place, row.before)
    if row.place == TEXT:
        entry.markup = row.markup
    db.session.delete(row)
    touch(entry, now)


def set_aside(entry_key: str, kind: str, token: str, *, author_id: int, now: datetime) -> None:
    """Keep that a warning does not concern the author; once more changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    token = token[:_LONGEST]
    if (kind, token) not in passages.set_aside(entry.id):
        db.session.add(SetAside(entry_id=entry.id, kind=kind, token=token, set_aside_at=now))


def show_again(entry_key: str, *, author_id: int, now: datetime) -> None:
    """Show all warnings again that were set aside."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    db.session.execute(delete(SetAside).where(SetAside.entry_id == entry.id))


def _held(entry_key: str, revision: int, author_id: int, now: datetime) -> Entry:
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    if entry.revision != revision:
        raise Conflict(_CHANGED)
    return entry


def _keep(
    entry: Entry,
    mend: Mending,
    now: datetime,
    *,
    before: tuple[str, str] = ("", ""),
    file: StoredFile | None = None,
    after: str,
) -> None:
    what = mend.what[:197] + "…" if len(mend.what) > 198 else mend.what
    db.session.add(
        Mend(
            entry_id=entry.id, place=mend.place, what=what, before=before[0], markup=before[1], file=file, after=after,
            made_at=now,
        )
    )  # fmt: skip
    db.session.flush()
    for old in db.session.scalars(_newest(entry.id).offset(KEPT)).all():
        dropped = old.file
        db.session.delete(old)
        db.session.flush()
        if dropped is not None:
            files.discard(dropped)


def _newest(entry_id: int) -> Select[Mend]:
    return select(Mend).where(Mend.entry_id == entry_id).order_by(Mend.id.desc())


# --- the places of a draft ------------------------------------------------------------------------------------------


def _read(entry: Entry, place: str) -> str:
    if place == TITLE:
        return entry.title
    if place == TEXT:
        return entry.text
    if place == TRANSLATION:
        return statements.of_draft(entry.id).statement.translation
    answer = next((a for a in answers.of_draft(entry) if f"{OWN}{a.field.key}" == place), None)
    if answer is None:
        raise NotFound(place)
    return answer.value


def _markup(entry: Entry, place: str) -> str:
    return entry.markup if place == TEXT else ""


def _write(entry: Entry, place: str, value: str) -> None:
    if place == TITLE:
        entry.title = value
    elif place == TEXT:
        entry.text, entry.words = value, words.count_words(value)
    elif place == TRANSLATION:
        said = statements.typed(entry.id, {"translation": value})
        if said is not None:
            statements.write(entry, said)
    else:
        key = place.removeprefix(OWN)
        answer_rows.write(entry, answer_rows.changes(entry, {key: value}))


def _digest(entry: Entry, place: str) -> str:
    db.session.flush()
    return _standing(entry, place)


def _standing(entry: Entry, place: str) -> str:
    """Return the SHA-256 of what stands at a place, "" where a file or the question was taken away."""
    if place in FILES:
        row = _file_or_none(entry, place)
        return row.sha256 if row is not None else ""
    try:
        return sha256((_read(entry, place) + _markup(entry, place)).encode())
    except NotFound:
        return ""


def _file(entry: Entry, place: str) -> StoredFile:
    row = _file_or_none(entry, place)
    if row is None:
        raise NotFound(place)
    return row


def _file_or_none(entry: Entry, place: str) -> StoredFile | None:
    return entry.file if place == FILE else statements.of_draft(entry.id).translation


def _put(entry: Entry, place: str, file: StoredFile) -> None:
    if place == FILE:
        entry.file = file
    else:
        statements.held(entry).translation_file = file
