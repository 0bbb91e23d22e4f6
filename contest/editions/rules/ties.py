"""In which order ties are decided: the organiser's list, and what is wrong with one.

The draw from the announced seed is no part of the list: it always comes last. Which work came in first is never asked.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from contest.kernel.errors import N_, RuleBroken

# What compares two works: the heaviest criterion, all criteria from the heaviest down, the higher lowest mark; or one
# criterion by its name, written "criterion:its name".
HEAVIEST, CRITERIA, LOWEST, ONE = "heaviest", "criteria", "lowest", "criterion:"
# What ends the comparing: the place is shared, or the committee decides where it matters.
SHARED, COMMITTEE = "shared", "committee"
ENDS: Final = (SHARED, COMMITTEE)
RULES: Final = (HEAVIEST, CRITERIA, LOWEST, *ENDS)
DEFAULT: Final = (CRITERIA, LOWEST)
MOST: Final = 8
CRITERION_NAME: Final = 120


def named(rule: str) -> str:
    """Return the name of the criterion that the rule asks about, "" where it names none."""
    return rule.removeprefix(ONE) if rule.startswith(ONE) else ""


def end(rules: Sequence[str]) -> str:
    """Return what happens to works that nothing tells apart: shared, committee or draw."""
    return next((rule for rule in rules if rule in ENDS), "draw")


def clean(rules: Sequence[str]) -> tuple[str, ...]:
    """Leave out what is empty."""
    return tuple(rule.strip() for rule in rules if rule.strip())


def problems(rules: Sequence[str]) -> Iterator[RuleBroken]:
    """Name what is wrong. `field` is a path like ties-0-rule."""
    if len(rules) > MOST:
        yield RuleBroken(N_("There is room for %(most)d rules. Remove some."), field="ties", most=MOST)
    for position, rule in enumerate(rules):
        path = f"ties-{position}-rule"
        if rule not in RULES and not 0 < len(named(rule)) <= CRITERION_NAME:
            yield RuleBroken(N_("Choose one of the rules in the list."), field=path)
        if rule in rules[:position]:
            yield RuleBroken(
                N_("This rule stands above already. Each can stand in the list once."), field=path
            )
        if position and rules[position - 1] in ENDS:
            yield RuleBroken(
                N_(
                    "After a shared place or a vote of the committee nothing more is compared. Move this rule up,"
                    " or take it out."
                ),
                field=path,
            )
