"""The two lists of a unit as they come: a file each, or both on sheets of one workbook, in whichever field."""

from collections.abc import Mapping, Sequence
from typing import Final

from contest.entries.rules import batch_rows
from contest.entries.rules.batch_rows import Fault
from contest.kernel.errors import N_, RuleBroken
from contest.platform import spreadsheets

Line = tuple[int, Sequence[str]]
LISTS: Final = ("forwarded", "received")
SHEET: Final = N_("Sheet")


class Sheets:
    """The rows of each list, "forwarded" and "received", and what was left out of the files."""

    def __init__(self) -> None:
        self.lines: dict[str, Sequence[Line]] = dict.fromkeys(LISTS, ())
        self.left_out: list[Fault] = []
        self._came: dict[str, str] = {}

    def read(self, raw: bytes, file_name: str, field: str, called: Mapping[str, Mapping[str, str]]) -> None:
        """Take what stands in a file. `called`: of each list its columns by their folded headings. Raises RuleBroken.

        The only sheet of a file is the list of its field, whatever its headings: what is wrong with them is said there.
        """
        found = [
            (name, [(line.number, line.cells) for line in lines])
            for name, lines in spreadsheets.read_sheets(raw, file_name, field=field)
        ]
        if len(found) == 1:
            self._take(field, found[0][0], found[0][1], field)
            return
        known = [(batch_rows.which(lines[0][1], called), name, lines) for name, lines in found]
        if not any(which for which, _, _ in known):
            self._take(field, found[0][0], found[0][1], field)
        for which, name, lines in known:
            if which is not None:
                self._take(which, name, lines, field)
            else:
                self.left_out.append(
                    Fault(
                        0, SHEET,
                        N_("The sheet “%(name)s” was left out: its first row names the columns of neither list."),
                        {"name": name}, of=field,
                    )
                )  # fmt: skip

    def _take(self, which: str, name: str, lines: Sequence[Line], field: str) -> None:
        if which in self._came:
            raise RuleBroken(
                N_(
                    "The same list came twice: on the sheets “%(first)s” and “%(second)s”. Put all its rows on one of"
                    " them, and delete the other."
                ),
                field=field,
                first=self._came[which],
                second=name,
            )
        self._came[which] = name
        self.lines[which] = lines
