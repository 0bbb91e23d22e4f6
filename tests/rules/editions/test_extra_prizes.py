import pytest

from contest.editions.rules.extra_prizes import ExtraPrize, clean, later, problems

YOUNG = ExtraPrize("Triển vọng", "promising", 3, 1_000_000, born_from=1995)
OLDEST = ExtraPrize("Tác giả cao tuổi nhất", "oldest", among="judged")


def wrong(*prizes):
    return [(problem.field, str(problem)) for problem in problems(prizes, year=2027)]


def test_one_of_each_kind_is_taken():
    assert (
        wrong(YOUNG, OLDEST, ExtraPrize("Nhỏ tuổi nhất", "youngest"), ExtraPrize("Đề tài", "thematic", 5))
        == []
    )


@pytest.mark.parametrize(
    ("prize", "expected"),
    [
        (ExtraPrize("", "oldest"), [("extra_prizes-0-name", "Write a name of 1 to 80 characters.")]),
        (
            ExtraPrize("A", "tallest", among="others"),
            [
                ("extra_prizes-0-kind", "Choose from the list."),
                ("extra_prizes-0-among", "Choose from the list."),
            ],
        ),
        (
            ExtraPrize("A", "oldest", 0, -1),
            [
                ("extra_prizes-0-amount", "Write a whole amount of đồng up to 99999999999, or nothing."),
                ("extra_prizes-0-count", "Write a whole number from 1 to 1000."),
            ],
        ),
        (
            ExtraPrize("A", "promising"),
            [("extra_prizes-0-born_from", "Write a whole number from 1900 to 2027.")],
        ),
        (
            ExtraPrize("A", "promising", born_from=2028),
            [("extra_prizes-0-born_from", "Write a whole number from 1900 to 2027.")],
        ),
    ],
)
def test_what_nobody_could_mean_is_named(prize, expected):
    assert wrong(prize) == expected


def test_two_of_one_name_and_too_many_are_named():
    assert wrong(OLDEST, OLDEST) == [
        ("extra_prizes-1-name", "“Tác giả cao tuổi nhất” is here twice. Give each a name of its own.")
    ]
    many = [ExtraPrize(f"Giải {number}", "thematic") for number in range(21)]
    assert wrong(*many) == [("extra_prizes", "There is room for 20 here, and you wrote 21. Remove some.")]


def test_what_does_not_belong_to_a_kind_falls_away():
    typed = ExtraPrize(" Đề  tài ", "thematic", among="judged", born_from=1990, only_without=True)
    assert clean([typed, YOUNG]) == (ExtraPrize("Đề tài", "thematic"), YOUNG)


def test_in_the_next_edition_the_young_were_born_as_much_later():
    assert [each.born_from for each in later([YOUNG, OLDEST], 2)] == [1997, None]
