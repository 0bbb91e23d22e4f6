"""When somebody can be erased, and what stays."""

import itertools

import pytest

from contest.access.duties import Duty
from contest.editions.rules import leaving as duties
from contest.entries.rules import leaving as works
from contest.entries.rules import states
from contest.entries.rules.leaving import Fate
from contest.people.rules.erasure import STAYS, WAITS, sentences
from contest.reports.holdings import HOLDINGS
from contest.reports.rules.erasure import Facts, Outlook, decide

PHASES = ("draft", "announced", "open", "closed", "judging", "deliberation", "published", "archived")


def test_a_work_waits_only_while_it_is_with_the_judges():
    waiting = {
        (state, phase)
        for state, phase in itertools.product(states.STATES, PHASES)
        if works.fate(state, phase, has_prize=False) is Fate.WAITS
    }

    assert waiting == {("coded", phase) for phase in PHASES if phase not in {"published", "archived"}}


def test_a_work_with_a_prize_stays_and_one_on_its_way_is_withdrawn():
    assert works.fate("coded", "published", has_prize=True) is Fate.STAYS
    assert works.fate("coded", "archived", has_prize=False) is Fate.GOES
    assert [s for s in states.STATES if works.leaves_contest(s)] == ["submitted", "returned", "accepted"]


@pytest.mark.parametrize("duty", list(Duty))
def test_a_duty_is_needed_until_the_results_and_an_organisers_until_the_archiving(duty):
    over = {phase for phase in PHASES if not duties.must_wait(duty, phase)}

    assert over == ({"archived"} if duty is Duty.ORGANISER else {"published", "archived"})


def facts(**changed):
    plain = dict(works={}, staying=("log",), has_duty=False, is_last_administrator=False, named={})  # noqa: C408
    return Facts(**{**plain, **changed})


def test_who_holds_nothing_goes_at_once():
    assert decide(facts()) == Outlook(waits=(), stays=("log",), kept=(), named=(), keeps_name=False)


def test_everything_that_stands_against_it_is_named():
    found = decide(facts(works={1: Fate.WAITS, 2: Fate.GOES}, has_duty=True, is_last_administrator=True))

    assert found.waits == ("work", "duty", "last-administrator")


@pytest.mark.parametrize(
    ("named", "keeps_name"),
    [({7: True}, True), ({7: False}, False), ({}, False), ({6: False, 7: True}, True)],
)
def test_a_prize_stays_and_the_name_only_where_it_was_published_and_no_pen_name_in_its_place(
    named, keeps_name
):
    found = decide(
        facts(works={6: Fate.STAYS, 7: Fate.STAYS, 8: Fate.GOES}, named=named, staying=("log", "shell"))
    )

    assert found == Outlook(
        waits=(), stays=("shell", "prize", "log"), kept=(6, 7), named=tuple(named), keeps_name=keeps_name
    )


def test_a_pen_name_without_a_prize_does_not_stay():
    assert decide(facts(works={8: Fate.GOES}, staying=("prize", "log"))).stays == ("log",)


def test_every_reason_of_a_table_is_a_sentence_and_the_other_way_round():
    reasons = {holding.erased.why for holding in HOLDINGS} - {""}

    assert {*reasons, "prize"} == set(STAYS)
    assert len(sentences(("work", "duty"), WAITS)) == 2
