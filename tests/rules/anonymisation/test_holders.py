"""Who may hold keys, and who may take a turn."""

from datetime import UTC, datetime, timedelta

import pytest

from contest.anonymisation.rules import holders
from contest.kernel.errors import Conflict, RuleBroken

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("roles", "with_key", "needed", "found"),
    [
        ({1: [], 2: [], 3: []}, [1, 2, 3], 2, []),
        ({1: ["organiser"], 2: ["secretary"], 3: []}, [1, 2, 3], 2, []),
        ({1: ["organiser"], 2: []}, [1, 2], 2, []),
        ({1: []}, [1], 2, ["Key holders: 1 of at least 2. Invite more on the page People."]),
        ({1: [], 2: []}, [1], 2, ["Key holders who have not made their key yet: 1."]),
        ({n: [] for n in range(6)}, range(6), 2, ["At most 5 people can hold keys. End the duty of some."]),
        (
            {1: ["organiser"], 2: ["organiser"]},
            [1, 2],
            2,
            [
                "All key holders have the same other duty here. Let one hold a key who has another one, or none."
            ],
        ),
    ],
)
def test_holders_are_enough_have_keys_and_are_not_all_of_one_duty(roles, with_key, needed, found):
    assert [str(each) for each in holders.problems(roles, with_key, needed=needed)] == found


@pytest.mark.parametrize(("people", "needed", "count"), [(3, 2, 6), (5, 3, 60), (5, 4, 120), (2, 2, 2)])
def test_every_order_in_which_enough_holders_can_come_has_a_package(people, needed, count):
    found = holders.orders(range(people), needed)

    assert (len(found), len(set(found))) == (count, count)
    assert all(len(set(order)) == needed for order in found)


def turn(**changed):
    usual = {
        "until": NOW + timedelta(minutes=1),
        "state": "gathering",
        "now": NOW,
        "came": [],
        "account_id": 7,
    }
    holders.refuse_turn(**{**usual, **changed})


def test_a_turn_is_taken_in_time_once_and_while_the_meeting_goes_on():
    turn()
    for over in ({"now": NOW + timedelta(minutes=1)}, {"state": "ended"}, {"state": "done"}):
        with pytest.raises(Conflict, match="This meeting is over"):
            turn(**over)
    with pytest.raises(RuleBroken, match="entered your key already"):
        turn(came=[7])


def test_two_holders_do_not_share_a_device():
    holders.refuse_device("a", ["b"])
    with pytest.raises(RuleBroken, match="Another holder entered a key on this device"):
        holders.refuse_device("a", ["b", "a"])
