"""Fields of its own that an edition asks beside title and text: what they may be, and what is wrong with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

LINE, LONG, CHOICE, NUMBER, DATE, FILE, LINK = "line", "text", "choice", "number", "date", "file", "link"
KINDS: Final = (LINE, LONG, CHOICE, NUMBER, DATE, FILE, LINK)
LIMITED: Final = (NUMBER, DATE)  # kinds that may have a least and a greatest value
# A file is not searched for its author's name, nor is what a link leads to: judges never see either.
NOT_FOR_JUDGES: Final = (FILE, LINK)
FILE_KINDS: Final = ("docx", "pdf", "txt", "png", "jpg")

FIELDS: Final = 20  # in one category, those of all categories counted in
LABEL, HELP, OPTION = 120, 300, 120
OPTIONS: Final = (2, 30)
MEGABYTES: Final = (1, 20)
USUAL_MEGABYTES: Final = 5

_DAY: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_KEPT_DAY: Final = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_THOUSANDS: Final = re.compile(r"-?\d{1,3}([ .,\u00a0]\d{3})+")
_NUMBER: Final = re.compile(r"-?\d{1,15}([.,]\d{1,2})?")  # three decimals would look like thousands


@dataclass(frozen=True, slots=True)
class OwnField:
    """A question to authors. `least` and `most` are numbers or days as `number` and `day` write them, "" for none.

    `options` belong to a choice, `file_kinds` and `megabytes` to a file. `id` names the row that is changed.
    """

    label: str
    kind: str = LINE
    help: str = ""
    options: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    file_kinds: tuple[str, ...] = ()
    megabytes: int = USUAL_MEGABYTES
    is_required: bool = True
    for_judges: bool = False
    id: int | None = None


def number(typed: str) -> str:
    """Return a number as it is kept: no thousands, a point before the decimals. Raises ValueError."""
    typed = typed.strip()
    if _THOUSANDS.fullmatch(typed):
        typed = re.sub(r"[ .,\u00a0]", "", typed)
    if not _NUMBER.fullmatch(typed):
        raise ValueError(typed)
    try:
        return format(Decimal(typed.replace(",", ".")), "f")
    except InvalidOperation as error:
        raise ValueError(typed) from error


def day(typed: str) -> str:
    """Return a day as it is kept, 2026-12-31; it may be typed like 31/12/2026 as well. Raises ValueError."""
    typed = typed.strip()
    found = _DAY.fullmatch(typed)
    return (date(*map(int, found.groups()[::-1])) if found else date.fromisoformat(typed)).isoformat()


def clean(field: OwnField) -> OwnField:
    """Bring a field into the form it is kept in: only what its kind needs, limits as they are kept."""
    is_limited, is_file = field.kind in LIMITED, field.kind == FILE
    return replace(
        field,
        label=text.one_line(field.label),
        help=text.one_line(field.help),
        options=_options(field.options) if field.kind == CHOICE else (),
        least=_limit(field.kind, field.least) if is_limited else "",
        most=_limit(field.kind, field.most) if is_limited else "",
        file_kinds=tuple(kind for kind in FILE_KINDS if kind in field.file_kinds) if is_file else (),
        megabytes=field.megabytes if is_file else USUAL_MEGABYTES,
    )


def _options(typed: Sequence[str]) -> tuple[str, ...]:
    return tuple(option for option in map(text.one_line, typed) if option)


def _limit(kind: str, typed: str) -> str:
    try:
        return kept(kind, typed) if typed.strip() else ""
    except ValueError:
        return typed.strip()  # `problems` names it


def kept(kind: str, typed: str) -> str:
    """Return a number or a day as it is kept. Raises ValueError."""
    return number(typed) if kind == NUMBER else day(typed)


def order(kind: str, value: str) -> Decimal:
    """Return what a kept number or day is compared by."""
    return Decimal(value if kind == NUMBER else date.fromisoformat(value).toordinal())


def shown(kind: str, answer: str) -> str:
    """Return an answer as people write it: a day like 31/12/2026; everything else as it is kept."""
    return _KEPT_DAY.sub(r"\3/\2/\1", answer) if kind == DATE else answer


def problems(fields: Sequence[OwnField], path: str, *, common: int = 0) -> Iterator[RuleBroken]:
    """Name what is wrong with a list of fields; `common`: how many of all categories come on top of them."""
    if len(fields) + common > FIELDS:
        yield RuleBroken(
            N_("At most %(most)d questions can be asked in one category. Remove some."),
            field=path,
            most=FIELDS,
        )
    seen: set[str] = set()
    for position, field in enumerate(fields):
        here = f"{path}-{position}"
        yield from _words(field, here)
        yield from _CHECKS.get(field.kind, _nothing)(field, here)
        if field.label.casefold() in seen:
            yield RuleBroken(
                N_("“%(name)s” is here twice. Give each a name of its own."),
                field=f"{here}-label",
                name=field.label,
            )
        seen.add(field.label.casefold())


def _words(field: OwnField, path: str) -> Iterator[RuleBroken]:
    for name, value, least, most in (("label", field.label, 2, LABEL), ("help", field.help, 0, HELP)):
        if not least <= len(value) <= most:
            yield RuleBroken(
                N_("Write %(least)d to %(most)d characters here."),
                field=f"{path}-{name}",
                least=least,
                most=most,
            )
    if field.kind not in KINDS:
        yield RuleBroken(N_("Choose from the list what kind of answer is asked."), field=f"{path}-kind")
    if field.for_judges and field.kind in NOT_FOR_JUDGES:
        yield RuleBroken(
            N_("Judges never see files or links: nobody can search what is in them for the author's name."),
            field=f"{path}-for_judges",
        )


def _nothing(_: OwnField, __: str) -> Iterator[RuleBroken]:
    return iter(())


def _choice(field: OwnField, path: str) -> Iterator[RuleBroken]:
    least, most = OPTIONS
    if not least <= len(field.options) <= most:
        yield RuleBroken(
            N_("Write %(least)d to %(most)d answers to choose from, a line for each."),
            field=f"{path}-options",
            least=least,
            most=most,
        )
    if len({option.casefold() for option in field.options}) < len(field.options):
        yield RuleBroken(N_("Two of the answers are the same."), field=f"{path}-options")
    if any(len(option) > OPTION for option in field.options):
        yield RuleBroken(
            N_("One of the answers is too long: at most %(most)d characters."),
            field=f"{path}-options",
            most=OPTION,
        )


_UNREADABLE: Final = {
    NUMBER: N_("Write a number like 12 or 12.5, or nothing."),
    DATE: N_("Write a day like 31/12/2026, or nothing."),
}


def _limits(field: OwnField, path: str) -> Iterator[RuleBroken]:
    found = []
    for name, value in (("least", field.least), ("most", field.most)):
        try:
            if value:
                found.append(order(field.kind, kept(field.kind, value)))
        except ValueError:
            yield RuleBroken(_UNREADABLE[field.kind], field=f"{path}-{name}")
    if len(found) == len(LIMITED) and found[0] > found[1]:
        yield RuleBroken(
            N_("The first limit is beyond the last. Correct one of the two."), field=f"{path}-most"
        )


def _file(field: OwnField, path: str) -> Iterator[RuleBroken]:
    if not field.file_kinds:
        yield RuleBroken(N_("Choose at least one kind of file."), field=f"{path}-file_kinds")
    least, most = MEGABYTES
    if not least <= field.megabytes <= most:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field=f"{path}-megabytes",
            least=least,
            most=most,
        )


_CHECKS: Final = {CHOICE: _choice, NUMBER: _limits, DATE: _limits, FILE: _file}
