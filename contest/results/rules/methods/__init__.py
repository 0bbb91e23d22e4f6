"""The ranking methods: one line each."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Final, Protocol

from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.methods.mean import Mean
from contest.results.rules.methods.median import Median
from contest.results.rules.methods.trimmed import Trimmed


class Method(Protocol):
    """Makes one exact value of an entry's totals, the same in whatever order they stand."""

    name: ClassVar[str]

    def value(self, totals: Sequence[Fraction]) -> Fraction: ...


METHODS: Final[Mapping[str, Method]] = {
    Mean.name: Mean(),
    Trimmed.name: Trimmed(),
    Median.name: Median(),
}

ANNOUNCED: Final = ("borda", "corrected")
"""Names of the outside contract that this version does not compute yet."""


def method(name: str) -> Method:
    """Return the method of that name. Raises RuleBroken for one that comes later or does not exist."""
    if name in ANNOUNCED:
        raise RuleBroken(
            N_('The method "%(method)s" comes in a later version. Use one of %(known)s for now.'),
            field="method",
            method=name,
            known=", ".join(METHODS),
        )
    if name not in METHODS:
        raise RuleBroken(
            N_('There is no method called "%(method)s". Use one of %(known)s.'),
            field="method",
            method=name,
            known=", ".join(METHODS),
        )
    return METHODS[name]
