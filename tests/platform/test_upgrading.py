"""A database in which a contest is judged is brought up to date from an older version, and nothing of it is lost."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from contest.anonymisation import telling
from contest.anonymisation.models_beside import IdentityFlag
from contest.app import create_app
from contest.assignment import service as assigning
from contest.assignment.models import Reading
from contest.judging.models import Scoresheet
from contest.platform import schema
from contest.platform.database import db, migrations_folder
from contest.settings import read
from tests.factories import Factory
from tests.judged import Judged

BEFORE_WORDS_WERE_LOCKED = "0052"
# SQLite changes a column by putting a new table in the place of the old one: going back to here, in that of all works.
BEFORE_WORKS_WERE_TAKEN_BACK = "0048"


def test_words_of_judges_are_locked_in_the_rows_that_marks_refer_to(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    schema.bring_up_to_date(app)
    contest = Judged(Factory(app), ("Một", "Hai")).judging().marked({"Một": [("9", "9")] * 2})
    reading, copy_id = contest.readings("Hai")[0], contest.copy_id("Hai")
    by = {"judge_id": reading.judge_id, "now": contest.now}
    contest.factory.do(telling.tell, copy_id, said="Đây là ông A.", **by)
    contest.factory.do(assigning.recuse, reading.id, reason="Tôi quen ông A.", **by)
    raw = tmp_path / "contest.sqlite"

    def kept():
        columns = (IdentityFlag.said, Reading.recusal_reason, Scoresheet.total)
        return [
            contest.factory.read(lambda one=one: sorted(db.session.scalars(select(one)))) for one in columns
        ]

    before, folder = kept(), str(migrations_folder())
    with app.app_context():
        downgrade(directory=folder, revision=BEFORE_WORDS_WERE_LOCKED)
        assert "ông A".encode() in _all(raw)
        upgrade(directory=folder)
    assert kept() == before
    assert (before[0], before[1][-1], len(before[2])) == (["Đây là ông A."], "Tôi quen ông A.", 2)


def test_works_that_everything_refers_to_are_moved_into_another_table_and_nothing_is_lost(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    schema.bring_up_to_date(app)
    Judged(Factory(app), ("Một", "Hai")).judging().marked({"Một": [("9", "9")] * 2})

    def rows():
        with db.engine.connect() as connection:
            tables = ("entry", "version", "receipt", "stored_file", "screening_decision", "reading", "mark")
            return {
                name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
            }

    with app.app_context():
        before, folder = rows(), str(migrations_folder())
        downgrade(directory=folder, revision=BEFORE_WORKS_WERE_TAKEN_BACK)
        older = rows()
        upgrade(directory=folder)
        assert (older, rows()) == (before, before)
        assert before == {
            "entry": 2,
            "version": 2,
            "receipt": 2,
            "stored_file": 0,
            "screening_decision": 2,
            "reading": 4,
            "mark": 4,
        }
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def _all(database):
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
