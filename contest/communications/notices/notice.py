"""What a notice module offers: the event it answers, its template, who gets it, and what is put in when rendered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from contest.kernel.errors import ContestError
from contest.kernel.events import Event


class Notice(Protocol):
    """A module with these names. EVENT is None for a notice that a page or service writes directly."""

    @property
    def EVENT(self) -> type[Any] | None: ...  # noqa: N802 -- a constant of the module

    @property
    def TEMPLATE(self) -> str: ...  # noqa: N802

    def recipients(self, event: Any, /) -> Iterable[tuple[int, Mapping[str, Any]]]:  # noqa: ANN401
        """Give (account id, context) for each message; the context holds ids and numbers only."""

    def context(self, ids: Mapping[str, Any], /) -> Mapping[str, Any]:
        """Turn the stored ids into names and signed links, at the moment of rendering.

        `ids` is what was stored, and `account_id`: the recipient, None for somebody without an account.
        """


def by_name(notices: Sequence[Notice]) -> Mapping[str, Notice]:
    """Index by template. Raises ContestError when two notices share one."""
    found = {notice.TEMPLATE: notice for notice in notices}
    if len(found) != len(notices):
        raise ContestError("two notices share a template")
    return found


def by_event(notices: Sequence[Notice]) -> Mapping[type[Event], tuple[Notice, ...]]:
    """Index by the event that causes them."""
    found: dict[type[Event], list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.EVENT is not None:
            found[notice.EVENT].append(notice)
    return {event: tuple(those) for event, those in found.items()}
