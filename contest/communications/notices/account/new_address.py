"""To an address that somebody wants for their account: the link that shows it to be theirs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import links, queries

EVENT: Final = None
TEMPLATE: Final = "new_address"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: it is written when it is asked for."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, and a token signed now. The account is not the recipient: the address is not its own yet."""
    account_id: int = ids["account"]
    return {"person": queries.person(account_id), "token": links.address_token(account_id)}
