"""Sentences that explain an outcome, kept apart from their figures so that they can be translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Like RuleBroken, but nothing is refused: `message` is a msgid, `params` fill it, str() is English."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params
