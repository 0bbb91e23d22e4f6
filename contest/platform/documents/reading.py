"""What reading a file gives, whatever its kind: text, flags, and what was left out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Removed:
    """Something of the author's file that no judge sees, for the secretary: `kind` is a short identifier."""

    kind: str
    text: str
