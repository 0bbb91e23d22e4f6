"""What administrators do with the outbox."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRead(Event):
    """An administrator read a message to somebody else, with the links in it."""

    NAME: ClassVar[str] = "message.read"
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRetried(Event):
    """An administrator asked that a message is sent now."""

    NAME: ClassVar[str] = "message.retried"
    message_id: int
