"""What an author keeps while the own work is sealed: titles, receipts, reasons; locked by the installation's keys.

The database alone shows none of it: a title or a digest beside a name would find the blind copy.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import select

from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_sealed import SealedWork
from contest.entries.rules.sealed_columns import ASKED, NO_TITLE
from contest.entries.sealed_rows import Rows
from contest.platform.crypto import LOCK_OVERHEAD, SealBroken, keyring
from contest.platform.database import db

_PURPOSE: Final = "what an author keeps of a sealed work"
_STEP: Final = 1024  # bytes: all of an edition are filled up to the next multiple of it
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one work: the draft's title; by number: each version's title, receipts, reasons of decisions, requests.

    `is_opened`: the key holders have opened it, and it is on its way back.
    """

    title: str = NO_TITLE
    titles: Mapping[int, str] = field(default_factory=dict)
    receipts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    asked: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    is_opened: bool = False

    @property
    def last_title(self) -> str:
        """The title of what was last submitted."""
        return self.titles[max(self.titles)] if self.titles else self.title


NOTHING: Final = Kept()


def written(rows: Rows, numbers: Mapping[int, int], receipts: Mapping[int, str]) -> bytes:
    """Return what is kept of a work's rows; `numbers` of its versions and `receipts`' by the rows' ids."""
    content = {
        "title": rows["entry"][0]["title"],
        "titles": {numbers[row["id"]]: row["title"] for row in rows.get("version", ())},
        "receipts": {
            receipts[row["id"]]: {name: value for name, value in row.items() if name != "id"}
            for row in rows.get("receipt", ())
        },
        "reasons": {row["id"]: row["reason"] for row in rows.get("screening_decision", ())},
        "asked": {row["id"]: {name: row[name] for name in ASKED} for row in rows.get("after_request", ())},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def locked(contents: Iterable[bytes]) -> list[bytes]:
    """Lock what is kept of all works of an edition; all results are equally long."""
    ring, known = keyring(), list(contents)
    length = _STEP * (1 + (max(map(len, known), default=0) + 1) // _STEP)
    return [ring.lock(_PURPOSE, each, length) for each in known]


def receipts_alone(content: bytes) -> bytes:
    """Return what is kept of a work that is erased: its receipts. As long as before."""
    said = {
        "title": NO_TITLE,
        "titles": {},
        "receipts": unlocked(content).receipts,
        "reasons": {},
        "asked": {},
    }
    return keyring().lock(_PURPOSE, json.dumps(said).encode(), len(content) - LOCK_OVERHEAD)


def unlocked(content: bytes) -> Kept:
    """Return what is kept; nothing where it is damaged or of other keys: `flask check` names the receipts."""
    try:
        found = json.loads(keyring().unlock(_PURPOSE, content) or b"{}")
    except (SealBroken, ValueError):
        return NOTHING
    if not found:
        return NOTHING
    return Kept(
        found["title"],
        {int(number): title for number, title in found["titles"].items()},
        found["receipts"],
        {int(decision_id): reason for decision_id, reason in found["reasons"].items()},
        {int(request_id): said for request_id, said in found.get("asked", {}).items()},
    )


def of(entry_ids: Collection[int]) -> dict[int, Kept]:
    """Return what is kept of these works, of those that are sealed. Costs nothing where none is."""
    found: dict[int, Kept] = {}
    ids = sorted(set(entry_ids))
    for at in range(0, len(ids), _CHUNK):
        query = select(SealedWork.entry_id, SealedWork.locked, SealedWork.opened_at)
        for row in db.session.execute(query.where(SealedWork.entry_id.in_(ids[at : at + _CHUNK]))):
            found[row[0] or 0] = replace(unlocked(row[1]), is_opened=row[2] is not None)
    return found


def of_one(entry_id: int) -> Kept | None:
    """Return what is kept of a work, None where it is not sealed."""
    return of([entry_id]).get(entry_id)


def is_sealed(entry_id: int) -> bool:
    """Tell whether the work's text is sealed until the opening."""
    query = select(SealedWork.id).where(SealedWork.entry_id == entry_id)
    return db.session.scalar(query) is not None


def columns(row: Receipt, kept: Kept | None) -> dict[str, Any]:
    """Return digests, document and signature of a receipt: the row's own, or what is kept of them."""
    names = ("sha256_text", "sha256_file", "sha256_own", "document", "signature")
    if kept is None:
        return {name: getattr(row, name) for name in names}
    said = kept.receipts.get(row.number, {})
    return {name: said.get(name, getattr(row, name)) for name in names}


def title(entry_id: int, number: int, stored: str) -> str:
    """Return the title of a version for its author: the stored one, or what is kept of it."""
    if stored != NO_TITLE:
        return stored
    kept = of_one(entry_id)
    return stored if kept is None else kept.titles.get(number, kept.title)


def receipt(version_id: int, number: str) -> Mapping[str, Any] | None:
    """Return what is kept of the receipt with that number, None where the work is not sealed."""
    entry = select(Version.entry_id).where(Version.id == version_id).scalar_subquery()
    content = db.session.scalar(select(SealedWork.locked).where(SealedWork.entry_id == entry))
    return None if content is None else unlocked(content).receipts.get(number)


class Receipts:
    """The receipts of all sealed works, read when first asked for; for the daily lists and the check."""

    def __init__(self) -> None:
        self._known: dict[str, Mapping[str, Any]] | None = None

    def document(self, number: str) -> str:
        """Return what was signed, "" where nothing is kept of it."""
        return str(self.of(number).get("document", ""))

    def of(self, number: str) -> Mapping[str, Any]:
        """Return the columns of a receipt by its number; nothing where it is not kept."""
        if self._known is None:
            self._known = receipts()
        return self._known.get(number, {})


def receipts() -> dict[str, Mapping[str, Any]]:
    """Return what is kept of every receipt whose work is sealed, by its number; for the daily lists and the check."""
    contents = db.session.scalars(select(SealedWork.locked).where(SealedWork.entry_id.is_not(None)))
    return {number: said for each in contents for number, said in unlocked(each).receipts.items()}


def is_any_sealed(edition_id: int) -> bool:
    """Tell whether the works of the edition are sealed at this moment."""
    query = select(SealedWork.id).where(SealedWork.edition_id == edition_id).limit(1)
    return db.session.scalar(query) is not None


def keys_of_sealed() -> frozenset[str]:
    """Return the keys of all entries that are sealed; for checks that look at texts."""
    query = select(Entry.key).join(SealedWork, SealedWork.entry_id == Entry.id)
    return frozenset(db.session.scalars(query))
