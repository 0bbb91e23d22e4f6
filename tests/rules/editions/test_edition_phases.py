from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from contest.editions.rules import grace, phases, rounds, schedule
from contest.editions.rules.schedule import Schedule
from contest.kernel.errors import Conflict, RuleBroken
from tests.rules.editions.specs import CLOSES, OPENS, SOUND

TICK = timedelta(microseconds=1)
TIMES = Schedule(OPENS, CLOSES)


def said(problems):
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - TICK, "announced"),
        (OPENS, "open"),
        (CLOSES - TICK, "open"),
        (CLOSES, "closed"),
        (CLOSES + timedelta(days=900), "closed"),
    ],
)
def test_an_announced_edition_opens_and_closes_at_exactly_its_instants(now, phase):
    assert schedule.phase("announced", TIMES, now) == phase


@pytest.mark.parametrize(
    ("after", "phase"),
    [(timedelta(0), "open"), (timedelta(minutes=15) - TICK, "open"), (timedelta(minutes=15), "closed")],
)
def test_works_are_taken_in_for_the_minutes_of_grace_and_not_an_instant_longer(after, phase):
    assert schedule.phase("announced", Schedule(OPENS, CLOSES, 15), CLOSES + after) == phase


@pytest.mark.parametrize(("minutes", "wrong"), [(-1, 1), (0, 0), (24 * 60, 0), (24 * 60 + 1, 1)])
def test_a_grace_is_at_most_a_day(minutes, wrong):
    assert [problem.field for problem in grace.problems(minutes)] == ["grace_minutes"] * wrong


@pytest.mark.parametrize("stored", ["draft", "judging", "deliberation", "published", "archived"])
def test_a_recorded_phase_is_not_moved_by_the_clock(stored):
    assert {schedule.phase(stored, TIMES, now) for now in (OPENS - TICK, OPENS, CLOSES)} == {stored}


def test_an_edition_with_rules_and_time_left_can_be_announced():
    assert said(phases.before_announcing(SOUND, now=CLOSES - TICK)) == []


def test_what_is_missing_before_announcing_is_named():
    spec = replace(SOUND, rules_text="", categories=())

    assert said(phases.before_announcing(spec, now=CLOSES)) == [
        "At least 1 is needed here. Fill in a row.",
        "The rules of the contest are not written yet. Write them: authors must know what is asked.",
        "The closing time has passed already. Set a closing time in the future.",
    ]


def test_judging_waits_for_the_closing_time_and_for_codes():
    assert said(phases.before_judging("open", "waiting")) == [
        "Works are still taken in. Judging begins after the closing time.",
        "The works have no blind codes yet. The secretary draws them after screening.",
    ]
    assert said(phases.before_judging("closed", "coded")) == []


def test_deliberation_waits_for_every_round():
    assert said(phases.before_deliberation(["closed", "judging"])) == [
        "A round of judging is not closed yet. It is closed when all scoresheets are handed in."
    ]
    assert said(phases.before_deliberation(["closed", "closed"])) == []


def test_phases_follow_each_other_in_one_order_only():
    order = ["draft", "announced", "judging", "deliberation", "published", "archived"]
    allowed = set()
    for before in order:
        for after in order:
            try:
                phases.refuse_wrong_phase(before, after)
            except Conflict:
                continue
            allowed.add((before, after))

    assert allowed == set(pairwise(order))


def test_after_the_announcement_only_words_can_be_changed():
    phases.refuse_late_change("draft", ["categories", "closes_at"])
    phases.refuse_late_change("judging", ["title", "summary", "rules_text"])
    for stored, changed in (("announced", ["title", "categories"]), ("archived", ["title"])):
        with pytest.raises(RuleBroken):
            phases.refuse_late_change(stored, changed)


@pytest.mark.parametrize(
    ("stored", "state", "sentence"),
    [
        ("draft", "waiting", "The contest is not announced yet. Change the closing time in the settings."),
        (
            "announced",
            "coded",
            "Judging is being prepared or has begun, so no more works can be taken in.",
        ),
        ("judging", "judging", "Judging is being prepared or has begun, so no more works can be taken in."),
    ],
)
def test_closing_can_be_put_off_only_between_announcement_and_coding(stored, state, sentence):
    phases.refuse_extension("announced", "waiting")
    with pytest.raises(RuleBroken) as refused:
        phases.refuse_extension(stored, state)

    assert str(refused.value) == sentence


def test_a_new_closing_time_is_later_than_the_old_and_in_the_future():
    phases.refuse_closing(CLOSES + TICK, before=CLOSES, now=CLOSES)
    for closes_at, now in ((CLOSES, OPENS), (CLOSES + TICK, CLOSES + TICK)):
        with pytest.raises(RuleBroken) as refused:
            phases.refuse_closing(closes_at, before=CLOSES, now=now)
        assert refused.value.field == "closes_at"


def test_a_round_goes_one_way_step_by_step():
    states = ["waiting", "coded", "judging", "closed"]
    allowed = set()
    for before in states:
        for after in states:
            try:
                rounds.refuse_move(before, after, earlier=())
            except Conflict:
                continue
            allowed.add((before, after))

    assert allowed == set(pairwise(states))


def test_the_second_round_waits_for_the_first():
    rounds.refuse_move("waiting", "coded", earlier=("closed",))
    with pytest.raises(Conflict):
        rounds.refuse_move("waiting", "coded", earlier=("judging",))


@pytest.mark.parametrize(
    ("state", "fitting"),
    [("coded", {"closed", "judging"}), ("judging", {"judging"}), ("closed", {"judging"})],
)
def test_a_round_moves_only_in_the_phase_that_fits(state, fitting):
    phases_tried = ("draft", "announced", "open", "closed", "judging", "deliberation", "published")
    allowed = set()
    for phase in phases_tried:
        try:
            rounds.refuse_phase(state, phase)
        except Conflict:
            continue
        allowed.add(phase)

    assert allowed == fitting
