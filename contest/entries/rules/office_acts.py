"""What the office may change about a work, and how it is told: never who its authors are."""

from collections.abc import Mapping
from typing import Final

from contest.kernel.errors import N_, RuleBroken

CATEGORY, UNIT, KEPT, DUPLICATE, PARTED = "category", "unit", "kept", "duplicate", "parted"
# What is said of it, to authors and in the office; of a duplicate not what the other work is: it may be another's.
SENTENCES: Final[Mapping[str, str]] = {
    CATEGORY: N_("It was moved from the category “%(before)s” to “%(after)s”."),
    UNIT: N_("The unit it counts for was corrected: %(after)s, before: %(before)s."),
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
