"""On PostgreSQL the database itself refuses a judge's page what knows a name."""

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import ProgrammingError

from contest.access.judge_tables import JUDGE_TABLES
from contest.kernel import clock
from contest.people.events import MailRequested
from contest.people.models import Account
from contest.platform import judge_role, schema
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

KNOW_NAMES = {
    "account", "entry", "version", "stored_file", "receipt", "co_author", "seal", "rendition", "outbox_message",
    "audit_event", "published_result", "key_meeting",
}  # fmt: skip


# SQLite knows no roles: there the import contract and the canary stand alone.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def postgresql(app):
    return app


def test_every_table_that_is_not_named_is_refused_to_a_judges_page(postgresql):
    refused = set()
    with postgresql.app_context():
        for table in set(db.metadata.tables) - set(JUDGE_TABLES):
            with (
                pytest.raises(ProgrammingError, match="permission denied for table"),
                judge_role.as_judge(1),
            ):
                db.session.execute(text(f'SELECT * FROM "{table}"'))
            db.session.rollback()
            refused.add(table)
        with judge_role.as_judge(1):
            for table in JUDGE_TABLES:
                db.session.execute(text(f'SELECT * FROM "{table}"'))

    assert refused & KNOW_NAMES == KNOW_NAMES - {"account"}


def test_no_table_that_is_not_named_can_be_written_by_a_judges_page(postgresql):
    with postgresql.app_context():
        for table in sorted(set(db.metadata.tables) - {t for t, r in JUDGE_TABLES.items() if "DELETE" in r}):
            begin_writing()
            with pytest.raises(ProgrammingError, match="permission denied"), judge_role.as_judge(1):
                db.session.execute(text(f'DELETE FROM "{table}"'))
            db.session.rollback()


def test_of_the_accounts_a_judges_page_finds_the_judges_own(postgresql, factory):
    judge, author = factory.person("Trần Minh"), factory.person("Lê Thị Tác Giả")

    with postgresql.app_context():
        with judge_role.as_judge(judge):
            seen = list(db.session.scalars(select(Account.full_name)))
        after = list(db.session.scalars(select(Account.full_name).order_by(Account.id)))

    assert (seen, after) == (["Trần Minh"], ["Trần Minh", "Lê Thị Tác Giả"])
    assert author != judge


def test_a_page_that_lets_its_transaction_go_stays_without_the_rights(postgresql, factory):
    judge = factory.person("Trần Minh")

    with (
        postgresql.app_context(),
        pytest.raises(ProgrammingError, match="permission denied"),
        judge_role.as_judge(judge),
    ):
        db.session.rollback()
        db.session.execute(text("SELECT * FROM entry"))


def test_who_is_told_of_an_event_asks_with_the_programs_rights_and_the_page_goes_on_without(
    postgresql, factory
):
    judge = factory.person("Trần Minh")
    rows = text("SELECT count(*) FROM audit_event WHERE name = 'account.mail-requested'")

    with postgresql.app_context():
        begin_writing()
        with judge_role.as_judge(judge):
            publish(MailRequested(at=clock.now(), purpose="sign-in"))
            user = db.session.scalar(text("SELECT current_user"))
        logged = db.session.scalar(rows)
        db.session.rollback()

    assert (user, logged) == (judge_role.ROLE, 1)


def test_every_page_of_judges_is_made_without_the_rights_and_no_other(postgresql, factory, client_for):
    person = client_for(factory.person("Trần Minh"))
    said: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if "ROLE" in statement:
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert person.get("/judge/").status_code == 200
        judging = list(said)
        assert person.get("/author/").status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert judging == said == [f"SET LOCAL ROLE {judge_role.ROLE}", "SET LOCAL ROLE NONE"]


def test_the_check_of_the_installation_finds_the_role(postgresql):
    with postgresql.app_context():
        assert judge_role.faults() == []


def test_a_start_gives_the_role_the_rights_that_it_lacks_and_takes_those_that_it_should_not_have(postgresql):
    with postgresql.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(f"GRANT SELECT ON entry TO {judge_role.ROLE}"))
            connection.execute(text(f"REVOKE ALL ON reading FROM {judge_role.ROLE}"))
            before = judge_role.is_ready(connection)

        schema.bring_up_to_date(postgresql)

        with db.engine.connect() as connection:
            assert (before, judge_role.is_ready(connection)) == (False, True)
