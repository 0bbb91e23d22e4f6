"""Worlds that many tests begin in: built once a process and database through the services, then put back as rows.

`@world` stands where `@pytest.fixture` would, on a function of `factory` alone that begins with an empty database. What
it returns is copied for every test; rows, files, keys and codes are the same each time.
"""

import copy
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from contest.platform.database import db
from tests.factories import Factory
from tests.fixtures import run_unchecked


@dataclass(frozen=True)
class Kept:
    """What a builder left: a script of its rows, its files, how far the factory had counted, what it returned."""

    script: str
    files: dict[Path, bytes]
    count: int
    factory: Factory
    made: Any


def world(build: Callable[[Factory], Any]) -> Any:
    """Make a fixture of the builder, named as it is."""
    kept: dict[str, Kept] = {}

    @pytest.fixture(name=build.__name__)
    @wraps(build)
    def put_back(factory: Factory) -> Any:
        on = factory.app.instance_path
        if on not in kept:
            kept[on] = _built(build, factory)
        return _put_back(kept[on], factory)

    assert list(inspect.signature(build).parameters) == ["factory"]
    return put_back


def _built(build: Callable[[Factory], Any], factory: Factory) -> Kept:
    before = set(_stored(factory.app))
    made = build(factory)
    factory.app.extensions["contest_queue"].flush()  # as if its jobs had been done: only rows come back
    with factory.app.app_context():
        is_postgresql = db.engine.dialect.name == "postgresql"
        script = _postgresql() if is_postgresql else _sqlite()
    files = {path: path.read_bytes() for path in set(_stored(factory.app)) - before}
    return Kept(script, files, factory.count, factory, made)


def _put_back(kept: Kept, factory: Factory) -> Any:
    if factory is not kept.factory:
        for path, content in kept.files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        with factory.app.app_context():
            _run(kept.script)
        factory.count = kept.count
    return copy.deepcopy(kept.made, {id(kept.factory): factory})


def _run(script: str) -> None:
    try:
        run_unchecked(script)
    except Exception as error:
        raise AssertionError("a world begins in an empty database; make it before anything else") from error


def _stored(app: Flask) -> list[Path]:
    folder = Path(app.instance_path) / "files"
    return [path for path in folder.rglob("*") if path.is_file()]


def _sqlite() -> str:
    steps = []
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            quoted = " || ',' || ".join(f'quote("{column.name}")' for column in table.columns)
            names = ",".join(f'"{column.name}"' for column in table.columns)
            rows = connection.execute(text(f'SELECT {quoted} FROM "{table.name}"')).scalars().all()
            if rows:
                values = ",".join(f"({row})" for row in rows)
                steps.append(f'INSERT INTO "{table.name}" ({names}) VALUES {values};')
    return "".join(steps)


def _postgresql() -> str:
    steps = []
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            name, order = table.name, ", ".join(f"t.{column.name}" for column in table.primary_key)
            query = f"""SELECT string_agg(format('(%L)', t::text), ',' ORDER BY {order}) FROM "{name}" t"""
            rows = connection.execute(text(query)).scalar()
            if rows:
                steps.append(
                    f"""INSERT INTO "{name}" SELECT (v.row::"{name}").* FROM (VALUES {rows}) AS v(row);"""
                )
            if rows and "id" in table.columns:
                steps.append(
                    f"""SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM "{name}"))
                    WHERE pg_get_serial_sequence('{name}', 'id') IS NOT NULL;"""
                )
    return "".join(steps)
