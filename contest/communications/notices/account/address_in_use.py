"""To the owner of an address with which somebody tried to register again."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import queries

EVENT: Final = None
TEMPLATE: Final = "address_in_use"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: it is written in place of a registration."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person. No link that signs in: whoever registered may be a stranger."""
    return {"person": queries.person(ids["account_id"])}
