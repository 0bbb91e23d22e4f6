"""How prizes are given, in words: for the settings, the public page and the rules as they were fixed."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules import prizes, ties
from contest.editions.rules.prizes import Caps
from contest.kernel.errors import N_

TIES: Mapping[str, LazyString] = {
    ties.HEAVIEST: lazy_gettext("the criterion with the most weight"),
    ties.CRITERIA: lazy_gettext(
        "the criteria: the one with the most weight first, then in the order of the rubric"
    ),
    ties.LOWEST: lazy_gettext("the higher lowest mark"),
    ties.SHARED: lazy_gettext("the place is shared: all of them get the same prize"),
    ties.COMMITTEE: lazy_gettext("the committee votes, and says why"),
}
DRAW = lazy_gettext("a draw from the seed that was fixed with the rules")


def tie_rule(rule: str) -> str:
    """Put one rule of the list into words."""
    name = ties.named(rule)
    return gettext("the criterion “%(name)s”", name=name) if name else str(TIES.get(rule, rule))


def tie_rules(rules: Sequence[str]) -> list[str]:
    """Put the whole list into words; where nothing ends it, the draw does."""
    said = [tie_rule(rule) for rule in rules]
    return said if ties.end(rules) in ties.ENDS else [*said, str(DRAW)]


def caps(limits: Caps) -> list[str]:
    """Say how many may win, in sentences; nothing where there is no limit."""
    if limits.share is None:
        return []
    return [gettext(SHARES[limits.share_of, limits.share_in], share=limits.share)]


SHARES: Mapping[tuple[str, str], str] = {
    (prizes.WORKS, prizes.CATEGORY): N_(
        "In each category at most %(share)d percent of the works that are judged win a prize, rounded down."
    ),
    (prizes.WORKS, prizes.EDITION): N_(
        "At most %(share)d percent of all works that are judged win a prize, rounded down."
    ),
    (prizes.AUTHORS, prizes.CATEGORY): N_(
        "In each category the works with a prize are at most %(share)d percent of its authors in number, rounded down."
    ),
    (prizes.AUTHORS, prizes.EDITION): N_(
        "The works with a prize are at most %(share)d percent of all authors in number, rounded down."
    ),
}


# What the parts of these settings are called in the rules as they were fixed.
PARTS: Mapping[str, LazyString] = {
    "share": lazy_gettext("percent that win a prize at most"),
    "share_of": lazy_gettext("percent of"),
    "share_in": lazy_gettext("counted in each"),
    "works": lazy_gettext("works"),
    "authors": lazy_gettext("authors"),
    "category": lazy_gettext("category"),
    "edition": lazy_gettext("contest"),
}


def fixed(setting: str, line: str) -> str:
    """Put a line of the fixed document into words, where it is about prizes."""
    if setting == "ties":
        return tie_rule(line)
    if setting == "caps":
        name, _, value = line.partition(": ")
        return f"{PARTS.get(name, name)}: {PARTS.get(value, value)}"
    return line
