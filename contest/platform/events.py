"""Says aloud, inside the same transaction, what happened; app.py lists who listens."""

from collections.abc import Callable

from blinker import Signal

from contest.kernel.events import Event

_happened = Signal("something happened in this installation")


def publish(event: Event) -> None:
    """Tell every listener; a listener that raises makes the whole act fail and roll back."""
    _happened.send(event)


def subscribe(listener: Callable[[Event], None]) -> None:
    """Let `listener` hear every event. Subscribed once a process, in app.py."""
    _happened.connect(listener, weak=False)
