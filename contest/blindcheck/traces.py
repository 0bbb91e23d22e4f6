"""What the scratch installation itself knows of each work beside what was planted: keys, digests, numbers and times."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from contest.blindcheck.search import TIME, TRACE, Secret
from contest.platform.database import Base, db

# Tables of the named side: whose column leads to an author, and which of their rows are authors'.
_PARTS: Final = ("contest.entries.", "contest.people.")
# Everybody may read them: a commitment is one root over the receipts of all works, published at the closing.
_NOT: Final = frozenset({"unit", "unit_succession", "public_holiday", "receipt_commitment"})
# A key, a digest, a signature, the number of a receipt.
_OPAQUE: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z_+/=-]{8,}|[0-9A-Za-z]{24,}")
_FORMS: Final = (
    "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M, %d/%m/%Y", "%d/%m/%Y %H:%M", "%a, %d %b %Y %H:%M",
    "%Y%m%d%H%M", "%Y%m%dT%H%M",
)  # fmt: skip


def of_works(accounts: frozenset[int], zone: ZoneInfo) -> list[Secret]:
    """Return every key, digest, number and instant that the named side keeps of these authors and of all works."""
    return list(_of_works(accounts, zone))


def _of_works(accounts: frozenset[int], zone: ZoneInfo) -> Iterator[Secret]:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        is_named = mapper.class_.__module__.startswith(_PARTS)
        if not isinstance(table, Table) or table.name in _NOT or not is_named:
            continue
        for row in db.session.execute(_rows(table, accounts)).mappings():
            for column, value in row.items():
                yield from _secrets(f"{table.name}.{column}", value, zone)


def _rows(table: Table, accounts: frozenset[int]) -> Any:  # noqa: ANN401 -- SQLAlchemy's Select of any row
    """Choose all rows of tables of works; of those of people only the authors'."""
    query = select(table)
    if table.name == "account":
        return query.where(table.c.id.in_(accounts))
    if "account_id" in table.c:
        return query.where(table.c.account_id.in_(accounts))
    return query


def _secrets(where: str, value: object, zone: ZoneInfo) -> Iterator[Secret]:
    if isinstance(value, datetime):
        yield from _instants(where, value, zone)
    elif isinstance(value, str) and _OPAQUE.fullmatch(value):
        yield Secret("", TRACE, where, value)


def _instants(where: str, instant: datetime, zone: ZoneInfo) -> Iterator[Secret]:
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    for local in (aware, aware.astimezone(zone)):
        for form in _FORMS:
            yield Secret("", TIME, where, local.strftime(form))
        yield Secret("", TIME, where, f"{local:%H:%M}, {local.day} {local:%B %Y}")
        yield Secret("", TIME, where, f"{local.day} tháng {local.month}, {local.year} {local:%H:%M}")
    yield Secret("", TIME, where, str(int(aware.timestamp())))
