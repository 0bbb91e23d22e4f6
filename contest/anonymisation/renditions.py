"""Reads what waits for its code: the named side, for the secretary's pages and for `flask check`."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from flask import current_app
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import undefer

from contest.anonymisation.models import Rendition
from contest.anonymisation.models_beside import Redaction
from contest.anonymisation.queries import OwnAnswer, Recording
from contest.anonymisation.rules import clearing
from contest.entries.queries import AcceptedWork
from contest.kernel.errors import NotFound
from contest.platform.database import db
from contest.platform.storage import Storage

PAGE = 50


@dataclass(frozen=True, slots=True)
class RenditionLine:
    """A rendition in the list of a state; `failure` is a msgid and what fills it, or None."""

    key: str
    title: str
    category_id: int
    kind: str
    findings: int
    flags: tuple[str, ...]
    failure: tuple[str, Mapping[str, Any]] | None


@dataclass(frozen=True, slots=True)
class RenditionPage:
    """A page of the list; `after` is where the next page begins, or None."""

    lines: tuple[RenditionLine, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A trace of the author. `where`: title, text, own. `kind` and `weight`: as in rules.leaks.Finding."""

    where: str
    kind: str
    token: str
    excerpt: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class RemovedView:
    """What was left out; `tokens` are words in it that name the author."""

    kind: str
    text: str
    tokens: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RenditionView:
    """A rendition as the secretary checks it. `stamp` changes whenever what stands on the page changes.

    `is_settled`: somebody blacked something out or let it go, which can be taken back.
    """

    key: str
    entry_id: int
    category_id: int
    state: str
    kind: str
    title: str
    html: str
    words: int
    pages: int
    findings: tuple[FindingView, ...]
    removed: tuple[RemovedView, ...]
    flags: tuple[str, ...]
    for_eyes: tuple[str, ...]
    has_text: bool
    failure: tuple[str, Mapping[str, Any]] | None
    stamp: str
    own: tuple[OwnAnswer, ...] = ()
    recording: Recording | None = None
    is_settled: bool = False


