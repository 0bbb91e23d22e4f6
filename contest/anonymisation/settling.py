"""The office blacks out blind copies whose author judges can recognise: by code alone, whatever the seals are.

It touches the blind side only; what the author wrote is kept, closed, on the named side.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from contest.anonymisation import commitments, events
from contest.anonymisation.models import BlindCopy, BlindPage
from contest.anonymisation.models_beside import CopyRedaction, IdentityFlag
from contest.anonymisation.rules.cells import COLUMNS, ROWS, Cell
from contest.anonymisation.rules.leaks import redact_html, redact_text
from contest.anonymisation.telling import KEPT, REDACTED, WAITING
from contest.anonymisation.writing import begin_alone
from contest.kernel import keys
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import after_commit, db
from contest.platform.documents.blackened import blackened
from contest.platform.events import publish
from contest.platform.storage import Storage


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


def settled(round_ids: Collection[int]) -> int:
    """Return how many copies of these rounds were told of and settled."""
    query = (
        select(func.count(IdentityFlag.blind_copy_id.distinct()))
        .join(BlindCopy, BlindCopy.id == IdentityFlag.blind_copy_id)
        .where(BlindCopy.round_id.in_(round_ids), IdentityFlag.outcome != WAITING)
    )
    return db.session.scalar(query) or 0


def keep(flagged: FlaggedCopy, *, secretary_id: int, now: datetime) -> None:
    """Leave the copy as it is: nothing in it tells who wrote it. Raises Conflict where it waits no more."""
    row = _held(flagged)
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
    secretary_id: int,
    now: datetime,
) -> None:
    """Black out words wherever they stand, and parts of the pictures of pages; judges get the copy so from now on.

    Raises RuleBroken where none of the words stands in it, Conflict where it waits no more.
    """
    row = _held(flagged)
    changed = _blacken_words(row, words) | _blacken_pages(row, cells)
    if not changed:
        raise RuleBroken(
            N_("None of these words stands in this work. Copy them from the text."), field="words"
        )
    db.session.flush()
    db.session.add(CopyRedaction(blind_copy_id=row.id, digest=commitments.digest_of(row.id), made_at=now))
    _settle(row, REDACTED, now)
    publish(
        events.CopyRedacted(
            at=now, actor_id=secretary_id, edition_id=row.edition_id, round_id=row.round_id, code=row.code
        )
    )


def _held(flagged: FlaggedCopy) -> BlindCopy:
    begin_alone()
    query = select(BlindCopy).where(BlindCopy.round_id == flagged.round_id, BlindCopy.code == flagged.code)
    row = db.session.scalar(query.options(undefer(BlindCopy.html)))
    if row is None:
        raise NotFound(flagged.code)
    if not _flags(row):
        raise Conflict(N_("Somebody settled this meanwhile. Nothing was done: look at the list again."))
    return row


def _flags(row: BlindCopy) -> Sequence[IdentityFlag]:
    query = select(IdentityFlag).where(IdentityFlag.blind_copy_id == row.id, IdentityFlag.outcome == WAITING)
    return db.session.scalars(query).all()


def _settle(row: BlindCopy, outcome: str, now: datetime) -> None:
    for flag in _flags(row):
        flag.outcome, flag.settled_at = outcome, now


def _blacken_words(row: BlindCopy, words: Collection[str]) -> bool:
    before = (row.title, row.html, row.own)
    row.title, row.html = redact_text(row.title, words), redact_html(row.html, words)
    row.own = [{**said, "value": redact_text(said["value"], words)} for said in row.own]
    return before != (row.title, row.html, row.own)


def _blacken_pages(row: BlindCopy, cells: Collection[Cell]) -> bool:
    """Put new pictures in place of those with black parts; the text for screen readers would still tell, so it goes."""
    storage: Storage = current_app.extensions["contest_storage"]
    query = select(BlindPage).where(
        BlindPage.blind_copy_id == row.id, BlindPage.number.in_({cell.page for cell in cells})
    )
    pages = db.session.scalars(query).all()
    for page in pages:
        own = {(cell.row, cell.column) for cell in cells if cell.page == page.number}
        drawn, former = blackened(storage.get(page.storage_key), own, (ROWS, COLUMNS)), page.storage_key
        page.storage_key = keys.new_key()
        storage.put(page.storage_key, drawn)
        after_commit(partial(storage.delete, former))
    if pages:
        row.html = ""
    return bool(pages)
