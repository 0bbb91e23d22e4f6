"""Who may stand on a work beside its author: how many, asked how often, in which order, and who may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from contest.kernel.errors import N_, RuleBroken

ASKED, CONFIRMED, DECLINED, LEFT, REMOVED = "asked", "confirmed", "declined", "left", "removed"
# Who has a place on the list: the others said no, or were taken off.
ON_THE_LIST: Final = (ASKED, CONFIRMED)
FIELD: Final = "authors"
# Somebody who does not answer five letters has answered.
MOST_LETTERS: Final = 5

Item = TypeVar("Item")

_GONE: Final = {
    CONFIRMED: N_("You have confirmed already that you are an author of this work."),
    DECLINED: N_(
        "You have answered already that you are no author of this work. Ask who wrote to you to ask again."
    ),
    LEFT: N_("You have taken your name off this work. Ask who wrote to you to ask again."),
    REMOVED: N_("This question was taken back. Ask who wrote to you if you think that this is a mistake."),
}


class NotConfirmed(RuleBroken):
    """Somebody on the list has not answered yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one author where it is to be decided whether the work may be submitted.

    `obstacles`: the conditions of the contest keep the person from taking part; `out`: so does a duty in it, or
    they let their data lie unused; `untold`: they have not said all that the contest asks of its authors.
    """

    name: str
    in_category: int
    in_all: int
    obstacles: bool
    out: bool
    untold: bool = False


def check_open(state: str) -> None:
    """Refuse an answer to a question that is not open any more."""
    if state != ASKED:
        raise RuleBroken(_GONE[state])


def check_room(authors: int, most: int) -> None:
    """Refuse one author more than a work of the category may have; `authors` counts those there are."""
    if most == 1:
        raise RuleBroken(N_("A work of this category has one author."))
    if authors >= most:
        raise RuleBroken(
            N_("A work of this category may have %(most)d authors, and so many are on the list already."),
            most=most,
        )


def check_size(authors: int, most: int) -> None:
    """Refuse a list that is too long for the category, as after a change of the category."""
    if authors > most:
        raise RuleBroken(
            N_(
                "Authors on the list: %(authors)d; a work of this category may have %(most)d. Take somebody off, or"
                " choose another category."
            ),
            field=FIELD,
            authors=authors,
            most=most,
        )


def check_letters(letters: int) -> None:
    """Refuse to write ever again to somebody who does not answer."""
    if letters >= MOST_LETTERS:
        raise RuleBroken(
            N_(
                "This person was written to %(letters)d times already. Ask them in another way to answer the letter."
            ),
            letters=letters,
        )


def check_confirmed(waiting: Sequence[str]) -> None:
    """Refuse while somebody has not answered; `waiting` are their names."""
    if waiting:
        raise NotConfirmed(
            N_(
                "Not confirmed yet: %(names)s. Send the letter again or, if you cannot wait, submit without them."
            ),
            field=FIELD,
            names=", ".join(waiting),
        )


def check_standing(author: Standing, *, per_category: int, in_all: int | None) -> None:
    """Refuse a co-author who may not take part, or not with one work more; more is told to that person alone."""
    if author.out:
        raise RuleBroken(
            N_("%(name)s cannot take part in this contest. Take them off the list."),
            field=FIELD,
            name=author.name,
        )
    if author.obstacles:
        raise RuleBroken(
            N_(
                "%(name)s may not take part by the conditions of this contest; on their own page of this work they"
                " read why."
            ),
            field=FIELD,
            name=author.name,
        )
    if author.untold:
        raise RuleBroken(
            N_(
                "%(name)s has not said yet what the contest asks of its authors; they do so on their own page of this"
                " work."
            ),
            field=FIELD,
            name=author.name,
        )
    if author.in_category >= per_category or (in_all is not None and author.in_all >= in_all):
        raise RuleBroken(
            N_("%(name)s takes part with as many works already as one person may. Take them off the list."),
            field=FIELD,
            name=author.name,
        )


def moved(items: Sequence[Item], item: Item, step: int) -> list[Item]:
    """Return the order in which `item` stands one place further up (-1) or down (1); as it is at either end."""
    order = list(items)
    at = order.index(item)
    to = at + step
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order
