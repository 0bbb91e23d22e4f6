"""What the contact of a unit sees in an edition: numbers, and the names of people who agreed to be shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from contest.entries import unit_counts
from contest.entries.rules import states
from contest.people import members
from contest.people.rules.consent import UNIT_CONTACT

# Of fewer authors the contact could tell what was decided about whom; of fewer people, who has begun to write.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the secretariat decided; works that went to the judges were accepted."""

    accepted: int
    returned: int
    refused: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who agreed to be shown, with how many works they have submitted."""

    name: str
    works: int


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """Numbers of the unit with all below it. `drafts`, `decisions`: None where too few people would show through."""

    units: int
    accounts: int
    drafts: int | None
    submitted: int
    decisions: Decisions | None
    people: tuple[Shown, ...]


def own_unit(edition_id: int, unit_id: int, *, on: date) -> OwnUnit:
    """Return what the contact may see. Raises NotFound for an unknown unit."""
    unit_ids = members.domain(unit_id, on)
    accounts = members.accounts(unit_ids)
    by_author = unit_counts.submitted(edition_id, unit_ids)
    in_all: Counter[str] = sum(by_author.values(), Counter())
    return OwnUnit(
        units=len(unit_ids),
        accounts=len(accounts),
        drafts=_drafts(edition_id, accounts) if len(accounts) >= FEWEST else None,
        submitted=in_all.total(),
        decisions=_decisions(in_all) if len(by_author) >= FEWEST else None,
        people=tuple(
            Shown(name, by_author[who].total() if who in by_author else 0)
            for who, name in members.agreed(unit_ids, UNIT_CONTACT.purpose)
        ),
    )


def _drafts(edition_id: int, accounts: frozenset[int]) -> int:
    by_author = unit_counts.drafts_by_author(edition_id)
    return sum(count for author, count in by_author.items() if author in accounts)


def _decisions(by_state: Counter[str]) -> Decisions:
    return Decisions(
        accepted=by_state[states.ACCEPTED] + by_state[states.CODED],
        returned=by_state[states.RETURNED],
        refused=by_state[states.REFUSED],
    )
