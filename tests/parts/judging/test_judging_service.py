"""Marks are saved, submitted, locked; differences ask for a third reading; the rubric freezes at the first mark."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from contest.assignment import queries as assignment
from contest.judging import queries, service
from contest.judging.events import ScoresheetSubmitted
from contest.judging.queries import Progress, SheetView
from contest.judging.rules.criteria.kind import Mark, Settings
from contest.judging.rules.design import Line
from contest.judging.service import Saved
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.crypto import keyring
from contest.platform.database import unit_of_work
from tests.judged import CONTENT, LINES, Judged
from tests.watching import asked, heard, slowed
from tests.worlds import world


@world
def contest(factory):
    return Judged(factory, ("Một", "Hai"))


def first(contest, title="Một"):
    return contest.readings(title)[0]


def ids(contest, position=0):
    return [
        line.id for line in contest.factory.read(queries.needed_rubric, contest.rounds[position]).criteria
    ]


def sheet(contest, reading_id) -> SheetView:
    return contest.factory.read(queries.sheet, reading_id)


# --- saving -------------------------------------------------------------------------------------------------


def test_marks_are_saved_as_they_are_given_and_the_total_comes_with_the_last(contest):
    contest.judging()
    reading = first(contest)
    content, form, _ = ids(contest)

    assert contest.save_marks(reading.id, ("7,5",)) == Saved(1, None, ("Hình thức",))
    assert contest.save_marks(reading.id, ("7,5", "8")) == Saved(2, Decimal(77), ())

    saved = sheet(contest, reading.id)
    assert (saved.state, saved.revision, saved.total, saved.saved_at) == (
        "draft",
        2,
        Decimal(77),
        contest.now,
    )
    assert saved.marks == {content: Mark(Decimal("7.5")), form: Mark(Decimal(8))}


def test_an_empty_text_takes_a_mark_back_and_what_is_not_sent_stays(contest, factory):
    contest.judging()
    reading = first(contest)
    content, form, words = ids(contest)
    contest.save_marks(reading.id, ("7", "8", "Hay."))

    by = {"judge_id": reading.judge_id, "now": contest.now}
    saved = factory.do(service.save_marks, reading.id, revision=1, typed={content: " "}, comment="Tốt", **by)

    assert saved == Saved(2, None, ("Nội dung",))
    assert sheet(contest, reading.id).marks == {form: Mark(Decimal(8)), words: Mark(text="Hay.")}
    assert sheet(contest, reading.id).comment == "Tốt"


def test_a_senseless_mark_is_refused_beside_its_field_and_nothing_is_saved(contest):
    contest.judging()
    reading = first(contest)

    with pytest.raises(RuleBroken) as refused:
        contest.save_marks(reading.id, ("7", "11"))

    assert refused.value.field == f"mark_{ids(contest)[1]}"
    assert sheet(contest, reading.id) == queries.EMPTY


def test_a_second_window_does_not_overwrite_the_first(contest):
    contest.judging()
    reading = first(contest)
    contest.save_marks(reading.id, ("7",))

    with pytest.raises(Conflict):
        contest.save_marks(reading.id, ("3",), revision=0)

    assert sheet(contest, reading.id).marks == {ids(contest)[0]: Mark(Decimal(7))}


def test_another_judges_reading_is_as_good_as_none(contest, factory):
    contest.judging()
    reading = first(contest)
    stranger = next(judge for judge in contest.judges if judge != reading.judge_id)
    by = {"judge_id": stranger, "now": contest.now}

    with pytest.raises(NotFound):
        factory.do(service.save_marks, reading.id, revision=0, typed={}, comment=None, **by)
    with pytest.raises(NotFound):
        factory.do(service.submit, reading.id, **by)
    with pytest.raises(NotFound):
        factory.do(service.recuse, reading.id, reason="Tôi quen người viết.", **by)


def test_a_comment_that_is_too_long_is_refused_beside_its_field(contest, factory):
    contest.judging()
    reading = first(contest)

    with pytest.raises(RuleBroken) as refused:
        factory.do(
            service.save_marks, reading.id, judge_id=reading.judge_id, revision=0, typed={},
            comment="x" * (service.LONGEST_COMMENT + 1), now=contest.now,
        )  # fmt: skip

    assert refused.value.field == "comment"


def test_marks_are_taken_only_while_the_round_is_judged(contest):
    contest.judging().marked({title: [("7", "7"), ("7", "7")] for title in contest.titles})
    reading = first(contest)
    contest.closed()

    with pytest.raises(RuleBroken, match="not open"):
        contest.save_marks(reading.id, ("3", "3"))


# --- submitting ---------------------------------------------------------------------------------------------


def test_the_log_cannot_be_used_to_guess_the_marks(contest, app):
    """Marks are few values: whoever reads the log could try them all against a plain digest."""
    contest.judging()
    reading = first(contest)
    with heard() as events:
        contest.submit_marks(reading.id, ("7", "8"))

    marks = sheet(contest, reading.id).marks
    written = json.dumps(
        [reading.id, [[k, str(m.points), m.text] for k, m in sorted(marks.items())]], ensure_ascii=False
    )
    with app.app_context():
        keyed = keyring().opaque("scoresheet", written)
    assert events[-1].digest == keyed
    assert keyed not in hashlib.sha256(written.encode()).hexdigest()


def test_submitting_locks_the_sheet(contest, factory):
    contest.judging()
    reading = first(contest)
    with heard() as events:
        contest.submit_marks(reading.id, ("7", "8"))

    saved = sheet(contest, reading.id)
    assert (saved.state, saved.total) == ("submitted", Decimal(74))
    assert [type(e).__name__ for e in events] == ["RubricFrozen", "ScoresheetSubmitted"]
    for act in (
        lambda: contest.save_marks(reading.id, ("3", "3")),
        lambda: factory.do(service.submit, reading.id, judge_id=reading.judge_id, now=contest.now),
        lambda: factory.do(
            service.recuse, reading.id, judge_id=reading.judge_id, reason="Tôi quen.", now=contest.now
        ),
    ):
        with pytest.raises(Conflict):
            act()
    assert sheet(contest, reading.id) == saved


@pytest.mark.parametrize(("marks", "missing"), [((), "Nội dung, Hình thức"), (("7",), "Hình thức")])
def test_an_incomplete_sheet_is_not_taken_and_the_answer_names_what_is_missing(
    contest, factory, marks, missing
):
    contest.judging()
    reading = first(contest)
    if marks:
        contest.save_marks(reading.id, marks)

    with pytest.raises(RuleBroken) as refused:
        factory.do(service.submit, reading.id, judge_id=reading.judge_id, now=contest.now)

    assert refused.value.params == {"names": missing}


# --- the third reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "thirds"), [(("8", "7"), 0), (("8", "7.5"), 1)], ids=["exactly the tolerance", "a little more"]
)
def test_two_readings_further_apart_than_the_tolerance_ask_for_a_third(factory, second, thirds):
    contest = Judged(factory, ("Một",), judges=3).judging()
    contest.marked({"Một": [("5", "6.5")]})  # 56 points

    assert len(contest.readings("Một")) == 2
    contest.submit_marks(contest.readings("Một")[1].id, second)  # 76, or 78

    kinds = [reading.kind for reading in contest.readings("Một")]
    assert kinds == ["regular", "regular"] + ["third"] * thirds
    assert {r.judge_id for r in contest.readings("Một")[:2]}.isdisjoint(
        r.judge_id for r in contest.readings("Một")[2:]
    )


def test_without_a_free_judge_the_work_is_unsettled_until_one_more_is_appointed(contest, factory):
    contest.judging().marked({"Một": [("2", "2"), ("9", "9")], "Hai": [("7", "7"), ("7", "7")]})
    assert factory.read(queries.unsettled, contest.round_id) == (contest.copy_id("Một"),)

    assert factory.do(service.ask_for_thirds, contest.round_id, now=contest.now) == 1
    third = contest.judge("Giám khảo thứ ba")
    assert factory.do(service.ask_for_thirds, contest.round_id, now=contest.now) == 0

    assert factory.read(queries.unsettled, contest.round_id) == ()
    assert [(r.kind, r.judge_id) for r in contest.readings("Một")[2:]] == [("third", third)]


def test_third_readings_are_asked_for_only_while_the_round_is_judged(contest, factory):
    contest.coded().rubric()

    with pytest.raises(Conflict):
        factory.do(service.ask_for_thirds, contest.round_id, now=contest.now)


def test_two_judges_who_submit_at_the_same_instant_are_both_seen(factory, app):
    contest = Judged(factory, ("Một",), judges=3).judging()
    readings = contest.readings("Một")
    for reading, marks in zip(readings, [("2", "2"), ("9", "9")], strict=True):
        contest.save_marks(reading.id, marks)
    together = Barrier(2)

    def submit(reading):
        with app.app_context():
            together.wait(5)
            with unit_of_work():
                service.submit(reading.id, judge_id=reading.judge_id, now=contest.now)

    with slowed(ScoresheetSubmitted, seconds=0.3), ThreadPoolExecutor(2) as pool:
        list(pool.map(submit, readings))

    assert [r.kind for r in contest.readings("Một")] == ["regular", "regular", "third"]


def test_the_same_sheet_begun_in_two_windows_at_once_is_one_sheet(contest, app):
    contest.judging()
    reading = first(contest)
    content = ids(contest)[0]
    together = Barrier(2)

    def save(mark):
        with app.app_context():
            together.wait(5)
            try:
                with unit_of_work():
                    service.save_marks(
                        reading.id, judge_id=reading.judge_id, revision=0, typed={content: mark}, comment=None,
                        now=contest.now,
                    )  # fmt: skip
            except Conflict:
                return "refused"
            return mark

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(save, ["3", "4"]))

    assert outcomes in (["3", "refused"], ["4", "refused"])
    assert sheet(contest, reading.id).marks == {content: Mark(Decimal(outcomes[0]))}


# --- recusal ------------------------------------------------------------------------------------------------


def test_a_recused_reading_takes_no_marks_and_does_not_count(contest, factory):
    contest.judging()
    reading = first(contest)
    contest.save_marks(reading.id, ("7", "7"))
    factory.do(
        service.recuse,
        reading.id,
        judge_id=reading.judge_id,
        reason="Tôi nhận ra tác phẩm này.",
        now=contest.now,
    )

    assert factory.read(assignment.by_id, reading.id).state == "recused"
    for act in (
        lambda: contest.save_marks(reading.id, ("3", "3")),
        lambda: factory.do(service.submit, reading.id, judge_id=reading.judge_id, now=contest.now),
    ):
        with pytest.raises(Conflict, match="recused"):
            act()
    assert factory.read(queries.scores, contest.round_id) == ()


def test_a_recusal_wants_a_reason(contest, factory):
    contest.judging()
    reading = first(contest)

    with pytest.raises(RuleBroken) as refused:
        factory.do(service.recuse, reading.id, judge_id=reading.judge_id, reason=" ", now=contest.now)

    assert refused.value.field == "reason"
    assert factory.read(assignment.by_id, reading.id).state == "assigned"


def test_what_an_absent_judge_submitted_stays_and_the_rest_is_taken_back(contest, factory):
    contest.judging()
    mine, open_one = first(contest), first(contest, "Hai")
    contest.submit_marks(mine.id, ("7", "7"))
    contest.save_marks(open_one.id, ("3",))
    back = {"reason": "Giám khảo ốm.", "actor_id": contest.organiser_id, "now": contest.now}

    with heard() as events:
        assert factory.do(service.take_back, contest.round_id, mine.judge_id, **back) == 1

    assert [(type(e).__name__, e.actor_id) for e in events] == [("JudgeRecused", contest.organiser_id)]
    states = [factory.read(assignment.by_id, r.id).state for r in (mine, open_one)]
    assert states == ["assigned", "recused"]
    with pytest.raises(RuleBroken, match="no open works"):
        factory.do(service.take_back, contest.round_id, mine.judge_id, **back)


# --- rubric -------------------------------------------------------------------------------------------------


def test_a_rubric_is_kept_as_it_was_written_and_can_be_replaced(contest, factory):
    contest.rubric()
    kept = factory.read(queries.needed_rubric, contest.round_id)
    assert (kept.full_score, kept.is_frozen) == (Decimal(100), False)
    assert tuple(Line(line.kind, line.settings) for line in kept.criteria) == LINES

    contest.rubric(lines=LINES[:1], full="20")
    kept = factory.read(queries.needed_rubric, contest.round_id)
    assert (kept.full_score, [line.settings for line in kept.criteria]) == (Decimal(20), [CONTENT])


def test_the_rubric_is_frozen_by_the_first_mark_and_not_by_a_look(contest, factory):
    contest.judging()
    reading = first(contest)
    contest.save_marks(reading.id, ("", ""))
    assert not factory.read(queries.needed_rubric, contest.round_id).is_frozen

    contest.save_marks(reading.id, ("7",))
    before = factory.read(queries.needed_rubric, contest.round_id)
    assert before.is_frozen
    with pytest.raises(Conflict, match="first mark"):
        contest.rubric(lines=LINES[:1])
    assert factory.read(queries.needed_rubric, contest.round_id) == before


def test_another_organisers_rubric_is_not_overwritten_unseen(contest, factory):
    save = {"actor_id": contest.organiser_id, "now": contest.now}
    factory.do(service.save_rubric, contest.round_id, Decimal(100), LINES, seen="", **save)
    seen = factory.read(queries.needed_rubric, contest.round_id).digest
    factory.do(service.save_rubric, contest.round_id, Decimal(50), LINES, seen=seen, **save)

    with pytest.raises(Conflict, match="Somebody else"):
        factory.do(service.save_rubric, contest.round_id, Decimal(60), LINES, seen=seen, **save)

    assert factory.read(queries.needed_rubric, contest.round_id).full_score == Decimal(50)


@pytest.mark.parametrize(
    ("full", "lines", "field"),
    [
        ("0", LINES, "full_score"),
        ("NaN", LINES, "full_score"),
        ("10001", LINES, "full_score"),
        ("10", LINES, "full_score"),  # the round's tolerance is 20 points
        ("100", (), "criteria"),
        ("100", (Line("comment", Settings("Lời")),), "criteria"),
        ("100", (Line("steps", CONTENT), Line("steps", CONTENT)), "criteria-1-name"),
        ("100", (Line("steps", CONTENT), Line("steps", Settings("Khác"))), "criteria-1-weight"),
        ("100", (Line("oral", CONTENT),), "criteria"),
    ],
)
def test_a_senseless_rubric_is_refused_beside_its_field(contest, factory, full, lines, field):
    with pytest.raises(RuleBroken) as refused:
        contest.rubric(lines=lines, full=full)

    assert refused.value.field == field
    assert factory.read(queries.rubric, contest.round_id) is None


# --- looking ------------------------------------------------------------------------------------------------


def test_progress_counts_by_judge(contest, factory):
    contest.judging()
    contest.submit_marks(first(contest).id, ("7", "8"))
    contest.save_marks(first(contest, "Hai").id, ("7",))
    one = first(contest).judge_id
    [other] = [judge for judge in contest.judges if judge != one]

    assert factory.read(queries.progress, contest.round_id) == tuple(
        sorted(
            (Progress(one, 2, 2, 1, 0, 0), Progress(other, 2, 0, 0, 0, 0)),
            key=lambda p: p.judge_id,
        )
    )


def test_progress_and_scores_ask_the_database_equally_often_however_many_works(factory, app):
    counts = []
    for titles in (("Một",), ("Một", "Hai", "Ba", "Bốn")):
        contest = Judged(factory, titles, title=f"Cuộc thi {len(titles)}").judging()
        contest.marked({title: [("7", "7"), ("7", "7")] for title in titles})
        with app.app_context(), asked() as statements:
            queries.progress(contest.round_id)
            queries.scores(contest.round_id)
            queries.unsettled(contest.round_id)
        counts.append(len(statements))

    assert counts[0] == counts[1]
