import pytest

from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions
from contest.entries.rules.eligibility import check_birth_year, check_unit, check_works_in_all
from contest.kernel.errors import RuleBroken


@pytest.mark.parametrize("year", [None, 1900, 2020])
def test_without_a_condition_no_year_of_birth_is_asked_for(year):
    check_birth_year(year, OPEN_TO_ALL)


@pytest.mark.parametrize(("year", "is_in"), [(1989, False), (1990, True), (2009, True), (2010, False)])
def test_years_of_birth_are_meant_with_both_ends(year, is_in):
    asked = Conditions(born_from=1990, born_until=2009)

    if is_in:
        check_birth_year(year, asked)
        return
    with pytest.raises(RuleBroken) as refused:
        check_birth_year(year, asked)
    assert refused.value.params["year"] == year


def test_who_has_not_said_when_they_were_born_is_asked():
    with pytest.raises(RuleBroken, match="asks for the year of birth"):
        check_birth_year(None, Conditions(born_until=2009))


def test_only_units_that_are_named_may_enter():
    check_unit(is_admitted=True)
    with pytest.raises(RuleBroken, match="for certain units"):
        check_unit(is_admitted=False)


def test_works_in_all_are_counted_with_the_one_to_be_submitted():
    check_works_in_all(99, OPEN_TO_ALL)
    check_works_in_all(1, Conditions(works_in_all=2))
    with pytest.raises(RuleBroken) as refused:
        check_works_in_all(2, Conditions(works_in_all=2))
    assert dict(refused.value.params) == {"others": 2, "limit": 2}
