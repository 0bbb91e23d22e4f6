"""What must be there before a work on paper is taken in; all else is for the screening to decide."""

from typing import Final

from contest.editions.rules.paper import Verdict
from contest.editions.rules.schedule import CLOSED, OPEN
from contest.entries.rules.limits import check_size
from contest.kernel.errors import N_, Conflict, RuleBroken

SHEET: Final = 80
REFUSE, PERMIT = "refuse", "permit"


def check_phase(phase: str, first_round: str) -> None:
    """Raise Conflict where no work can be taken in: before the opening, and once the codes are drawn."""
    if phase not in {OPEN, CLOSED}:
        raise Conflict(N_("Works on paper are taken in from the opening until the codes are drawn."))
    if first_round != "waiting":
        raise Conflict(N_("The blind codes are drawn, so no more works can be taken in."))


def check_content(title: str, text: str, *, has_file: bool) -> None:
    """Raise RuleBroken, beside its field, for a title or text that cannot be kept or is not there."""
    if not title:
        raise RuleBroken(N_("Write the title of the work."), field="title")
    check_size(title, text)
    if text.strip() and has_file:
        raise RuleBroken(
            N_("Type the text or attach a file, not both: only one of them can be what the judges read."),
            field="text",
        )
    if not text.strip() and not has_file:
        raise RuleBroken(N_("Type the text, or attach a file or a scan of it."), field="files")


def check_sheet(sheet: str, *, is_signed: bool) -> None:
    """Raise RuleBroken unless the signed sheet is there, and it is noted which version of it."""
    if not is_signed:
        raise RuleBroken(
            N_(
                "Without the signed sheet of declarations the work cannot be taken in. Ask its author for it."
            ),
            field="signed",
        )
    if not 1 <= len(sheet) <= SHEET:
        raise RuleBroken(
            N_("Write which sheet was signed, like “Form 2, 2026”: at most %(most)d characters."),
            field="sheet",
            most=SHEET,
        )


def check_late(verdict: Verdict, choice: str) -> None:
    """Raise RuleBroken where a late work came and nobody has said what becomes of it."""
    if verdict is Verdict.LATE and choice not in {REFUSE, PERMIT}:
        raise RuleBroken(
            N_("This work came too late. Say whether it is refused or taken in all the same, and why."),
            field="late",
        )


def check_authors(count: int, most: int) -> None:
    """Raise RuleBroken for more authors than the category allows."""
    if count > most:
        raise RuleBroken(
            N_("A work of this category may have at most %(most)d authors."), field="authors", most=most
        )


def given_reason(value: str, *, field: str = "reason") -> str:
    """Return a reason in the form it is kept in. Raises RuleBroken."""
    typed = " ".join(value.split())
    if not 3 <= len(typed) <= 300:
        raise RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."), field=field, least=3, most=300
        )
    return typed
