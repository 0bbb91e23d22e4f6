"""What an erasure must wait for and what stays after it, as sentences; the whole table, in the order of the page."""

from collections.abc import Mapping
from typing import Final

from contest.kernel.errors import N_

# Stands where a name or a title was, so that lists that must stay have no holes.
NOTHING_LEFT: Final = "—"

WORK, DUTY, LAST_ADMINISTRATOR = "work", "duty", "last-administrator"
WAITS: Final[Mapping[str, str]] = {
    WORK: N_(
        "A work of this person is with the judges. They know it by its code alone, and taking it away now would "
        "disturb a judging in which others have a right too. It can be erased when the results are published."
    ),
    DUTY: N_(
        "This person holds a duty in a contest that is not over. The organisers must end the duty first, or the "
        "contest must be over."
    ),
    LAST_ADMINISTRATOR: N_(
        "This is the only administrator. Somebody else must be able to look after the installation first."
    ),
}

PRIZE = "prize"
STAYS: Final[Mapping[str, str]] = {
    "shell": N_(
        "An empty account in which nobody can sign in: what stays points to it. The name is gone too, unless it was "
        "published with a prize."
    ),
    PRIZE: N_(
        "Works with a prize, and the name where it was published with them: the record of a published decision."
    ),
    "statistics": N_(
        "That a work was sent in, when, in which category and from which unit: for the figures of the contest. "
        "Title, text, file and name are gone."
    ),
    "receipts": N_(
        "Numbers, times and fingerprints of receipts: they prove what was received, and no text can be read from them."
    ),
    "decisions": N_(
        "That and when something was decided about a work: for the figures; the reasons are gone."
    ),
    "results": N_(
        "Points and places by code: without them nobody could check the ranking of all the others."
    ),
    "marks": N_("Points and remarks given as a judge: they belong to the results of the works."),
    "duties": N_("Which duty was held from when to when, by the account without a name: who could do what."),
    "barred": N_(
        "A line of a list of people who may not take part, while that contest runs: the rules ask for it. "
        "It goes some time after the results."
    ),
    "consents": N_(
        "Which texts were agreed to and when: proof that the data was used rightly. No name stands beside them."
    ),
    "register": N_(
        "That the erasure was asked for and when it was done: proof for the authority, without words."
    ),
    "log": N_(
        "The log of what happened: kinds, times and numbers, never names. Nobody can change it, nor may."
    ),
}


def sentences(codes: tuple[str, ...], of: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences of these codes, in the order of the table."""
    return tuple(sentence for code, sentence in of.items() if code in codes)
