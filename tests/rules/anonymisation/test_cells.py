"""Parts of pages as a form names them."""

from contest.anonymisation.rules import cells
from contest.anonymisation.rules.cells import Cell


def test_every_part_of_a_page_is_read_from_its_own_name():
    parts = cells.of_page(3)
    assert (len(parts), cells.read(part.name for part in reversed(parts))) == (96, parts)


def test_what_names_no_part_is_left_out():
    names = ["1-24-0", "1-0-4", "0-0-0", "x", "", "1-0", "٣-0-0", "1-2-3", "1-2-3"]
    assert cells.read(names) == (Cell(1, 2, 3),)
