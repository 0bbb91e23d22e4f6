"""How units win prizes, in words: for the settings, the public page and the rules as they were fixed."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from contest.editions.rules import unit_formula, unit_prizes
from contest.editions.rules.unit_formula import Figures, Term
from contest.editions.rules.unit_prizes import UnitPrizes
from contest.web.templating import points

MEASURES: Mapping[str, LazyString] = {
    "submitted": lazy_gettext("each work sent in"),
    "admitted": lazy_gettext("each work accepted by the screening"),
    "finalists": lazy_gettext("each work judged in the last round"),
    "rate": lazy_gettext("each work sent in on 100 people of the unit"),
}
CREDITS: Mapping[str, LazyString] = {
    unit_prizes.CONTACT: lazy_gettext("for the unit of the author who sent it in"),
    unit_prizes.SPLIT: lazy_gettext("in equal parts for the units of its authors"),
    unit_prizes.EACH: lazy_gettext("once for each unit that one of its authors belongs to"),
}


def measure(term: Term) -> str:
    """Say what a part of the sum counts."""
    if term.measure == unit_formula.PRIZE:
        return str(gettext("each “%(prize)s”", prize=term.prize))
    return str(MEASURES[term.measure])


def formula(set_up: UnitPrizes) -> list[str]:
    """Say what each thing is worth: "1 point for each work sent in"."""
    parts = unit_formula.terms(set_up, unit_formula.Figures())
    return [
        ngettext(
            "%(points)s point for %(what)s",
            "%(points)s points for %(what)s",
            1 if part.points == 1 else 2,
            points=points(part.points),
            what=measure(part),
        )
        for part in parts
    ]


def counted(way: str) -> str:
    """Say which units are ranked."""
    if kind := unit_prizes.kind(way):
        return str(
            gettext(
                "Ranked are units of the kind “%(kind)s”; works of the units below count for them.", kind=kind
            )
        )
    if (level := unit_prizes.level(way)) is not None:
        return str(
            gettext(
                "Ranked are the units of level %(level)d of the list of units, from the top; works of the units below"
                " count for them.",
                level=level,
            )
        )
    return str(gettext("Ranked is each unit that authors belong to, by itself."))


def gates(set_up: UnitPrizes) -> list[str]:
    """Say what a unit needs beside points; nothing where it needs nothing."""
    said = []
    if set_up.admitted_least is not None:
        said.append(
            ngettext(
                "A unit needs at least one work accepted by the screening.",
                "A unit needs at least %(num)d works accepted by the screening.",
                set_up.admitted_least,
            )
        )
    if len(set_up.enough) == 1:
        said.append(gettext("A unit needs at least one “%(prize)s”.", prize=set_up.enough[0]))
    elif set_up.enough:
        said.append(
            gettext("A unit needs at least one of these prizes: %(prizes)s.", prizes=", ".join(set_up.enough))
        )
    return said


def credit(way: str) -> str:
    """Say whom a work by authors of several units counts for."""
    return str(gettext("A work by authors of several units counts %(how)s.", how=CREDITS[way]))


def sentences(set_up: UnitPrizes) -> list[str]:
    """Say all of it but the formula, sentence by sentence."""
    return [
        counted(set_up.counted),
        *gates(set_up),
        credit(set_up.credit),
        gettext(
            "The program ranks the units after the names are opened. The organisers choose; where they choose"
            " otherwise than the ranking, or leave a prize empty, they publish why."
        ),
    ]


def shut(which: Sequence[str], set_up: UnitPrizes) -> list[str]:
    """Say which gates a unit does not pass, by what it would need."""
    said = {
        unit_formula.ADMITTED_LEAST: gettext(
            "fewer than %(least)s works accepted", least=set_up.admitted_least
        ),
        unit_formula.ENOUGH: gettext("none of the prizes that are needed"),
    }
    return [said[each] for each in which]


def nobody_left() -> str:
    """Say why the ranking itself leaves a prize empty."""
    return str(gettext("No further unit has all that the rules ask for."))


# The measures as columns.
COLUMNS: Mapping[str, LazyString] = {
    "submitted": lazy_gettext("Sent in"),
    "admitted": lazy_gettext("Accepted"),
    "finalists": lazy_gettext("In the last round"),
    "rate": lazy_gettext("On 100 people"),
}


def won(set_up: UnitPrizes, figures: Figures) -> str:
    """Say which prizes of the tables the works of a unit won, those of the formula first and in its order."""
    ordered = dict.fromkeys((*(each.prize for each in set_up.points), *sorted(figures.prizes)))
    return "; ".join(
        f"{prize}: {points(figures.prizes[prize])}" for prize in ordered if prize in figures.prizes
    )


def sum_of(set_up: UnitPrizes, figures: Figures) -> str:
    """Write the sum that a unit's points are: only what brings it some."""
    parts = [part for part in unit_formula.terms(set_up, figures) if part.product]
    return " + ".join(f"{points(part.number)} × {points(part.points)}" for part in parts) or "0"
