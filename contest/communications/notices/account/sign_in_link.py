"""To whoever asked for a link to sign in: good for a quarter of an hour and once."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import links, queries

EVENT: Final = None
TEMPLATE: Final = "sign_in_link"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: it is written when it is asked for."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, and a token signed now."""
    account_id: int = ids["account_id"]
    return {"person": queries.person(account_id), "token": links.sign_in_token(account_id)}
