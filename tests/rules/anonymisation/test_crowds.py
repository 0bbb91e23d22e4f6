"""Classes of fewer than five works by what judges are shown are named, each by the least that makes it small."""

import pytest

from contest.anonymisation.rules.crowds import ANSWER, CATEGORY, FORM, Crowd, small

GRADE = (ANSWER, "Lớp")
TOWN = (ANSWER, "Xã")
ESSAY, POEM = ((CATEGORY, ""), "1"), ((CATEGORY, ""), "2")


def works(*classes):
    """So many works of each: (how many, {trait: value})."""
    return [dict(shown) for count, shown in classes for _ in range(count)]


def of(category="1", form="html", **answers):
    more = {"grade": GRADE, "town": TOWN}
    return {
        (CATEGORY, ""): category,
        (FORM, ""): form,
        **{more[name]: said for name, said in answers.items()},
    }


@pytest.mark.parametrize(
    ("count", "expected"), [(5, ()), (4, (Crowd((POEM,), 4),)), (1, (Crowd((POEM,), 1),))]
)
def test_a_category_of_fewer_than_five_works_is_named_with_its_count(count, expected):
    assert small(works((20, of()), (count, of("2")))) == expected


def test_an_answer_that_fewer_than_five_gave_is_named_and_what_is_inside_it_is_not_named_again():
    found = small(works((20, of(grade="10")), (9, of("2", grade="10")), (2, of("2", grade="12"))))
    assert found == (Crowd(((GRADE, "12"),), 2),)


def test_two_that_are_large_apart_and_small_together_are_named_together():
    found = small(
        works((20, of(grade="10")), (20, of(grade="12")), (20, of("2", grade="10")), (3, of("2", grade="12")))
    )
    assert found == (Crowd(((GRADE, "12"), POEM), 3),)


def test_three_that_are_small_only_together_are_named_together():
    shapes = [(c, g, t) for c in "12" for g in ("10", "12") for t in ("A", "B")]
    found = small(
        works(
            *(
                (3 if shape == ("2", "12", "B") else 5, of(shape[0], grade=shape[1], town=shape[2]))
                for shape in shapes
            )
        )
    )
    assert found == (Crowd(((GRADE, "12"), (TOWN, "B"), POEM, ((FORM, ""), "html")), 3),)


def test_a_form_with_few_works_is_named_such_as_scans():
    assert small(works((20, of()), (2, of(form="pages")))) == (Crowd((((FORM, ""), "pages"),), 2),)


def test_who_answered_nothing_is_in_no_class_of_answers_and_no_works_make_no_class():
    assert small(works((9, of()), (9, of(grade="10")))) == ()
    assert small([]) == ()


def test_the_smallest_come_first_and_the_number_can_be_chosen():
    found = small(works((20, of()), (3, of("2")), (2, of("3"))))
    assert [(crowd.works, crowd.values[0][1]) for crowd in found] == [(2, "3"), (3, "2")]
    assert small(works((20, of()), (3, of("2"))), least=3) == ()
