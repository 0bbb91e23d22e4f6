"""Who reads what, asked for in ways that let nobody see another's desk."""

import pytest
from sqlalchemy import event

from contest.assignment import queries
from contest.assignment.queries import DeskReading
from contest.kernel.errors import NotFound
from contest.platform.database import db


def test_a_desk_shows_the_own_essays_by_code(coded):
    world = coded(works=1, judges=2)
    world.give_out()
    [judge, other] = world.judges
    [essay] = world.factory.read(queries.desk, judge, world.round_id)
    assert essay == DeskReading(
        reading_id=essay.reading_id,
        blind_copy_id=world.copies()["Bài 0"],
        code=essay.code,
        title="Bài 0",
        category_id=world.categories[0],
        words=31,
        format="html",
        kind="regular",
        position=1,
    )
    assert world.factory.read(queries.reading, judge, essay.code, round_id=world.round_id) == essay
    assert world.factory.read(queries.by_id, essay.reading_id).judge_id == judge
    assert world.factory.read(queries.desk, other, world.round_id)[0].code == essay.code


def test_an_essay_of_another_desk_is_not_found(coded):
    world = coded(works=8, judges=3)
    world.give_out()
    judge, other = world.judges[:2]
    own = {d.code for d in world.factory.read(queries.desk, judge, world.round_id)}
    others = {d.code for d in world.factory.read(queries.desk, other, world.round_id)}
    for code in (others - own) | {"CCCCCCC", "", "x"}:
        with pytest.raises(NotFound):
            world.factory.read(queries.reading, judge, code, round_id=world.round_id)


def test_a_person_without_readings_has_an_empty_desk(coded):
    world = coded()
    world.give_out()
    assert world.factory.read(queries.desk, world.organiser_id, world.round_id) == ()
    assert world.factory.read(queries.desk, world.judges[0], 999) == ()


def test_unknown_ids_are_not_found(coded):
    world = coded()
    for query in (queries.by_id, queries.proposal):
        with pytest.raises(NotFound):
            world.factory.read(query, 999)


def test_a_desk_asks_the_database_equally_often_for_one_and_for_many(coded, app):
    asked = []
    for works in (1, 7):
        world = coded(works=works, judges=2, title=f"Cuộc thi {works}")
        world.give_out()
        asked.append(_statements(app, world))
    assert asked[0] == asked[1] > 0


def _statements(app, world):
    count = 0

    def add(*arguments):
        nonlocal count
        count += arguments[2].startswith("SELECT")

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", add)
        queries.desk(world.judges[0], world.round_id)
        queries.unfilled(world.round_id)
        queries.recusals(world.round_id)
        queries.loads(world.round_id)
        event.remove(db.engine, "before_cursor_execute", add)
        db.session.rollback()
    return count
