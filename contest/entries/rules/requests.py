"""What an author may ask for after the closing time, when nothing can be changed any more without the office."""

from collections.abc import Mapping
from typing import Final

from contest.entries.rules.limits import LONGEST_TITLE
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import nfc, one_line

WITHDRAW, TITLE, ABOUT = "withdraw", "title", "about"
# What is asked for; about the work as a whole the author alone asks, about the own person every author.
KINDS: Final[Mapping[str, str]] = {
    WITHDRAW: N_("Take the work out of the contest"),
    TITLE: N_("Correct the title"),
    ABOUT: N_("Correct what I said about myself"),
}
YES, NO = "yes", "no"
REASON: Final = (10, 1000)


def wanted(kind: str, title: str, before: str) -> str:
    """Return what is wanted in place of what there is: the new title, or "". Raises RuleBroken."""
    if kind not in KINDS:
        raise RuleBroken(N_("Choose what you ask for."), field="kind")
    if kind != TITLE:
        return ""
    line = one_line(title)
    if not line or line == before:
        raise RuleBroken(N_("Write the title as it should be."), field="title")
    if len(line) > LONGEST_TITLE:
        raise RuleBroken(
            N_("The title has %(length)d characters; at most %(limit)d can be kept. Shorten it."),
            field="title",
            length=len(line),
            limit=LONGEST_TITLE,
        )
    return line


def reason(typed: str) -> str:
    """Return the reason in the form it is kept in. Raises RuleBroken."""
    said = nfc(typed).strip()
    least, most = REASON
    if not least <= len(said) <= most:
        raise RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."),
            field="reason",
            least=least,
            most=most,
        )
    return said


def check_answer(answer: str) -> None:
    """Ask for a yes or a no. Raises RuleBroken."""
    if answer not in {YES, NO}:
        raise RuleBroken(N_("Choose yes or no."), field="answer")
