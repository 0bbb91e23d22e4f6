"""Who may do what with an entry, in which state and phase: the whole table, and why the answer is no."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contest.editions.rules import schedule
from contest.kernel.errors import N_, Conflict

DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"
REFUSED, WITHDRAWN, CODED = "refused", "withdrawn", "coded"

STATES: Final = (DRAFT, SUBMITTED, RETURNED, ACCEPTED, REFUSED, WITHDRAWN, CODED)
# What counts against the works that one author may submit in a category.
TAKING_PART: Final = (SUBMITTED, RETURNED, ACCEPTED, CODED)


class Act(StrEnum):
    """What is done to an entry; by its author and by a secretary."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    REFUSE = "refuse"
    UNDO = "undo"
    DELETE = "delete"
    ASK = "ask"
    LEAVE = "leave"
    REJOIN = "rejoin"
    ASK_LATE = "ask-late"
    LEAVE_LATE = "leave-late"
    CONTACT = "contact"
    CODE = "code"


VERDICTS: Final = (Act.ACCEPT, Act.RETURN, Act.REFUSE)


@dataclass(frozen=True, slots=True)
class Row:
    """From which states, in which phases, to which state (None: it stays)."""

    states: tuple[str, ...]
    phases: tuple[str, ...]
    to: str | None


_WHILE_OPEN: Final = (schedule.OPEN,)
_BEFORE_CODING: Final = (schedule.OPEN, schedule.CLOSED)
_BEFORE_RESULTS: Final = (schedule.JUDGING, schedule.DELIBERATION)
_WITH_THE_AUTHOR: Final = (DRAFT, SUBMITTED, RETURNED, ACCEPTED)

TABLE: Final[Mapping[Act, Row]] = {
    Act.EDIT: Row(_WITH_THE_AUTHOR, _WHILE_OPEN, None),
    Act.SUBMIT: Row(_WITH_THE_AUTHOR, _WHILE_OPEN, SUBMITTED),
    # After the closing time an author asks for it, with a reason; a draft can be deleted until the end.
    Act.WITHDRAW: Row((SUBMITTED, RETURNED, ACCEPTED), _WHILE_OPEN, WITHDRAWN),
    Act.DELETE: Row((DRAFT,), _BEFORE_CODING, WITHDRAWN),
    Act.ASK: Row((SUBMITTED, RETURNED, ACCEPTED), (schedule.CLOSED,), None),
    # A secretary says yes to it.
    Act.LEAVE: Row((SUBMITTED, RETURNED, ACCEPTED), _BEFORE_CODING, WITHDRAWN),
    # A merge is taken back; what it leads to depends on what was decided before.
    Act.REJOIN: Row((WITHDRAWN,), _BEFORE_CODING, SUBMITTED),
    # While the judges have it under its code: judged all the same, and without a place at the end.
    Act.ASK_LATE: Row((CODED,), _BEFORE_RESULTS, None),
    Act.LEAVE_LATE: Row((CODED,), _BEFORE_RESULTS, WITHDRAWN),
    # A secretary asks the author something, and the author answers: also while the judges have the work.
    Act.CONTACT: Row((SUBMITTED, RETURNED, ACCEPTED, CODED), (*_BEFORE_CODING, *_BEFORE_RESULTS), None),
    Act.ACCEPT: Row((SUBMITTED,), _BEFORE_CODING, ACCEPTED),
    # An accepted work too: making it blind may show that it cannot go to the judges.
    Act.RETURN: Row((SUBMITTED, ACCEPTED), _WHILE_OPEN, RETURNED),
    Act.REFUSE: Row((SUBMITTED, ACCEPTED), _BEFORE_CODING, REFUSED),
    # A secretary takes the own decision back; what it leads to depends on what was decided before.
    Act.UNDO: Row((ACCEPTED, RETURNED, REFUSED), _BEFORE_CODING, SUBMITTED),
    Act.CODE: Row((ACCEPTED,), (schedule.CLOSED, schedule.JUDGING), CODED),
}

NOT_OPEN: Final = N_(
    "The contest does not take in works yet. Please come back when it opens; its page says when."
)
CLOSED_NOW: Final = N_(
    "The time for handing in works is over. Nothing can be changed or submitted any more; "
    "what was submitted before the closing time counts."
)
CODED_NOW: Final = N_(
    "The works have gone to the judges without their names. "
    "Please write to the organisers if something must still be changed."
)
STILL_OPEN: Final = N_("Works are still taken in, so you can change or withdraw yours yourself.")
NO_WITHDRAWAL: Final = N_(
    "The time for handing in works is over. Ask the secretariat on the page of the work if you want to withdraw it."
)
NO_RETURN: Final = N_(
    "The time for handing in works is over, so the author could not submit again. Accept or refuse the entry."
)
NO_QUESTION: Final = N_(
    "Authors are asked about a work from the opening of the contest until its results are published."
)
_BY_STATE: Final[Mapping[str, str]] = {
    DRAFT: N_("This entry has not been submitted."),
    SUBMITTED: N_("This entry waits for the secretariat."),
    RETURNED: N_("This entry was returned to its author and waits to be submitted again."),
    ACCEPTED: N_("This entry has been accepted already."),
    REFUSED: N_("This entry was refused and takes no part in the contest."),
    WITHDRAWN: N_("This entry was withdrawn and takes no part in the contest."),
    CODED: CODED_NOW,
}


def may(act: Act, state: str, phase: str) -> bool:
    """Tell whether the act is allowed."""
    row = TABLE[act]
    return state in row.states and phase in row.phases


def check_seen(state: str, seen: str) -> None:
    """Raise Conflict, saying what the state is now, where it is not the one that was seen: somebody was faster."""
    if state != seen:
        raise Conflict(_BY_STATE[state])


def check_not_coded(state: str) -> None:
    """Raise Conflict where the work has gone to the judges."""
    if state == CODED:
        raise Conflict(CODED_NOW)


def check(act: Act, state: str, phase: str) -> None:
    """Raise Conflict, with the sentence that says why, unless the act is allowed."""
    row = TABLE[act]
    if state not in row.states:
        raise Conflict(_BY_STATE[state])
    if phase not in row.phases:
        raise Conflict(_why_not_now(act, phase))


def after(act: Act, state: str) -> str:
    """Return the state that the act leads to."""
    return TABLE[act].to or state


def _why_not_now(act: Act, phase: str) -> str:
    if act is Act.CONTACT:
        return NO_QUESTION
    if phase in {schedule.DRAFT, schedule.ANNOUNCED}:
        return NOT_OPEN
    if phase == schedule.OPEN:
        return STILL_OPEN
    if phase != schedule.CLOSED:
        return CODED_NOW
    return {Act.RETURN: NO_RETURN, Act.WITHDRAW: NO_WITHDRAWAL}.get(act, CLOSED_NOW)
