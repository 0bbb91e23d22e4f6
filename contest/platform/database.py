"""The database: one base for models, one way to write, settings that never lose an acknowledged row.

Every transaction starts as a reading one. `begin_writing()` turns it into a writing one before anything is checked
that the write depends on; a flush without it raises. On SQLite that is BEGIN IMMEDIATE, so check-then-write is atomic
and "database is locked" cannot arise from an upgraded read (security.md 4.1: 53-97 % of submissions failed with the
usual deferred BEGIN). The price: a read in front of a write is asked twice.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, Numeric, String, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm import registry as Registry  # noqa: N812 -- it is a class
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from contest.kernel.errors import ContestError
from contest.settings import Settings

BUSY_TIMEOUT_MS = 15_000


class WriteOutsideTransaction(ContestError):
    """A programming error: rows were changed without `begin_writing()` first."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database. SQLite forgets zones, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """Points, exact: text on SQLite, which would make binary fractions of them, NUMERIC on PostgreSQL."""

    impl = Numeric(12, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 -- SQLAlchemy's own type is Any
        return dialect.type_descriptor(String(20) if dialect.name == "sqlite" else Numeric(12, 4))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401
        if value is None:
            return None
        exact = value.quantize(Decimal("0.0001"))
        return str(exact) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002
        return None if value is None else _plain(Decimal(value))


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros, but never into an exponent: 70, not 7E+1."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables: constraint names that migrations can rely on, our types for the usual annotations."""

    registry = Registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            Decimal: ExactDecimal(),
            list[str]: JSON,
            list[int]: JSON,
            dict[str, Any]: JSON,
            list[dict[str, Any]]: JSON,
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})
migrate = Migrate()

if TYPE_CHECKING:
    # Under strict typing `db.Model` is no class; this alias is the one place where that is cured (design.md 12).
    class Model(Base):
        __abstract__ = True
        id: Mapped[int]
else:
    Model = db.Model


class Held:
    """Mixed into a table whose few rows many parts ask for: once read, kept until the transaction ends."""


def primary_key() -> Mapped[int]:
    """Declare the integer primary key that every table has; it never appears in an address."""
    return mapped_column(primary_key=True)


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database to the application, with one engine and its durability settings."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    migrate.init_app(
        app, db, directory=str(migrations_folder()), render_as_batch=settings.uses_sqlite, compare_type=True
    )
    with app.app_context():
        if settings.uses_sqlite:
            _close_to_others(db.engine.url.database)
            _prepare_sqlite(db.engine)


def migrations_folder() -> Path:
    """Return the folder of the migrations."""
    return Path(__file__).parent / "migrations"


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.uses_sqlite:
        return {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000, "isolation_level": None}, "pool_size": 20}
    session_settings = (
        "-c synchronous_commit=on -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    )
    return {"connect_args": {"options": session_settings}, "pool_pre_ping": True, "pool_size": 10}


def _close_to_others(path: str | None) -> None:
    """Let no other user of the machine read the database; SQLite gives its journal the rights of the file itself.

    A file that is there is never opened here: closing it would drop the locks of this process's connections.
    """
    if path is None or path == ":memory:" or not Path(path).parent.is_dir():
        return
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    if Path(path).stat().st_uid == os.geteuid():
        Path(path).chmod(0o600)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL lost 48-118 acknowledged rows at a power cut (security.md 4.2)
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
            "secure_delete=ON",  # texts of a sealed edition must not stay in pages that are free again
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own BEGIN is switched off (isolation_level None), so reads too run inside the transaction.
        connection.exec_driver_sql("BEGIN")


# --- reading and writing -------------------------------------------------------------------------------------------


def begin_writing() -> None:
    """Make the current transaction a writing one; what was read before is read again when next used."""
    _begin_writing(db.session())


def _begin_writing(session: Session) -> None:
    if session.info.get("writing"):
        return
    session.info["writing"] = True
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    if not (session.new or session.dirty or session.deleted):
        session.expire_all()


def is_writing() -> bool:
    """Tell whether the current transaction is a writing one."""
    return bool(db.session().info.get("writing"))


def let_go() -> None:
    """End a transaction that only read, before slow work that should hold nothing; what was read is read again."""
    if is_writing():
        raise RuntimeError("a writing transaction ends at the edge")
    db.session.rollback()


@event.listens_for(Session, "before_flush")
def _refuse_unannounced_writes(session: Session, *_: object) -> None:
    if not session.info.get("writing") and (session.new or session.deleted or session.dirty):
        changed = [*session.new, *session.deleted, *(o for o in session.dirty if session.is_modified(o))]
        if changed:
            raise WriteOutsideTransaction(f"begin_writing() is missing before a change of {changed[0]!r}")


@event.listens_for(Session, "loaded_as_persistent")
def _hold(session: Session, row: object) -> None:
    # The session knows its rows weakly: a frozen value made of one lets it go, and the next part asks again.
    if isinstance(row, Held):
        session.info.setdefault("held", []).append(row)


@event.listens_for(Session, "after_transaction_end")
def _forget_mode(session: Session, transaction: Any) -> None:  # noqa: ANN401
    if transaction.parent is None:
        session.info.pop("writing", None)
        session.info.pop("held", None)


def after_commit(action: Callable[[], None]) -> None:
    """Run `action` once this transaction is durably committed; never after a rollback, and equal ones only once."""
    waiting = db.session().info.setdefault("after_commit", [])
    if action not in waiting:
        waiting.append(action)


@event.listens_for(Session, "after_commit")
def _run_after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint was released: nothing is durable yet
    for action in session.info.pop("after_commit", []):
        action()


@event.listens_for(Session, "after_rollback")
def _drop_after_commit(session: Session) -> None:
    session.info.pop("after_commit", None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One writing transaction at an edge other than a request: a command, a job, the demonstration."""
    begin_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def is_reachable() -> bool:
    """Ask the database something that costs nothing; for the readiness page."""
    return bool(db.session.execute(text("SELECT 1")).scalar() == 1)
