"""What everybody may know of the prizes beside the tables: the money in all, how many may win, what decides ties."""

from dataclasses import dataclass

from contest.editions import queries
from contest.editions.rules import edition as rules
from contest.web import prize_words


@dataclass(frozen=True, slots=True)
class Prizes:
    """`money`: all prizes together, in whole đồng; `limits` and `ties` in words."""

    money: int
    limits: tuple[str, ...]
    ties: tuple[str, ...]


def prizes(edition_id: int) -> Prizes:
    """Return it as it is set."""
    spec = queries.spec(edition_id)
    return Prizes(
        rules.prize_money(spec), tuple(prize_words.caps(spec.caps)), tuple(prize_words.tie_rules(spec.ties))
    )
