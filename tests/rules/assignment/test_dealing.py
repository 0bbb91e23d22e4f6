from hypothesis import given
from hypothesis import strategies as st

from contest.assignment.rules.deal import deal
from contest.assignment.rules.draw import Draw
from contest.assignment.rules.windows import Seat, Window, windows


@st.composite
def blocks(draw):
    size, rounds = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    left, found = size * rounds, []
    while left:
        found.append(draw(st.integers(1, min(size, left))))
        left -= found[-1]
    return size, rounds, found


@given(blocks(), st.text())
def test_every_block_is_dealt_out_and_no_entry_meets_one_twice(problem, seed):
    size, rounds, counts = problem
    entries = [f"E{index}" for index in range(size)]
    dealt = list(deal(counts, entries, Draw(seed)))
    assert len(set(dealt)) == len(dealt)
    assert sorted(entry for entry, _ in dealt) == sorted(entries * rounds)
    assert [sum(block == index for _, block in dealt) for index in range(len(counts))] == counts


def test_the_first_blocks_reach_every_entry():
    dealt = list(deal([2, 2, 4], ["A", "B", "C", "D"], Draw("s")))
    assert sorted(entry for entry, block in dealt if block < 2) == ["A", "B", "C", "D"]


def test_a_draw_is_the_same_for_ever():
    draw = Draw("announced beforehand")
    assert ("".join(draw.shuffled("abcdefgh")), [draw.below(21) for _ in range(5)]) == (
        "fadbhegc",
        [4, 8, 18, 14, 8],
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1), st.integers(0, 60))
def test_water_keeps_one_level(loads_and_rooms, further):
    seats = [Seat(load, load + room) for load, room in loads_and_rooms]
    further = min(further, sum(seat.room for seat in seats))
    found = windows(seats, further)
    assert sum(window.lowest for window in found) <= further <= sum(window.highest for window in found)
    assert all(0 <= each.lowest <= each.highest <= seat.room for seat, each in zip(seats, found, strict=True))
    growing = [
        seat.load + each.lowest for seat, each in zip(seats, found, strict=True) if each.highest > each.lowest
    ]
    assert len(set(growing)) <= 1
    level = (
        growing[0]
        if growing
        else max((s.load + w.lowest for s, w in zip(seats, found, strict=True)), default=0)
    )
    for seat, window in zip(seats, found, strict=True):
        assert seat.load + window.lowest == max(seat.load, min(seat.ceiling, level))


def test_who_has_more_than_the_others_gets_nothing_further():
    assert windows([Seat(9, 20), Seat(2, 20), Seat(0, 3)], 7) == [Window(0, 0), Window(4, 5), Window(3, 3)]


def test_full_seats_are_filled_exactly():
    assert windows([Seat(0, 2), Seat(1, 2)], 3) == [Window(2, 2), Window(1, 1)]
    assert windows([], 0) == []
