from datetime import UTC, datetime, timedelta

import pytest

from contest.access.duties import EXCLUDED, Duty
from contest.editions.rules import officials
from contest.editions.rules.officials import Held, Seat
from contest.kernel.errors import RuleBroken

OPENS = datetime(2026, 3, 1, tzinfo=UTC)
LATER = OPENS + timedelta(days=1)


def refused(duty, *held):
    try:
        officials.refuse_duty(duty, held, opens_at=OPENS)
    except RuleBroken as error:
        return str(error)
    return None


def test_a_free_person_can_take_any_duty():
    assert {refused(duty) for duty in Duty} == {None}


def test_the_same_duty_is_not_taken_twice_but_can_be_taken_again():
    assert refused(Duty.CHAIR, Held(Duty.CHAIR, None)) == "This person holds that duty already."
    assert refused(Duty.CHAIR, Held(Duty.CHAIR, LATER)) is None


@pytest.mark.parametrize("held", sorted(officials.APART))
def test_a_duty_that_excludes_another_says_why(held):
    wanted = Duty.JUDGE if held not in {Duty.JUDGE, Duty.CHAIR} else Duty.SECRETARY

    assert refused(wanted, Held(held, None)) == officials.APART[held]


@pytest.mark.parametrize("pair", sorted(tuple(sorted(pair)) for pair in EXCLUDED))
def test_each_pair_of_duties_apart_is_refused_both_ways_with_the_reason(pair):
    one, other = pair

    assert refused(one, Held(other, None)) == officials.APART[other]
    assert refused(other, Held(one, None)) == officials.APART[one]


def test_whatever_is_not_apart_goes_together():
    together = {
        frozenset((one, other))
        for one in Duty
        for other in Duty
        if one != other and refused(one, Held(other, None)) is None
    }
    every = {frozenset((one, other)) for one in Duty for other in Duty if one != other}

    assert every - together == set(EXCLUDED)


def test_a_contact_stands_for_a_unit():
    officials.refuse_unit(Duty.UNIT_CONTACT, 1)
    officials.refuse_unit(Duty.JUDGE, None)
    with pytest.raises(RuleBroken) as wrong:
        officials.refuse_unit(Duty.UNIT_CONTACT, None)

    assert wrong.value.field == "unit"


def test_a_duty_that_ended_before_the_opening_counts_no_more():
    assert refused(Duty.JUDGE, Held(Duty.SECRETARY, OPENS)) is None


def test_a_duty_that_ended_after_the_opening_still_counts():
    assert refused(Duty.JUDGE, Held(Duty.SECRETARY, LATER)) == officials.APART[Duty.SECRETARY]


def test_the_last_organiser_stays():
    officials.refuse_last_organiser(Duty.ORGANISER, 2)
    officials.refuse_last_organiser(Duty.CHAIR, 1)
    with pytest.raises(RuleBroken):
        officials.refuse_last_organiser(Duty.ORGANISER, 1)


@pytest.mark.parametrize(
    ("accepted", "revoked", "now", "state"),
    [
        (None, None, OPENS, "open"),
        (None, None, LATER - timedelta(seconds=1), "open"),
        (None, None, LATER, "expired"),
        (None, OPENS, OPENS, "revoked"),
        (OPENS, None, LATER, "accepted"),
    ],
)
def test_the_state_of_an_invitation(accepted, revoked, now, state):
    found = officials.invitation_state(accepted_at=accepted, revoked_at=revoked, expires_at=LATER, now=now)

    assert found == state


@pytest.mark.parametrize("state", ["accepted", "revoked", "expired"])
def test_an_invitation_that_is_not_open_says_why(state):
    officials.refuse_invitation("open")
    with pytest.raises(RuleBroken) as refused:
        officials.refuse_invitation(state)

    assert state in str(refused.value) or (state == "revoked" and "withdrawn" in str(refused.value))


def test_an_invitation_is_for_one_address():
    officials.refuse_other_account("a@x.vn", invited="a@x.vn")
    with pytest.raises(RuleBroken) as refused:
        officials.refuse_other_account("b@x.vn", invited="a@x.vn")

    assert str(refused.value) == (
        "This invitation is for a@x.vn, and you are signed in as b@x.vn. Sign out, then open the link in the"
        " letter again."
    )


def test_seats_are_for_judges_in_categories_that_exist():
    officials.refuse_seats({1: Seat((7, 8), 10), 2: Seat(())}, judges=(1, 2), categories=(7, 8))


@pytest.mark.parametrize(
    "seats", [{3: Seat((7,))}, {1: Seat((9,))}, {1: Seat((7,), 0)}, {1: Seat((7,), 10_001)}]
)
def test_other_seats_are_refused(seats):
    with pytest.raises(RuleBroken):
        officials.refuse_seats(seats, judges=(1, 2), categories=(7, 8))
