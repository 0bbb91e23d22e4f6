"""How many drafts and notes may be kept sealed with a work, what a receipt says of them, why they may be opened."""

import hashlib
from collections.abc import Iterable
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

MOST: Final = 30
NOTE: Final = 500
REASON: Final = (10, 2000)


def digest(digests: Iterable[str]) -> str:
    """Return the SHA-256 of a list of digests: sorted, each on a line of its own with a line end."""
    return hashlib.sha256("".join(f"{each}\n" for each in sorted(digests)).encode()).hexdigest()


def check_room(kept: int) -> None:
    if kept >= MOST:
        raise RuleBroken(
            N_("At most %(most)d drafts and notes can be kept with a work. Take one back to add another."),
            field="file",
            most=MOST,
        )


def note(typed: str) -> str:
    """Return a note as it is kept. Raises RuleBroken for one that is too long."""
    said = text.one_line(typed)
    if len(said) > NOTE:
        raise RuleBroken(N_("A note has at most %(most)d characters."), field="note", most=NOTE)
    return said


def reason(typed: str) -> str:
    """Return why a review is opened. Raises RuleBroken for a reason that says nothing."""
    said = text.nfc(typed).strip()
    if not REASON[0] <= len(said) <= REASON[1]:
        raise RuleBroken(
            N_("Say why, in %(least)d to %(most)d characters: the author is told."),
            field="reason",
            least=REASON[0],
            most=REASON[1],
        )
    return said
