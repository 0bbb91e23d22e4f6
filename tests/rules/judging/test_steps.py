from dataclasses import replace
from decimal import Decimal

import pytest

from contest.judging.rules.criteria.comment import Comment
from contest.judging.rules.criteria.kind import Descriptor, Mark, Settings
from contest.judging.rules.criteria.steps import Steps
from contest.kernel.errors import RuleBroken

HALVES = Settings(
    name="Ideas",
    weight=Decimal(40),
    minimum=Decimal("0.000"),
    maximum=Decimal("10.000"),
    step=Decimal("0.500"),
    descriptors=(
        Descriptor(Decimal(8), "new and well argued"),
        Descriptor(Decimal(4), "sound"),
    ),
)


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        ("7.5", "7.5"),
        ("7,5", "7.5"),
        (" 7 ", "7"),
        ("7.0", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("10", "10"),
        ("007", "7"),
    ],
)
def test_points_are_read_with_comma_or_point(raw, points):
    mark = Steps(HALVES).parse(raw)
    assert (mark, str(mark.points)) == (Mark(points=Decimal(points)), points)


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", "x", "7.5 điểm", "7½", "٧", "７", "−7", "7\n8", "7 5", "1_0", "0x7", "1" * 5000),
        *("NaN", "inf", "Infinity", "-Infinity", "1e1", "1E+1"),
        *("7.", ".5", "+7", "7.5.1", "7,5,1", "1.000,5"),
    ],
)
def test_what_is_no_number_is_refused(raw):
    with pytest.raises(RuleBroken) as refused:
        Steps(HALVES).parse(raw)
    assert str(refused.value) == "Ideas: write points as a number, like 9.5."


@pytest.mark.parametrize("raw", ["10.5", "-1", "-0.5", "999999999"])
def test_what_is_out_of_range_is_refused(raw):
    with pytest.raises(RuleBroken) as refused:
        Steps(HALVES).parse(raw)
    assert str(refused.value) == "Ideas: give points from 0 to 10."


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("7.3", "Ideas: points go in steps of 0.5. Write 7 or 7.5."),
        ("7,25", "Ideas: points go in steps of 0.5. Write 7 or 7.5."),
        ("7.50", "Ideas: write 7.5, without further decimal places."),
        ("10.00", "Ideas: write 10, without further decimal places."),
    ],
)
def test_what_is_between_the_steps_is_refused_with_the_nearest(raw, told):
    with pytest.raises(RuleBroken) as refused:
        Steps(HALVES).parse(raw)
    assert str(refused.value) == told


def test_steps_are_counted_from_the_minimum():
    odd = Steps(replace(HALVES, minimum=Decimal("0.25"), maximum=Decimal("2.25"), step=Decimal(1)))
    assert odd.parse("1.25").points == Decimal("1.25")
    with pytest.raises(RuleBroken, match=r"Write 0\.25 or 1\.25\.$"):
        odd.parse("1")


@pytest.mark.parametrize(
    ("points", "words"),
    [("10", "new and well argued"), ("8", "new and well argued"), ("7.5", "sound"), ("3.5", "")],
)
def test_points_have_the_words_of_the_highest_descriptor_they_reach(points, words):
    assert Steps(HALVES).descriptor(Mark(points=Decimal(points))) == words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weight": Decimal(0)}, "weight"),
        ({"weight": Decimal(-1)}, "weight"),
        ({"weight": Decimal("NaN")}, "weight"),
        ({"weight": Decimal("0.0001")}, "weight"),
        ({"minimum": Decimal(-1)}, "minimum"),
        ({"minimum": Decimal(10)}, "maximum"),
        ({"maximum": Decimal("Infinity")}, "maximum"),
        ({"maximum": Decimal(1_000_001)}, "maximum"),
        ({"step": Decimal(0)}, "step"),
        ({"step": Decimal(3)}, "step"),
        ({"step": Decimal(20)}, "step"),
    ],
)
def test_senseless_settings_are_refused_beside_their_field(change, field):
    with pytest.raises(RuleBroken) as refused:
        Steps(replace(HALVES, **change))
    assert refused.value.field == field
    assert str(refused.value).endswith(".")


def test_a_comment_is_kept_in_nfc_and_may_be_empty():
    comment = Comment(Settings(name="Remarks"))
    assert comment.parse("  hay\r\nthể ") == Mark(text="hay\nth\u1ec3")
    assert comment.parse("") == Mark()


def test_too_long_a_comment_is_refused():
    with pytest.raises(RuleBroken) as refused:
        Comment(Settings(name="Remarks")).parse("x" * 5001)
    assert str(refused.value) == "Remarks: the comment has 5001 characters; the limit is 5000. Shorten it."
