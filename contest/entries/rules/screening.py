"""What a secretary checks and decides about a version."""

from collections.abc import Collection, Mapping
from typing import Final

from contest.entries.rules.states import Act
from contest.kernel.errors import N_, RuleBroken

CHECKLIST: Final[Mapping[str, str]] = {
    "eligible": N_("The author may take part in this contest."),
    "theme": N_("The work keeps to the theme and to the category."),
    "form": N_("Length and form follow the rules."),
    "own": N_("Nothing suggests that the work is copied or was published before."),
    "anonymous": N_("Neither text nor title says who the author is."),
}
LONGEST_REASON: Final = 2000
SHORTEST_REASON: Final = 10


def check(act: Act, ticked: Collection[str], reason: str) -> None:
    """Ask for the whole list before accepting, and for a reason before anything else. Raises RuleBroken."""
    if act is Act.ACCEPT:
        missing = len(set(CHECKLIST) - set(ticked))
        if missing:
            raise RuleBroken(
                N_(
                    "Tick every line of the checklist to accept, or return or refuse the entry with a reason."
                ),
                field="checklist",
            )
        return
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(
            N_("Write the reason in a sentence; the author reads it by mail and on the page."), field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            N_("The reason has %(length)d characters; at most %(limit)d are allowed. Shorten it."),
            field="reason", length=len(reason), limit=LONGEST_REASON,
        )  # fmt: skip
