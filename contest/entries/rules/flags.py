"""What a secretary should look at in a work, each with the rule that it comes from. A person decides, never this."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from contest.editions.rules.conditions import Conditions
from contest.kernel.errors import N_, RuleBroken

AGE, UNIT, CAP, AUTHORS, GRACE = "age", "unit", "cap", "authors", "grace"
LENGTH, KIND, SAID = "length", "kind", "said"
BARRED, WON = "barred", "won"
# The gravest first, as they stand in the queue and on the page of a work.
KINDS: Final = (BARRED, AGE, UNIT, CAP, AUTHORS, SAID, KIND, LENGTH, GRACE, WON)


@dataclass(frozen=True, slots=True)
class Flag:
    """`message` and `params` are a sentence to be translated."""

    kind: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a work: `in_category`, `in_all` count the works that take part, this one as well."""

    account_id: int
    name: str
    email: str
    id_number: str
    birth_year: int | None
    unit_name: str
    is_admitted: bool
    in_category: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules allow of works of a category; `grace_minutes` None where the work came in time."""

    category: str
    works_per_author: int
    authors_most: int
    conditions: Conditions
    grace_minutes: int | None = None


def flags(
    authors: tuple[Author, ...], limits: Limits, broken: tuple[tuple[str, RuleBroken], ...]
) -> list[Flag]:
    """Return the flags of a work, the gravest first; `broken`: what is wrong with its form, each with its kind."""
    found = [
        *(flag for each in authors for flag in _of_author(each, limits)),
        *_of_work(len(authors), limits),
        *(Flag(kind, problem.message, dict(problem.params)) for kind, problem in broken),
    ]
    return sorted(found, key=lambda flag: KINDS.index(flag.kind))


def _of_author(author: Author, limits: Limits) -> Iterator[Flag]:
    yield from _age(author, limits.conditions)
    if not author.is_admitted:
        yield Flag(
            UNIT,
            N_(
                "%(unit)s, the unit of %(who)s, is none of those that may take part. Rule: people of certain units."
            ),
            {"unit": author.unit_name or "–", "who": author.name},
        )
    if author.in_category > limits.works_per_author:
        yield Flag(
            CAP,
            N_(
                "%(who)s has %(count)d works in “%(category)s”, as author or co-author. Rule: at most %(limit)d of one"
                " person in this category."
            ),
            {"who": author.name, "count": author.in_category, "category": limits.category,
             "limit": limits.works_per_author},
        )  # fmt: skip
    most = limits.conditions.works_in_all
    if most is not None and author.in_all > most:
        yield Flag(
            CAP,
            N_(
                "%(who)s has %(count)d works in this contest, as author or co-author. Rule: at most %(limit)d of one"
                " person in all categories together."
            ),
            {"who": author.name, "count": author.in_all, "limit": most},
        )


def _age(author: Author, conditions: Conditions) -> Iterator[Flag]:
    first, last, year = conditions.born_from, conditions.born_until, author.birth_year
    if first is None and last is None:
        return
    if year is None:
        yield Flag(
            AGE,
            N_("The year of birth of %(who)s is not known. Rule: people born in certain years."),
            {"who": author.name},
        )
    elif first is not None and year < first:
        yield Flag(
            AGE,
            N_("%(who)s was born in %(year)d. Rule: born in %(limit)d or later."),
            {"who": author.name, "year": year, "limit": first},
        )
    elif last is not None and year > last:
        yield Flag(
            AGE,
            N_("%(who)s was born in %(year)d. Rule: born in %(limit)d or earlier."),
            {"who": author.name, "year": year, "limit": last},
        )


def _of_work(authors: int, limits: Limits) -> Iterator[Flag]:
    if authors > limits.authors_most:
        yield Flag(
            AUTHORS,
            N_("The work has %(count)d authors. Rule: at most %(limit)d of a work in “%(category)s”."),
            {"count": authors, "limit": limits.authors_most, "category": limits.category},
        )
    if limits.grace_minutes is not None:
        yield Flag(
            GRACE,
            N_("It came after the closing time. Rule: works are taken in for %(minutes)d minutes after it."),
            {"minutes": limits.grace_minutes},
        )
