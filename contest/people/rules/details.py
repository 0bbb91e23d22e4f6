"""What a person's details must look like."""

import re

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

EARLIEST_BIRTH_YEAR = 1900
YOUNGEST = 10
LONGEST_NAME = 100

# A name stands in mails and on certificates: with a space after each dot no mail program makes a link of it.
_DOT_WITHOUT_SPACE = re.compile(r"\.(?=\S)")


def full_name(value: str) -> str:
    """Return the name on one line. Raises RuleBroken."""
    name = text.one_line(_DOT_WITHOUT_SPACE.sub(". ", text.one_line(value)))
    if not 2 <= len(name) <= LONGEST_NAME:
        raise RuleBroken(
            N_("Write your full name, as on your papers: 2 to %(longest)d letters."),
            field="full_name",
            longest=LONGEST_NAME,
        )
    if any(sign in name for sign in "<>@/\\:;{}[]=") or any(c.isdigit() for c in name):
        raise RuleBroken(N_("A name has letters only. Remove digits and signs."), field="full_name")
    return name


def birth_year(value: int | str | None, *, this_year: int) -> int:
    """Return a believable birth year, given as a number or as typed. Raises RuleBroken."""
    typed = str(value or "").strip()
    year = int(typed) if len(typed) == 4 and typed.isascii() and typed.isdigit() else 0
    if not EARLIEST_BIRTH_YEAR <= year <= this_year - YOUNGEST:
        raise RuleBroken(
            N_("Write the year of your birth with four digits, from %(first)d to %(last)d."),
            field="birth_year",
            first=EARLIEST_BIRTH_YEAR,
            last=this_year - YOUNGEST,
        )
    return year


def phone(value: str) -> str | None:
    """Return the phone number with its spaces taken out, None when left empty. Raises RuleBroken."""
    digits = "".join(c for c in text.one_line(value) if c not in " .-()")
    if not digits:
        return None
    number = digits.removeprefix("+")
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 15):
        raise RuleBroken(
            N_("Write the phone number with digits only, like 0912 345 678, or leave it empty."),
            field="phone",
        )
    return digits
