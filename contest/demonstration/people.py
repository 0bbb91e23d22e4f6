"""Believable people for the demonstration: name, birth year, address, phone, unit; none of them exists."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from contest.demonstration.names import name
from contest.demonstration.units import Unit
from contest.kernel.text import fold

EARLIEST_BIRTH, LATEST_BIRTH = 1961, 2004
DOMAINS = ("example.org", "thu.example", "mail.example", "hopthu.example")  # reserved: no mail can arrive
NUMBERS = 10_000
STRIDE = 3_301  # coprime to NUMBERS: walks through all of them before the first comes again


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    birth_year: int
    email: str
    phone: str | None
    unit: Unit


def people(rng: random.Random, count: int, *, units: Sequence[Unit]) -> list[Person]:
    """Make that many people; addresses never repeat, phone numbers not before the ten-thousandth."""
    places = [unit for unit in units if unit.parent is not None] or list(units)
    used: set[str] = set()
    first = rng.randrange(NUMBERS)
    return [_person(rng, places, used, (first + index * STRIDE) % NUMBERS) for index in range(count)]


def _person(rng: random.Random, places: list[Unit], used: set[str], number: int) -> Person:
    birth_year = min(
        rng.randint(EARLIEST_BIRTH, LATEST_BIRTH), rng.randint(EARLIEST_BIRTH + 10, LATEST_BIRTH)
    )
    full = name(rng, birth_year)
    # 0900 00x xxx: no operator has given out numbers of this block
    phone = f"0900 00{number // 1000} {number % 1000:03}" if rng.random() < 0.85 else None
    return Person(full, birth_year, _email(rng, full, birth_year, used), phone, rng.choice(places))


def _email(rng: random.Random, full: str, birth_year: int, used: set[str]) -> str:
    words = [
        "".join(sign for sign in fold(word) if sign.isascii() and sign.isalnum()) for word in full.split()
    ]
    initials = "".join(word[0] for word in words[:-1])
    stem = rng.choice(
        (f"{words[-1]}.{words[0]}", f"{words[-1]}{initials}", "".join(words), f"{initials}.{words[-1]}")
    )
    number = rng.choice((birth_year % 100, birth_year, rng.randrange(1, 999)))
    while f"{stem}{number}" in used:
        number += rng.randrange(1, 1000)
    used.add(f"{stem}{number}")
    return f"{stem}{number}@{rng.choice(DOMAINS)}"
