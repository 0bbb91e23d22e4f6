"""What is known of units' lists: which there are, how far each has come, and what became of every row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_paper import BatchRow, IntakeBatch
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class BatchView:
    """A list with how far it has come. `faults`, `rows`: as they were found; `kept`: works that units keep."""

    key: str
    state: str
    count: int
    done: int
    refused: int
    made_by: str
    made_at: datetime
    done_at: datetime | None
    settings: Mapping[str, Any]
    faults: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    kept: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_running(self) -> bool:
        return self.state == "running"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: its receipt, or what was wrong with it."""

    number: int
    title: str
    receipt: str
    message: str
    params: Mapping[str, Any]


def of_edition(edition_id: int, *, made_by: int | None = None) -> tuple[BatchView, ...]:
    """Return the lists of an edition that were not put aside, the newest first; of one person where that is named."""
    query = select(IntakeBatch).where(IntakeBatch.edition_id == edition_id, IntakeBatch.state != "dropped")
    if made_by is not None:
        query = query.where(IntakeBatch.made_by == made_by)
    return tuple(_view(row) for row in db.session.scalars(query.order_by(IntakeBatch.id.desc()).limit(50)))


def one(key: str, edition_id: int, *, made_by: int | None = None) -> BatchView:
    """Return one list with what was found in it. Raises NotFound, for another's as well."""
    query = select(IntakeBatch).where(IntakeBatch.key == key, IntakeBatch.edition_id == edition_id)
    query = query.options(undefer(IntakeBatch.rows), undefer(IntakeBatch.faults), undefer(IntakeBatch.kept))
    row = db.session.scalar(query)
    if row is None or (made_by is not None and row.made_by != made_by):
        raise NotFound(key)
    return _view(row, whole=True)


def _view(row: IntakeBatch, *, whole: bool = False) -> BatchView:
    done = select(func.count(), func.count(BatchRow.entry_id)).where(BatchRow.batch_id == row.id)
    dealt_with, taken_in = db.session.execute(done).one()
    more = {name: tuple(getattr(row, name)) for name in ("faults", "rows", "kept")} if whole else {}
    return BatchView(
        key=row.key,
        state=row.state,
        count=row.count,
        done=dealt_with,
        refused=dealt_with - taken_in,
        made_by=people.person(row.made_by).name,
        made_at=row.made_at,
        done_at=row.done_at,
        settings=row.settings,
        **more,
    )


def outcomes(key: str, edition_id: int) -> tuple[Outcome, ...]:
    """Return what became of every row that was dealt with, in the order of the list."""
    query = (
        select(BatchRow.number, Version.title, Receipt.number, BatchRow.problem)
        .join(IntakeBatch, IntakeBatch.id == BatchRow.batch_id)
        .outerjoin(Entry, Entry.id == BatchRow.entry_id)
        .outerjoin(Version, (Version.entry_id == Entry.id) & (Version.number == 1))
        .outerjoin(Receipt, Receipt.version_id == Version.id)
        .where(IntakeBatch.key == key, IntakeBatch.edition_id == edition_id)
        .order_by(BatchRow.number)
    )
    return tuple(
        Outcome(
            number,
            title or "",
            receipt or "",
            (problem or {}).get("message", ""),
            (problem or {}).get("params", {}),
        )
        for number, title, receipt, problem in db.session.execute(query)
    )
