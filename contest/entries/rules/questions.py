"""What the secretariat may ask an author about a submitted work, and what the author answers."""

from datetime import date, timedelta
from typing import Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import nfc

QUESTION: Final = (10, 1000)
ANSWER: Final = (2, 2000)  # "Có." is an answer
LONGEST_WAIT: Final = timedelta(days=365)


def question(typed: str) -> str:
    """Return the question in the form it is kept in. Raises RuleBroken."""
    least, most = QUESTION
    said = nfc(typed).strip()
    if not least <= len(said) <= most:
        raise RuleBroken(
            N_("Write the question in %(least)d to %(most)d characters."),
            field="question",
            least=least,
            most=most,
        )
    return said


def answer(typed: str) -> str:
    """Return the answer in the form it is kept in. Raises RuleBroken."""
    least, most = ANSWER
    said = nfc(typed).strip()
    if not least <= len(said) <= most:
        raise RuleBroken(
            N_("Write the answer in %(least)d to %(most)d characters."),
            field="answer",
            least=least,
            most=most,
        )
    return said


def check_day(answer_by: date | None, today: date) -> None:
    """Ask for a day on which an answer can still come. Raises RuleBroken."""
    if answer_by is not None and not today <= answer_by <= today + LONGEST_WAIT:
        raise RuleBroken(
            N_("Name today or a later day, at most a year from now; or leave it empty."), field="answer_by"
        )
