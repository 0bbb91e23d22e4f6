"""To whoever registered: the link that shows the address to be theirs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import links, queries

EVENT: Final = None
TEMPLATE: Final = "confirm_address"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: it is written when somebody registers on the page, or asks for the link again."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, and a token signed now."""
    account_id: int = ids["account_id"]
    return {"person": queries.person(account_id), "token": links.confirmation_token(account_id)}
