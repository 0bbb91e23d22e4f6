"""The database keeps what was acknowledged and refuses what was not announced."""

import stat
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from contest.app import create_app
from contest.people.models import Account, Unit
from contest.platform.database import WriteOutsideTransaction, begin_writing, db, is_writing, unit_of_work
from contest.settings import read


def test_a_write_that_was_not_announced_is_refused(app):
    with app.app_context():
        db.session.add(Unit(code="A", name="A", folded_name="a"))

        with pytest.raises(WriteOutsideTransaction):
            db.session.flush()

        db.session.rollback()
        assert db.session.scalars(select(Unit)).all() == []


def test_an_announced_write_is_there_after_the_commit(app):
    with app.app_context():
        with unit_of_work():
            db.session.add(Unit(code="A", name="Xã A", folded_name="xa a"))

        assert [u.name for u in db.session.scalars(select(Unit))] == ["Xã A"]


def test_raising_rolls_back_and_ends_the_writing_transaction(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work():
            db.session.add(Unit(code="A", name="A", folded_name="a"))
            db.session.flush()
            _ = 1 / 0

        assert not is_writing()
        assert db.session.scalars(select(Unit)).all() == []


def test_what_was_read_before_writing_is_read_again(app):
    with app.app_context():
        with unit_of_work():
            db.session.add(Unit(code="A", name="old", folded_name="old"))
        unit = db.session.scalars(select(Unit)).one()
        with db.engine.begin() as other:
            if db.engine.dialect.name == "postgresql":
                other.execute(text("UPDATE unit SET name = 'new'"))
        if db.engine.dialect.name == "sqlite":
            db.session.rollback()
            with db.engine.begin() as other:
                other.exec_driver_sql("UPDATE unit SET name = 'new'")

        begin_writing()

        assert unit.name == "new"
        db.session.rollback()


def test_the_database_is_set_so_that_a_power_cut_loses_nothing(database_url, tmp_path):
    own = create_app(read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_DATABASE_URL": database_url}))
    with own.app_context():
        asked = {
            "sqlite": (
                "PRAGMA journal_mode",
                "PRAGMA synchronous",
                "PRAGMA foreign_keys",
                "PRAGMA busy_timeout",
            ),
            "postgresql": ("SHOW synchronous_commit",),
        }[db.engine.dialect.name]
        settings = {each: db.session.execute(text(each)).scalar() for each in asked}
        db.session.remove()
        db.engine.dispose()

    assert settings in (
        {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2, "PRAGMA foreign_keys": 1,
         "PRAGMA busy_timeout": 15000},
        {"SHOW synchronous_commit": "on"},
    )  # fmt: skip


def test_no_other_user_of_the_machine_may_read_the_database(tmp_path):
    database = tmp_path / "contest.sqlite"
    database.touch(mode=0o644)

    create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))

    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_instants_come_back_aware_and_in_utc(app, factory):
    account_id = factory.person()
    with app.app_context():
        created = db.session.get_one(Account, account_id).created_at

    assert created.tzinfo is UTC


def test_an_instant_without_a_zone_cannot_be_stored(app):
    with app.app_context():
        begin_writing()
        db.session.add(
            Account(
                email="a@example.org",
                password="x",
                full_name="A",
                folded_name="a",
                created_at=datetime(2026, 1, 1),  # noqa: DTZ001
            )
        )

        with pytest.raises(Exception, match="without a zone"):
            db.session.flush()
        db.session.rollback()


def test_points_are_exact(app):
    from contest.platform.database import ExactDecimal

    with app.app_context():
        column = ExactDecimal()
        dialect = db.engine.dialect
        stored = column.process_bind_param(Decimal("7.1"), dialect)

        assert column.process_result_value(stored, dialect) == Decimal("7.1")
        assert str(column.process_result_value(Decimal("70.0000"), dialect)) == "70"
