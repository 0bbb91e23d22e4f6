"""Pictures of the pages of a draft: those that are there, more of them, and all of them together as its file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from flask import current_app
from sqlalchemy import select

from contest.entries import files, own
from contest.entries.files import Received
from contest.entries.models import Entry, StoredFile, Version
from contest.entries.rules.limits import PICTURES
from contest.kernel.errors import RuleBroken
from contest.kernel.keys import new_key
from contest.platform.database import db
from contest.platform.documents import handwritten, sentences
from contest.platform.documents.handwritten import Page
from contest.settings import Settings

FILE_NAME: Final = "pictures.zip"  # ours: what the author called the pictures stands beside each
FIELD: Final = "pictures"
# All pictures together, in times of what one file may have: twenty pages of a telephone at the usual limit.
_TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of the draft as its author's page shows it; `preview`: a WEBP, base64; `size` in bytes."""

    name: str
    size: int
    sha256: str
    preview: str


def look_at(sent: Sequence[tuple[bytes, str]]) -> tuple[Page, ...]:
    """Look at new pictures. Slow: before `begin_writing`. Raises RuleBroken for the first that is wrong, naming it."""
    limit = _settings().upload_limit
    try:
        return tuple(handwritten.looked_at(raw, files.shown_name(name), limit=limit) for raw, name in sent)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=FIELD, **error.params) from error


def shown(entry_key: str, author_id: int) -> tuple[PictureView, ...]:
    """Return the pictures of the draft; nothing where it has none. Raises NotFound."""
    return _views(own.readable(entry_key, author_id).file)


def of_version(entry_key: str, author_id: int, number: int) -> tuple[PictureView, ...]:
    """Return the pictures of a version; nothing where it has none, or none any more. Raises NotFound."""
    entry = own.readable(entry_key, author_id)
    query = select(Version).where(Version.entry_id == entry.id, Version.number == number)
    version = db.session.scalar(query)
    return _views(version.file if version is not None else None)


def kept(entry_key: str, author_id: int) -> tuple[Page, ...]:
    """Return the pictures of the draft with their bytes. Raises NotFound."""
    file = _file(own.readable(entry_key, author_id))
    if file is None:
        return ()
    held = handwritten.members(files.storage().get(file.storage_key))
    return tuple(
        handwritten.kept(part, raw, preview)
        for part, (_, raw), preview in zip(file.parts, held, file.previews, strict=True)
    )


def bound(pages: Sequence[Page]) -> Received:
    """Store the pictures together, as one file. Slow: before `begin_writing`. Raises RuleBroken."""
    try:
        handwritten.check_all(pages, limit=_TIMES * _settings().upload_limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=FIELD, **error.params) from error
    raw = handwritten.container(pages)
    key = new_key()
    files.storage().put(key, raw)
    return Received(key, FILE_NAME, handwritten.inspection(pages, raw))


def told(error: RuleBroken, kinds: Collection[str]) -> RuleBroken:
    """Say where pictures are chosen, if one was chosen as the file and the category, of these `kinds`, takes them."""
    if error.message == sentences.PICTURE and PICTURES in kinds:
        return RuleBroken(sentences.PICTURE_ELSEWHERE, field=error.field)
    return error


def largest() -> tuple[int, int]:
    """Return how large one picture may be, and all together, in bytes."""
    limit = _settings().upload_limit
    return limit, _TIMES * limit


def _views(file: StoredFile | None) -> tuple[PictureView, ...]:
    if file is None or file.kind != PICTURES:
        return ()
    return tuple(
        PictureView(part["name"], part["size"], part["sha256"], preview)
        for part, preview in zip(file.parts, file.previews, strict=False)  # what was erased has no previews
    )


def _file(entry: Entry) -> StoredFile | None:
    return entry.file if entry.file is not None and entry.file.kind == PICTURES else None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["contest_settings"]
    return settings
