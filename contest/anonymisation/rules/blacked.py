"""What is blacked out of a work: words wherever they stand, parts of the pictures of its pages."""

from dataclasses import dataclass
from typing import Final

from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.rules.leaks import BLACK

# The text for screen readers where all of it lies under black parts, or may: pages say in words what it means.
ALL_BLACK: Final = f"<p>{BLACK}</p>"


@dataclass(frozen=True, slots=True)
class Blacked:
    """`cells` belong to the pages of version `version_id`; `as_text`: the text is shown instead of the pages."""

    words: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    as_text: bool = False
    version_id: int = 0

    def cells_of(self, version_id: int) -> tuple[Cell, ...]:
        """Return what is black on the pages of that version: parts of other pages mean nothing on them."""
        return self.cells if self.version_id == version_id else ()
