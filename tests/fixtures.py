"""Fixtures that need the program: databases, applications, clients."""

import atexit
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from contest.app import create_app
from contest.audit.models import TRIGGERS
from contest.kernel import clock
from contest.people import service as people
from contest.platform import schema
from contest.platform.database import db, is_writing
from contest.settings import read
from tests.factories import Factory

POSTGRES = "postgresql+psycopg://postgres@127.0.0.1/postgres"


def _postgres_url() -> str | None:
    """The server to make test databases on: named, or found on this machine."""
    named = os.environ.get("CONTEST_TEST_DATABASE_URL")
    if named:
        return named.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        with engine.connect():
            return POSTGRES
    except OperationalError:
        if os.environ.get("CONTEST_CI"):
            pytest.fail("CI needs a PostgreSQL server on 127.0.0.1")
        return None
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test run, dropped afterwards."""
    server = _postgres_url()
    if server is None:
        pytest.skip("no PostgreSQL server here")
    name = f"contest_test_{secrets.token_hex(4)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    yield engine.url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every test that uses the program runs on both databases."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{quick_folder(tmp_path_factory) / 'contest.sqlite'}"


def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in memory where there is one: thousands of tests need not wait for flushes of a disk.

    What must survive a crash is tested on the disk, in tests/platform/test_nothing_is_lost.py.
    """
    memory = Path("/dev/shm")
    made = tmp_path_factory.mktemp("db")
    if not os.access(memory, os.W_OK):
        return made
    folder = Path(tempfile.mkdtemp(prefix="contest-tests-", dir=memory))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def session_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    instance = quick_folder(tmp_path_factory)
    settings = read({"CONTEST_INSTANCE": str(instance), "CONTEST_DATABASE_URL": database_url})
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["RATELIMIT_ENABLED"] = False
    app.test_client_class = StrictClient
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            event.listen(db.engine, "connect", _do_not_wait)
    schema.bring_up_to_date(app)  # by the migrations, as on any machine
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        unchecked(db.engine.url).dispose()


def _do_not_wait(connection: psycopg.Connection[object], _: object) -> None:
    """Let thousands of commits not wait for the disk, as SQLite's do not in its folder in memory."""
    connection.execute("SET synchronous_commit = off")
    connection.commit()


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application on an empty database. No application context is left open around a client (design.md 12)."""
    with session_app.app_context():
        _empty()
    shutil.rmtree(session_app.extensions["contest_storage"].root, ignore_errors=True)
    yield session_app
    session_app.extensions["contest_queue"].flush()


# What keeps the log from being changed; a test of tampering takes one of them away.
_GUARDS = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_event_no_%'"


@cache
def unchecked(url: URL) -> Engine:
    """Connections for which no trigger and no foreign key holds and which never wait for the disk.

    For emptying and putting back alone, and apart from the program's own: dropping a trigger, or setting this for a
    transaction, makes every connection read all tables' definitions and plan all statements again.
    """
    if url.get_backend_name() == "postgresql":
        options = "-c session_replication_role=replica -c synchronous_commit=off"
        return create_engine(url, connect_args={"options": options}, pool_size=1)
    engine = create_engine(url, connect_args={"timeout": 15, "isolation_level": None}, pool_size=1)
    event.listen(engine, "connect", _uncheck)
    return engine


def _uncheck(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_authorizer(_ignore_refusals)


def _ignore_refusals(act: int, _1: object, _2: object, _3: object, trigger: str | None) -> int:
    refuses = act == sqlite3.SQLITE_SELECT and trigger is not None and trigger.startswith("audit_event_no_")
    return sqlite3.SQLITE_IGNORE if refuses else sqlite3.SQLITE_OK


def run_unchecked(script: str) -> None:
    """Run statements in one transaction for which nothing is checked."""
    raw = unchecked(db.engine.url).raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            raw.driver_connection.executescript(f"BEGIN IMMEDIATE; {script}; COMMIT")
        else:
            raw.cursor().execute(script, prepare=False)
            raw.commit()
    finally:
        raw.close()  # which rolls back what failed


def _empty() -> None:
    """Delete every row, of the tables that have any. Faster than making them anew or TRUNCATE: a file a table."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    with unchecked(db.engine.url).connect() as connection:
        full = set(connection.exec_driver_sql(_which_are_full()).scalars())
        is_guarded = is_postgresql or connection.exec_driver_sql(_GUARDS).scalar() == len(TRIGGERS["sqlite"])
    steps = [step for name, step in _emptied(is_postgresql=is_postgresql).items() if name in full]
    if not is_guarded:
        steps += [f"DROP TRIGGER IF EXISTS audit_event_no_{act}" for act in ("update", "delete")]
        steps += TRIGGERS["sqlite"]
    if steps:
        run_unchecked("; ".join(steps))


@cache
def _which_are_full() -> str:
    return " UNION ALL ".join(
        f"""SELECT '{name}' WHERE EXISTS (SELECT 1 FROM "{name}")""" for name in db.metadata.tables
    )


@cache
def _emptied(*, is_postgresql: bool) -> dict[str, str]:
    """How each table is emptied; on PostgreSQL ids begin at 1 again, too."""
    steps = {}
    for table in reversed(db.metadata.sorted_tables):
        steps[table.name] = f'DELETE FROM "{table.name}"'
        if is_postgresql and "id" in table.columns:
            steps[table.name] += f"""; SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)
                WHERE pg_get_serial_sequence('{table.name}', 'id') IS NOT NULL"""
    return steps


class StrictClient(FlaskClient):
    """Fails any handler that leaves uncommitted changes, or a server error."""

    def open(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def, override]
        response = super().open(*args, **kwargs)  # type: ignore[arg-type]
        assert response.status_code < 500, f"{response.status_code} at {args}"
        with self.application.app_context():
            assert not is_writing(), "the handler left a writing transaction open"
        return response


@pytest.fixture
def factory(app: Flask) -> Iterator[Factory]:
    """Makes people, editions and entries through the services, each call committed."""
    return Factory(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture
def client_for(app: Flask) -> Callable[[int], FlaskClient]:
    """A browser in which the account is signed in."""

    def make(account_id: int) -> FlaskClient:
        browser = app.test_client()
        with app.app_context():
            token = people.begin_session(account_id, now=clock.now())
            known_as = uniquifier(account_id)
            db.session.commit()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = known_as
            cookie["_fresh"] = True
            cookie["token"] = token
        return browser

    return make


def uniquifier(account_id: int) -> str:
    from contest.people.models import Account

    return str(db.session.get_one(Account, account_id).fs_uniquifier)


@pytest.fixture
def instance(session_app: Flask) -> Path:
    """The folder of this installation."""
    return Path(session_app.instance_path)
