"""Words of pages and the parts of their pictures: what is black in one is black in the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.anonymisation.rules import placed
from contest.anonymisation.rules.cells import COLUMNS, ROWS, Cell
from contest.anonymisation.rules.leaks import redact_text

# "Tôi là Lê" in the first row of the first page, "Văn" below, "Ẩn," over the end of a line, "đây" on the second page.
TEXT = "Tôi là Lê\nVăn Ẩn, đây"
BOXES = (
    "1 0 0 100 40", "1 260 0 300 40", "1 510 0 600 40", "1 0 42 100 80", "1 900 42 990 80 0 84 60 120",
    "2 500 990 999 1000",
)  # fmt: skip


def test_a_box_is_every_part_that_it_touches():
    measured = placed.measured("một hai ba", ["1 0 0 1000 1000", "2 249 41 251 42", "1 999 999 1000 1000"])
    names = [[cell.name for cell in cells_of(measured, word)] for word in measured.text.split()]
    assert len(names[0]) == ROWS * COLUMNS
    assert names[1:] == [["2-0-0", "2-0-1", "2-1-0", "2-1-1"], ["1-23-3"]]


def cells_of(measured, word):
    return placed.black(measured, [word]).cells


def test_a_name_is_black_in_the_text_and_in_all_its_parts_and_other_words_are_left():
    done = placed.black(placed.measured(TEXT, BOXES), ["Lê Văn Ẩn"])
    assert done.placed.text == "Tôi là ▇▇, đây"
    assert [cell.name for cell in done.cells] == ["1-0-2", "1-1-0", "1-1-3", "1-2-0"]
    assert done.unknown == frozenset()


def test_a_part_that_is_ticked_takes_the_words_that_touch_it_and_no_others():
    done = placed.black(placed.measured(TEXT, BOXES), [], [Cell(1, 0, 0), Cell(1, 0, 1)])
    assert (done.placed.text, done.cells) == ("▇▇ Lê\nVăn Ẩn, đây", (Cell(1, 0, 0), Cell(1, 0, 1)))


def test_places_are_kept_beside_the_text_and_go_with_it_as_it_is_blacked_out():
    first = placed.black(placed.measured(TEXT, BOXES), ["Lê Văn Ẩn"]).placed
    again = placed.read(first.text, first.written)
    assert again == first
    assert placed.under(again, [Cell(2, 23, 2)]).text == "Tôi là ▇▇, ▇▇"
    assert placed.under(again, [Cell(1, 2, 0)]).text == "Tôi là ▇▇ đây"


def test_a_word_whose_part_is_not_known_asks_for_a_tick_on_its_page_and_goes_with_any_on_it():
    measured = placed.measured("Tôi Ẩn đây Ẩn", ["1 0 0 9 9", "2", "2 0 0 9 9", "1 0 0 9 9"])
    assert placed.unplaced(measured, ["Ẩn", "đây"], []) == {"Ẩn": frozenset({2})}
    assert placed.unplaced(measured, ["Ẩn"], [Cell(1, 5, 0)]) == {"Ẩn": frozenset({2})}
    assert placed.unplaced(measured, ["Ẩn"], [Cell(2, 5, 0)]) == {}
    assert placed.under(measured, [Cell(2, 5, 0)]).text == "Tôi ▇▇ đây Ẩn"
    assert placed.under(measured, [Cell(1, 5, 0)]).text == "Tôi Ẩn đây Ẩn"


@pytest.mark.parametrize("written", ["", "97 97", "97 x 97", "97 97 97 97"])
def test_of_a_text_whose_places_are_not_its_own_none_is_known_and_a_tick_takes_all(written):
    kept = placed.read("Một hai ba", written)
    assert placed.unplaced(kept, ["hai"], []) == {"hai": frozenset({0})}
    assert placed.under(kept, [Cell(7, 0, 0)]).text == "▇▇"
    assert placed.unplaced(kept, ["hai"], [Cell(7, 0, 0)]) == {}


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("3", 3), ("3 1 2 3", 3), ("3 9 9 9 12", 3), ("3 0 0 1001 5", 3), ("0 0 0 5 5", 0), ("", 0), ("x", 0),
        ("3 -1 0 5 5", 3), ("3 0 0 5 5 6", 3), ("٣ 0 0 5 5", 0), ("99999 0 0 5 5", 0),
    ],
)  # fmt: skip
def test_nonsense_of_a_reader_is_a_place_that_is_not_known(place, page):
    found = placed.unplaced(placed.measured("ba", [place]), ["ba"], [])
    assert found in ({"ba": frozenset({page})}, {"ba": frozenset({0})})


def test_too_few_or_too_many_places_are_none():
    for told in ([], ["1 0 0 5 5"], ["1 0 0 5 5"] * 3):
        assert placed.unplaced(placed.measured("hai ba", told), ["ba"], []) == {"ba": frozenset({0})}


def test_a_text_without_words_has_no_places():
    assert placed.black(placed.measured("", []), ["x"], [Cell(1, 0, 0)]) == placed.Blackening(
        placed.Placed("", ()), (Cell(1, 0, 0),), frozenset()
    )


WORDS = st.sampled_from(["Lê", "Văn", "Ẩn", "chợ", "Lê,", "(Văn)", "Ẩn-Lê", "xa"])
PARTS = st.frozensets(st.integers(96, 3 * 96 - 1), min_size=1, max_size=3)


@given(
    st.lists(st.tuples(WORDS, PARTS, st.sampled_from([" ", "\n"])), max_size=30), st.integers(96, 3 * 96 - 1)
)
def test_nothing_that_is_blacked_out_is_left_in_text_or_picture(words, ticked):
    text = "".join(f"{word}{joint}" for word, _, joint in words).strip()
    before = placed.Placed(text, tuple(place for _, place, _ in words))
    cell = Cell(ticked // 96, *divmod(ticked % 96, 4))
    done = placed.black(before, ["Lê Văn", "Ẩn"], [cell])
    assert redact_text(done.placed.text, ["Lê Văn", "Ẩn"]) == done.placed.text
    assert len(done.placed.text.split()) == len(done.placed.places)
    left = {
        number
        for word, place in zip(done.placed.text.split(), done.placed.places, strict=True)
        if "▇" not in word
        for number in place
    }
    assert ticked not in left
    black = {part.page * 96 + part.row * 4 + part.column for part in done.cells}
    assert all(place <= black for word, place, _ in words if word in {"Ẩn", "Ẩn-Lê"})
