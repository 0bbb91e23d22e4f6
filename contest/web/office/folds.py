"""What a folded card of a settings page says of what is in it, and whether it is open."""

from collections.abc import Sized

from flask import request
from flask_babel import gettext
from wtforms import FormField

from contest.editions.rules.demands import WORDS, Demands
from contest.editions.rules.edition import CategorySpec, EditionSpec
from contest.web import demand_words, length_words
from contest.web.office.edition_forms import CategoryRow, PrizeRow, PrizeTable
from contest.web.office.fields import Row, sentences
from contest.web.templating import money
from contest.web.wording import FILE_KINDS, RECORDINGS

FEW = 2  # so many cards are all open: there is nothing to find among them


def is_open(entry: FormField, among: Sized) -> bool:
    """Open is what is wrong, what a row was asked for in, and each of a few."""
    row: Row = entry.form
    wanted = request.form.get("add") or request.form.get("same")
    return (
        len(among) <= FEW
        or any(sentences(row))
        or (row.is_empty and wanted is not None)
        or f"categories-{wanted}" == entry.name
    )


def category(row: CategoryRow) -> str:
    """Say how long works may be, how they are handed in and by how many authors; nothing of an empty row."""
    if row.is_empty:
        return str(gettext("Leave it empty if there is none."))
    unit = row.length_unit.data if row.length_unit.data in length_words.UNITS else WORDS
    spec = CategorySpec(
        "",
        row.length_minimum.data or 0,
        row.length_maximum.data or 0,
        demands=Demands(length_unit=unit),
    )
    named = {**FILE_KINDS, **RECORDINGS}
    kinds = ", ".join(str(named[kind]) for kind in row.file_kinds.data or () if kind in named)
    said = [length_words.span(spec), kinds]
    if row.works_per_author.data:
        said.append(gettext("works per author: %(count)d", count=row.works_per_author.data))
    if (row.authors_most.data or 1) > 1:
        said.append(gettext("authors: up to %(count)d", count=row.authors_most.data))
    return " · ".join(filter(None, said))


def prizes(table: PrizeTable) -> str:
    """List the prizes with their numbers, and the money of all together."""
    rows: list[PrizeRow] = [entry.form for entry in table.prizes if not entry.form.is_empty]
    if not rows:
        return str(gettext("No prizes yet."))
    said = [f"{row.name.data or '?'}: {row.count.data or '?'}" for row in rows]
    total = sum((row.count.data or 0) * (row.amount.data or 0) for row in rows)
    if total:
        said.append(gettext("together %(total)s", total=money(total)))
    return " · ".join(said)


def demands(spec: EditionSpec, category_id: int | None) -> str:
    """Say what is demanded of a category's works as it is stored."""
    found = next((each for each in spec.categories if each.id == category_id), None)
    said = demand_words.sentences(found.demands) if found else []
    return " ".join(said) or str(gettext("as preset"))