def counts(edition_id: int) -> dict[str, int]:
    """Return how many renditions are in each state: failed, to_clear, clear."""
    query = (
        select(Rendition.state, func.count())
        .where(Rendition.edition_id == edition_id)
        .group_by(Rendition.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    states = (clearing.FAILED, clearing.TO_CLEAR, clearing.CLEAR)
    return {state: found.get(state, 0) for state in states}


def failed(edition_id: int) -> frozenset[tuple[int, datetime]]:
    """Return the entries whose rendition failed, and when it did."""
    query = select(Rendition.entry_id, Rendition.made_at).where(
        Rendition.edition_id == edition_id, Rendition.state == clearing.FAILED
    )
    return frozenset((row[0], row[1]) for row in db.session.execute(query))


def made(
    entry_ids: Collection[int], failed_before: frozenset[tuple[int, datetime]]
) -> frozenset[tuple[int, int]]:
    """Return which of the entries have a rendition and of which version, but for those that `failed_before`."""
    query = select(Rendition.entry_id, Rendition.version_id, Rendition.made_at)
    rows = db.session.execute(query.where(Rendition.entry_id.in_(entry_ids)))
    return frozenset((row[0], row[1]) for row in rows if (row[0], row[2]) not in failed_before)


def listed(edition_id: int, state: str, *, after: int = 0, limit: int = PAGE) -> RenditionPage:
    """Return the renditions in that state, in the order in which they were first made."""
    query = (
        select(Rendition)
        .where(Rendition.edition_id == edition_id, Rendition.state == state, Rendition.id > after)
        .order_by(Rendition.id)
        .limit(limit + 1)
    )
    rows = db.session.scalars(query).all()
    last = rows[limit - 1].id if len(rows) > limit else None
    return RenditionPage(tuple(_line(row) for row in rows[:limit]), last)


def detail(edition_id: int, key: str) -> RenditionView:
    """Return one rendition of the edition. Raises NotFound."""
    row = _row(edition_id, key)
    return RenditionView(
        key=row.key,
        entry_id=row.entry_id,
        category_id=row.category_id,
        state=row.state,
        kind=row.kind,
        title=row.title,
        html=row.html,
        words=row.words,
        pages=len(row.page_keys),
        findings=tuple(FindingView(**found) for found in row.findings),
        removed=tuple(RemovedView(**removed) for removed in row.removed),
        flags=tuple(row.flags),
        for_eyes=tuple(sorted(clearing.for_eyes(row.kind, frozenset(row.flags)))),
        has_text=bool(row.text.strip()),
        failure=_failure(row),
        stamp=stamp(row),
        own=tuple(OwnAnswer(**said) for said in row.own),
        recording=Recording(row.recording_kind, row.recording_seconds) if row.recording_key else None,
        is_settled=row.cleared_by is not None or db.session.scalar(_redacted(row.entry_id)) is not None,
    )


def _redacted(entry_id: int) -> Select[int]:
    return select(Redaction.id).where(Redaction.entry_id == entry_id)


def page_image(edition_id: int, key: str, number: int) -> bytes:
    """Return the picture of a page, counted from 1; PNG or WebP. Raises NotFound."""
    page_keys = _row(edition_id, key).page_keys
    if not 1 <= number <= len(page_keys):
        raise NotFound(number)
    storage: Storage = current_app.extensions["contest_storage"]
    return storage.get(page_keys[number - 1])


def recording(edition_id: int, key: str) -> tuple[str, IO[bytes]]:
    """Return the kind of the recording, and the recording opened. Raises NotFound."""
    row = _row(edition_id, key)
    if not row.recording_key:
        raise NotFound(key)
    storage: Storage = current_app.extensions["contest_storage"]
    return row.recording_kind, storage.open(row.recording_key)


def next_to_clear(edition_id: int, key: str) -> str | None:
    """Return the key of the next rendition to clear, after this one and then from the beginning, or None."""
    here = _row(edition_id, key).id
    query = (
        select(Rendition.key)
        .where(Rendition.edition_id == edition_id, Rendition.state == clearing.TO_CLEAR, Rendition.id != here)
        .order_by(Rendition.id < here, Rendition.id)
        .limit(1)
    )
    return db.session.scalar(query)


def states(edition_id: int, works: Iterable[AcceptedWork]) -> dict[int, str]:
    """Return the state of the rendition of each of these works, by entry; works without one are not in it."""
    wanted = {work.entry_id: work for work in works}
    columns = (Rendition.entry_id, Rendition.version_id, Rendition.state, Rendition.own)
    rows = db.session.execute(select(*columns).where(Rendition.edition_id == edition_id))
    return {
        row.entry_id: row.state for row in rows if row.entry_id in wanted and is_of(row, wanted[row.entry_id])
    }


def is_of(row: Rendition | Row[Any], work: AcceptedWork) -> bool:
    """Tell whether the rendition is of that version, and shows no answer that judges are not to read any more."""
    if row.version_id != work.version_id:
        return False
    return bool(row.state == clearing.FAILED or _questions(row.own) == _questions(work.own))


def _questions(own: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(said["label"], said["kind"]) for said in own]


def storage_keys() -> frozenset[str]:
    """Return the storage keys of all page images and recordings; for `flask check`."""
    query = select(Rendition.page_keys, Rendition.recording_key)
    return frozenset(
        key for page_keys, recording in db.session.execute(query) for key in (*page_keys, recording) if key
    )


def stamp(row: Rendition) -> str:
    """Return what stands for the rendition as a secretary saw it: another one where anything of it has changed."""
    seen = (
        row.version_id, row.kind, row.state, row.title, row.html, row.text, row.own, row.findings, row.page_keys,
        row.recording_key,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _row(edition_id: int, key: str) -> Rendition:
    query = select(Rendition).where(Rendition.key == key, Rendition.edition_id == edition_id)
    row = db.session.scalar(query.options(undefer(Rendition.html), undefer(Rendition.text)))
    if row is None:
        raise NotFound(key)
    return row


def _line(row: Rendition) -> RenditionLine:
    return RenditionLine(
        key=row.key,
        title=row.title,
        category_id=row.category_id,
        kind=row.kind,
        findings=len(row.findings),
        flags=tuple(row.flags),
        failure=_failure(row),
    )


def _failure(row: Rendition) -> tuple[str, Mapping[str, Any]] | None:
    if not row.failure:
        return None
    message, params = json.loads(row.failure)
    return message, params
