from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.editions.rules.levels import CENTRE, PROVINCE, UNIT, Level, problems, refuse_above
from contest.kernel.errors import RuleBroken
from contest.results.rules.forwarding import Candidate, Proposal, check, propose


def works(*values):
    return [Candidate(number, None if v is None else Fraction(v)) for number, v in enumerate(values, 1)]


def test_a_quota_of_two_hundred_is_not_filled_with_works_below_seventy_points():
    """domain.md 8.2, case 12: 150 of 300 works reach 70 points, so 150 go on."""
    candidates = works(
        *(70 + number % 30 for number in range(150)), *(40 + number % 30 for number in range(150))
    )

    proposal = propose(candidates, Level(quota=200, threshold=Decimal(70)))

    assert (len(proposal.taken), proposal.tied, proposal.left, len(proposal.too_low)) == (150, (), (), 150)


def test_from_the_top_down_as_many_as_have_room():
    level = Level(quota=2)

    assert propose(works(60, 90, 80, 70), level) == Proposal((2, 3), left=(4, 1))
    assert propose(works(60, 90, 80, 70), level, sent=1) == Proposal((2,), left=(3, 4, 1))
    assert propose(works(60, 90), level, sent=2) == Proposal((), left=(2, 1))


def test_equal_works_at_the_border_are_left_to_a_person():
    assert propose(works(90, 80, 80, 70), Level(quota=2)) == Proposal((1,), (2, 3), (4,))


def test_equal_works_that_all_have_room_are_taken():
    assert propose(works(90, 80, 80, 70), Level(quota=3)) == Proposal((1, 2, 3), left=(4,))


def test_of_works_without_points_all_go_or_a_person_chooses():
    assert propose(works(None, None), Level(collects_only=True)) == Proposal((1, 2))
    assert propose(works(None, None, None), Level(collects_only=True, quota=2)) == Proposal((), (1, 2, 3))


@given(st.lists(st.integers(0, 100)), st.integers(1, 20), st.integers(0, 100), st.randoms())
def test_any_order_gives_the_same_proposal_within_the_rule(values, quota, threshold, chance):
    candidates, level = works(*values), Level(quota=quota, threshold=Decimal(threshold))
    proposal = propose(candidates, level)
    chance.shuffle(candidates)

    assert propose(candidates, level) == proposal
    assert len(proposal.taken) <= quota
    by_id = {each.entry_id: each.value for each in candidates}
    rest = (*proposal.tied, *proposal.left, *proposal.too_low)
    assert all(
        by_id[one] > by_id[other] or by_id[one] >= threshold for one in proposal.taken for other in rest
    )
    assert sorted((*proposal.taken, *rest)) == sorted(by_id)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ((), "Tick at least one work."),
        ((9,), "A work that you ticked cannot be sent on any more. Look at the list again."),
        (
            (1, 2, 3),
            "At most %(quota)d works may be sent on, %(sent)d went before, and %(chosen)d are ticked.",
        ),
    ],
)
def test_what_goes_against_the_rule_is_not_sent(chosen, sentence):
    level = Level(quota=2)
    with pytest.raises(RuleBroken) as refused:
        check(chosen, propose(works(90, 80, 70), level), level)

    assert refused.value.message == sentence


def test_fewer_and_others_may_be_sent():
    level = Level(quota=2)
    check((3,), propose(works(90, 80, 70), level), level)


@pytest.mark.parametrize(
    ("level", "field"),
    [
        (Level("district"), "name"),
        (Level(quota=0), "quota"),
        (Level(threshold=Decimal(101)), "threshold"),
        (Level(collects_only=True, threshold=Decimal(50)), "threshold"),
    ],
)
def test_what_a_level_cannot_be_is_said_beside_its_field(level, field):
    assert [problem.field for problem in problems(level)] == [field]
    assert list(problems(Level(PROVINCE, quota=200, threshold=Decimal(70)))) == []


def test_works_go_upwards_and_never_round():
    refuse_above(UNIT, CENTRE, line=(2, 3), lower_id=1)
    refuse_above("", UNIT, line=(2,), lower_id=1)
    for lower, upper, line in ((PROVINCE, UNIT, (2,)), (PROVINCE, PROVINCE, (2,)), ("", "", (2, 1))):
        with pytest.raises(RuleBroken):
            refuse_above(lower, upper, line=line, lower_id=1)
