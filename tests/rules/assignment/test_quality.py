from itertools import combinations

from contest.assignment.rules.quality import graph


def test_every_pair_of_judges_on_one_entry_is_the_complete_balanced_design():
    design = [(f"{one}{two}", judge) for one, two in combinations("ABCD", 2) for judge in (one, two)]
    assert graph(design) == (1, 6, 1.0, 1.0)


def test_a_chain_of_judges_is_connected_and_poor():
    chain = [("1", "A"), ("1", "B"), ("2", "B"), ("2", "C")]
    # [[.5,-.5,0],[-.5,1,-.5],[0,-.5,.5]] has eigenvalues 0, .5, 1.5; the balanced design of trace 2 has 1, 1
    assert graph(chain) == (1, 2, 0.5, 0.75)


def test_entries_read_by_different_numbers_of_judges_are_weighed_alike():
    # a triple (2/3 on the diagonal) and a pair: eigenvalues 1 and 2; the balanced design of trace 3 has 1.5
    assert graph([("1", "A"), ("1", "B"), ("1", "C"), ("2", "A"), ("2", "B")]) == (1, 3, 0.6667, 0.8889)


def test_judges_who_share_no_entry_cannot_be_compared():
    assert graph([("1", "A"), ("1", "B"), ("2", "C"), ("2", "D")]) == (2, 2, 0.0, 0.0)


def test_single_readings_compare_nobody():
    assert graph([("1", "A"), ("2", "A")]) == (1, 0, 0.0, 0.0)
    assert graph([("1", "A"), ("2", "B")]) == (2, 0, 0.0, 0.0)
    assert graph([]) == (0, 0, 0.0, 0.0)
