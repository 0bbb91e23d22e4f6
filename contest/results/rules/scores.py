"""Reads the scores that `flask rank` is given: CSV by columns, each refusal naming its line."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from contest.kernel import text as kernel_text
from contest.kernel.errors import N_, RuleBroken

NEEDED: Final = ("entry", "judge", "score")
OPTIONAL: Final = ("category", "criterion", "weight")

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,30})?")
_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+")
_OTHER_SEPARATORS: Final = {";": N_("semicolons"), "\t": N_("tabs")}


@dataclass(frozen=True, slots=True)
class Line:
    """One score. `number` is the line of the file; without a criterion column `criterion` is empty."""

    number: int
    entry: str
    judge: str
    score: Fraction
    category: str
    criterion: str
    weight: Fraction


def read(text: str) -> list[Line]:
    """Return the scores. Raises RuleBroken naming the line of what is wrong."""
    rows = _rows(text)
    _, header = next(rows, (1, []))
    columns = _columns(header)
    lines = [_line(number, _cells(number, row, columns)) for number, row in rows]
    if not lines:
        raise RuleBroken(N_("The file has no scores. Put one score on each line below the line of columns."))
    return lines


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that are not blank, with the number of the line on which each begins."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as problem:
            raise RuleBroken(
                N_("line %(line)d: this is not CSV (%(problem)s). Save the file as CSV with commas again."),
                line=before + 1,
                problem=problem,
            ) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield before + 1, row
        before = reader.line_num


def _columns(header: Sequence[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header]
    if not columns:
        raise RuleBroken(N_("The file is empty. Its first line names the columns: entry,judge,score."))
    _check_separator(columns)
    for needed in NEEDED:
        if needed not in columns:
            raise RuleBroken(
                N_(
                    'line 1: the column "%(column)s" is missing.'
                    " The first line names the columns: entry,judge,score."
                ),
                column=needed,
            )
    for column in columns:
        if column not in (*NEEDED, *OPTIONAL):
            raise RuleBroken(
                N_('line 1: there is no column "%(column)s". Take it out, or rename it to one of %(known)s.'),
                column=column,
                known=", ".join((*NEEDED, *OPTIONAL)),
            )
        if columns.count(column) > 1:
            raise RuleBroken(N_('line 1: the column "%(column)s" stands twice. Keep one.'), column=column)
    return columns


def _check_separator(columns: Sequence[str]) -> None:
    for separator, name in _OTHER_SEPARATORS.items():
        if separator in columns[0]:
            raise RuleBroken(
                N_("line 1: the columns are separated by %(separator)s. Save the file with commas instead."),
                separator=name,
            )


def _cells(number: int, row: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise RuleBroken(
            N_(
                "line %(line)d: %(found)d cells where %(wanted)d are needed."
                " Decimals are written with a point, and a comma inside a cell needs quotation marks."
            ),
            line=number,
            found=len(row),
            wanted=len(columns),
        )
    return {column: _clean(number, cell) for column, cell in zip(columns, row, strict=True)}


def _clean(number: int, cell: str) -> str:
    if cell.isascii() and cell.isalnum():
        return cell
    try:
        return kernel_text.one_line(cell)
    except RuleBroken as problem:
        raise RuleBroken(N_("line %(line)d: %(problem)s"), line=number, problem=problem) from None


def _line(number: int, cells: Mapping[str, str]) -> Line:
    for column in ("entry", "judge"):
        if not cells[column]:
            raise RuleBroken(
                N_('line %(line)d: the column "%(column)s" is empty.'), line=number, column=column
            )
    weight = _figure(number, "weight", cells["weight"]) if "weight" in cells else Fraction(1)
    if weight <= 0:
        raise RuleBroken(N_("line %(line)d: a weight must be above 0."), line=number)
    return Line(
        number=number,
        entry=cells["entry"],
        judge=cells["judge"],
        score=_figure(number, "score", cells["score"]),
        category=cells.get("category", ""),
        criterion=cells.get("criterion", ""),
        weight=weight,
    )


def _figure(number: int, column: str, cell: str) -> Fraction:
    if _NUMBER.fullmatch(cell):
        return Fraction(cell)
    if _COMMA.fullmatch(cell):
        message = N_('line %(line)d: "%(found)s" has a decimal comma. Write it with a point: %(mended)s.')
    else:
        message = N_('line %(line)d: "%(found)s" in the column "%(column)s" is not a number like 7 or 7.5.')
    raise RuleBroken(message, line=number, column=column, found=cell[:40], mended=cell.replace(",", ".")[:40])
