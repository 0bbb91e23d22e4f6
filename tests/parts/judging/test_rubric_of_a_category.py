"""One rubric for all categories of a round, or an own one for a category; versions; frozen at the first mark."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from threading import Barrier

import pytest

from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.rules.edition import CategorySpec
from contest.judging import queries, rubric_versions, service
from contest.judging.rules.criteria.kind import Settings
from contest.judging.service import Draft, Line, Sent
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import unit_of_work
from contest.results import queries as results
from contest.results import readings
from tests.judged import LINES, Judged
from tests.watching import heard

TWO = (CategorySpec("Văn", 5, 900), CategorySpec("Thơ", 5, 900))
IDEAS = Settings("Ý thơ", Decimal(3), Decimal(0), Decimal(3), Decimal(1))
SOUND = Settings("Nhịp điệu", Decimal(2), Decimal(0), Decimal(2), Decimal(1))
POEMS = (Line("steps", IDEAS), Line("steps", SOUND))


@pytest.fixture
def contest(factory):
    """Two works of prose and one poem, coded; the rubric for all categories is there."""
    contest = Judged(factory, ("Một", "Hai", "Ba"), judges=3, categories=TWO, tolerance="4")
    for number, title in ((0, "Một"), (0, "Hai"), (1, "Ba")):
        contest.accepted(contest.authors[title], title=title, category=number)
    return contest.coded_only().rubric()


def of_poems(contest, lines=POEMS, full="5", seen=None, position=0):
    draft = Draft(contest.rounds[position], Decimal(full), lines, contest.categories[1])
    contest.factory.do(service.save, draft, actor_id=contest.organiser_id, now=contest.now, seen=seen)
    return contest


def remove(contest, category=1):
    category_id = None if category is None else contest.categories[category]
    kept = contest.factory.read(queries.rubrics, contest.round_id).own[category_id]
    contest.factory.do(
        service.remove_rubric, contest.round_id, category_id,
        seen=kept.digest, actor_id=contest.organiser_id, now=contest.now,
    )  # fmt: skip


def mark(contest, title, *marks):
    """Let every judge of the work submit these marks, by the rubric of its category."""
    category = contest.categories[1 if title == "Ba" else 0]
    lines = contest.factory.read(queries.needed_rubric, contest.round_id, category).criteria
    for reading, each in zip(contest.readings(title), marks, strict=False):
        typed = {line.id: points for line, points in zip(lines, each, strict=False)}
        sent = Sent(0, typed, None)
        contest.factory.do(service.save_sheet, reading.id, sent, judge_id=reading.judge_id, now=contest.now)
        contest.factory.do(service.submit, reading.id, judge_id=reading.judge_id, now=contest.now)


def test_works_are_marked_and_ranked_by_the_rubric_of_their_category(contest, factory):
    of_poems(contest).given_out()
    mark(contest, "Một", ("9", "8"), ("9", "8"))
    mark(contest, "Hai", ("7", "7"), ("7", "7"))
    mark(contest, "Ba", ("2", "1"), ("3", "2"))
    contest.closed()

    listed = factory.read(results.standings, factory.read(results.latest, contest.round_id).id)
    assert {s.code: (s.place, s.value) for s in listed} == {
        contest.code("Một"): (1, Fraction(86)),
        contest.code("Hai"): (2, Fraction(70)),
        contest.code("Ba"): (1, Fraction(4)),
    }
    seen = factory.read(readings.of_code, contest.round_id, contest.code("Ba"))
    assert [[m.criterion for m in r.marks] for r in seen] == [["Ý thơ", "Nhịp điệu"]] * 2
    assert factory.read(results.faults, contest.edition_id) == []


def test_readings_too_far_apart_are_told_by_the_own_full_score(contest, factory):
    of_poems(contest).given_out()
    mark(contest, "Ba", ("0", "0"), ("3", "2"))  # 5 points apart, of 5; at most 4 are allowed

    kinds = [reading.kind for reading in contest.readings("Ba")]
    assert sorted(kinds) == ["regular", "regular", "third"]


def test_a_category_goes_back_to_the_rubric_for_all(contest, factory):
    of_poems(contest)
    with heard() as events:
        remove(contest)

    assert factory.read(queries.rubric, contest.round_id, contest.categories[1]).lines == LINES
    assert [(type(e).__name__, e.category_id) for e in events] == [("RubricRemoved", contest.categories[1])]
    with pytest.raises(NotFound):
        factory.do(
            service.remove_rubric, contest.round_id, contest.categories[1],
            seen="", actor_id=contest.organiser_id, now=contest.now,
        )  # fmt: skip


def test_the_first_mark_freezes_the_rubric_it_was_given_by_and_no_other(contest, factory):
    of_poems(contest).given_out()
    mark(contest, "Ba", ("2", "1"))

    frozen = {key: r.is_frozen for key, r in factory.read(queries.rubrics, contest.round_id).own.items()}
    assert frozen == {None: False, contest.categories[1]: True}
    contest.rubric(lines=LINES[:2])
    with pytest.raises(Conflict, match="first mark"):
        of_poems(contest, full="10")
    with pytest.raises(Conflict, match="first mark"):
        remove(contest)


def test_once_works_are_marked_by_the_rubric_for_all_no_category_gets_one_of_its_own(contest, factory):
    contest.given_out()
    mark(contest, "Một", ("9", "8"))

    with pytest.raises(Conflict, match="no category can get one of its own"):
        of_poems(contest)


def test_marks_given_by_a_rubric_that_was_changed_meanwhile_are_refused_and_not_taken_for_others(
    contest, factory
):
    contest.given_out()
    reading = contest.readings("Ba")[0]
    before = factory.read(queries.needed_rubric, contest.round_id, contest.categories[1])
    typed = {line.id: "1" for line in before.criteria[:2]}
    of_poems(contest)

    for rubric in (before.digest, None):
        with pytest.raises(Conflict, match="rubric was changed"):
            sent = Sent(0, typed if rubric else {**typed, 10**6: "1"}, None, rubric)
            factory.do(service.save_sheet, reading.id, sent, judge_id=reading.judge_id, now=contest.now)
    assert factory.read(queries.sheet, reading.id).marks == {}


@pytest.mark.parametrize("category", [None, 1])
def test_a_change_at_the_very_instant_of_the_first_mark_comes_before_it_or_not_at_all(
    contest, app, factory, category
):
    contest.given_out()
    reading = contest.readings("Ba")[0]
    before = factory.read(queries.needed_rubric, contest.round_id, contest.categories[1])
    sent = Sent(0, {before.criteria[0].id: "7"}, None, before.digest)
    key = None if category is None else contest.categories[category]
    draft = Draft(contest.round_id, Decimal(5), POEMS, key)
    together = Barrier(2)

    def run(act):
        with app.app_context():
            together.wait(5)
            try:
                with unit_of_work():
                    act()
            except RuleBroken:
                return "refused"
            return "done"

    def judge():
        service.save_sheet(reading.id, sent, judge_id=reading.judge_id, now=contest.now)

    def organiser():
        service.save(draft, actor_id=contest.organiser_id, now=contest.now)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, (judge, organiser))) == ["done", "refused"]
    now = factory.read(queries.needed_rubric, contest.round_id, contest.categories[1])
    marks = factory.read(queries.sheet, reading.id).marks
    assert (now.is_frozen, now.lines == before.lines) == ((True, True) if marks else (False, False))
    assert now.ids.issuperset(marks)


def test_two_organisers_who_write_the_first_rubric_at_once_do_not_stumble(factory, app):
    contest = Judged(factory, ())
    together = Barrier(2)

    def save(full):
        with app.app_context():
            together.wait(5)
            try:
                with unit_of_work():
                    service.save_rubric(
                        contest.round_id, full, LINES, actor_id=contest.organiser_id, now=contest.now, seen=""
                    )
            except Conflict:
                return "refused"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, (Decimal(100), Decimal(50)))) == ["done", "refused"]


# --- versions -----------------------------------------------------------------------------------------------


def told(contest, category=None):
    category_id = None if category is None else contest.categories[category]
    listed = contest.factory.read(rubric_versions.all_of, contest.round_id, category_id)
    return [(v.saved_by, [d.message % d.params for d in v.differences]) for v in listed]


def test_every_change_since_the_announcement_is_kept_with_who_made_it(contest):
    who = contest.organiser_id
    contest.rubric()
    contest.rubric(lines=LINES[:2], full="50")
    of_poems(contest)
    remove(contest)

    assert told(contest) == [
        (who, ["The full score is 50; it was 100.", "Taken out: “Nhận xét”."]),
        (who, ["The rubric was written."]),
    ]
    assert told(contest, 1) == [
        (who, ["The rubric was taken away."]),
        (who, ["The rubric was written."]),
    ]


class Drafted(Judged):
    """A contest that nobody outside the office knows of yet."""

    def __init__(self, factory):
        self.factory, self.now, self.organiser_id = factory, clock.now(), factory.person()
        self.edition_id = factory.edition(phase="draft", organiser_id=self.organiser_id)
        self.rounds = [each.id for each in factory.read(editions.rounds, self.edition_id)]


def test_of_a_draft_the_last_state_alone_is_kept(factory):
    contest = Drafted(factory)
    contest.rubric().rubric(full="50")
    assert [sentences for _, sentences in told(contest)] == [["The rubric was written."]]

    factory.do(editing.announce, contest.edition_id, actor_id=contest.organiser_id, now=contest.now)
    contest.rubric(full="60")

    assert [sentences for _, sentences in told(contest)] == [
        ["The full score is 60; it was 50."],
        ["The rubric was written."],
    ]


def test_a_rubric_taken_away_from_a_draft_leaves_nothing_behind(factory):
    contest = Drafted(factory).rubric()
    remove(contest, None)

    assert (told(contest), factory.read(queries.rubric, contest.round_id)) == ([], None)


def test_a_category_of_another_contest_is_not_found(contest, factory):
    other = Judged(factory, (), title="Cuộc thi khác")

    with pytest.raises(NotFound):
        draft = Draft(contest.round_id, Decimal(5), POEMS, other.categories[0])
        factory.do(service.save, draft, actor_id=contest.organiser_id, now=contest.now)
    assert factory.read(assignment.readings, contest.round_id) == ()
