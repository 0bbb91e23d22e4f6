from decimal import Decimal

import pytest

from contest.judging.rules.criteria.kind import Mark, Settings
from contest.judging.rules.criteria.steps import Steps
from contest.judging.rules.rubric import Rubric
from contest.judging.rules.scoresheet import State, check_open, recuse, submit
from contest.kernel.errors import Conflict, RuleBroken

RUBRIC = Rubric({1: Steps(Settings("Ideas", Decimal(1), Decimal(0), Decimal(10), Decimal(1)))})
LOCKED = "This scoresheet has been submitted and is locked. Nothing was changed."
GONE = "You have recused yourself from this entry. Nothing was changed."


def test_a_complete_draft_is_submitted():
    assert submit(State.DRAFT, RUBRIC, {1: Mark(points=Decimal(0))}) is State.SUBMITTED


def test_an_incomplete_draft_is_not_submitted():
    with pytest.raises(RuleBroken, match=r"^These criteria have no points yet: Ideas"):
        submit(State.DRAFT, RUBRIC, {})


@pytest.mark.parametrize(("state", "told"), [(State.SUBMITTED, LOCKED), (State.RECUSED, GONE)])
def test_what_is_closed_cannot_be_changed_submitted_or_given_back(state, told):
    for act in (
        lambda: check_open(state),
        lambda: submit(state, RUBRIC, {1: Mark(points=Decimal(5))}),
        lambda: recuse(state, "I know this work."),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert str(refused.value) == told


def test_a_draft_is_open():
    check_open(State.DRAFT)


def test_a_judge_recuses_with_a_reason():
    assert recuse(State.DRAFT, "  I have read\r\nthể  ") == (State.RECUSED, "I have read\nth\u1ec3")


@pytest.mark.parametrize("reason", ["", "    no    ", "x" * 1001])
def test_recusing_without_a_fit_reason_is_refused_beside_the_field(reason):
    with pytest.raises(RuleBroken) as refused:
        recuse(State.DRAFT, reason)
    assert refused.value.field == "reason"
    assert str(refused.value) == (
        "Say in 5 to 1000 characters why you cannot judge this entry, without naming anyone."
    )
