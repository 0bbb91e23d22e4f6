"""Takes single fields out of a JSON document and names the place of the one that is wrong."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from contest.kernel import text as kernel_text
from contest.kernel.errors import N_, RuleBroken

_ORDINARY = re.compile("[!-~]+(?: [!-~]+)*")


def parse(json_text: str) -> object:
    """Return the parsed document. Refuses NaN, Infinity and a name that stands twice in one object."""
    try:
        found: object = json.loads(
            json_text.removeprefix("\ufeff"), parse_constant=_refuse_constant, object_pairs_hook=_once_each
        )
    except json.JSONDecodeError as problem:
        raise RuleBroken(
            N_("line %(line)d, column %(column)d: this is not JSON (%(problem)s)."),
            line=problem.lineno,
            column=problem.colno,
            problem=problem.msg,
        ) from None
    except (RecursionError, ValueError):
        raise RuleBroken(N_("The file is nested too deeply or holds a number that is too long.")) from None
    return found


def record(value: object, place: str, *, needs: Iterable[str], may: Iterable[str] = ()) -> dict[str, object]:
    """Return an object's fields by name; refuses a missing one and an unknown one (often a misspelling)."""
    if not isinstance(value, dict):
        refuse(value, place, N_("%(place)s: an object with named fields is needed here, not %(found)s."))
    needed = list(needs)
    known = [*needed, *may]
    for name in value:
        if name not in known:
            raise RuleBroken(
                N_("%(place)s: there is no such field. The fields are %(known)s."),
                place=at(place, name),
                known=", ".join(known),
            )
    for name in needed:
        if name not in value:
            raise RuleBroken(N_("%(place)s: this field is missing."), place=at(place, name))
    return value


def items(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        refuse(value, place, N_("%(place)s: a list is needed here, not %(found)s."))
    return value


def text(value: object, place: str) -> str:
    """Return the text on one line in NFC, so that one word is one word however it was typed."""
    if not isinstance(value, str):
        refuse(value, place, N_("%(place)s: text in quotation marks is needed here, not %(found)s."))
    if _ORDINARY.fullmatch(value):
        return value
    try:
        return kernel_text.one_line(value)
    except RuleBroken as problem:
        raise RuleBroken(N_("%(place)s: %(problem)s"), place=place, problem=problem) from None


def whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        refuse(value, place, N_("%(place)s: a whole number is needed here, not %(found)s."))
    return value


def number(value: object, place: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        refuse(value, place, N_("%(place)s: a number is needed here, not %(found)s."))
    try:
        return float(value)
    except OverflowError:
        refuse("…", place, N_("%(place)s: this number is too large."))


def at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def refuse(value: object, place: str, message: str) -> NoReturn:
    """Raise the sentence with the place and the beginning of what stood there."""
    raise RuleBroken(message, place=place or N_("the file"), found=_shown(value))


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _refuse_constant(found: str) -> NoReturn:
    raise RuleBroken(N_("%(found)s is not a number that JSON knows. Write a plain number."), found=found)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise RuleBroken(
            N_('The name "%(name)s" stands twice in one object. Keep one of the two.'), name=twice
        )
    return fields
