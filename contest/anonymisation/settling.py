"""The office blacks out blind copies whose author judges can recognise: by code alone, whatever the seals are.

It touches the blind side only; what the author wrote is kept, closed, on the named side.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.anonymisation import commitments, events
from contest.anonymisation.converters.paragraphs import one_each
from contest.anonymisation.models import BlindCopy, BlindPage
from contest.anonymisation.models_beside import IdentityFlag
from contest.anonymisation.rules import cells as parts
from contest.anonymisation.rules import highlight, placed
from contest.anonymisation.rules.blackening import faults
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.rules.leaks import redact_html, redact_text
from contest.anonymisation.telling import KEPT, REDACTED, WAITING
from contest.anonymisation.writing import begin_alone
from contest.editions import sealings
from contest.entries import discarding
from contest.kernel import keys
from contest.kernel.errors import N_, Conflict, NotFound, RulesBroken
from contest.platform.database import after_commit, db
from contest.platform.documents.blackened import blackened
from contest.platform.events import publish
from contest.platform.storage import Storage

_CHANGED: Final = N_(
    "Meanwhile this work was settled, or a judge told more of it. Nothing was done. What you typed stands here: compare"
    " it with the work as it is now, and send it again if it is still needed."
)


@dataclass(frozen=True, slots=True)
class FlaggedCopy:
    """A copy that judges told of; `said` are their words by the alphabet: not whose they are, nor when."""

    round_id: int
    code: str
    said: tuple[str, ...]


def waiting(round_ids: Collection[int]) -> tuple[FlaggedCopy, ...]:
    """Return the copies of these rounds that judges told of and nobody settled yet, by code."""
    query = (
        select(BlindCopy.round_id, BlindCopy.code, IdentityFlag.said)
        .join(IdentityFlag, IdentityFlag.blind_copy_id == BlindCopy.id)
        .where(BlindCopy.round_id.in_(round_ids), IdentityFlag.outcome == WAITING)
    )
    found: dict[tuple[int, str], list[str]] = {}
    for round_id, code, said in db.session.execute(query):
        found.setdefault((round_id, code), []).append(said)
    return tuple(FlaggedCopy(*at, tuple(sorted(filter(None, said)))) for at, said in sorted(found.items()))


def told_of(round_ids: Collection[int], code: str) -> FlaggedCopy:
    """Return the copy of these rounds, whether it waits or was settled. Raises NotFound where no judge told of it."""
    query = (
        select(BlindCopy.round_id, IdentityFlag.said)
        .join(IdentityFlag, IdentityFlag.blind_copy_id == BlindCopy.id)
        .where(BlindCopy.round_id.in_(round_ids), BlindCopy.code == code)
    )
    found = db.session.execute(query).all()
    if not found:
        raise NotFound(code)
    return FlaggedCopy(found[0].round_id, code, tuple(sorted({each.said for each in found} - {""})))


def answer(flagged: FlaggedCopy) -> tuple[datetime, str] | None:
    """Return when the copy was settled last, and how; None while it waits."""
    flags = _flags(_row(flagged), WAITING, KEPT, REDACTED)
    if any(flag.outcome == WAITING for flag in flags):
        return None
    return max((flag.settled_at, flag.outcome) for flag in flags if flag.settled_at is not None)


def stamp(flagged: FlaggedCopy) -> str:
    """Return what stands for the copy, and for what was told of it, as a secretary sees it. Raises NotFound."""
    return _stamp(_row(flagged))


def settled(round_ids: Collection[int]) -> tuple[str, ...]:
    """Return the codes of the copies of these rounds that were told of and settled, in their order."""
    query = (
        select(BlindCopy.code)
        .join(IdentityFlag, IdentityFlag.blind_copy_id == BlindCopy.id)
        .where(BlindCopy.round_id.in_(round_ids), IdentityFlag.outcome != WAITING)
    )
    return tuple(db.session.scalars(query.distinct().order_by(BlindCopy.code)))


def keep(flagged: FlaggedCopy, *, seen: str, secretary_id: int, now: datetime) -> None:
    """Leave the copy as it is: nothing in it tells who wrote it.

    Raises Conflict where it waits no more, or is not what the secretary saw (`seen`: its stamp then).
    """
    row = _held(flagged, seen)
    if not _flags(row, WAITING):
        raise Conflict(_CHANGED)
    _settle(row, KEPT, now)
    publish(
        events.FlagSettled(
            at=now, actor_id=secretary_id, edition_id=row.edition_id, round_id=row.round_id, code=row.code
        )
    )


def redact(
    flagged: FlaggedCopy,
    words: Collection[str],
    cells: Collection[Cell] = (),
    *,
    seen: str,
    secretary_id: int,
    now: datetime,
) -> None:
    """Black out words wherever they stand, and parts of the pictures of pages; judges get the copy so from now on.

    So do those of other rounds whose copy shows the same; in an edition that key holders seal, what stood there is
    removed from the files of the database, too. A copy that another secretary settled meanwhile may be blacked out
    further, by who has seen it so. Raises RulesBroken, which names every word that stands nowhere in it, and Conflict
    where it is not what the secretary saw (`seen`: its stamp then).
    """
    row = _held(flagged, seen)
    _check(row, words, cells)
    formers: list[str] = []
    those = [row, *_read(commitments.same_elsewhere(row.id))]
    for each in those:
        black = _blacken_words(each, words, cells)
        _blacken_pages(each, black, formers)
    db.session.flush()
    commitments.redacted([each.id for each in those], now=now)
    if sealings.of(row.edition_id).is_by_holders:
        discarding.discard(formers, now=now)
    else:
        after_commit(partial(_delete, formers))
    _settle(row, REDACTED, now)
    publish(
        events.CopyRedacted(
            at=now, actor_id=secretary_id, edition_id=row.edition_id, round_id=row.round_id, code=row.code
        )
    )


def _held(flagged: FlaggedCopy, seen: str) -> BlindCopy:
    begin_alone()
    row = _row(flagged)
    if _stamp(row) != seen:
        raise Conflict(_CHANGED)
    return row


def _row(flagged: FlaggedCopy) -> BlindCopy:
    query = select(BlindCopy).where(BlindCopy.round_id == flagged.round_id, BlindCopy.code == flagged.code)
    row = db.session.scalar(query.options(undefer(BlindCopy.html), undefer(BlindCopy.placed)))
    if row is None:
        raise NotFound(flagged.code)
    return row


def _stamp(row: BlindCopy) -> str:
    told = [(flag.id, flag.said, flag.outcome) for flag in _flags(row, WAITING, KEPT, REDACTED)]
    pages = db.session.scalars(
        select(BlindPage.storage_key).where(BlindPage.blind_copy_id == row.id).order_by(BlindPage.number)
    )
    seen = (row.title, row.html, row.own, list(pages), told)
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _flags(row: BlindCopy, *outcomes: str) -> Sequence[IdentityFlag]:
    query = select(IdentityFlag).where(
        IdentityFlag.blind_copy_id == row.id, IdentityFlag.outcome.in_(outcomes)
    )
    return db.session.scalars(query.order_by(IdentityFlag.id)).all()


def _settle(row: BlindCopy, outcome: str, now: datetime) -> None:
    """Answer what waits; where nothing does, those who were told before that the copy stays as it is."""
    for flag in _flags(row, WAITING) or _flags(row, KEPT):
        flag.outcome, flag.settled_at = outcome, now


def _check(row: BlindCopy, words: Collection[str], cells: Collection[Cell]) -> None:
    shown = highlight.plain(row.html)
    unplaced = placed.unplaced(_placed(row), words, cells) if row.kind == "pages" else {}
    texts = (row.title, shown, *(said["value"] for said in row.own))
    broken = tuple(faults(words, texts, unplaced=unplaced, ticked=bool(cells)))
    if broken:
        raise RulesBroken(broken)


def _placed(row: BlindCopy) -> placed.Placed:
    return placed.read(highlight.plain(row.html), row.placed)


def _blacken_words(row: BlindCopy, words: Collection[str], ticked: Collection[Cell]) -> tuple[Cell, ...]:
    """Black out words, and what lies under the ticked parts of pictures; return the parts that are to be black."""
    row.title = redact_text(row.title, words)
    row.own = [{**said, "value": redact_text(said["value"], words)} for said in row.own]
    if row.kind != "pages":
        row.html = redact_html(row.html, words)
        return ()
    done = placed.black(_placed(row), words, ticked)
    row.html, row.placed = one_each(done.placed.text), done.placed.written
    return done.cells


def _delete(storage_keys: Collection[str]) -> None:
    for key in storage_keys:
        _storage().delete(key)


def _storage() -> Storage:
    found: Storage = current_app.extensions["contest_storage"]
    return found


def _read(copy_ids: Collection[int]) -> Sequence[BlindCopy]:
    query = select(BlindCopy).where(BlindCopy.id.in_(copy_ids)).order_by(BlindCopy.id)
    return db.session.scalars(query.options(undefer(BlindCopy.html), undefer(BlindCopy.placed))).all()


def _blacken_pages(row: BlindCopy, cells: Collection[Cell], formers: list[str]) -> None:
    """Put new pictures in place of those with black parts; `formers` gets the keys of the pictures before."""
    storage = _storage()
    query = select(BlindPage).where(
        BlindPage.blind_copy_id == row.id, BlindPage.number.in_({cell.page for cell in cells})
    )
    pages = db.session.scalars(query).all()
    for page in pages:
        own = parts.on_page(cells, page.number)
        drawn = blackened(storage.get(page.storage_key), own, (parts.ROWS, parts.COLUMNS))
        formers.append(page.storage_key)
        page.storage_key = keys.new_key()
        storage.put(page.storage_key, drawn)
