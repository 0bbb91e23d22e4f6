"""Parts of a page that can be blacked out, as a form without scripts can name them: page, row and column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ROWS: Final = 24
COLUMNS: Final = 4
_NAMED: Final = re.compile(r"([1-9]\d{0,3})-(\d{1,2})-(\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """`page` counts from 1, `row` and `column` from 0."""

    page: int
    row: int
    column: int

    @property
    def name(self) -> str:
        return f"{self.page}-{self.row}-{self.column}"


def of_page(page: int) -> tuple[Cell, ...]:
    """Return all cells of a page, as one reads."""
    return tuple(Cell(page, row, column) for row in range(ROWS) for column in range(COLUMNS))


def on_page(cells: Iterable[Cell], page: int) -> frozenset[tuple[int, int]]:
    """Return row and column of those of a page."""
    return frozenset((cell.row, cell.column) for cell in cells if cell.page == page)


def read(names: Iterable[str]) -> tuple[Cell, ...]:
    """Return the cells of these names in order; what names none is left out."""
    found = (_NAMED.fullmatch(name) for name in names)
    cells = {Cell(*map(int, match.groups())) for match in found if match}
    return tuple(sorted(cell for cell in cells if cell.row < ROWS and cell.column < COLUMNS))
