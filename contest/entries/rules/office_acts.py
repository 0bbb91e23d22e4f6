"""What the office may change about a work, and how it is told: never who its authors are."""

from collections.abc import Mapping
from typing import Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import fold

CATEGORY, UNIT, NAME = "category", "unit", "name"
KEPT, DUPLICATE, PARTED = "kept", "duplicate", "parted"
NAME_LENGTH: Final = 120
# What is said of it, to authors and in the office; of a duplicate not what the other work is: it may be another's.
SENTENCES: Final[Mapping[str, str]] = {
    CATEGORY: N_("It was moved from the category “%(before)s” to “%(after)s”."),
    UNIT: N_("The unit it counts for was corrected: %(after)s, before: %(before)s."),
    NAME: N_(
        "The spelling of an author’s name on this work was corrected: %(after)s, before: %(before)s. The account keeps"
        " the name that stands there."
    ),
    KEPT: N_("The same work had come in once more; it counts once, and this one stays."),
    DUPLICATE: N_(
        "The same work had come in another way as well. It counts once: the other one stays, and this one takes no"
        " part. The receipt stays valid."
    ),
    PARTED: N_(
        "It was counted once with another work by mistake. Each of the two takes part again for itself."
    ),
}


def check_changed(before: object, after: object, *, field: str) -> None:
    """Refuse what is so already. Raises RuleBroken."""
    if before == after:
        raise RuleBroken(N_("It is so already. Choose something else."), field=field)


def check_spelling(account_name: str, name: str) -> None:
    """Refuse what is no other spelling of the name: who the author is never changes here. Raises RuleBroken.

    Marks, capitals and spaces may differ freely; of the plain letters one in a word, in at most two words.
    """
    if not name or len(name) > NAME_LENGTH:
        raise RuleBroken(N_("Write the name, at most %(most)d characters."), field="name", most=NAME_LENGTH)
    if not _is_slip(fold(account_name).split(), fold(name).split()):
        raise RuleBroken(
            N_(
                "This is another name, not another spelling of “%(name)s”. Who the author is never changes here: only"
                " the author can say so, in the account."
            ),
            field="name",
            name=account_name,
        )


def _is_slip(words: list[str], others: list[str]) -> bool:
    if len(words) != len(others):
        return _steps("".join(words), "".join(others)) <= 1
    steps = [_steps(*pair) for pair in zip(words, others, strict=True)]
    return max(steps) <= 1 and sum(steps) <= 2


def _steps(one: str, other: str) -> int:
    """Count the letters to be changed, added or left out to make one word of the other (Levenshtein)."""
    line = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        above, line[0] = line[0], at
        for to, wanted in enumerate(other, start=1):
            above, line[to] = line[to], min(line[to] + 1, line[to - 1] + 1, above + (letter != wanted))
    return line[-1]
