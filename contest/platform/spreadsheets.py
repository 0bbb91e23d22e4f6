"""Reads lists that people keep in Excel or as CSV, within limits, and writes such lists back without live formulas.

Excel files go through the guards of `documents.package` before openpyxl sees them: sizes are counted, and XML with a
DOCTYPE is refused. A formula counts as what it showed when the file was saved.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from contest.kernel import text
from contest.kernel.encodings import decode_text_file
from contest.kernel.errors import N_, RuleBroken
from contest.platform.documents.package import Package

ROWS, COLUMNS, CELL, SHEETS = 20_000, 40, 2_000, 20
SIZE: Final = 10 * 1024 * 1024
_SEPARATORS: Final = "\t;,"
Cell = str | int | Decimal
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# The instant at which somebody fetched a list is nobody's business, and without it equal lists are equal bytes.
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)

UNREADABLE = N_(
    "This Excel file cannot be read. Open it, choose Save As, select Excel Workbook (.xlsx), and upload that."
)
OTHER_KIND = N_("Upload an Excel file (.xlsx) or a CSV file. This file is neither.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty, with its number as the spreadsheet shows it; cells in NFC, one line each."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Return the cell, empty where the row is shorter."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


def read_file(raw: bytes, file_name: str, *, field: str = "file") -> tuple[Line, ...]:
    """Return the rows of the first sheet that has any, or of a CSV file. Raises RuleBroken beside `field`."""
    return read_sheets(raw, file_name, field=field)[0][1]


def read_sheets(
    raw: bytes, file_name: str, *, field: str = "file"
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return (name, rows) of each sheet that can be seen and is not empty; the first one if all are empty.

    A CSV file is one sheet without a name. Raises RuleBroken beside `field`.
    """
    _check_size(raw, field)
    try:
        if not _is_excel(raw, file_name):
            return (("", _from_csv(raw, field)),)
        sheets = [(name, _lines(rows, field)) for name, rows in _from_excel(raw)]
    except RuleBroken as error:
        raise RuleBroken(error.message, field=field, **error.params) from error
    return tuple(each for each in sheets if each[1]) or tuple(sheets[:1])


def _check_size(raw: bytes, field: str) -> None:
    if not raw:
        raise RuleBroken(N_("The file is empty. Choose it again."), field=field)
    if len(raw) > SIZE:
        raise RuleBroken(
            N_("The file is larger than %(most)d MB. Split the list in two."), field=field, most=SIZE >> 20
        )


def _is_excel(raw: bytes, file_name: str) -> bool:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):  # of before 2007, or locked by a password
        raise RuleBroken(UNREADABLE)
    if raw.startswith(b"PK"):
        return True
    if file_name.lower().endswith((".xls", ".xlsx", ".ods")):
        raise RuleBroken(OTHER_KIND)
    return False


def _from_csv(raw: bytes, field: str) -> tuple[Line, ...]:
    return read_text(decode_text_file(raw), field=field)


def read_text(typed: str, *, field: str) -> tuple[Line, ...]:
    """Return the rows of a list that was typed or pasted: columns by tab, semicolon or comma, whichever comes first."""
    first = next((line for line in typed.splitlines() if line.strip()), "")
    separator = next((sign for where in (first, typed) for sign in _SEPARATORS if sign in where), ",")
    reader = csv.reader(io.StringIO(typed, newline=""), delimiter=separator)
    try:
        return _lines(reader, field)
    except csv.Error as error:
        raise RuleBroken(
            N_("The list cannot be read as rows. Look for a quotation mark that is not closed."), field=field
        ) from error


def _lines(rows: Iterable[Sequence[str]], field: str) -> tuple[Line, ...]:
    found: list[Line] = []
    for number, row in enumerate(islice(rows, ROWS * 2), start=1):
        if not any(cell.strip() for cell in row):
            continue
        if len(found) >= ROWS:
            raise RuleBroken(N_("The list has more than %(most)d rows. Split it."), field=field, most=ROWS)
        cells = [_clean(cell, number, field) for cell in row[:COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        found.append(Line(number, tuple(cells)))
    return tuple(found)


def _clean(cell: str, number: int, field: str) -> str:
    if len(cell) > CELL:
        raise RuleBroken(
            N_("Row %(row)d: a cell has more than %(most)d characters. Shorten it."),
            field=field,
            row=number,
            most=CELL,
        )
    return text.one_line(cell)


def _from_excel(raw: bytes) -> list[tuple[str, list[list[str]]]]:
    package = Package(raw)
    if "xl/workbook.xml" not in package:
        raise RuleBroken(OTHER_KIND)
    for name in package.names:
        if name.lower().endswith((".xml", ".rels")):
            package.xml(name)
    from openpyxl import load_workbook  # noqa: PLC0415 -- 100 ms at start that only who uploads a list should pay

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        seen = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
        if len(seen) > SHEETS:
            raise RuleBroken(N_("The file has more than %(most)d sheets. Split it."), most=SHEETS)
        return [(text.one_line(each.title), _rows(each)) for each in seen or [book.worksheets[0]]]
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError) as error:
        raise RuleBroken(UNREADABLE) from error


def _rows(sheet: Any) -> list[list[str]]:  # noqa: ANN401 -- openpyxl has no types
    rows = sheet.iter_rows(max_col=COLUMNS, max_row=ROWS * 2, values_only=True)
    return [[_written(value) for value in row] for row in rows]


def _written(value: object) -> str:
    """Return a cell as a person reads it: dates as dd/mm/yyyy, whole numbers without a decimal point."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def as_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as `read_text` reads them again."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter="\t").writerows(rows)
    return stream.getvalue()


def write_excel(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """Return an .xlsx file with one sheet; every text is a text, never a formula."""
    import xlsxwriter  # noqa: PLC0415 -- as above

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _MADE})
    page = book.add_worksheet(sheet[:31])
    bold = book.add_format({"bold": True})
    page.write_row(0, 0, header, bold)
    page.freeze_panes(1, 0)
    widths = [len(name) for name in header]
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)
        widths = [max(width, len(str(cell))) for width, cell in zip(widths, row, strict=True)]
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, 60) + 2)
    book.close()
    return stream.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file that Excel opens as UTF-8; what it would run as a formula begins with an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
