"""The states of a round of judging and the one way through them."""

from contest.editions.rules import schedule
from contest.kernel.errors import N_, Conflict

WAITING, CODED, JUDGING, CLOSED = "waiting", "coded", "judging", "closed"
NEXT = {WAITING: CODED, CODED: JUDGING, JUDGING: CLOSED}


def refuse_move(before: str, after: str, *, earlier: tuple[str, ...]) -> None:
    """Raise Conflict unless `after` comes next; `earlier` are the states of the rounds before this one.

    Codes of the second round are drawn only after the first is closed (domain.md 1.8, rule 4).
    """
    if NEXT.get(before) != after:
        raise Conflict(N_("The round is not in the state that this step belongs to. Look at the page again."))
    if any(state != CLOSED for state in earlier):
        raise Conflict(N_("The round before this one is not closed yet. Close it first."))


def refuse_phase(after: str, phase: str) -> None:
    """Raise Conflict unless codes come after the closing time and all else while judging."""
    fitting = {schedule.CLOSED, schedule.JUDGING} if after == CODED else {schedule.JUDGING}
    if phase not in fitting:
        raise Conflict(
            N_("The contest is not in the phase that this step belongs to. Look at the page again.")
        )
