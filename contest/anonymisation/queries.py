"""The blind side: what may be known of an essay by its code. Nothing here leads to an entry or to a name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO

from flask import current_app
from sqlalchemy import Select, func, select
from sqlalchemy.orm import undefer

from contest.anonymisation import keys
from contest.anonymisation.models import BlindCopy, BlindPage, BlindRecording, ClosedKeys
from contest.anonymisation.rules.blacked import ALL_BLACK
from contest.anonymisation.rules.codes import is_code
from contest.anonymisation.rules.leaks import BLACK
from contest.kernel.errors import NotFound
from contest.platform.database import db
from contest.platform.storage import Storage

# SQLite takes 32,766 values in one statement.
_MOST_VALUES = 30_000


@dataclass(frozen=True, slots=True)
class BlindCopyView:
    """A blind copy in a list: everything about it but the essay."""

    id: int
    round_id: int
    code: str
    title: str
    category_id: int
    words: int
    kind: str


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What was answered in a field of the edition's own that judges may see."""

    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording beside a work, made anew. `kind`: mp3, mp4; how many seconds it lasts."""

    kind: str
    seconds: int


@dataclass(frozen=True, slots=True)
class BlindEssay:
    """A blind copy to be read. `kind` is html or pages; of pages `html` is the text for screen readers."""

    id: int
    code: str
    title: str
    category_id: int
    words: int
    kind: str
    html: str
    pages: int
    own: tuple[OwnAnswer, ...] = ()
    recording: Recording | None = None

    @property
    def is_partly_black(self) -> bool:
        """Tell whether the pictures have black parts, and the text gaps in their place."""
        return self.kind == "pages" and BLACK in self.html

    @property
    def has_words(self) -> bool:
        """Tell whether anything of the text is left to read."""
        return self.html not in {"", ALL_BLACK}


def blind_copies(round_id: int) -> tuple[BlindCopyView, ...]:
    """Return the blind copies of the round, by code."""
    query = select(BlindCopy).where(BlindCopy.round_id == round_id).order_by(BlindCopy.code)
    return tuple(_view(row) for row in db.session.scalars(query))


def copies(blind_copy_ids: Collection[int]) -> dict[int, BlindCopyView]:
    """Return these blind copies by id."""
    found: dict[int, BlindCopyView] = {}
    for part in _parts(blind_copy_ids):
        rows = db.session.scalars(select(BlindCopy).where(BlindCopy.id.in_(part)))
        found.update((row.id, _view(row)) for row in rows)
    return found


def codes(blind_copy_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of these blind copies by id."""
    return {blind_copy_id: copy.code for blind_copy_id, copy in copies(blind_copy_ids).items()}


def count(round_id: int) -> int:
    """Return how many blind copies the round has."""
    query = select(func.count()).select_from(BlindCopy).where(BlindCopy.round_id == round_id)
    return db.session.scalar(query) or 0


def essay(round_id: int, code: str) -> BlindEssay:
    """Return the essay with that code in the round. Raises NotFound."""
    row = db.session.scalar(_by_code(round_id, code).options(undefer(BlindCopy.html)))
    if row is None:
        raise NotFound(code)
    pages = select(func.count()).select_from(BlindPage).where(BlindPage.blind_copy_id == row.id)
    return BlindEssay(
        id=row.id,
        code=row.code,
        title=row.title,
        category_id=row.category_id,
        words=row.words,
        kind=row.kind,
        html=row.html,
        pages=db.session.scalar(pages) or 0,
        own=tuple(OwnAnswer(**said) for said in row.own),
        recording=_recording(row.id),
    )


def id_of(round_id: int, code: str) -> int:
    """Return the id of the blind copy with that code in the round. Raises NotFound."""
    row = db.session.scalar(_by_code(round_id, code))
    if row is None:
        raise NotFound(code)
    return row.id


def page_image(round_id: int, code: str, number: int) -> bytes:
    """Return the picture of a page, counted from 1; PNG or WebP. Raises NotFound."""
    storage_key = db.session.scalar(
        select(BlindPage.storage_key)
        .join(BlindCopy, BlindCopy.id == BlindPage.blind_copy_id)
        .where(BlindCopy.round_id == round_id, BlindCopy.code == code, BlindPage.number == number)
    )
    if storage_key is None:
        raise NotFound(code)
    storage: Storage = current_app.extensions["contest_storage"]
    return storage.get(storage_key)


def recording(round_id: int, code: str) -> tuple[str, IO[bytes]]:
    """Return the kind of the recording, and the recording opened. Raises NotFound."""
    query = (
        select(BlindRecording.kind, BlindRecording.storage_key)
        .join(BlindCopy, BlindCopy.id == BlindRecording.blind_copy_id)
        .where(BlindCopy.round_id == round_id, BlindCopy.code == code)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(code)
    storage: Storage = current_app.extensions["contest_storage"]
    return row.kind, storage.open(row.storage_key)


def _recording(blind_copy_id: int) -> Recording | None:
    query = select(BlindRecording.kind, BlindRecording.seconds)
    row = db.session.execute(query.where(BlindRecording.blind_copy_id == blind_copy_id)).first()
    return Recording(row.kind, row.seconds) if row else None


def conflict_keys(round_id: int) -> dict[int, frozenset[str]]:
    """Return the opaque keys of every blind copy of the round, by its id. Raises SealBroken."""
    query = (
        select(ClosedKeys.blind_copy_id, ClosedKeys.locked)
        .join(BlindCopy, BlindCopy.id == ClosedKeys.blind_copy_id)
        .where(BlindCopy.round_id == round_id)
        .order_by(ClosedKeys.blind_copy_id)
    )
    return {row[0]: keys.opened(row[1]) for row in db.session.execute(query)}


def keys_of(blind_copy_id: int) -> frozenset[str]:
    """Return the opaque keys of one blind copy. Raises SealBroken."""
    query = select(ClosedKeys.locked).where(ClosedKeys.blind_copy_id == blind_copy_id)
    locked = db.session.scalar(query)
    return keys.opened(locked) if locked is not None else frozenset()


def storage_keys() -> frozenset[str]:
    """Return the storage keys of all page images and recordings; for `flask check`."""
    columns = (BlindPage.storage_key, BlindRecording.storage_key)
    return frozenset(key for column in columns for key in db.session.scalars(select(column)))


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _MOST_VALUES):
        yield ordered[start : start + _MOST_VALUES]


def _by_code(round_id: int, code: str) -> Select[BlindCopy]:
    if not is_code(code):
        raise NotFound(code)
    return select(BlindCopy).where(BlindCopy.round_id == round_id, BlindCopy.code == code)


def _view(row: BlindCopy) -> BlindCopyView:
    return BlindCopyView(row.id, row.round_id, row.code, row.title, row.category_id, row.words, row.kind)
