"""On PostgreSQL, what a judge's page asks the database runs under a role that has no right to what knows a name.

The program's own user makes the role and gives it the rights of `access.judge_tables` whenever the migrations run.
Who was told of an event (letters, the log) is told under the program's own user again: a judge sees nothing of it.
It stops a query that asks too much, also one that an attacker wrote; it does not stop who runs code in the process,
as that can take the program's own role back. On SQLite the import contract and the tests stand alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest.access.judge_tables import JUDGE_TABLES, OWN_ROWS
from contest.platform.database import db, is_writing

ROLE: Final = "contest_judge"
_SETTING: Final = "contest.account"
_JUDGE: Final = "judge"  # in Session.info: the account whose page is being made

_IS_THERE: Final = text(
    "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role AND pg_has_role(current_user, oid, 'MEMBER'))"
)
_RIGHTS: Final = text(
    "SELECT table_name, privilege_type FROM information_schema.table_privileges"
    " WHERE grantee = :role AND table_schema = current_schema()"
)
_MAKE: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE} NOLOGIN NOINHERIT; END IF;
    IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
        EXECUTE 'GRANT {ROLE} TO ' || quote_ident(current_user);
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was faster
END $$"""


# --- making the role -----------------------------------------------------------------------------------------------


def prepare(connection: Connection) -> str | None:
    """Make the role and give it exactly its rights; return why that was not possible, or None. Nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return None
    try:
        with connection.begin_nested():
            for statement in _statements(connection):
                connection.exec_driver_sql(statement)
    except DBAPIError as error:
        return str(error.orig).strip().split("\n", 1)[0]
    return None


def _statements(connection: Connection) -> Iterator[str]:
    """Say what to run. A table that an older migration does not know yet is left out."""
    there = set(
        connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"))
    )
    yield _MAKE
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {ROLE}"
    for table in sorted(JUDGE_TABLES.keys() & there):
        rights = JUDGE_TABLES[table]
        yield f'GRANT {", ".join(rights)} ON "{table}" TO {ROLE}'
        if "INSERT" in rights:
            yield f"""DO $$ BEGIN EXECUTE 'GRANT USAGE ON SEQUENCE '
                || pg_get_serial_sequence('{table}', 'id') || ' TO {ROLE}'; END $$"""
    for table, column in sorted(OWN_ROWS.items()):
        if table in there:
            yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'  # its owner, the program, is not concerned
            yield f'DROP POLICY IF EXISTS {ROLE}_own ON "{table}"'
            yield (
                f'CREATE POLICY {ROLE}_own ON "{table}" TO {ROLE}'
                f" USING ({column} = current_setting('{_SETTING}', true)::integer)"
            )


def faults() -> list[str]:
    """Tell where judges' requests cannot run under their own role; for `flask check`."""
    engine = db.engine
    if engine.dialect.name != "postgresql" or _is_usable(engine):
        return []
    mend = f"CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {engine.url.username};"
    return [
        f"judges' requests run with all rights of the program: have `{mend}` run by an administrator of the database"
    ]


# --- a judge's request ---------------------------------------------------------------------------------------------


@contextmanager
def as_judge(account_id: int) -> Iterator[None]:
    """Let the database refuse, to everything inside, what a judge must not know; what was changed is written at once.

    Of the accounts only this one is found.
    """
    session = db.session()
    if session.get_bind().dialect.name != "postgresql" or not _is_usable(db.engine):
        yield
        return
    if is_writing():
        session.flush()
    session.info[_JUDGE] = account_id
    try:
        _switch(session.connection(), account_id)
        yield
        if is_writing():
            session.flush()
        _switch_back(session)
    finally:
        # After an error the transaction is rolled back, and what was set for it is gone with it.
        session.info.pop(_JUDGE, None)


@contextmanager
def as_program() -> Iterator[None]:
    """Within a judge's request: let listeners ask under the program's own role. Elsewhere nothing happens."""
    session = db.session()
    account_id = session.info.get(_JUDGE)
    if account_id is None:
        yield
        return
    if is_writing():
        session.flush()  # what the judge's page changed is written with the judge's rights
    session.info.pop(_JUDGE)
    _switch_back(session)
    yield
    if is_writing():
        session.flush()
    session.info[_JUDGE] = account_id
    _switch(session.connection(), account_id)


@event.listens_for(Session, "after_begin")
def _begin(session: Session, _: object, connection: Connection) -> None:
    account_id = session.info.get(_JUDGE)
    if account_id is not None:  # a page that let its first transaction go
        _switch(connection, account_id)


def _switch(connection: Connection, account_id: int) -> None:
    connection.exec_driver_sql(f"SELECT set_config('{_SETTING}', '{account_id:d}', true)")
    connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")


def _switch_back(session: Session) -> None:
    if session.in_transaction():
        session.connection().exec_driver_sql("SET LOCAL ROLE NONE")


_usable: set[Engine] = set()


def _is_usable(engine: Engine) -> bool:
    """Tell whether the role is there for the program's user. Asked until it is, then known for the process."""
    if engine not in _usable:
        with engine.connect() as connection:
            if is_ready(connection):
                _usable.add(engine)
    return engine in _usable


def is_ready(connection: Connection) -> bool:
    """Tell whether the program's user may take the role, and it has its rights to every table, no more and no less."""
    if connection.dialect.name != "postgresql":
        return True
    if not connection.scalar(_IS_THERE, {"role": ROLE}):
        return False
    found = {(row[0], row[1]) for row in connection.execute(_RIGHTS, {"role": ROLE})}
    return found == {(table, right) for table, rights in JUDGE_TABLES.items() for right in rights}
