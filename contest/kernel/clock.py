"""The one place that reads the wall clock; everything below the edge takes `now` as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """Return the aware UTC instant; inside `fixed` the instant given there."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Let `now()` answer `instant` in this context: for tests and for building the demonstration's past."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone is no instant")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
