"""Terms of requests about personal data: working days, holidays, extensions, reminders."""

from datetime import date

import pytest

from contest.kernel.errors import Conflict, RuleBroken
from contest.people.rules import data_requests as rules
from contest.people.rules.data_requests import Terms

TET = {date(2026, 2, day) for day in range(16, 21)}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (date(2026, 3, 2), date(2026, 3, 4)),  # Monday: by Wednesday
        (date(2026, 3, 5), date(2026, 3, 9)),  # Thursday: Friday and Monday
        (date(2026, 3, 6), date(2026, 3, 10)),
        (date(2026, 3, 7), date(2026, 3, 10)),  # on a Saturday as on a Friday
        (date(2026, 4, 29), date(2026, 5, 5)),  # 30 April and 1 May, then a week-end
        (date(2026, 8, 31), date(2026, 9, 3)),  # 2 September
        (date(2025, 12, 31), date(2026, 1, 5)),  # New Year, then a week-end
        (date(2026, 2, 13), date(2026, 2, 24)),  # Tết as entered
    ],
)
def test_an_answer_is_due_two_working_days_after_the_day_of_the_request(asked, answer):
    assert rules.terms(asked, TET, with_processors=False).answer_by == answer


@pytest.mark.parametrize(("with_processors", "done"), [(False, date(2026, 3, 17)), (True, date(2026, 3, 22))])
def test_it_is_done_in_fifteen_days_or_twenty_where_others_process_data(with_processors, done):
    assert rules.terms(date(2026, 3, 2), (), with_processors=with_processors).done_by == done


OF = Terms(answer_by=date(2026, 3, 4), done_by=date(2026, 3, 17))


@pytest.mark.parametrize(
    ("state", "day", "what"),
    [
        (rules.WAITING, 2, None),
        (rules.WAITING, 3, "answer-soon"),
        (rules.WAITING, 4, "answer-soon"),
        (rules.WAITING, 5, "answer-late"),
        (rules.WAITING, 18, "done-late"),
        (rules.ANSWERED, 5, None),
        (rules.ANSWERED, 14, "done-soon"),
        (rules.ANSWERED, 17, "done-soon"),
        (rules.ANSWERED, 18, "done-late"),
        (rules.DONE, 18, None),
        (rules.REFUSED, 18, None),
        (rules.TAKEN_BACK, 18, None),
    ],
)
def test_reminders_come_before_a_term_and_when_it_has_run_out(state, day, what):
    today = date(2026, 3, day)

    assert rules.reminder(state, OF, today) == what
    assert rules.is_overdue(state, OF, today) == (what or "").endswith("late")


def test_what_is_due_next_is_the_answer_then_the_act_then_nothing():
    assert [rules.due_next(s, OF) for s in (rules.WAITING, rules.ANSWERED, rules.DONE)] == [
        OF.answer_by,
        OF.done_by,
        None,
    ]


def test_words_are_asked_for_where_the_kind_does_not_say_it_all():
    assert rules.words(rules.ERASE, "  ") == ""
    assert rules.words(rules.OBJECT, " Tôi phản đối. ") == "Tôi phản đối."
    for kind, typed in ((rules.OTHER, ""), (rules.OBJECT, "ab"), (rules.ERASE, "x" * 2001)):
        with pytest.raises(RuleBroken) as refused:
            rules.words(kind, typed)
        assert refused.value.field == "words"


def test_each_thing_is_asked_once_extended_once_and_settled_once():
    rules.check_first([rules.OTHER, rules.ERASE], rules.OTHER)
    rules.check_first([], rules.ERASE)
    rules.check_open(rules.ANSWERED)
    rules.check_extension(was_extended=False)
    for refused, check in (
        (RuleBroken, lambda: rules.check_first([rules.ERASE], rules.ERASE)),
        (Conflict, lambda: rules.check_open(rules.DONE)),
        (RuleBroken, lambda: rules.check_extension(was_extended=True)),
        (RuleBroken, lambda: rules.kind("sell")),
    ):
        with pytest.raises(refused):
            check()
    assert rules.kind("object") == rules.OBJECT
