"""What is blacked out of a work: words wherever they stand, parts of the pictures of its pages."""

from dataclasses import dataclass
from typing import Final

from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.rules.leaks import BLACK

# In place of the text for screen readers, where parts of the pictures are black: where its words stand is not known,
# so any of them may be one that was blacked out. Pages say in words what it means.
TEXT_OF_BLACK_PAGES: Final = f"<p>{BLACK}</p>"


def text_beside(html: str) -> str:
    """Return what takes the place of the text of pages with black parts; nothing where there was none."""
    return TEXT_OF_BLACK_PAGES if html else ""


@dataclass(frozen=True, slots=True)
class Blacked:
    """`cells` belong to the pages of version `version_id`; `as_text`: the text is shown instead of the pages."""

    words: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    as_text: bool = False
    version_id: int = 0

    def on_page(self, number: int) -> frozenset[tuple[int, int]]:
        """Return row and column of what is black on a page."""
        return frozenset((cell.row, cell.column) for cell in self.cells if cell.page == number)
