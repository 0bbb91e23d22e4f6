"""What everybody may know of the prizes beside the tables: the money in all, how many may win, what decides ties."""

from dataclasses import dataclass

from contest.editions import queries
from contest.editions.rules import edition as rules
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.unit_prizes import UnitPrize, UnitPrizes
from contest.web import prize_words, unit_prize_words


@dataclass(frozen=True, slots=True)
class OfUnits:
    """The prizes for units: what each thing is worth (`formula`), and the rest in `sentences`."""

    prizes: tuple[UnitPrize, ...]
    formula: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prizes:
    """`money`: all prizes together, in whole đồng; `limits`, `ties` and who wins the `extra` prizes in words.

    `units`: the prizes for units, what brings them points and what else is said of them; None where there are none.
    """

    money: int
    extra: tuple[tuple[ExtraPrize, str], ...]
    limits: tuple[str, ...]
    ties: tuple[str, ...]
    units: OfUnits | None


def prizes(edition_id: int) -> Prizes:
    """Return it as it is set."""
    spec = queries.spec(edition_id)
    return Prizes(
        rules.prize_money(spec),
        tuple((each, prize_words.extra_prize(each)) for each in spec.extra_prizes),
        tuple(prize_words.caps(spec.caps)),
        tuple(prize_words.tie_rules(spec.ties)),
        of_units(spec.unit_prizes),
    )


def of_units(set_up: UnitPrizes) -> OfUnits | None:
    """Return what is said of prizes for units."""
    if not set_up.is_on:
        return None
    return OfUnits(
        set_up.prizes,
        tuple(unit_prize_words.formula(set_up)),
        tuple(unit_prize_words.sentences(set_up)),
    )
