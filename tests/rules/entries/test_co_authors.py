"""How many authors a work may have, who must have answered, and in which order they stand."""

import pytest

from contest.entries.rules import co_authors as rules
from contest.entries.rules.co_authors import NotConfirmed, Standing
from contest.kernel.errors import RuleBroken

FREE = Standing("Trần Thị Mai", in_category=1, in_all=2, obstacles=False, out=False)


@pytest.mark.parametrize(("authors", "most"), [(1, 2), (2, 3), (9, 10)])
def test_there_is_room_below_the_limit(authors, most):
    rules.check_room(authors, most)


@pytest.mark.parametrize(("authors", "most"), [(1, 1), (2, 2), (3, 2)])
def test_there_is_no_room_at_the_limit(authors, most):
    with pytest.raises(RuleBroken):
        rules.check_room(authors, most)


def test_a_list_that_is_too_long_for_another_category_is_refused_with_both_numbers():
    rules.check_size(2, 2)
    with pytest.raises(RuleBroken) as refused:
        rules.check_size(3, 2)
    assert (refused.value.field, refused.value.params) == ("authors", {"authors": 3, "most": 2})


def test_who_has_not_answered_is_named():
    rules.check_confirmed([])
    with pytest.raises(NotConfirmed) as refused:
        rules.check_confirmed(["Mai", "Đức"])
    assert refused.value.params == {"names": "Mai, Đức"}


def test_nobody_is_written_to_for_ever():
    rules.check_letters(4)
    with pytest.raises(RuleBroken):
        rules.check_letters(5)


@pytest.mark.parametrize("state", [rules.CONFIRMED, rules.DECLINED, rules.LEFT, rules.REMOVED])
def test_a_question_is_answered_once(state):
    rules.check_open(rules.ASKED)
    with pytest.raises(RuleBroken):
        rules.check_open(state)


def test_a_co_author_below_all_limits_may_be_on_the_work():
    rules.check_standing(FREE, per_category=2, in_all=3)
    rules.check_standing(FREE, per_category=2, in_all=None)


@pytest.mark.parametrize(
    ("standing", "per_category", "in_all"),
    [
        (FREE, 1, None),
        (FREE, 2, 2),
        (Standing("Mai", 0, 0, obstacles=True, out=False), 9, None),
        (Standing("Mai", 0, 0, obstacles=False, out=True), 9, None),
    ],
)
def test_a_co_author_over_a_limit_or_barred_is_not_and_no_more_is_told(standing, per_category, in_all):
    with pytest.raises(RuleBroken) as refused:
        rules.check_standing(standing, per_category=per_category, in_all=in_all)
    assert refused.value.params == {"name": standing.name}


@pytest.mark.parametrize(
    ("item", "step", "order"), [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc")]
)
def test_somebody_moves_by_one_place_and_not_past_the_end(item, step, order):
    assert "".join(rules.moved("abc", item, step)) == order
