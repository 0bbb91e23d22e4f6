"""Watches what the program says and asks while a test acts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from contest.kernel.events import Event
from contest.platform.database import db
from contest.platform.events import _happened


@contextmanager
def heard() -> Iterator[list[Event]]:
    """The events that are published inside, in order."""
    found: list[Event] = []
    listener = found.append
    _happened.connect(listener, weak=False)
    try:
        yield found
    finally:
        _happened.disconnect(listener)


@contextmanager
def slowed(kind: type[Event], *, seconds: float) -> Iterator[None]:
    """Hold every act up after such an event, so that what happens at once surely overlaps."""

    def wait(event: Event) -> None:
        if isinstance(event, kind):
            time.sleep(seconds)

    _happened.connect(wait)
    try:
        yield
    finally:
        _happened.disconnect(wait)


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that are sent to the database inside; in an application context."""
    found: list[str] = []

    def note(*sent: object) -> None:
        found.append(str(sent[2]))

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
        db.session.rollback()
