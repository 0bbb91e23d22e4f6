import pytest

from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions, problems

WHOLE = "Write a whole number from %(least)d to %(most)d, or nothing."


def wrong(conditions):
    return [(p.field, p.message, dict(p.params)) for p in problems(conditions, year=2027)]


def test_no_condition_and_sound_ones_are_taken():
    assert wrong(OPEN_TO_ALL) == []
    assert wrong(Conditions(2, 1900, 2027, ("TM", "VP"))) == []
    assert wrong(Conditions(countries=("VN", "LA"), countries_by="residence")) == []


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (
            Conditions(countries=("Narnia",)),
            [("countries", "There is no country “%(name)s”. Check its spelling.", {"name": "Narnia"})],
        ),
        (
            Conditions(countries_by="birth"),
            [("countries_by", "Choose from the list which country counts.", {})],
        ),
        (Conditions(works_in_all=0), [("works_in_all", WHOLE, {"least": 1, "most": 100})]),
        (Conditions(works_in_all=101), [("works_in_all", WHOLE, {"least": 1, "most": 100})]),
        (Conditions(born_from=1899), [("born_from", WHOLE, {"least": 1900, "most": 2027})]),
        (Conditions(born_until=2028), [("born_until", WHOLE, {"least": 1900, "most": 2027})]),
        (
            Conditions(born_from=2001, born_until=2000),
            [("born_until", "The first year of birth is later than the last. Correct one of the two.", {})],
        ),
        (
            Conditions(units=tuple(map(str, range(101)))),
            [
                (
                    "units",
                    "At most %(most)d units can be named. Name the unit above them instead.",
                    {"most": 100},
                )
            ],
        ),
    ],
)
def test_conditions_that_nobody_could_mean_are_named(conditions, expected):
    assert wrong(conditions) == expected
