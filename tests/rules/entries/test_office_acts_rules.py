"""What counts as another spelling of a name: a slip of the pen, never another person."""

import pytest

from contest.entries.rules import office_acts
from contest.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ("Nguyễn Văn Đức", "Nguyen Van Duc"),
        ("NGUYỄN THỊ HÒA", "Nguyễn Thị Hoà"),
        ("Trần Thị Mai", "Trần Thị Mây"),
        ("Lê Qúi Đôn", "Lê Quý Đôn"),
        ("Y Moan", "Y Moăn"),
        ("Lò", "Lôn"),
        ("Nguyễn VănĐức", "Nguyễn Văn Đức"),
    ],
)
def test_marks_capitals_and_a_slip_of_the_pen_are_another_spelling(own, name):
    office_acts.check_spelling(own, name)


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ("Nguyễn Văn Đức", "Nguyễn Văn Đạt"),
        ("Lò", "Vừa"),
        ("Trần Thị Mai", "Mai"),
        ("Trần Thị Mai", "Lê Văn Tám"),
        ("Hồ Thị Lan", "Hồ Thu Len A"),
    ],
)
def test_another_name_is_refused_and_says_which_was_meant(own, name):
    with pytest.raises(RuleBroken) as refusal:
        office_acts.check_spelling(own, name)
    assert (refusal.value.field, refusal.value.params) == ("name", {"name": own})


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_a_name_has_letters_and_an_end(name):
    with pytest.raises(RuleBroken) as refusal:
        office_acts.check_spelling("Trần Thị Mai", name)
    assert refusal.value.params == {"most": 120}
