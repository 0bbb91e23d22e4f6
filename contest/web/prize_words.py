"""How prizes are given, in words: for the settings, the public page and the rules as they were fixed."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from contest.editions.rules import extra_prizes, prizes, ties
from contest.editions.rules.extra_prizes import ExtraPrize
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
# The same where there is little room: in a list on a phone.
SHORT_TIES: Mapping[str, LazyString] = {
    ties.HEAVIEST: lazy_gettext("the heaviest criterion"),
    ties.CRITERIA: lazy_gettext("all criteria, one by one"),
    ties.LOWEST: lazy_gettext("the higher lowest mark"),
    ties.SHARED: lazy_gettext("the place is shared"),
    ties.COMMITTEE: lazy_gettext("the committee votes"),
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
    said = []
    if limits.share is not None:
        said.append(gettext(SHARES[limits.share_of, limits.share_in], share=limits.share))
    if limits.per_author is not None:
        said.append(
            ngettext(
                "One author can win one prize in this contest.",
                "One author can win at most %(num)d prizes in this contest.",
                limits.per_author,
            )
        )
    return said


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


KINDS: Mapping[str, LazyString] = {
    extra_prizes.PROMISING: lazy_gettext("for young authors"),
    extra_prizes.OLDEST: lazy_gettext("for the oldest author"),
    extra_prizes.YOUNGEST: lazy_gettext("for the youngest author"),
    extra_prizes.THEMATIC: lazy_gettext("chosen by the jury, for a theme"),
}
AMONG: Mapping[str, LazyString] = {
    extra_prizes.RANKED: lazy_gettext("of the works ranked in the last round"),
    extra_prizes.JUDGED: lazy_gettext("of all works that were judged"),
}


def extra_prize(prize: ExtraPrize) -> str:
    """Say in a sentence who wins a prize beside the tables."""
    among = AMONG[prize.among]
    without = gettext("Only works without another prize.") if prize.only_without else ""
    match prize.kind:
        case extra_prizes.PROMISING:
            who = gettext(
                "The best %(among)s, by authors born in %(year)s or later.", among=among, year=prize.born_from
            )
        case extra_prizes.OLDEST:
            who = gettext("The oldest author %(among)s.", among=among)
        case extra_prizes.YOUNGEST:
            who = gettext("The youngest author %(among)s.", among=among)
        case _:
            who = gettext("The jury chooses the work by its code, and says why.")
    return f"{who} {without}".strip()
