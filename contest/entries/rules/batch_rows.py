"""A unit's two lists read row by row: works it forwards, works it received; what is wrong, and how to mend it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import fold
from contest.people.rules import addresses, details

MOST: Final = 5000
TITLE: Final = 200
MOST_FAULTS: Final = 500

# Columns of the list of forwarded works in their order: name, what the template calls it, what else it may be called.
FORWARDED: Final[Mapping[str, str]] = {
    "title": N_("Title"),
    "category": N_("Category"),
    "author": N_("Author"),
    "birth_year": N_("Year of birth"),
    "unit": N_("Unit (code or name)"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "others": N_("Further authors, separated by ;"),
    "file": N_("File in the ZIP"),
}
RECEIVED: Final[Mapping[str, str]] = {
    "unit": N_("Unit (code or name)"),
    "category": N_("Category"),
    "author": N_("Author"),
    "title": N_("Title"),
    "forwarded": N_("Forwarded (x)"),
}
_NEEDED: Final[Mapping[str, Sequence[str]]] = {
    "forwarded": ("title", "category", "author", "file"),
    "received": ("unit", "category", "author"),
}
YES: Final = frozenset({"x", "co", "yes", "1", "v", "da chuyen", "chuyen"})


@dataclass(frozen=True, slots=True)
class Known:
    """What cells are held against: units by code and by folded name (None: several are called so), and so on.

    `files`: folded names in the ZIP to the names there. `allowed`: units whose works may be sent; None: all.
    """

    units: Mapping[str, int | None]
    categories: Mapping[str, int]
    files: Mapping[str, str]
    this_year: int
    allowed: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: the number of the row, the msgid of its column, the sentence, in which list."""

    row: int
    column: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    of: str = "forwarded"


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows that are sound, in their order, and everything that is wrong with the others."""

    rows: tuple[dict[str, Any], ...]
    faults: tuple[Fault, ...]


Line = tuple[int, Sequence[str]]
Heading = Mapping[str, int]


def forwarded(lines: Sequence[Line], known: Known, called: Mapping[str, str]) -> Looked:
    """Read the works that a unit forwards. `called`: columns by their folded headings. Raises RuleBroken."""
    where = _heading(lines, called, needed=_NEEDED["forwarded"], field="forwarded")
    if len(lines) - 1 > MOST:
        raise RuleBroken(N_("The list has more than %(most)d works. Split it."), field="forwarded", most=MOST)
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    taken: dict[str, int] = {}
    for number, cells in lines[1:]:
        reading = _Reading(number, cells, where, known, FORWARDED)
        if reading.is_blank:
            continue
        row = reading.work(taken)
        faults += reading.faults
        if not reading.faults:
            rows.append(row)
    unused = [name for folded, name in known.files.items() if folded not in taken]
    if unused:
        shown = ", ".join(unused[:5])
        faults.append(
            Fault(
                0, FORWARDED["file"],
                N_("%(count)d files of the ZIP stand in no row and are left out: %(names)s."),
                {"count": len(unused), "names": shown},
            )
        )  # fmt: skip
    return Looked(tuple(rows), tuple(faults[:MOST_FAULTS]))


def received(lines: Sequence[Line], known: Known, called: Mapping[str, str]) -> Looked:
    """Read all works that a unit received; return how many of them it keeps, by unit and category, without names."""
    where = _heading(lines, called, needed=_NEEDED["received"], field="received")
    faults: list[Fault] = []
    works: dict[tuple[int, int], list[str]] = {}
    for number, cells in lines[1:]:
        reading = _Reading(number, cells, where, known, RECEIVED, of="received")
        if reading.is_blank:
            continue
        unit, category, author = reading.unit(is_needed=True), reading.category(), reading.cell("author")
        if not author:
            reading.say("author", N_("Write the name of the author."))
        faults += reading.faults
        if not reading.faults and fold(reading.cell("forwarded")) not in YES:
            works.setdefault((unit or 0, category or 0), []).append(fold(author))
    kept = (
        {"unit_id": unit, "category_id": category, "works": len(names), "authors": len(set(names))}
        for (unit, category), names in works.items()
    )
    return Looked(tuple(kept), tuple(faults[:MOST_FAULTS]))


def which(heading: Sequence[str], called: Mapping[str, Mapping[str, str]]) -> str | None:
    """Tell by its first row which of the two lists a sheet is: "forwarded", "received", or None for neither.

    `called`: of each list its columns by their folded headings.
    """
    folded = {fold(cell) for cell in heading}
    has = {of: {name for head, name in columns.items() if head in folded} for of, columns in called.items()}
    if has["forwarded"] >= set(_NEEDED["forwarded"]):
        return "forwarded"
    return "received" if has["received"] >= set(_NEEDED["received"]) else None


def _heading(
    lines: Sequence[Line], called: Mapping[str, str], *, needed: Sequence[str], field: str
) -> Heading:
    cells = lines[0][1] if lines else ()
    found = {called[fold(cell)]: place for place, cell in enumerate(cells) if fold(cell) in called}
    missing = [name for name in needed if name not in found]
    if missing:
        raise RuleBroken(
            N_(
                "The first row must name the columns as in the template. Download it and copy your rows into it."
            ),
            field=field,
        )
    return found


class _Reading:
    """One row, cell by cell; what is wrong collects in `faults`."""

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        where: Heading,
        known: Known,
        names: Mapping[str, str],
        of: str = "forwarded",
    ) -> None:
        self.number, self.cells, self.where, self.known, self.names, self.of = (
            number,
            cells,
            where,
            known,
            names,
            of,
        )
        self.faults: list[Fault] = []

    @property
    def is_blank(self) -> bool:
        """Nothing but the category is there: a row that the template offered."""
        return not any(self.cell(name) for name in self.where if name != "category")

    def cell(self, name: str) -> str:
        place = self.where.get(name)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def say(self, column: str, message: str, **params: Any) -> None:  # noqa: ANN401 -- whatever the sentence names
        self.faults.append(Fault(self.number, self.names[column], message, params, self.of))

    def work(self, taken: dict[str, int]) -> dict[str, Any]:
        title = self.cell("title")
        if not 1 <= len(title) <= TITLE:
            self.say("title", N_("Write a title of at most %(most)d characters."), most=TITLE)
        unit = self.unit(is_needed=self.known.allowed is not None)
        author = {
            "full_name": self._read("author", details.full_name) or "",
            "birth_year": self._year(),
            "unit_id": unit,
            "phone": self._read("phone", details.phone) or "",
            "email": self._read("email", addresses.canonical) if self.cell("email") else "",
        }
        others = [name.strip() for name in self.cell("others").split(";") if name.strip()]
        for name in others:
            self._read("others", details.full_name, typed=name)
        return {
            "number": self.number,
            "title": title,
            "category_id": self.category(),
            "authors": [author, *({"full_name": name, "unit_id": unit} for name in others)],
            "file": self._file(taken),
        }

    def _read(
        self, column: str, reader: Callable[[str], str | None], *, typed: str | None = None
    ) -> str | None:
        try:
            return reader(self.cell(column) if typed is None else typed)
        except RuleBroken as error:
            self.say(column, error.message, **error.params)
            return None

    def _year(self) -> int | None:
        typed = self.cell("birth_year")
        if not typed:
            return None
        try:
            return details.birth_year(
                typed[-4:], this_year=self.known.this_year
            )  # a whole date is taken, too
        except RuleBroken as error:
            self.say("birth_year", error.message, **error.params)
            return None

    def category(self) -> int | None:
        typed = self.cell("category")
        found = self.known.categories.get(fold(typed))
        if found is None:
            self.say(
                "category",
                N_("There is no category “%(name)s”. Write it as the template lists it."),
                name=typed,
            )
        return found

    def unit(self, *, is_needed: bool) -> int | None:
        typed = self.cell("unit")
        if not typed:
            if is_needed:
                self.say("unit", N_("Write the unit, by its code or its name."))
            return None
        found = self.known.units.get(typed) or self.known.units.get(fold(typed))
        if found is None:
            self.say(
                "unit",
                N_("There is no unit “%(name)s”, or several are called so. Write its code."),
                name=typed,
            )
        elif self.known.allowed is not None and found not in self.known.allowed:
            self.say("unit", N_("“%(name)s” is neither your unit nor below it."), name=typed)
        return found

    def _file(self, taken: dict[str, int]) -> str:
        typed = self.cell("file")
        folded = typed.casefold()
        name = self.known.files.get(folded, "")
        if not typed:
            self.say("file", N_("Write the name of the file as it is called in the ZIP."))
        elif not name:
            self.say("file", N_("The ZIP has no file “%(name)s”. Check its spelling and ending."), name=typed)
        elif folded in taken:
            self.say("file", N_("Row %(row)d has this file already."), row=taken[folded])
        taken.setdefault(folded, self.number)
        return name
