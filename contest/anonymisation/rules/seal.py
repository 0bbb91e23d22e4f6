"""What is written inside a seal: the entry, or in a later round the blind copy of the round before."""

import json
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """Where a seal leads to: an entry, or a former blind copy."""

    to: Literal["entry", "copy"]
    id: int


def written(link: Link) -> bytes:
    """Return the bytes to be sealed."""
    return json.dumps({link.to: link.id}).encode()


def read(content: bytes) -> Link:
    """Return what was sealed. Raises ValueError for anything that `written` does not write."""
    found = json.loads(content)
    if isinstance(found, dict) and len(found) == 1:
        [(to, at)] = found.items()
        if to in {"entry", "copy"} and type(at) is int:
            return Link(to, at)
    raise ValueError("this is not what a seal holds")
