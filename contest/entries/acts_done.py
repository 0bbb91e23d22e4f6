"""Reads what the office changed about works, for their authors and for the secretariat."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from contest.entries import authorship
from contest.entries.models import Entry
from contest.entries.models_office import OfficeAct
from contest.entries.rules.office_acts import DUPLICATE, PARTED, SENTENCES
from contest.kernel.errors import NotFound
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Act:
    """What was changed and why; `sentence` is to be translated with `params`."""

    id: int
    entry_id: int
    kind: str
    before: str
    after: str
    reason: str
    acted_at: datetime
    other_id: int | None = None

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]

    @property
    def params(self) -> dict[str, str]:
        return {"before": self.before, "after": self.after}


def of_person(account_id: int) -> dict[int, tuple[Act, ...]]:
    """Return what was changed about the works that the person has a part in, by work, in order."""
    return _by_work(OfficeAct.entry_id.in_(select(Entry.id).where(authorship.has_part({account_id}))))


def of_works(keys: Collection[str]) -> dict[int, tuple[Act, ...]]:
    """Return what was changed about these works, by work, in order."""
    return _by_work(OfficeAct.entry_id.in_(select(Entry.id).where(Entry.key.in_(keys))))


def by_id(act_id: int) -> Act:
    """Return one. Raises NotFound."""
    row = db.session.get(OfficeAct, act_id)
    if row is None:
        raise NotFound(act_id)
    return _act(row)


def is_duplicate(acts: Collection[Act]) -> bool:
    """Tell whether the work takes no part because another stays in its place."""
    return duplicate_of(acts) is not None


def duplicate_of(acts: Collection[Act]) -> int | None:
    """Return the work that stays in its place, None where the two were never merged, or parted again."""
    merged = [each for each in acts if each.kind in {DUPLICATE, PARTED}]
    return merged[-1].other_id if merged and merged[-1].kind == DUPLICATE else None


def others(acts: Collection[Act]) -> dict[int, tuple[str, str]]:
    """Return key and title of the works that these were merged with or parted from, by id."""
    wanted = {each.other_id for each in acts if each.other_id is not None}
    query = select(Entry.id, Entry.key, Entry.title).where(Entry.id.in_(wanted))
    return {row.id: (row.key, row.title) for row in db.session.execute(query)}


def _by_work(which: ColumnElement[bool]) -> dict[int, tuple[Act, ...]]:
    found: dict[int, list[Act]] = {}
    for row in db.session.scalars(select(OfficeAct).where(which).order_by(OfficeAct.id)):
        found.setdefault(row.entry_id, []).append(_act(row))
    return {entry_id: tuple(those) for entry_id, those in found.items()}


def _act(row: OfficeAct) -> Act:
    return Act(row.id, row.entry_id, row.kind, row.before, row.after, row.reason, row.acted_at, row.other_id)
