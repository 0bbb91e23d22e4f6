"""What judges and secretaries of the demonstration write: comments by level, reasons to refuse, return, recuse."""

import random
from decimal import Decimal

from contest.demonstration.phrasebook import book, expand

# The least share of the maximum for each level, highest first.
LEVELS = ((Decimal("0.85"), "excellent"), (Decimal("0.70"), "good"), (Decimal("0.50"), "fair"))
LOWEST_LEVEL = "weak"


def level(share: Decimal) -> str:
    return next((name for least, name in LEVELS if share >= least), LOWEST_LEVEL)


def comment(rng: random.Random, share: Decimal) -> str:
    """Write a judge's comment that fits marks of that share (0 to 1) of the maximum."""
    return _line(rng, level(share))


def refusal(rng: random.Random) -> str:
    return _line(rng, "refuse")


def return_reason(rng: random.Random) -> str:
    return _line(rng, "return")


def recusal(rng: random.Random) -> str:
    return _line(rng, "recuse")


def _line(rng: random.Random, section: str) -> str:
    return expand(rng.choice(book("comments").lines(section)), rng, _no_slots)


def _no_slots(slot: str) -> str:
    message = f"comments have no slots, but one asks for {slot}"
    raise KeyError(message)
