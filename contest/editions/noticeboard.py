"""Reads announcements, as frozen values."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contest.editions.models import Announcement, AnnouncementFile
from contest.editions.rules.announcing import Words, is_seen, language_for
from contest.kernel.errors import NotFound
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of an announcement; `kind` is pdf, docx, png or jpg, `size` in bytes."""

    key: str
    file_name: str
    kind: str
    size: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An announcement; `words` by language."""

    id: int
    key: str
    words: dict[str, Words]
    published_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None
    files: tuple[AttachedFile, ...]

    def said(self, language: str) -> tuple[str, Words]:
        """Return (language, words) for a reader of `language`."""
        found = language_for(self.words, language)
        return found, self.words[found]


def announcements(edition_id: int) -> tuple[AnnouncementView, ...]:
    """Return all of the edition, also what is withdrawn or still to come, the latest first."""
    query = (
        select(Announcement)
        .where(Announcement.edition_id == edition_id)
        .order_by(Announcement.published_at.desc(), Announcement.id.desc())
        .options(selectinload(Announcement.files))
    )
    return tuple(_view(row) for row in db.session.scalars(query))


def seen(edition_id: int, *, now: datetime) -> tuple[AnnouncementView, ...]:
    """Return what everybody sees at `now`, the latest first."""
    return tuple(a for a in announcements(edition_id) if is_seen(a.published_at, a.withdrawn_at, now))


def announcement(edition_id: int, key: str) -> AnnouncementView:
    """Return one of the edition. Raises NotFound."""
    row = db.session.scalar(
        select(Announcement).where(Announcement.edition_id == edition_id, Announcement.key == key)
    )
    if row is None:
        raise NotFound(key)
    return _view(row)


def storage_keys() -> frozenset[str]:
    """Return where the files of all announcements are kept."""
    return frozenset(db.session.scalars(select(AnnouncementFile.storage_key)))


def _view(row: Announcement) -> AnnouncementView:
    return AnnouncementView(
        id=row.id,
        key=row.key,
        words={language: Words(said["title"], said["text"]) for language, said in row.words.items()},
        published_at=row.published_at,
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
        files=tuple(AttachedFile(f.key, f.file_name, f.kind, f.size, f.storage_key) for f in row.files),
    )
