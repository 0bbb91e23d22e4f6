"""The min-cost flow that decides how many entries of each class each judge reads (HiGHS by scipy).

Imported on first use, because numpy and scipy are slow to load. Columns are the judges and, last, *nobody*:
what cannot be placed flows there. All bounds are whole and the matrix is a network's, so the vertex that the
simplex method returns is whole as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from contest.assignment.rules.classes import EntryClass
from contest.assignment.rules.draw import Draw
from contest.assignment.rules.instance import Judge
from contest.assignment.rules.windows import Seat, Window, windows

Ints = NDArray[np.int64]

FIT_LEVEL: Final = 1000
TIE_NOISE: Final = 20
PRICE_STEPS: Final = 4
UNEVEN_LOAD: Final = 10 * FIT_LEVEL
"""A reading moved from a judge to one with two fewer saves twice this, above most differences of fit."""
UNREAD_AGAIN: Final = 1000 * FIT_LEVEL
"""Added for an entry's second missing reading, and again for its third: first nobody misses two."""
NEAR: Final = 4
"""How far from the guess loads are priced exactly, in readings."""


@dataclass(frozen=True, slots=True)
class Demand:
    """`fits[class, judge]`, 0 where barred; `sizes[class]` entries miss `missing[class]` readings each."""

    fits: Ints
    sizes: Ints
    missing: Ints

    @property
    def need(self) -> Ints:
        return self.sizes * self.missing

    @property
    def nobody(self) -> int:
        """The column of what nobody reads."""
        return int(self.fits.shape[1])


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs out of `rows` (classes) into `columns`; for seats the rows are not used."""

    rows: Ints
    columns: Ints
    lowest: Ints
    highest: Ints
    costs: Ints


def flow(
    found: Sequence[EntryClass], panel: Sequence[Judge], seats: Sequence[Seat], *, mixing: float, draw: Draw
) -> list[list[int]]:
    """Return readings[class][judge], with one column more for what nobody can read.

    As many readings as possible are placed; then loads are level, in the window where that can be; then the
    fit is best, but for the price of mixing.
    """
    demand = _demand(found, panel)
    need = int(demand.need.sum())
    cells = _cells(demand, mixing, draw)
    table = None
    if need <= sum(seat.room for seat in seats):
        table = _solve(demand, cells, _hard_seats(windows(seats, need)))
    if table is None:
        unread = _fewest_unread(demand, seats, need)
        table = _most_level(demand, cells, seats, unread)
    rows: list[list[int]] = table.tolist()
    return rows


def _demand(found: Sequence[EntryClass], panel: Sequence[Judge]) -> Demand:
    fits = [
        [judge.fit_for(each.category) if each.may_get(judge.id) else 0 for judge in panel] for each in found
    ]
    sizes, missing = [each.size for each in found], [each.missing for each in found]
    return Demand(*(np.array(part, dtype=np.int64) for part in (fits, sizes, missing)))


def _cells(demand: Demand, mixing: float, draw: Draw) -> Arcs:
    """Price each cell by fit, and more with every share of the class that one judge takes (mixing)."""
    rows, columns = np.nonzero(demand.fits)
    noise = np.array([draw.below(TIE_NOISE + 1) for _ in rows], dtype=np.int64)
    base = noise - FIT_LEVEL * demand.fits[rows, columns]
    judges = np.maximum(1, np.count_nonzero(demand.fits, axis=1))
    share = np.ceil(demand.need / judges).astype(np.int64)[rows]
    left = demand.sizes[rows]
    pieces = []
    for step in range(PRICE_STEPS):
        width = left if step == PRICE_STEPS - 1 else np.minimum(left, share)
        left = left - width
        used = width > 0
        pieces.append((rows[used], columns[used], width[used], base[used] + round(mixing * FIT_LEVEL) * step))
    pieces.extend(_nobodys_cells(demand))
    rows, columns, highest, costs = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return Arcs(rows, columns, np.zeros_like(highest), highest, costs)


def _nobodys_cells(demand: Demand) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
    for step in range(int(demand.missing.max())):
        rows = np.nonzero(demand.missing > step)[0]
        costs = np.full_like(rows, UNREAD_AGAIN * step)
        yield rows, np.full_like(rows, demand.nobody), demand.sizes[rows], costs


def _seats(pieces: Sequence[tuple[int, int, int, int]]) -> Arcs:
    """Make arcs of (column, lowest, highest, cost)."""
    columns, lowest, highest, costs = np.array(pieces, dtype=np.int64).T
    return Arcs(columns, columns, lowest, highest, costs)


def _hard_seats(judges: Sequence[Window]) -> Arcs:
    pieces = [(column, each.lowest, each.highest, 0) for column, each in enumerate(judges)]
    return _seats([*pieces, (len(judges), 0, 0, 0)])


def _most_level(demand: Demand, cells: Arcs, seats: Sequence[Seat], unread: int) -> Ints:
    """Return the flow with the most level loads that conflicts permit.

    Loads are priced by their squares, exactly near a guess and roughly far from it; the guess is moved until
    the answer lies near it. Each move finds a better flow, and an answer near its guess is the best one,
    because all prices are convex.
    """
    guess = [window.lowest for window in windows(seats, int(demand.need.sum()) - unread)]
    while True:
        table = _solve(demand, cells, _soft_seats(seats, guess, unread))
        assert table is not None  # nobody takes just what is left, and a seat any load below its ceiling
        given: list[int] = table.sum(axis=0).tolist()[:-1]
        if all(abs(count - near) <= NEAR for count, near in zip(given, guess, strict=True)):
            return table
        guess = given


def _soft_seats(seats: Sequence[Seat], guess: Sequence[int], unread: int) -> Arcs:
    middle = sum(seat.load + near for seat, near in zip(seats, guess, strict=True)) // max(1, len(seats))
    pieces = [(len(seats), unread, unread, 0)]
    for column, (seat, near) in enumerate(zip(seats, guess, strict=True)):
        for low, high in pairwise(_cuts(near, seat.room)):
            past = 2 * (seat.load - middle) + low + high - 1
            pieces.append((column, 0, high - low, UNEVEN_LOAD * past))
    return _seats(pieces)


def _cuts(near: int, room: int) -> list[int]:
    """Cut 0 to `room` into single readings near the guess and wider and wider pieces far from it."""
    cuts, far = {0, near, room}, 1
    while near - far > 0 or near + far < room:
        cuts |= {max(0, near - far), min(room, near + far)}
        far += 1 if far <= NEAR else far // 2
    return sorted(cuts)


def _fewest_unread(demand: Demand, seats: Sequence[Seat], need: int) -> int:
    rows, columns = np.nonzero(demand.fits)
    idle = np.nonzero(demand.need)[0]
    highest = np.concatenate([demand.sizes[rows], demand.need])
    cells = Arcs(
        np.concatenate([rows, idle]),
        np.concatenate([columns, np.full_like(idle, demand.nobody)]),
        np.zeros_like(highest),
        highest,
        np.zeros_like(highest),
    )
    pieces = [(column, 0, seat.room, 0) for column, seat in enumerate(seats)]
    found = _solve(demand, cells, _seats([*pieces, (len(seats), 0, need, 1)]))
    assert found is not None  # nobody may take all
    return int(found[:, demand.nobody].sum())


def _solve(demand: Demand, cells: Arcs, seats: Arcs) -> Ints | None:
    """Return the cheapest flow as a table, None where none keeps all bounds."""
    classes, columns = len(demand.sizes), demand.nobody + 1
    arcs = np.arange(len(cells.rows) + len(seats.columns))
    into, out = arcs[: len(cells.rows)], arcs[len(cells.rows) :]
    entries = (
        np.repeat([1.0, 1.0, -1.0], [len(into), len(into), len(out)]),
        (
            np.concatenate([cells.rows, classes + cells.columns, classes + seats.columns]),
            np.concatenate([into, into, out]),
        ),
    )
    answer = linprog(
        np.concatenate([cells.costs, seats.costs]),
        A_eq=csr_array(entries, shape=(classes + columns, len(arcs))),
        b_eq=np.concatenate([demand.need, np.zeros(columns)]),
        bounds=np.column_stack(
            [np.concatenate([cells.lowest, seats.lowest]), np.concatenate([cells.highest, seats.highest])]
        ),
        method="highs-ds",
    )
    if answer.x is None:
        return None
    table = np.zeros((classes, columns), dtype=np.int64)
    np.add.at(table, (cells.rows, cells.columns), np.rint(answer.x[into]).astype(np.int64))
    return table
