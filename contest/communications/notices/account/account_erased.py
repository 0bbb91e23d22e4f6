"""The last letter to somebody whose account was erased: that it is done, and what stays and why.

Written to the address alone, as there is no account any more, and forgotten when it has left.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import gettext

from contest.people.rules.erasure import STAYS, sentences

EVENT: Final = None
TEMPLATE: Final = "account_erased"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: the part that erases letters writes it, after all others are gone."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what stays, in sentences."""
    return {"stays": [gettext(sentence) for sentence in sentences(tuple(ids["stays"]), STAYS)]}
