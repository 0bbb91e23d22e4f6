"""The states of a scoresheet: a draft until it is submitted and locked, or given back by recusal."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from contest.judging.rules.criteria.kind import Mark
from contest.judging.rules.rubric import Key, Rubric
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, RuleBroken

SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 1000


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECUSED = "recused"


_CLOSED: Final[Mapping[State, str]] = {
    State.SUBMITTED: N_("This scoresheet has been submitted and is locked. Nothing was changed."),
    State.RECUSED: N_("You have recused yourself from this entry. Nothing was changed."),
}


def check_open(state: State) -> None:
    """Raise Conflict unless marks may still be changed."""
    if state in _CLOSED:
        raise Conflict(_CLOSED[state])


def submit(state: State, rubric: Rubric[Key], marks: Mapping[Key, Mark]) -> State:
    """Return the locked state. Raises Conflict when locked already, RuleBroken naming what is missing."""
    check_open(state)
    rubric.check_complete(marks)
    return State.SUBMITTED


def recuse(state: State, reason: str) -> tuple[State, str]:
    """Return the recused state and the reason as it is kept. What was submitted stays submitted."""
    check_open(state)
    kept = text.nfc(reason).strip()
    if not SHORTEST_REASON <= len(kept) <= LONGEST_REASON:
        raise RuleBroken(
            N_(
                "Say in %(shortest)d to %(longest)d characters why you cannot judge this entry,"
                " without naming anyone."
            ),
            field="reason",
            shortest=SHORTEST_REASON,
            longest=LONGEST_REASON,
        )
    return State.RECUSED, kept
