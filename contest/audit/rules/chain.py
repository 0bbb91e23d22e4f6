"""The hash chain: h_i = SHA-256(h_(i-1) || i || canonical event), as security.md 2.4 describes it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the chain sees it."""

    event_id: int
    at: datetime
    name: str
    actor_id: int | None
    edition_id: int | None
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link: position from 1, the event it stands for, its digest (64 hex digits)."""

    position: int
    event_id: int
    digest: str


def canonical(line: Line) -> bytes:
    """Write the event so that the same event is the same bytes on every machine and database."""
    content = [
        line.event_id,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.name,
        line.actor_id,
        line.edition_id,
        line.details,
    ]
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def link(previous: str, position: int, line: Line) -> str:
    """Return the digest of the link at `position` after a link with digest `previous`."""
    return hashlib.sha256(f"{previous}|{position}|".encode() + canonical(line)).hexdigest()


def first_fault(pairs: Iterable[tuple[Link, Line | None]]) -> str | None:
    """Return what is wrong at the first broken link, or None for a sound chain. `pairs` in order of position."""
    previous = BEGINNING
    for expected, (stored, line) in enumerate(pairs, start=1):
        if stored.position != expected:
            return f"link {expected} is missing from the audit chain"
        if line is None:
            return f"audit event {stored.event_id} (link {stored.position}) was deleted"
        if link(previous, stored.position, line) != stored.digest:
            return f"audit event {stored.event_id} (link {stored.position}) was changed"
        previous = stored.digest
    return None
