"""Who wins the prizes beside the tables, once identities are open: one complete order, ties by the better standing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from contest.editions.rules.extra_prizes import OLDEST, PROMISING, RANKED, ExtraPrize
from contest.results.rules.ranking import drawn

Person = TypeVar("Person")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work with what decides: its author of record, born when, the last round it reached and how it stood there."""

    entry_id: int
    author_id: int
    birth_year: int | None
    round: int
    value: Fraction
    place: int
    code: str
    has_prize: bool = False


def winners(
    prize: ExtraPrize, candidates: Iterable[Candidate], *, last_round: int, seed: str
) -> tuple[Candidate, ...]:
    """Return who wins a prize by year of birth, the first first; each author once, with the best work.

    Whose year of birth is not known cannot win it. Of the same year the better standing decides: the later round, the
    higher score, the better place, then the draw from the seed.
    """
    found: dict[int, Candidate] = {}
    for each in sorted(
        (each for each in candidates if _may_win(prize, each, last_round)),
        key=lambda each: (_year(prize, each), _standing(each, seed)),
    ):
        found.setdefault(each.author_id, each)
    return tuple(found.values())[: prize.count]


def _may_win(prize: ExtraPrize, each: Candidate, last_round: int) -> bool:
    if each.birth_year is None or (prize.only_without and each.has_prize):
        return False
    if prize.among == RANKED and each.round != last_round:
        return False
    return prize.kind != PROMISING or each.birth_year >= (prize.born_from or 0)


def _year(prize: ExtraPrize, each: Candidate) -> int:
    if prize.kind == PROMISING:
        return 0
    return (each.birth_year or 0) if prize.kind == OLDEST else -(each.birth_year or 0)


def _standing(each: Candidate, seed: str) -> tuple[int, Fraction, int, str, str]:
    return -each.round, -each.value, each.place, drawn(seed, each.code), each.code


def beyond(
    prizes: Iterable[str], authors: Mapping[str, Collection[Person]], limit: int
) -> tuple[tuple[str, ...], ...]:
    """Return the codes of each author who has more prizes than the limit, in an order that tells nothing of who it is.

    `prizes`: a code for each prize, a code that has two of them twice; `authors`: who wrote the works of these codes.
    """
    won: dict[Person, list[str]] = {}
    for code in sorted(prizes):
        for person in authors[code]:
            won.setdefault(person, []).append(code)
    return tuple(sorted({tuple(dict.fromkeys(codes)) for codes in won.values() if len(codes) > limit}))
