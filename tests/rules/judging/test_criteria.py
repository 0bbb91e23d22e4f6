"""What every kind of criterion must keep; a new line in the registry is picked up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging.rules.criteria import KINDS, criterion
from contest.judging.rules.criteria.kind import Mark, Settings
from contest.kernel.errors import RuleBroken

SETTINGS = Settings(
    name="Ideas", weight=Decimal(40), minimum=Decimal(0), maximum=Decimal(10), step=Decimal("0.5")
)
NONSENSE = ["\0", "a" * 6000 + "\0", "\u0302" * 40]
kinds = pytest.mark.parametrize("kind", KINDS)


@kinds
def test_a_kind_is_made_under_its_own_name(kind):
    made = criterion(kind, SETTINGS)
    assert (made.kind, made.settings) == (kind, SETTINGS)


@kinds
@pytest.mark.parametrize("raw", NONSENSE)
def test_nonsense_is_refused(kind, raw):
    with pytest.raises(RuleBroken):
        criterion(kind, SETTINGS).parse(raw)


@kinds
@given(raw=st.text(max_size=30) | st.decimals(0, 10, places=1).map(str))
def test_whatever_is_taken_is_written_and_read_again_alike(kind, raw):
    made = criterion(kind, SETTINGS)
    try:
        mark = made.parse(raw)
    except RuleBroken:
        pass
    else:
        assert made.parse(made.written(mark)) == mark
        assert 0 <= made.points(mark) <= SETTINGS.maximum


@kinds
def test_what_is_not_marked_counts_nothing(kind):
    assert criterion(kind, SETTINGS).points(Mark()) == 0
    assert criterion(kind, SETTINGS).written(Mark()) == ""


def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(RuleBroken) as refused:
        criterion("stars", SETTINGS)
    assert (
        str(refused.value)
        == 'There is no kind of criterion "stars". Choose one of steps, bonus, comment, heading.'
    )
    assert refused.value.field == "kind"
