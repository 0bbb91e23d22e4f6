"""From one round to the next: what may be set, and that it is decided before judging."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.editions.rules import edition, fixing, passing
from contest.editions.rules.edition import PrizeSpec
from contest.kernel.errors import RuleBroken
from tests.rules.editions.specs import CATEGORY, FIRST, LAST, SOUND

ONE = replace(FIRST, id=1, threshold=Decimal(70))
TWO = replace(LAST, id=2, carried=40)
SPEC = replace(SOUND, rounds=(ONE, TWO), categories=(replace(CATEGORY, id=7),))


def with_rounds(first=ONE, second=TWO, **own):
    rounds = (first,) if second is None else (first, second)
    return replace(SPEC, rounds=rounds, categories=(replace(SPEC.categories[0], **own),))


def fields(spec):
    return [problem.field for problem in edition.problems(spec)]


@pytest.mark.parametrize(
    "spec",
    [
        SPEC,
        with_rounds(advancing=5, threshold=Decimal(0)),
        with_rounds(replace(ONE, unit="percent", tolerance=Decimal(20), threshold=None)),
        with_rounds(second=replace(TWO, carried=None)),
        with_rounds(second=replace(TWO, carried=99)),
    ],
)
def test_what_can_be_decided(spec):
    assert fields(spec) == []


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (with_rounds(replace(ONE, unit="stars")), "rounds-0-unit"),
        (with_rounds(replace(ONE, threshold=Decimal(101))), "rounds-0-threshold"),
        (with_rounds(replace(ONE, threshold=Decimal(-1))), "rounds-0-threshold"),
        (with_rounds(replace(ONE, threshold=Decimal("NaN"))), "rounds-0-threshold"),
        (with_rounds(replace(ONE, carried=40)), "rounds-0-carried"),
        (with_rounds(second=replace(TWO, carried=0)), "rounds-1-carried"),
        (with_rounds(second=replace(TWO, carried=100)), "rounds-1-carried"),
        (with_rounds(second=replace(TWO, threshold=Decimal(70))), "rounds-1-threshold"),
        (with_rounds(advancing=0), "categories-0-advancing"),
        (with_rounds(advancing=10_001), "categories-0-advancing"),
        (with_rounds(threshold=Decimal(101)), "categories-0-threshold"),
        (with_rounds(replace(ONE, advancing=None, threshold=None), None, advancing=5), "categories-0-advancing"),
        (with_rounds(replace(ONE, advancing=None, threshold=None), None, threshold=Decimal(5)),
            "categories-0-threshold"),
    ],
)  # fmt: skip
def test_what_cannot(spec, field):
    assert fields(spec) == [field]


def test_categories_with_more_prizes_than_works_that_go_on_are_named():
    prizes = (PrizeSpec("Giải A", 1), PrizeSpec("Giải B", 10))

    assert passing.beyond(with_rounds(prizes=prizes)) == ("Tạp chí",)
    assert passing.beyond(with_rounds(prizes=prizes, advancing=11)) == ()
    assert passing.beyond(with_rounds(replace(ONE, advancing=None), None, prizes=prizes)) == ()


def test_what_has_nothing_to_do_with_rounds_is_told_apart():
    assert (
        passing.others(SPEC, with_rounds(replace(ONE, readings=3), advancing=4), ("rounds", "categories"))
        == ()
    )
    changed = with_rounds(works_per_author=4, advancing=4)
    assert passing.others(SPEC, changed, ("title", "rounds", "categories")) == ("title", "categories")


@pytest.mark.parametrize(
    ("after", "states", "field"),
    [
        (with_rounds(replace(ONE, readings=3)), {1: "judging"}, "rounds-0-readings"),
        (with_rounds(replace(ONE, tolerance=None)), {1: "closed"}, "rounds-0-tolerance"),
        (with_rounds(replace(ONE, threshold=None)), {1: "closed"}, "rounds-0-threshold"),
        (with_rounds(replace(ONE, id=None)), {1: "judging"}, "rounds-0-name"),
        (with_rounds(second=replace(TWO, carried=50)), {1: "judging"}, "rounds"),
        (with_rounds(second=None), {1: "judging"}, "rounds"),
        (with_rounds(advancing=4), {1: "judging"}, "rounds"),
        (with_rounds(second=replace(TWO, readings=2)), {1: "closed", 2: "judging"}, "rounds-1-readings"),
    ],
)
def test_what_was_decided_before_judging_stays(after, states, field):
    with pytest.raises(RuleBroken) as refused:
        passing.refuse_begun(SPEC, after, states)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("after", "states"),
    [
        (
            with_rounds(replace(ONE, readings=3), replace(TWO, carried=None), advancing=4),
            {1: "coded", 2: "waiting"},
        ),
        (with_rounds(second=replace(TWO, readings=1, tolerance=Decimal(5))), {1: "closed", 2: "coded"}),
        (with_rounds(second=None), {1: "waiting"}),
        (SPEC, {1: "closed", 2: "closed"}),
    ],
)
def test_until_then_it_can_be_changed(after, states):
    passing.refuse_begun(SPEC, after, states)


def test_the_fixed_rules_tell_a_later_setting_only_where_it_is_set():
    plain = replace(SPEC, rounds=(replace(FIRST, id=1), replace(LAST, id=2)))

    assert not {"carried", "threshold", "unit"} & set(
        fixing.document(replace(plain, categories=())).split('"')
    )
    [difference] = fixing.differences(fixing.document(plain), fixing.document(SPEC))
    assert (difference.setting, difference.gone, difference.come) == (
        "rounds",
        (),
        (fixing.Line(("threshold",), "70"), fixing.Line(("carried",), "40")),
    )
