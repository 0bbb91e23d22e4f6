"""What a secretary checks and decides about a version."""

from collections.abc import Collection, Mapping
from datetime import datetime
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
# Why a work is returned or refused: what real contests name, the gravest and most frequent first (domain.md 1.13).
CAUSES: Final[Mapping[str, str]] = {
    "form": N_("The form is not as the rules ask for it."),
    "identity": N_("The work says who its author is."),
    "topic": N_("The work is off the topic."),
    "category": N_("The work does not belong to this category."),
    "length": N_("The work is longer or shorter than allowed."),
    "similarity": N_("More of the work stands in other texts than the limit allows."),
    "published": N_("The work was published before the launch of the contest."),
    "not-own": N_("The work is not the author's own."),
    "copied": N_("The work was copied from another entrant."),
    "barred": N_("An author may not take part in this contest."),
    "works": N_("The author has sent in more works than allowed."),
    "authors": N_("The work has more authors than allowed."),
    "identity-data": N_("Data about the author is missing."),
    "won": N_("The work has won a prize elsewhere already."),
    "late": N_("The work came after the closing time."),
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
    own = enumerate(demands.own_checks, start=1)
    return {**needed, **{f"line-{number}": sentence for number, sentence in own}}


def check(
    act: Act,
    ticked: Collection[str],
    reason: str,
    needed: Collection[str] = tuple(CHECKLIST),
    causes: Collection[str] = (),
) -> None:
    """Ask for the whole list before accepting, for a cause or words before anything else. Raises RuleBroken."""
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
    if not causes and len(reason) < SHORTEST_REASON:
        raise RuleBroken(
            N_(
                "Write the reason in a sentence, or tick one of the list; the author reads it by mail and on the page."
            ),
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            N_("The reason has %(length)d characters; at most %(limit)d are allowed. Shorten it."),
            field="reason", length=len(reason), limit=LONGEST_REASON,
        )  # fmt: skip


def known_causes(named: Collection[str]) -> tuple[str, ...]:
    """Return those of the named causes that there are, in the order of the list."""
    return tuple(name for name in CAUSES if name in named)


def check_return_by(asked: datetime | None, *, now: datetime, takes_until: datetime) -> None:
    """Refuse a day for a correction that is over, or after the end of taking in. Raises RuleBroken."""
    if asked is None:
        return
    if asked <= now:
        raise RuleBroken(N_("This time has passed already. Choose a later one."), field="return_by")
    if asked > takes_until:
        raise RuleBroken(
            N_(
                "Works are taken in until the closing time only. Choose an earlier time, or leave this empty."
            ),
            field="return_by",
        )
