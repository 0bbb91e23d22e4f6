"""Requests of people about their own data: what can be asked, by when it is answered and done, and what ends it.

The terms are those of Vietnam's law on personal data of 2026: a first answer within two working days, done within
15 days (20 where others process data for the installation), put off once by 15 more.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, Conflict, RuleBroken

ERASE, RESTRICT, OBJECT, OTHER = "erase", "restrict", "object", "other"
KINDS: Final = (ERASE, RESTRICT, OBJECT, OTHER)
IN_WORDS: Final = frozenset({OBJECT, OTHER})  # nobody knows what is meant unless it is said

WAITING, ANSWERED, DONE, REFUSED, TAKEN_BACK = "waiting", "answered", "done", "refused", "taken-back"
OPEN: Final = frozenset({WAITING, ANSWERED})

WORKING_DAYS_TO_ANSWER: Final = 2
DAYS: Final = 15
DAYS_WITH_PROCESSORS: Final = 20
EXTENSION: Final = timedelta(days=15)
ANSWER_SOON, DONE_SOON = timedelta(days=1), timedelta(days=3)
SHORTEST, LONGEST = 3, 2000

# Holidays on the same date every year: New Year, Reunification, Labour Day, National Day. Those of the lunar calendar
# (Tết, the Hùng Kings) and the second day of National Day are entered year by year.
FIXED_HOLIDAYS: Final = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})


@dataclass(frozen=True, slots=True)
class Terms:
    """The last days on which an answer, and the act itself, are in time."""

    answer_by: date
    done_by: date


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether people work on that day: Monday to Friday, but not on a public holiday."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS and day not in holidays


def terms(asked_on: date, holidays: Collection[date], *, with_processors: bool) -> Terms:
    """Return the terms of a request; the day on which it came does not count."""
    days = DAYS_WITH_PROCESSORS if with_processors else DAYS
    working = (day for day in _days_after(asked_on) if is_working_day(day, holidays))
    for _ in range(WORKING_DAYS_TO_ANSWER - 1):
        next(working)
    return Terms(answer_by=next(working), done_by=asked_on + timedelta(days=days))


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def due_next(state: str, of: Terms) -> date | None:
    """Return the day by which something has to happen next, None when nothing has."""
    if state == WAITING:
        return min(of.answer_by, of.done_by)
    return of.done_by if state == ANSWERED else None


def is_overdue(state: str, of: Terms, today: date) -> bool:
    """Tell whether a term has run out without what belonged to it."""
    due = due_next(state, of)
    return due is not None and today > due


def reminder(state: str, of: Terms, today: date) -> str | None:
    """Return what an administrator must be reminded of today: the last point that was reached; None: of nothing."""
    if state not in OPEN:
        return None
    is_unanswered = state == WAITING
    reached = (
        ("done-late", today > of.done_by),
        ("done-soon", today >= of.done_by - DONE_SOON),
        ("answer-late", is_unanswered and today > of.answer_by),
        ("answer-soon", is_unanswered and today >= of.answer_by - ANSWER_SOON),
    )
    return next((what for what, is_reached in reached if is_reached), None)


def kind(value: str) -> str:
    """Return the kind of a request. Raises RuleBroken for one that there is not."""
    if value not in KINDS:
        raise RuleBroken(N_("Choose what you ask for."), field="kind")
    return value


def words(wanted: str, typed: str) -> str:
    """Return the words of a request; without any where its kind says it all. Raises RuleBroken."""
    if not typed.strip() and wanted not in IN_WORDS:
        return ""
    return answer(typed)


def answer(typed: str) -> str:
    """Return what is written to the other side. Raises RuleBroken."""
    said = text.nfc(typed).strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise RuleBroken(
            N_("Write %(least)d to %(most)d characters."), field="words", least=SHORTEST, most=LONGEST
        )
    return said


def check_open(state: str) -> None:
    """Raise Conflict where the request is settled already."""
    if state not in OPEN:
        raise Conflict(N_("This request is settled already. Nothing was changed."))


def check_first(open_kinds: Collection[str], wanted: str) -> None:
    """Raise RuleBroken where the person has asked the same already and waits; a question may be asked again."""
    if wanted in open_kinds and wanted not in IN_WORDS:
        raise RuleBroken(
            N_("You have asked for this already. Look at your requests on the page of your data.")
        )


def check_extension(*, was_extended: bool) -> None:
    """Raise Conflict where the term was put off before: the law lets it be done once."""
    if was_extended:
        raise Conflict(N_("The term was put off already, and that can be done once only."))
