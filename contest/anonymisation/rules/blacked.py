"""What is blacked out of a work: words wherever they stand, parts of the pictures of its pages."""

from dataclasses import dataclass

from contest.anonymisation.rules.cells import Cell


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
