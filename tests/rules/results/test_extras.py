from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.editions.rules.extra_prizes import ExtraPrize
from contest.results.rules.extras import Candidate, beyond, winners

PRIZE = {
    "oldest": ExtraPrize("O", "oldest"),
    "youngest": ExtraPrize("Y", "youngest"),
    "promising": ExtraPrize("P", "promising", 2, born_from=1995),
}


def work(entry_id, author, born, value=70, *, judged=1, place=1, has_prize=False):
    return Candidate(entry_id, author, born, judged, Fraction(value), place, f"C{entry_id}", has_prize)


def won(prize, *candidates):
    return [each.entry_id for each in winners(prize, candidates, last_round=1, seed="s")]


def test_the_oldest_and_the_youngest_win_by_the_year_of_birth():
    works = work(1, 11, 1950), work(2, 12, 1931), work(3, 13, 2010)
    assert (won(PRIZE["oldest"], *works), won(PRIZE["youngest"], *works)) == ([2], [3])


def test_of_the_same_year_the_later_round_the_higher_score_and_the_better_place_decide():
    everywhere = ExtraPrize("O", "oldest", 4, among="judged")
    works = (
        work(1, 11, 1931, 90, judged=0),
        work(2, 12, 1931, 60),
        work(3, 13, 1931, 80, place=2),
        work(4, 14, 1931, 80),
    )
    assert won(everywhere, *works) == [4, 3, 2, 1]


def test_only_works_of_the_last_round_count_unless_the_prize_says_all():
    works = work(1, 11, 1920, judged=0), work(2, 12, 1931)
    assert won(PRIZE["oldest"], *works) == [2]
    assert won(ExtraPrize("O", "oldest", among="judged"), *works) == [1]


def test_the_best_of_the_young_win_and_each_author_once():
    works = work(1, 11, 1995, 70), work(2, 12, 2001, 60), work(3, 12, 2001, 80), work(4, 13, 1994, 99)
    assert won(PRIZE["promising"], *works) == [3, 1]


def test_who_has_another_prize_is_passed_over_where_the_prize_says_so():
    works = work(1, 11, 1931, has_prize=True), work(2, 12, 1940)
    assert won(ExtraPrize("O", "oldest", only_without=True), *works) == [2]


def test_whose_year_of_birth_is_not_known_wins_nothing():
    assert [won(prize, work(1, 11, None)) for prize in PRIZE.values()] == [[], [], []]


@pytest.mark.parametrize("kind", sorted(PRIZE))
@given(data=st.data())
def test_the_order_is_complete_whatever_comes_first(kind, data):
    some = st.integers(0, 3)
    works = data.draw(
        st.lists(
            st.tuples(some, st.none() | st.integers(1990, 1997), some, st.integers(0, 1), st.booleans()),
            max_size=9,
        )
    )
    candidates = [
        work(number, author, born, value, judged=judged, has_prize=prized)
        for number, (author, born, value, judged, prized) in enumerate(works)
    ]
    found = winners(PRIZE[kind], candidates, last_round=1, seed="s")
    assert winners(PRIZE[kind], data.draw(st.permutations(candidates)), last_round=1, seed="s") == found
    assert len({each.author_id for each in found}) == len(found) <= PRIZE[kind].count
    assert all(each.round == 1 and each.birth_year is not None for each in found)


# --- prizes of one author -----------------------------------------------------------------------------------


def test_codes_of_authors_with_too_many_prizes_are_named_and_nothing_else():
    authors = {"K1": [7], "A2": [7, 8], "M3": [8], "B4": [9]}
    assert beyond(["K1", "A2", "M3", "B4"], authors, 1) == (("A2", "K1"), ("A2", "M3"))
    assert beyond(["K1", "A2", "M3", "B4"], authors, 2) == ()


def test_one_work_with_two_prizes_counts_twice():
    assert beyond(["B4", "B4"], {"B4": [9]}, 1) == (("B4",),)


@given(
    st.dictionaries(st.text("ABCD", min_size=1, max_size=2), st.sets(st.integers(1, 3)), max_size=6),
    st.permutations([1, 2, 3]),
)
def test_the_order_of_the_groups_tells_nothing_of_the_authors(authors, others):
    renamed = {code: [others[person - 1] for person in those] for code, those in authors.items()}
    assert beyond(list(authors), authors, 1) == beyond(list(authors), renamed, 1)
