"""Keeps the samples of texts as rows that are found by their values: which texts share some with a new one."""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import Final, TypeAlias

from sqlalchemy import CompoundSelect, Integer, bindparam, delete, func, insert, select, union_all

from contest.entries.models import ReferenceShingle, SampledShingle
from contest.entries.rules.sketch import MOST_HOLDERS, Values, rarity
from contest.platform.database import db

Shelf: TypeAlias = type[SampledShingle] | type[ReferenceShingle]
WORKS: Final[Shelf] = SampledShingle
REFERENCES: Final[Shelf] = ReferenceShingle

_AT_ONCE: Final = 50  # values asked for in one statement: of an essay all
_NAMES: Final = tuple(f"value_{place}" for place in range(_AT_ONCE))
_NO_VALUE: Final = -1


def add(shelf: Shelf, samples: Mapping[int, Values]) -> None:
    """Keep the samples of these texts, by the texts' ids."""
    pairs = sorted((value, holder) for holder, values in samples.items() for value in values.tolist())
    if not pairs:
        return
    if db.session.connection().dialect.name == "postgresql":
        # One statement with two arrays: ten times as fast as a row at a time.
        values, holders = ([pair[at] for pair in pairs] for at in (0, 1))
        rows = select(func.unnest(values), func.unnest(holders))
        db.session.execute(insert(shelf).from_select(["value", "holder_id"], rows))
        return
    db.session.execute(insert(shelf), [{"value": value, "holder_id": holder} for value, holder in pairs])


def remove(shelf: Shelf, samples: Mapping[int, Values]) -> None:
    """Forget the samples of these texts; they must be those that were added."""
    for holder, values in samples.items():
        at_once = delete(shelf).where(shelf.value.in_(values.tolist()), shelf.holder_id == holder)
        db.session.execute(at_once, execution_options={"synchronize_session": False})


def holders(shelf: Shelf, values: Values, *, but: Collection[int] = ()) -> dict[int, float]:
    """Return the texts that have some of these values, and how much it says that they do (rules/sketch.py).

    One probe of the index a value; of a value that very many have, the MOST_HOLDERS that were indexed first.
    """
    wanted: list[int] = values.tolist()
    found: list[tuple[int, int]] = []
    for at in range(0, len(wanted), _AT_ONCE):
        some = dict(zip(_NAMES, wanted[at : at + _AT_ONCE], strict=False))
        asked = dict.fromkeys(_NAMES, _NO_VALUE) | some
        found += [(row[0], row[1]) for row in db.session.connection().execute(_probes(shelf), asked)]
    many = Counter(value for value, _ in found)
    scores: dict[int, float] = {}
    for value, holder in found:
        if holder not in but:
            scores[holder] = scores.get(holder, 0.0) + rarity(many[value])
    return scores


@cache
def _probes(shelf: Shelf) -> CompoundSelect[int, int]:
    """Return one statement for ever: to build and compile it takes longer than to run it."""
    first_holders = (
        select(shelf.value, shelf.holder_id)
        .where(shelf.value == bindparam(name, type_=Integer))
        .order_by(shelf.holder_id)
        .limit(MOST_HOLDERS)
        .subquery()
        for name in _NAMES
    )
    return union_all(*map(select, first_holders))
