"""What everybody may know of the prizes beside the tables: the money in all, how many may win, what decides ties."""

from dataclasses import dataclass

from contest.editions import queries
from contest.editions.rules import edition as rules
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.web import prize_words


@dataclass(frozen=True, slots=True)
class Prizes:
    """`money`: all prizes together, in whole đồng; `limits`, `ties` and who wins the `extra` prizes in words."""

    money: int
    extra: tuple[tuple[ExtraPrize, str], ...]
    limits: tuple[str, ...]
    ties: tuple[str, ...]


def prizes(edition_id: int) -> Prizes:
    """Return it as it is set."""
    spec = queries.spec(edition_id)
    return Prizes(
        rules.prize_money(spec),
        tuple((each, prize_words.extra_prize(each)) for each in spec.extra_prizes),
        tuple(prize_words.caps(spec.caps)),
        tuple(prize_words.tie_rules(spec.ties)),
    )
