"""To the address that an account had until now: if it was somebody else, there is time to act."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import queries

EVENT: Final = None
TEMPLATE: Final = "address_changed"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: it is written when it is asked for."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person; the new address is not told, as this one may be in other hands."""
    return {"person": queries.person(ids["account"])}
