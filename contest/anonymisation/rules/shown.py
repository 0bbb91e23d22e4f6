"""What judges are shown of a work, as one digest: what the public commitment to a round binds."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A blind copy as judges get it.

    `pages`: the SHA-256 of each page image, in order; `recording`: that of the recording beside it, "" without one.
    """

    title: str
    kind: str
    html: str
    words: int
    own: Sequence[Mapping[str, Any]]
    pages: Sequence[str]
    recording: str = ""


def digest(shown: Shown) -> str:
    """Return the SHA-256 of it: JSON in UTF-8 with sorted keys and no spaces."""
    content = json.dumps(asdict(shown), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
