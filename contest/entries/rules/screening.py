"""What a secretary checks and decides about a version."""

from collections.abc import Collection, Mapping
from typing import Final

from contest.editions.rules.demands import Demands
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, RuleBroken

# Every line that there is; `lines` says which a work needs.
CHECKLIST: Final[Mapping[str, str]] = {
    "eligible": N_("The author may take part in this contest."),
    "theme": N_("The work keeps to the theme and to the category."),
    "form": N_("Length and form follow the rules."),
    "own": N_("Nothing suggests that the work is copied or was published before."),
    "anonymous": N_("Neither text nor title says who the author is."),
    "publication": N_("What the author says of publication is true and keeps to the rule of the category."),
    "translation": N_("The translation says what the work says; the judges mark the translation."),
}
# In place of "own" where the category has a rule of publication of its own.
_NOT_COPIED: Final = N_("Nothing suggests that the work is copied.")
LONGEST_REASON: Final = 2000
SHORTEST_REASON: Final = 10


def lines(demands: Demands, *, is_translated: bool) -> Mapping[str, str]:
    """Return what is to be checked of a work of such a category, the sentences by their names."""
    needed = {
        name: sentence for name, sentence in CHECKLIST.items() if name not in {"publication", "translation"}
    }
    if demands.publication:
        needed |= {"own": _NOT_COPIED, "publication": CHECKLIST["publication"]}
    if is_translated:
        needed["translation"] = CHECKLIST["translation"]
    return needed


def check(act: Act, ticked: Collection[str], reason: str, needed: Collection[str] = tuple(CHECKLIST)) -> None:
    """Ask for the whole list before accepting, and for a reason before anything else. Raises RuleBroken."""
    if act is Act.ACCEPT:
        missing = len(set(needed) - set(ticked))
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
