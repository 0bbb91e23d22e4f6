"""For which unit the works of a unit count when units are ranked: itself, one of a kind, or one of a level above it.

A unit that has ended is counted where its single successor stands; one that was divided stays what it was, as nobody
can tell whose its works are now.
"""

from datetime import date

from contest.editions.rules import unit_prizes
from contest.editions.rules.unit_prizes import OWN
from contest.kernel import text
from contest.people.rules.unit_tree import Tree


def stands_for(tree: Tree, code: str, on: date) -> str:
    """Return who stands for the unit on that day, along single successors; a loop ends where it closes."""
    seen = {code}
    while not tree[code].is_valid(on) and len(further := tree[code].successors) == 1:
        if further[0] in seen or further[0] not in tree:
            break
        code = further[0]
        seen.add(code)
    return code


def line(tree: Tree, code: str, on: date) -> tuple[str, ...]:
    """Return who stands for the unit and for those above it, from itself up; who of these has ended is left out."""
    found = [stands_for(tree, code, on)]
    above = tree[found[0]].parent
    passed = set(found)
    while above is not None and above in tree and above not in passed:
        passed.add(above)
        now = stands_for(tree, above, on)
        if tree[now].is_valid(on) and now not in found:
            found.append(now)
        above = tree[now].parent
    return tuple(found)


def counts_for(tree: Tree, code: str, counted: str, on: date) -> str | None:
    """Return the unit that the works count for, None where there is none of the kind or level at or above it."""
    way = line(tree, code, on)
    if counted == OWN:
        return way[0]
    level = unit_prizes.level(counted)
    if level is not None:
        return way[-level] if level <= len(way) else None
    wanted = text.fold(unit_prizes.kind(counted))
    return next((each for each in way if text.fold(tree[each].kind) == wanted), None)
