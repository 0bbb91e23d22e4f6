from contest.people.rules.unit_domain import pairs, reached


def test_pairs_are_collected_by_where_they_lead_from():
    assert pairs([(1, 2), (None, 1), (1, 3), (3, None)]) == {1: [2, 3]}


def test_a_unit_reaches_all_below_it_and_those_whose_place_they_took():
    below, before = {1: [2, 3], 3: [4]}, {4: [7], 7: [8], 2: [9]}

    assert reached([1], below, before) == {1, 2, 3, 4, 7, 8, 9}
    assert reached([3], below, before) == {3, 4, 7, 8}
    assert reached([5], below, before) == {5}


def test_a_loop_in_the_data_ends_where_it_closes():
    assert reached([1], {1: [2], 2: [1]}, {2: [2]}) == {1, 2}
