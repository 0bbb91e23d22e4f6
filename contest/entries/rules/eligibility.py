"""Whether somebody may enter by the conditions of the edition; each sentence says what is asked and what is known."""

from contest.editions.rules.conditions import Conditions
from contest.kernel.errors import N_, RuleBroken


def check_birth_year(birth_year: int | None, conditions: Conditions) -> None:
    """Refuse who was born too early or too late, or has not said when. Raises RuleBroken."""
    first, last = conditions.born_from, conditions.born_until
    if first is None and last is None:
        return
    if birth_year is None:
        raise RuleBroken(
            N_("This contest asks for the year of birth. Write yours under “Your account”, “Your details”.")
        )
    if first is not None and birth_year < first:
        raise RuleBroken(
            N_(
                "This contest is for people born in %(first)d or later; your account says %(year)d. If that is wrong,"
                " correct it under “Your account”."
            ),
            first=first,
            year=birth_year,
        )
    if last is not None and birth_year > last:
        raise RuleBroken(
            N_(
                "This contest is for people born in %(last)d or earlier; your account says %(year)d. If that is wrong,"
                " correct it under “Your account”."
            ),
            last=last,
            year=birth_year,
        )


def check_unit(*, is_admitted: bool) -> None:
    """Refuse who belongs to none of the units that may take part."""
    if not is_admitted:
        raise RuleBroken(
            N_(
                "This contest is for certain units, and the unit in your account is none of them. If it is wrong,"
                " correct it under “Your account”."
            )
        )


def check_works_in_all(others: int, conditions: Conditions) -> None:
    """Refuse one work more than an author may submit in all categories together."""
    limit = conditions.works_in_all
    if limit is not None and others >= limit:
        raise RuleBroken(
            N_(
                "Works that you have submitted in this contest: %(others)d; allowed in all categories together:"
                " %(limit)d. Withdraw a work first if this one is to count."
            ),
            others=others,
            limit=limit,
        )
