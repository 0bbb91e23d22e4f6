"""Whether a person can be erased now, and what stays of them: decided from what all parts know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contest.entries.rules.leaving import Fate
from contest.people.rules.erasure import DUTY, LAST_ADMINISTRATOR, PRIZE, STAYS, WORK


@dataclass(frozen=True, slots=True)
class Facts:
    """What an erasure depends on. `works`: what becomes of each; `staying`: reasons of the tables with rows.

    `named`: works with a prize that was published with a name; True: the own, False: a pen name.
    """

    works: Mapping[int, Fate]
    staying: Collection[str]
    has_duty: bool
    is_last_administrator: bool
    named: Mapping[int, bool]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an erasure waits for and what would stay, as keys of the sentences.

    `kept`: works with a prize; `named`: those of them published with a name.
    """

    waits: tuple[str, ...]
    stays: tuple[str, ...]
    kept: tuple[int, ...]
    named: tuple[int, ...]
    keeps_name: bool


def decide(facts: Facts) -> Outlook:
    """Return what an erasure would wait for and leave."""
    kept = tuple(entry_id for entry_id, fate in facts.works.items() if fate is Fate.STAYS)
    reasons = (
        (WORK, Fate.WAITS in facts.works.values()),
        (DUTY, facts.has_duty),
        (LAST_ADMINISTRATOR, facts.is_last_administrator),
    )
    staying = {*facts.staying} - {PRIZE} | ({PRIZE} if kept else set())
    return Outlook(
        waits=tuple(reason for reason, holds in reasons if holds),
        stays=tuple(reason for reason in STAYS if reason in staying),
        kept=kept,
        named=tuple(facts.named),
        keeps_name=any(facts.named.values()),
    )
