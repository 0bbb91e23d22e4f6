"""Tables of files that name only the ends of their cells and rows: opened as soon as something stands in them."""

from contest.platform.documents.manuscript import Manuscript


class Grid:
    """The one table that may be open at this place."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._made = manuscript
        self._open: list[str] = []
        self.cell = 0  # of the row, counted from 0

    def enter(self, *, in_table: bool) -> None:
        """Be in a cell, or in none, before something is written."""
        if not in_table:
            self.leave()
            return
        for part in ("tbl", "tr", "tc")[len(self._open) :]:
            self._push(part)

    def end_cell(self) -> None:
        self.enter(in_table=True)
        self._pop()
        self.cell += 1

    def end_row(self) -> None:
        while len(self._open) > 1:
            self._pop()
        self.cell = 0

    def leave(self) -> None:
        """End the table."""
        while self._open:
            self._pop()
        self.cell = 0

    def _push(self, part: str) -> None:
        if part == "tbl":
            self._made.open("tbl")
        else:
            self._made.open("tr" if part == "tr" else "tc")
        self._open.append(part)

    def _pop(self) -> None:
        self._made.close()
        self._open.pop()
