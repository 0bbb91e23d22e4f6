"""Files of blind copies under storage keys of their own: names and times of the new ones tell nothing of the old."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import Final

from flask import current_app
from sqlalchemy import select

from contest.anonymisation.models import BlindCopy, BlindPage, BlindRecording, Rendition
from contest.kernel import keys
from contest.platform.database import db
from contest.platform.storage import Storage, keep


@dataclass(frozen=True, slots=True)
class Files:
    """Storage keys of page images in their order, and the recording: kind (mp3, mp4), seconds, storage key."""

    page_keys: tuple[str, ...] = ()
    recording: tuple[str, int, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.page_keys or self.recording)


NONE: Final = Files()


def of_renditions(edition_id: int) -> dict[int, Files]:
    """Return the files of what waits for its code, by entry; works without any are left out."""
    rows = db.session.scalars(select(Rendition).where(Rendition.edition_id == edition_id))
    found = {row.entry_id: Files(tuple(row.page_keys), _recording(row)) for row in rows}
    return {entry_id: files for entry_id, files in found.items() if files}


def _recording(row: Rendition) -> tuple[str, int, str] | None:
    return (row.recording_kind, row.recording_seconds, row.recording_key) if row.recording_key else None


def of_round(round_id: int) -> dict[int, Files]:
    """Return the files of the round's blind copies, by copy; those without any are left out."""
    of_round = (BlindCopy.round_id == round_id,)
    pages = select(BlindPage).join(BlindCopy, BlindCopy.id == BlindPage.blind_copy_id).where(*of_round)
    found: dict[int, Files] = {}
    for page in db.session.scalars(pages.order_by(BlindPage.blind_copy_id, BlindPage.number)):
        before = found.get(page.blind_copy_id, NONE)
        found[page.blind_copy_id] = replace(before, page_keys=(*before.page_keys, page.storage_key))
    films = select(BlindRecording).join(BlindCopy, BlindCopy.id == BlindRecording.blind_copy_id)
    for film in db.session.scalars(films.where(*of_round)):
        before = found.get(film.blind_copy_id, NONE)
        found[film.blind_copy_id] = replace(before, recording=(film.kind, film.seconds, film.storage_key))
    return found


@contextmanager
def copied(files: Mapping[int, Files]) -> Iterator[dict[int, Files]]:
    """Copy all these files to storage keys of their own, in chance order, and delete them where the act fails.

    Slow, and so in front of the transaction. Never holds a recording in memory.
    """
    storage: Storage = current_app.extensions["contest_storage"]
    made: list[str] = []
    copies: dict[int, Files] = {}
    order = list(files)
    SystemRandom().shuffle(order)
    try:
        for owner in order:
            page_keys = tuple(_copy(storage, key, made) for key in files[owner].page_keys)
            copies[owner] = Files(page_keys, _copied_recording(storage, files[owner], made))
        yield copies
    except BaseException:
        for key in made:
            storage.delete(key)
        raise


def _copied_recording(storage: Storage, files: Files, made: list[str]) -> tuple[str, int, str] | None:
    if files.recording is None:
        return None
    kind, seconds, key = files.recording
    return kind, seconds, _copy(storage, key, made)


def _copy(storage: Storage, key: str, made: list[str]) -> str:
    made.append(keys.new_key())
    keep(storage, made[-1], storage.open(key))
    return made[-1]
