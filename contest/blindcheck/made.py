"""What stands in the scratch installation of a check: its people, works and judges, and what could not be tried."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from contest.anonymisation import queries as blind
from contest.blindcheck.people import Author
from contest.blindcheck.scratch import Copied, Scratch
from contest.blindcheck.search import Secret
from contest.blindcheck.ways import Turn, Way
from contest.editions import queries as editions
from contest.kernel.errors import ContestError, RuleBroken
from contest.reports.blindness import Untried

_CANARY: Final = re.compile(r"ZQX\w+", re.IGNORECASE)


@dataclass(slots=True)
class Made:
    """What stands in the scratch installation. `left_out` names what could not be tried, and why."""

    scratch: Scratch
    copied: Copied
    edition_id: int = 0
    slug: str = ""
    officials: dict[str, int] = field(default_factory=dict)
    judges: dict[int, str] = field(default_factory=dict)  # to their addresses
    authors: dict[str, Author] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)  # of the authors
    turns: dict[str, Turn] = field(default_factory=dict)  # what each author is to hand in
    ways: dict[str, Way] = field(default_factory=dict)  # how each work was handed in
    left_out: list[Untried] = field(default_factory=list)
    why_nothing: RuleBroken | None = None  # the first reason why a work could not be handed in
    rendition_keys: dict[str, str] = field(default_factory=dict)
    holders: dict[int, bytes] = field(default_factory=dict)  # of keys: what each has to enter, by account
    traces: list[Secret] = field(default_factory=list)  # of works, before they were sealed

    @property
    def needed(self) -> int:
        """How many holders open together."""
        return self.copied.spec.sealing.keys_needed

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.copied.spec.time_zone)

    @property
    def born(self) -> int:
        """A year of birth with which one may take part."""
        limits = self.copied.spec.conditions
        return min(max(1980, limits.born_from or 0), limits.born_until or 9999)

    @property
    def rounds(self) -> list[int]:
        return [each.id for each in self.scratch.read(editions.rounds, self.edition_id)]

    def codes(self, round_id: int) -> dict[str, str]:
        """Return the codes of a round by the letters of the authors, found by the words of the titles."""
        found = self.scratch.read(blind.blind_copies, round_id)
        return {copy.title.partition("WORK")[2][:1]: copy.code for copy in found}

    def leave_out(self, what: str, kind: str, problem: ContestError) -> None:
        """Note what cannot be tried, and why."""
        broken = problem if isinstance(problem, RuleBroken) else RuleBroken(str(problem))
        filled = {name: self._harmless(_plain(value)) for name, value in broken.params.items()}
        self.left_out.append(Untried(what, kind, broken.message, filled))

    def _harmless(self, value: str | float) -> str | float:
        """Leave out what leads to somebody, as names of made-up files do: the report may be published."""
        if not isinstance(value, str):
            return value
        for author in self.authors.values():
            value = value.replace(author.name, "…")
        return _CANARY.sub("…", value)

    def by(self, official: str, now: datetime) -> dict[str, Any]:
        return {"actor_id": self.officials[official], "now": now}


def _plain(value: object) -> str | float:
    """What fills a sentence, as JSON keeps it: numbers stay numbers."""
    if isinstance(value, int | float | Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value)
