"""A round is closed and ranked; the best go on to the next under new codes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from contest.editions import queries as editions
from contest.editions.models import Round
from contest.editions.rules.edition import CategorySpec
from contest.judging import service as marking
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.results import queries, readings
from contest.results import service as results
from contest.results.readings import MarkView, ReadingView
from contest.results.rules.closing import Gaps
from tests.judged import Judged
from tests.watching import heard
from tests.worlds import world

EVEN = {"Một": [("9", "8"), ("8", "8")], "Hai": [("7", "7"), ("7", "7")], "Ba": [("5", "5"), ("5.5", "6")]}


@world
def contest(factory):
    return Judged(factory)


def standings(contest, position=0):
    computation = contest.factory.read(queries.latest, contest.rounds[position])
    return contest.factory.read(queries.standings, computation.id)


def phase(contest):
    return contest.factory.read(editions.by_id, contest.edition_id, now=contest.now).phase


def state(contest, position=0):
    return contest.factory.read(editions.round_by_id, contest.rounds[position]).state


# --- closing ------------------------------------------------------------------------------------------------


def test_a_closed_round_is_ranked_by_the_exact_mean_and_deliberation_begins(contest):
    contest.judging().marked(EVEN)
    with heard() as events:
        contest.closed()

    found = {s.code: s for s in standings(contest)}
    assert contest.places() == {"Một": 1, "Hai": 2, "Ba": 3}
    values = {title: found[contest.code(title)].value for title in EVEN}
    assert values == {"Một": Fraction(83), "Hai": Fraction(70), "Ba": Fraction(107, 2)}
    assert {s.readings for s in found.values()} == {2}
    assert (state(contest), phase(contest)) == ("closed", "deliberation")
    assert [type(e).__name__ for e in events] == ["RoundStateChanged", "StandingsComputed", "PhaseChanged"]


def test_a_mean_that_does_not_end_is_kept_exactly(factory):
    contest = Judged(factory, ("Một",), judges=3, readings=3, tolerance=None).judging()
    contest.marked({"Một": [("5", "5"), ("5", "5"), ("5.5", "5")]}).closed()

    [standing] = standings(contest)
    assert (standing.value, standing.readings) == (Fraction(153, 3), 3)
    assert standing.value == Fraction(51)

    again = Judged(
        factory, ("Một",), judges=3, readings=3, tolerance=None, title="Cuộc thi thứ hai"
    ).judging()
    again.marked({"Một": [("5", "5"), ("5", "5"), ("5", "5.5")]}).closed()
    assert standings(again)[0].value == Fraction(152, 3)


def test_an_open_reading_keeps_the_round_open(contest, factory):
    contest.judging().marked({"Một": EVEN["Một"], "Hai": EVEN["Hai"][:1]})
    assert factory.read(queries.gaps, contest.round_id) == Gaps(waiting=3)

    with pytest.raises(RuleBroken) as refused:
        contest.closed(accept_gaps=True)

    assert refused.value.params == {"count": 3}
    assert (state(contest), phase(contest)) == ("judging", "judging")
    assert factory.read(queries.latest, contest.round_id) is None


def give_back(contest, reading):
    contest.factory.do(
        marking.recuse, reading.id, judge_id=reading.judge_id, reason="Tôi nhận ra tác phẩm.", now=contest.now
    )


def test_a_work_that_nobody_read_keeps_the_round_open(contest, factory):
    contest.judging().marked({title: EVEN[title] for title in ("Một", "Hai")})
    for reading in contest.readings("Ba"):
        give_back(contest, reading)
    assert factory.read(queries.gaps, contest.round_id) == Gaps(unread=1)

    with pytest.raises(RuleBroken, match="no judge reads"):
        contest.closed(accept_gaps=True)


@pytest.mark.parametrize("what", ["short", "unsettled"])
def test_what_nobody_is_there_to_read_is_accepted_only_when_said(contest, factory, what):
    contest.judging().marked({title: EVEN[title] for title in ("Một", "Hai")})
    if what == "short":
        give_back(contest, contest.readings("Ba")[1])
        contest.marked({"Ba": [("5", "5")]})
    else:
        contest.marked({"Ba": [("2", "2"), ("9", "9")]})
    assert factory.read(queries.gaps, contest.round_id) == Gaps(**{what: 1})

    with pytest.raises(RuleBroken) as refused:
        contest.closed()
    assert (refused.value.field, state(contest)) == ("accept_gaps", "judging")

    contest.closed(accept_gaps=True)
    assert contest.places() == {"Một": 1, "Hai": 2, "Ba": 3}


def test_a_round_is_closed_once(contest):
    contest.judging().marked(EVEN).closed()

    with pytest.raises(Conflict):
        contest.closed()


# --- counting and ties --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counting", "value", "counted"),
    [
        ("mean", Fraction(50 + 80 + 75, 3), [True, True, True]),
        ("third", Fraction(75), [False, False, True]),
        ("nearest_two", Fraction(155, 2), [False, True, True]),
        ("median", Fraction(75), [False, False, True]),
    ],
)
def test_a_third_reading_counts_as_the_round_says(factory, counting, value, counted):
    contest = Judged(factory, ("Một",), judges=3, counting=counting).judging()
    contest.marked({"Một": [("5", "5"), ("8", "8"), ("7.5", "7.5")]}).closed()

    [standing] = standings(contest)
    assert (standing.value, standing.readings) == (value, sum(counted))
    seen = factory.read(readings.of_code, contest.round_id, standing.code)
    assert [(r.is_third, r.counts) for r in seen] == list(zip((False, False, True), counted, strict=True))


def test_three_regular_readings_all_count_whatever_is_said_of_a_third(factory):
    contest = Judged(factory, ("Một",), judges=3, readings=3, counting="third").judging()
    contest.marked({"Một": [("5", "5"), ("6", "6"), ("6.5", "6.5")]}).closed()

    assert standings(contest)[0].value == Fraction(175, 3)


def test_equal_means_are_told_apart_by_the_heaviest_criterion_and_the_rule_is_kept(factory):
    contest = Judged(factory, ("Một", "Hai", "Ba")).judging()
    contest.marked({"Một": [("6", "6")] * 2, "Hai": [("8", "3")] * 2, "Ba": [("6", "6")] * 2}).closed()

    found = standings(contest)
    assert contest.places()["Hai"] == 1
    assert [(s.place, s.place_low, s.place_high, s.tie_broken_by) for s in found] == [
        (1, 1, 3, ""),
        (2, 1, 3, "criterion:Nội dung"),
        (3, 1, 3, "draw"),
    ]


def test_the_same_scores_give_the_same_ranking_again(contest, factory):
    contest.judging().marked({title: [("6", "6")] * 2 for title in contest.titles}).closed()
    before = factory.read(queries.latest, contest.round_id), standings(contest)

    factory.do(results.compute, contest.round_id, actor_id=contest.organiser_id, now=contest.now)

    after = factory.read(queries.latest, contest.round_id)
    assert after.id != before[0].id
    assert (after.digest, standings(contest)) == (before[0].digest, before[1])


def test_an_open_round_is_not_ranked(contest, factory):
    contest.judging()

    with pytest.raises(RuleBroken, match="Close it first"):
        factory.do(results.compute, contest.round_id, actor_id=contest.organiser_id, now=contest.now)


def test_each_category_has_its_own_first_place(factory):
    contest = Judged(
        factory, ("Một", "Hai"), categories=(CategorySpec("Văn", 5, 900), CategorySpec("Thơ", 5, 900))
    )
    for number, title in enumerate(contest.titles):
        contest.accepted(contest.authors[title], title=title, category=number)
    contest.coded_only().rubric().given_out()
    contest.marked({"Một": [("9", "9")] * 2, "Hai": [("5", "5")] * 2}).closed()

    assert contest.places() == {"Một": 1, "Hai": 1}
    assert [s.category_id for s in standings(contest)] == sorted(contest.categories)


# --- two rounds ---------------------------------------------------------------------------------------------


@pytest.fixture
def two(factory):
    contest = Judged(factory, rounds=2, title="Cuộc thi hai vòng")

    def let_two_go_on():
        db.session.get_one(Round, contest.round_id).advancing = 2

    factory.do(let_two_go_on)
    return contest


def test_the_best_go_on_under_new_codes_and_judging_goes_on(two, factory):
    two.judging().marked(EVEN).closed()
    assert phase(two) == "judging"
    with heard() as events:
        two.advanced()

    first = {two.code(title) for title in two.titles}
    second = {title: two.code(title, 1) for title in ("Một", "Hai")}
    assert first.isdisjoint(second.values())
    assert state(two, 1) == "coded"
    assert [type(e).__name__ for e in events] == [
        "RoundStateChanged", "CopiesCommitted", "CodesDrawn", "RoundAdvanced",
    ]  # fmt: skip
    with pytest.raises(StopIteration):
        two.code("Ba", 1)

    two.rubric(1).given_out(1).marked({"Một": [("5", "5")] * 2, "Hai": [("6", "6")] * 2}, 1).closed(1)
    assert two.places(1) == {"Hai": 1, "Một": 2}
    assert phase(two) == "deliberation"
    assert factory.read(queries.size, two.rounds[1], two.categories[0]) == 2


def test_works_go_on_only_from_a_closed_round_to_one_that_is_there_and_only_once(contest, two):
    with pytest.raises(RuleBroken, match="Close it first"):
        two.judging().advanced()
    two.marked(EVEN).closed().advanced()
    with pytest.raises(Conflict):
        two.advanced()
    with pytest.raises(RuleBroken, match="no further round"):
        contest.judging().marked(EVEN).closed().advanced()


# --- what the chair sees ------------------------------------------------------------------------------------


def test_the_chair_sees_every_mark_and_no_judge(contest, factory):
    contest.judging()
    one, other = contest.readings("Một")
    contest.save_marks(one.id, ("9", "8", "Mới mẻ."))
    contest.marked(EVEN).closed()

    seen = factory.read(readings.of_code, contest.round_id, contest.code("Một"))

    assert sorted(seen, key=lambda r: r.total) == [
        ReadingView(
            judge=seen[1].judge, is_third=False, counts=True, total=Fraction(80), comment="",
            marks=(
                MarkView("Nội dung", Decimal(8), Decimal(10), ""),
                MarkView("Hình thức", Decimal(8), Decimal(10), ""),
            ),
        ),
        ReadingView(
            judge=seen[0].judge, is_third=False, counts=True, total=Fraction(86), comment="",
            marks=(
                MarkView("Nội dung", Decimal(9), Decimal(10), ""),
                MarkView("Hình thức", Decimal(8), Decimal(10), ""),
                MarkView("Nhận xét", None, Decimal(0), "Mới mẻ."),
            ),
        ),
    ]  # fmt: skip
    assert {r.judge for r in seen} == {1, 2}
    again = factory.read(readings.of_code, contest.round_id, contest.code("Hai"))
    numbers = {r.judge_id: seen[at].judge for at, r in enumerate((one, other))}
    assert {r.judge_id: again[at].judge for at, r in enumerate(contest.readings("Hai"))} == numbers


def test_a_code_that_is_not_in_the_round_is_not_found(contest, factory):
    contest.judging()

    with pytest.raises(NotFound):
        factory.read(readings.of_code, contest.round_id, "CCCCCCC")
