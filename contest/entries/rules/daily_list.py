"""The list of a day's receipts: their digests, and the digest of the list before it, as lines that anybody can check.

    contest-receipts 1
    list 17
    day 2026-06-12 Asia/Ho_Chi_Minh
    before <digest of the list before, 64 hex digits; of the first list zeros>
    receipt <SHA-256 of a signed receipt>      one line each, in the order of the digests

A list's digest is the SHA-256 of these lines, each ended by a line feed. Nothing in it tells when in the day, in which
contest or from whom a receipt is; and as every signed receipt has chance in it (its number, the key of the entry),
nobody finds a digest who has a text. The public file has two lines more: `key` and `signature`, Ed25519 over the lines.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BEGINNING: Final = "0" * 64
# Longer than any submit takes: one that began before midnight is in by then.
REST: Final = timedelta(hours=1)
_HEAD: Final = re.compile(
    r"contest-receipts 1\nlist (\d+)\nday (\d{4}-\d\d-\d\d) (\S+)\nbefore ([0-9a-f]{64})\n"
    r"((?:receipt [0-9a-f]{64}\n)*)"
)


@dataclass(frozen=True, slots=True)
class DailyList:
    """What a list says; `receipts`: digests of signed receipts. `number` counts the lists from 1 without gaps."""

    number: int
    day: date
    zone: str
    before: str
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A list as it is kept: where it stands, its lines, their digest and the signature."""

    number: int
    day: date
    content: str
    digest: str
    signature: str


def digest(content: str) -> str:
    """Return what stands for a list, or for a signed receipt: SHA-256, 64 hex digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def written(found: DailyList) -> str:
    """Return the lines of the list."""
    head = [
        "contest-receipts 1",
        f"list {found.number}",
        f"day {found.day.isoformat()} {found.zone}",
        f"before {found.before}",
    ]
    return "".join(f"{line}\n" for line in (*head, *(f"receipt {each}" for each in sorted(found.receipts))))


def read(content: str) -> DailyList:
    """Return what the lines say. Raises ValueError where they are no list."""
    found = _HEAD.fullmatch(content)
    if found is None:
        raise ValueError("not the lines of a list")
    receipts = tuple(line.removeprefix("receipt ") for line in found[5].splitlines())
    return DailyList(int(found[1]), date.fromisoformat(found[2]), found[3], found[4], receipts)


def ends(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which the day is over in the zone."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def by_day(
    given: Iterable[tuple[datetime, str]], zone: ZoneInfo, *, now: datetime
) -> list[tuple[date, list[str]]]:
    """Return the digests of receipts, each with its instant, by the days that can be sealed now, the earliest first."""
    days: dict[date, list[str]] = {}
    for at, each in given:
        day = at.astimezone(zone).date()
        if now >= ends(day, zone) + REST:
            days.setdefault(day, []).append(each)
    return sorted(days.items())


def faults(kept: Iterable[Sealed], verifies: Callable[[bytes, str], bool]) -> Iterator[str]:
    """Name every list of the chain that is not as it was sealed, in their order; nothing where it is unbroken."""
    before, expected, last = BEGINNING, 1, date.min
    for each in kept:
        if each.number != expected:
            yield f"receipts: list {expected} is missing from the chain of daily lists"
        if not _is_as_sealed(each, verifies):
            yield f"receipts: the list of {each.day} was changed since it was sealed"
        elif each.number == expected and read(each.content).before != before:
            yield f"receipts: the list of {each.day} does not follow the list before it"
        if each.day <= last:
            yield f"receipts: the list of {each.day} stands behind that of a later day"
        before, expected, last = each.digest, each.number + 1, each.day


def _is_as_sealed(each: Sealed, verifies: Callable[[bytes, str], bool]) -> bool:
    try:
        said = read(each.content)
    except ValueError:
        return False
    is_own = (said.number, said.day, digest(each.content)) == (each.number, each.day, each.digest)
    return is_own and verifies(each.content.encode(), each.signature)
