"""Takes out of the tables what joins a work with its blind copy, and puts it back: rows by rules/sealed_columns.py.

Rows that left come back under new numbers: another row may have been given theirs meanwhile.
"""

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Select, Table, delete, insert, select, update

from contest.entries.rules.sealed_columns import FILES, LEAVING, OF_EDITION, STAYING, Leaving, Staying
from contest.platform.database import db

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[Row]]  # by table
_AS_THEY_ARE: Final = {"synchronize_session": False}


def written(content: object) -> bytes:
    """Return rows as JSON, in the order in which they are given: equal rows give equal bytes."""
    return json.dumps(content, ensure_ascii=False, default=_plain).encode()


def read(content: bytes) -> Any:  # noqa: ANN401 -- whatever was written
    """Return what `written` made."""
    return json.loads(content, object_hook=_rich)


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"~at": value.isoformat()}
    if isinstance(value, date):
        return {"~on": value.isoformat()}
    if isinstance(value, bytes):
        return {"~bytes": b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def _rich(found: dict[str, Any]) -> Any:  # noqa: ANN401 -- whatever was written
    if len(found) == 1:
        [(name, value)] = found.items()
        if name in _KINDS:
            return _KINDS[name](value)
    return found


_KINDS: Final[Mapping[str, Any]] = {
    "~at": datetime.fromisoformat,
    "~on": date.fromisoformat,
    "~bytes": b64decode,
}


# --- reading --------------------------------------------------------------------------------------------------------


def of_entries(entry_ids: Collection[int]) -> dict[int, Rows]:
    """Return what is to be sealed of each of these entries, its files with it."""
    found: dict[int, Rows] = {entry_id: defaultdict(list) for entry_id in entry_ids}
    for each in LEAVING:
        table = _table(each.table)
        owner = table.c[each.owner]
        for row in _in_order(select(table).where(owner.in_(entry_ids)), table):
            found[row[each.owner]][each.table].append(dict(row))
    for staying in STAYING:
        for owned, row in _staying(staying, entry_ids):
            found[owned][staying.table].append(row)
    _add_files(found)
    return {entry_id: dict(rows) for entry_id, rows in found.items()}


def of_edition(edition_id: int) -> Rows:
    """Return what is to be sealed of the edition beside its entries."""
    found: Rows = defaultdict(list)
    for each in OF_EDITION:
        for _, row in _staying(each, [edition_id]):
            found[each.table].append(row)
    return dict(found)


def _staying(each: Staying, owners: Collection[int]) -> Iterator[tuple[int, Row]]:
    table = _table(each.table)
    columns = [table.c.id, *(table.c[name] for name in sorted(each.sealed))]
    owner = table.c[each.owner]
    query = select(owner.label("_owner"), *columns)
    if each.via:
        via = _table(each.via)
        by = via.c.entry_id if each.via == "version" else via.c.edition_id
        query = select(by.label("_owner"), *columns).join(via, via.c.id == owner)
        owner = by
    for row in _in_order(query.where(owner.in_(owners)), table):
        found = dict(row)
        yield found.pop("_owner"), found


def _in_order(query: Select[*tuple[Any, ...]], table: Table) -> Iterable[Any]:
    return db.session.execute(query.order_by(table.c.id)).mappings().all()


def _add_files(found: Mapping[int, Rows]) -> None:
    """Add the rows of all files that the rows of an entry refer to."""
    owners = {file_id: entry_id for entry_id, rows in found.items() for file_id in _file_ids(rows)}
    table = _table(FILES.table)
    ids = sorted(owners)
    for at in range(0, len(ids), 500):
        for row in _in_order(select(table).where(table.c.id.in_(ids[at : at + 500])), table):
            found[owners[row["id"]]].setdefault(FILES.table, []).append(dict(row))


def _file_ids(rows: Rows) -> set[int]:
    return {
        row[column]
        for each in (*LEAVING, *STAYING)
        for column in each.files
        for row in rows.get(each.table, ())
        if row[column] is not None
    }


# --- taking out -----------------------------------------------------------------------------------------------------


def take_out(edition_id: int, file_ids: Collection[int]) -> None:
    """Empty the columns and delete the rows of all entries of the edition. Call in the transaction that kept them."""
    entry = _table("entry")
    entries = select(entry.c.id).where(entry.c.edition_id == edition_id)
    for each in LEAVING:
        table = _table(each.table)
        _run(delete(table).where(table.c[each.owner].in_(entries)))
    for staying in STAYING:
        _run(update(_table(staying.table)).where(_belongs(staying, entries)).values(**staying.sealed))
    editions = select(_table("edition").c.id).where(_table("edition").c.id == edition_id)
    for staying in OF_EDITION:
        _run(update(_table(staying.table)).where(_belongs(staying, editions)).values(**staying.sealed))
    files, ids = _table(FILES.table), sorted(file_ids)
    for at in range(0, len(ids), 500):
        _run(delete(files).where(files.c.id.in_(ids[at : at + 500])))


def _belongs(each: Staying, owners: Select[int]) -> ColumnElement[bool]:
    owner = _table(each.table).c[each.owner]
    if not each.via:
        return owner.in_(owners)
    via = _table(each.via)
    by = via.c.entry_id if each.via == "version" else via.c.edition_id
    return owner.in_(select(via.c.id).where(by.in_(owners)))


# --- putting back ---------------------------------------------------------------------------------------------------


def put_back(rows: Rows, storage_keys: Mapping[int, str], owners: Mapping[int, int]) -> None:
    """Put the rows of one work back; `storage_keys`: where its files are now, by the numbers they had.

    `owners`: who holds what somebody held before.
    """
    numbers = {row["id"]: _file(row, storage_keys[row["id"]], owners) for row in rows.get(FILES.table, ())}
    for each in LEAVING:
        for row in rows.get(each.table, ()):
            _run(insert(_table(each.table)).values(**_renumbered(each, row, numbers)))
    for staying in (*STAYING, *OF_EDITION):
        table = _table(staying.table)
        for row in rows.get(staying.table, ()):
            values = _renumbered(staying, row, numbers)
            _run(update(table).where(table.c.id == row["id"]).values(**values))


def _file(row: Row, storage_key: str, owners: Mapping[int, int]) -> int:
    values = {name: value for name, value in row.items() if name != "id"}
    values |= {"storage_key": storage_key, "account_id": owners.get(row["account_id"], row["account_id"])}
    table = _table(FILES.table)
    made = db.session.execute(insert(table).values(**values).returning(table.c.id))
    return int(made.scalar_one())


def _renumbered(each: Leaving | Staying, row: Row, numbers: Mapping[int, int]) -> Row:
    return {
        name: numbers[value] if name in each.files and value is not None else value
        for name, value in row.items()
        if name != "id"
    }


def _table(name: str) -> Table:
    return db.metadata.tables[name]


def _run(statement: Any) -> None:  # noqa: ANN401 -- any of three kinds
    db.session.execute(statement, execution_options=_AS_THEY_ARE)
