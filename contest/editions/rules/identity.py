"""What an edition asks of an author about the own person, each with its purpose, and who needs a guardian's word.

Nothing is asked by default; name, year of birth, unit and e-mail address stand in the account already. Pictures of
papers are no kind: nobody can ask for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

PEN_NAME, POSITION, ACADEMIC_TITLE = "pen_name", "position", "academic_title"
ADDRESS, PHONE, ID_NUMBER = "address", "phone", "id_number"
KINDS: Final = (PEN_NAME, POSITION, ACADEMIC_TITLE, ADDRESS, PHONE, ID_NUMBER)
# What may harm a person in wrong hands is asked for a purpose in the organisers' own words, or not at all.
SENSITIVE: Final = frozenset({ID_NUMBER})
PURPOSE: Final = (10, 300)
OF_AGE: Final = (16, 21)
ID_LENGTHS: Final = (12, 9)  # of a citizen's number, and of the old one


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind that is asked; an empty purpose stands for the program's own sentence."""

    kind: str
    is_required: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class IdentitySpec:
    """What is asked, and from which age on an author needs no guardian."""

    fields: tuple[Asked, ...] = ()
    of_age: int = 18

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(each.kind for each in self.fields)


NOTHING_ASKED: Final = IdentitySpec()


def clean(spec: IdentitySpec) -> IdentitySpec:
    """Bring the purposes into the form they are kept in, the kinds into their order."""
    by_kind = {each.kind: replace(each, purpose=text.one_line(each.purpose)) for each in spec.fields}
    return replace(spec, fields=tuple(by_kind[kind] for kind in KINDS if kind in by_kind))


def problems(spec: IdentitySpec) -> Iterator[RuleBroken]:
    """Name what is wrong. `field` is of_age, or the kind with _purpose behind it."""
    for each in spec.fields:
        yield from _purpose(each)
    if not OF_AGE[0] <= spec.of_age <= OF_AGE[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field="of_age",
            least=OF_AGE[0],
            most=OF_AGE[1],
        )


def _purpose(each: Asked) -> Iterator[RuleBroken]:
    field = f"{each.kind}_purpose"
    if not each.purpose and each.kind in SENSITIVE:
        yield RuleBroken(
            N_("Write what this is needed for: authors read it, and without a purpose it must not be asked."),
            field=field,
        )
    elif each.purpose and not PURPOSE[0] <= len(each.purpose) <= PURPOSE[1]:
        yield RuleBroken(
            N_("Write the purpose in %(least)d to %(most)d characters."),
            field=field,
            least=PURPOSE[0],
            most=PURPOSE[1],
        )


def may_be_under_age(birth_year: int, spec: IdentitySpec, *, closing: date) -> bool:
    """Tell whether somebody born in that year can still be under age on the closing day: the birthday is not known."""
    return closing < date(birth_year + spec.of_age, 12, 31)


def id_number(value: str) -> str:
    """Return the number of a person's papers as digits alone, "" for nothing. Raises RuleBroken."""
    digits = "".join(char for char in text.one_line(value) if char not in " .-")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in ID_LENGTHS):
        raise RuleBroken(
            N_("Write the number as on the papers: 12 digits on a citizen's card, 9 on an old one."),
            field=ID_NUMBER,
        )
    return digits
