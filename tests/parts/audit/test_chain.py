"""What happened is written with the act, sealed beside it, and cannot be changed unnoticed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contest.audit import queries, service
from contest.kernel.events import Event
from contest.platform.database import db, unit_of_work
from contest.platform.events import publish

AT = datetime(2026, 3, 1, 2, 0, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    NAME: ClassVar[str] = "test.happened"
    what: int


def happen(app, *numbers):
    with app.app_context(), unit_of_work():
        for number in numbers:
            publish(Happened(at=AT, actor_id=1, edition_id=2, what=number))


def seal(app):
    with app.app_context(), unit_of_work():
        return service.seal(AT)


def faults(app):
    with app.app_context():
        found = queries.faults(AT + timedelta(minutes=5))
        db.session.rollback()
        return found


def tamper(app, statement):
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER audit_event_no_update"))
        connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_event ENABLE TRIGGER ALL"))


def test_a_sealed_chain_without_tampering_is_sound(app):
    happen(app, 1, 2, 3)

    assert (seal(app), seal(app), faults(app)) == (3, 0, [])


def test_a_raised_error_leaves_no_line(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work():
            publish(Happened(at=AT, what=1))
            _ = 1 / 0
        assert queries.log(None) == ()


def test_an_unsealed_tail_is_reported(app):
    happen(app, 1)

    assert faults(app) == ["the audit chain is behind: run `flask work`, which seals it every second"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_event SET actor_id = 9 WHERE id = 2", "audit event 2 (link 2) was changed"),
        ("UPDATE audit_event SET name = 'x' WHERE id = 3", "audit event 3 (link 3) was changed"),
        ("DELETE FROM audit_link WHERE id = 2", "link 2 is missing from the audit chain"),
    ],
)
def test_tampering_is_found_and_named(app, statement, fault):
    happen(app, 1, 2, 3)
    seal(app)

    tamper(app, statement)

    assert faults(app)[0] == fault


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor_id = 9", "DELETE FROM audit_event"])
def test_the_database_itself_refuses_to_change_the_log(app, statement):
    happen(app, 1)

    with app.app_context(), pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_head_moves_with_every_event(app):
    happen(app, 1)
    seal(app)
    with app.app_context():
        before = queries.head()
    happen(app, 2)
    seal(app)
    with app.app_context():
        after = queries.head()

    assert (before.length, after.length, before.digest != after.digest) == (1, 2, True)


def test_the_log_is_newest_first_and_pages_without_gaps(app):
    happen(app, *range(5))
    with app.app_context():
        first = queries.log(2, limit=2)
        second = queries.log(2, before=first[-1].id, limit=2)
        third = queries.log(2, before=second[-1].id, limit=2)

    assert [line.details["what"] for line in (*first, *second, *third)] == [4, 3, 2, 1, 0]
