"""What is written inside a seal: the entry, or in a later round the blind copy of the round before."""

import json
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """Where a seal leads to: an entry, or a former blind copy.

    `nonce`: what hides it in the public commitment to the round (kernel/verifier.py); "" where there is none.
    """

    to: Literal["entry", "copy"]
    id: int
    nonce: str = ""


def written(link: Link) -> bytes:
    """Return the bytes to be sealed."""
    return json.dumps({link.to: link.id, **({"nonce": link.nonce} if link.nonce else {})}).encode()


def read(content: bytes) -> Link:
    """Return what was sealed. Raises ValueError for anything that `written` does not write."""
    found = json.loads(content)
    nonce = found.pop("nonce", "") if isinstance(found, dict) else None
    if isinstance(nonce, str) and len(found) == 1:
        [(to, at)] = found.items()
        if to in {"entry", "copy"} and type(at) is int:
            return Link(to, at, nonce)
    raise ValueError("this is not what a seal holds")
