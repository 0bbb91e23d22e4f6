"""All that the database holds of one person: for the page that shows it, and as a copy to take along."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db
from contest.platform.storage import Storage, pieces
from contest.reports.holdings import HOLDINGS, NAMES, Holding
from contest.results import payouts

CHUNK: Final = 500  # numbers of rows asked for at once

Row = Mapping[str, Any]
_BY_TABLE: Final = {holding.table: holding for holding in HOLDINGS}


def counts(account_id: int) -> dict[str, int]:
    """Return how many rows each table holds of the person, tables without any left out. Raises NotFound."""
    email = people.person(account_id).email
    found = {}
    for holding in HOLDINGS:
        query = select(func.count()).select_from(_table(holding.table))
        found[holding.table] = db.session.scalar(query.where(_belongs(holding, account_id, email))) or 0
    return {table: count for table, count in found.items() if count}


def held(account_id: int) -> dict[str, list[Row]]:
    """Return the person's rows by table, as JSON can hold them; names in place of numbers. Raises NotFound."""
    email = people.person(account_id).email
    found = {holding.table: _rows(holding, account_id, email) for holding in HOLDINGS}
    opened = zip(found["bank_details"], payouts.of_person(account_id), strict=True)
    return {**found, "bank_details": [{**row, **said} for row, said in opened]}


def copy(account_id: int, into: IO[bytes], *, now: datetime) -> None:
    """Write a ZIP file with data.json and the files that the person sent. Raises NotFound."""
    data = held(account_id)
    storage: Storage = current_app.extensions["contest_storage"]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        lost = []
        for number, (key, kind) in enumerate(_files(account_id), 1):
            try:
                _pack(storage.open(key), package, f"files/{number}.{kind}")
            except (
                NotFound
            ):  # the check of the installation names it too; the rest is the person's all the same
                lost.append(f"files/{number}.{kind}")
        text = json.dumps(
            {"made_at": now.isoformat(), "files_lost": lost, **_missing(data), **data},
            ensure_ascii=False,
            indent=1,
        )
        package.writestr("data.json", text)


def _missing(data: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Return, in each language, what the copy lacks while works of the person are sealed; nothing otherwise."""
    if not data.get("sealed_work"):
        return {}
    said = {}
    for language in ("vi", "en"):  # whoever reads the file later need not be who asked for it
        with force_locale(language):
            said[language] = gettext(
                "Works of yours are sealed. Until the key holders open them with the results, this copy lacks their"
                " text and files, and the reasons in what you asked about them and in its answers. Save a copy again"
                " after the opening: then all of it is there."
            )
    return {"missing_while_sealed": said}


def _pack(file: IO[bytes], package: zipfile.ZipFile, name: str) -> None:
    """Put a file into the package piece by piece: a recording may be larger than the memory."""
    with package.open(name, "w", force_zip64=True) as target:
        for piece in pieces(file):
            target.write(piece)


def _files(account_id: int) -> Sequence[tuple[str, str]]:
    """Return the keys and kinds of the person's files, in the order in which data.json names them."""
    table = _table("stored_file")
    query = select(table.c.storage_key, table.c.kind).where(table.c.account_id == account_id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(table.c.id))]


def _rows(holding: Holding, account_id: int, email: str) -> list[Row]:
    table = _table(holding.table)
    shown = [c for c in table.columns if _is_shown(holding, c.name)]
    query = select(*shown).where(_belongs(holding, account_id, email)).order_by(table.c.id)
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    for column in shown:
        if column.foreign_keys:
            _name(rows, column.name, next(iter(column.foreign_keys)).column.table.name)
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _is_shown(holding: Holding, column: str) -> bool:
    is_own = (
        column == holding.owner and not holding.by_address and holding.owner.endswith(("account_id", "_by"))
    )
    is_who = column in {"author_id", "judge_id", "actor_id"}  # the person, in every row
    return column != "id" and column not in holding.left_out and not (is_own or is_who)


def _name(rows: list[dict[str, Any]], column: str, table: str) -> None:
    """Put names in place of the numbers of rows of another table, under the column's name without _id."""
    names = _names(table, {row[column] for row in rows if row[column] is not None})
    for row in rows:
        row[column.removesuffix("_id")] = names.get(row.pop(column))


def _names(table: str, ids: set[int]) -> dict[int, Any]:
    """Return the names of rows by their numbers, through other tables where a row is named by another."""
    if table not in NAMES or not ids:
        return {}
    target, column = _table(table), _table(table).c[NAMES[table]]
    found: dict[int, Any] = {}
    wanted = sorted(ids)
    for at in range(0, len(wanted), CHUNK):
        query = select(target.c.id, column).where(target.c.id.in_(wanted[at : at + CHUNK]))
        found |= {row[0]: row[1] for row in db.session.execute(query)}
    if not column.foreign_keys:
        return found
    further = _names(next(iter(column.foreign_keys)).column.table.name, set(found.values()))
    return {number: further.get(value) for number, value in found.items()}


def _belongs(holding: Holding, account_id: int, email: str) -> ColumnElement[bool]:
    owner = _table(holding.table).c[holding.owner]
    if holding.by_address:
        return owner == email
    target = next((key.column.table.name for key in owner.foreign_keys), "account")
    if target == "account":
        return _is_own(holding, owner, account_id, email)
    above = _BY_TABLE[target]
    theirs: Select[tuple[int]] = select(_table(target).c.id).where(_belongs(above, account_id, email))
    return owner.in_(theirs)


def _is_own(holding: Holding, owner: ColumnElement[Any], account_id: int, email: str) -> ColumnElement[bool]:
    """Belong to the account or, where a row names none yet, to the address."""
    if not holding.or_address:
        return owner == account_id
    address = _table(holding.table).c[holding.or_address]
    return or_(owner == account_id, and_(owner.is_(None), address == email))


def _table(name: str) -> Table:
    return db.metadata.tables[name]


def _plain(value: object) -> Any:  # noqa: ANN401 -- what JSON can hold
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case bytes():
            return value.hex()
        case _:
            return value
