from contest.reports.rules.by_unit import Figures, Line, lines, stands_for, totals

# 1 and 2 were merged into 3, which was renamed 4; 5 was divided into 6 and 7; 8 and 9 point to each other by mistake.
SUCCESSORS = {1: [3], 2: [3], 3: [4], 5: [6, 7], 8: [9], 9: [8]}


def test_figures_follow_single_successors_to_the_last():
    assert [stands_for(unit, SUCCESSORS) for unit in (1, 2, 3, 4, 5, 6)] == [4, 4, 4, 4, 5, 6]


def test_a_loop_in_the_data_ends():
    assert stands_for(8, SUCCESSORS) in {8, 9}


def test_a_merger_is_summed_and_a_division_stands_by_itself():
    this = {4: Figures(5, 2), 6: Figures(1, 1), None: Figures(2, 0)}
    before = {1: Figures(3, 1), 2: Figures(4, 4), 5: Figures(7, 6)}

    found = lines([this, before], SUCCESSORS)

    assert found == (
        Line(4, (Figures(5, 2), Figures(7, 5)), joined=(1, 2)),
        Line(5, (Figures(), Figures(7, 6)), divided_into=(6, 7)),
        Line(6, (Figures(1, 1), Figures())),
        Line(None, (Figures(2, 0), Figures())),
    )
    assert totals(found, 2) == (Figures(8, 3), Figures(14, 11))


def test_no_works_give_no_lines():
    assert lines([{}, {}], SUCCESSORS) == ()
    assert totals((), 2) == (Figures(), Figures())
