"""What an author says about the own person with an entry, and who agrees in place of an author under age."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from contest.editions.rules import identity
from contest.editions.rules.identity import KINDS, PEN_NAME, IdentitySpec
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.people.rules import addresses, details
from contest.people.rules.consent import ConsentText

LINES: Final[Mapping[str, tuple[int, int]]] = {
    PEN_NAME: (2, 100),
    identity.POSITION: (2, 150),
    identity.ACADEMIC_TITLE: (2, 100),
    identity.ADDRESS: (8, 300),
}
RELATION, CONTACT = (2, 60), 200
_SIGNS: Final = "<>@/\\:;{}[]="  # a pen name is printed where names are, so it is none of addresses either

GUARDIAN: Final = ConsentText(
    purpose="guardian",
    version="2026-11-1",
    text=N_(
        "I am this author's parent or guardian. I agree that the author takes part in this contest, and that the"
        " author's details and mine on this page are kept and used to run it, and for nothing else."
    ),
    is_needed=True,
)


@dataclass(frozen=True, slots=True)
class About:
    """What was said, "" for nothing; `by_pen_name`: to be named so when the results are published."""

    pen_name: str = ""
    position: str = ""
    academic_title: str = ""
    address: str = ""
    phone: str = ""
    id_number: str = ""
    by_pen_name: bool = False


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who agrees, how to reach them, and the text they agreed to as it was shown ("" for none yet)."""

    name: str = ""
    relation: str = ""
    contact: str = ""
    agreed: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.relation or self.contact or self.agreed)


NOTHING_SAID: Final = About()
NO_GUARDIAN: Final = Guardian()


def clean(said: About, asked: IdentitySpec) -> tuple[About, tuple[RuleBroken, ...]]:
    """Return what is kept of what was typed, and what is wrong with it; what is not asked is not kept."""
    kept: dict[str, str] = {}
    found: list[RuleBroken] = []
    for kind in KINDS:
        try:
            kept[kind] = _CLEANERS[kind](getattr(said, kind)) if kind in asked.kinds else ""
        except RuleBroken as error:
            found.append(_beside(kind, error))
    by_pen_name = said.by_pen_name and PEN_NAME in asked.kinds
    if by_pen_name and kept.get(PEN_NAME) == "":
        found.append(RuleBroken(N_("Write the pen name that you want to be named by."), field=PEN_NAME))
    return replace(NOTHING_SAID, by_pen_name=by_pen_name, **kept), tuple(found)


def missing(said: About, asked: IdentitySpec) -> Iterator[RuleBroken]:
    """Name each required kind that is empty."""
    for each in asked.fields:
        if each.is_required and not getattr(said, each.kind):
            yield RuleBroken(_NEEDED[each.kind], field=each.kind)


def clean_guardian(said: Guardian) -> tuple[Guardian, tuple[RuleBroken, ...]]:
    """Return the guardian as kept, and what is wrong. Empty fields are no fault: they are asked for at the submit."""
    kept = {f.name: getattr(said, f.name) for f in fields(Guardian)}
    found: list[RuleBroken] = []
    for name, rule in _OF_GUARDIANS.items():
        try:
            kept[name] = rule(kept[name]) if text.one_line(kept[name]) else ""
        except RuleBroken as error:
            found.append(_beside(f"guardian_{name}", error))
    return Guardian(**kept), tuple(found)


def standing(typed: Guardian, known: Guardian) -> Guardian:
    """Return the guardian with the agreement there is: it stays while it is the same person, another agrees anew."""
    is_same = replace(typed, agreed="") == replace(known, agreed="")
    return known if is_same and known.agreed else typed


def missing_guardian(said: Guardian, *, of_age: int) -> Iterator[RuleBroken]:
    """Name what is missing of a guardian's agreement."""
    if not said.name:
        yield RuleBroken(
            N_("You may be under %(age)d on the closing day: write the name of a parent or guardian."),
            field="guardian_name",
            age=of_age,
        )
    if not said.relation:
        yield RuleBroken(
            N_("Write what your guardian is to you, for example mother."), field="guardian_relation"
        )
    if not said.contact:
        yield RuleBroken(
            N_("Write a phone number or an e-mail address of your guardian."), field="guardian_contact"
        )
    if not said.agreed:
        yield RuleBroken(
            N_("Your guardian must read the sentence and tick it; without that the work cannot be taken in."),
            field="guardian_agreed",
        )


def _beside(field: str, error: RuleBroken) -> RuleBroken:
    return RuleBroken(error.message, field=field, **error.params)


def _line(limits: tuple[int, int]) -> Callable[[str], str]:
    def clean_line(value: str) -> str:
        line = text.one_line(value)
        if line and not limits[0] <= len(line) <= limits[1]:
            raise RuleBroken(
                N_("Write %(least)d to %(most)d characters here."), least=limits[0], most=limits[1]
            )
        return line

    return clean_line


def _pen_name(value: str) -> str:
    name = _line(LINES[PEN_NAME])(value)
    if any(sign in name for sign in _SIGNS):
        raise RuleBroken(N_("A pen name has no addresses and no signs like / or @. Remove them."))
    return name


def _contact(value: str) -> str:
    """Return a phone number or an address, in the form both are kept in."""
    typed = text.one_line(value)
    if len(typed) <= CONTACT:
        try:
            return addresses.canonical(typed) if "@" in typed else details.phone(typed) or ""
        except RuleBroken:
            pass
    raise RuleBroken(N_("Write a phone number like 0912 345 678 or an e-mail address like lan@example.org."))


_CLEANERS: Final[Mapping[str, Callable[[str], str]]] = {
    PEN_NAME: _pen_name,
    identity.POSITION: _line(LINES[identity.POSITION]),
    identity.ACADEMIC_TITLE: _line(LINES[identity.ACADEMIC_TITLE]),
    identity.ADDRESS: _line(LINES[identity.ADDRESS]),
    identity.PHONE: lambda value: details.phone(value) or "",
    identity.ID_NUMBER: identity.id_number,
}
_OF_GUARDIANS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": details.full_name,
    "relation": _line(RELATION),
    "contact": _contact,
}
_NEEDED: Final[Mapping[str, str]] = {
    PEN_NAME: N_("This contest asks for a pen name. Write yours."),
    identity.POSITION: N_("This contest asks for your position. Write it."),
    identity.ACADEMIC_TITLE: N_("This contest asks for your academic title or degree. Write it, or “none”."),
    identity.ADDRESS: N_("This contest asks for your postal address. Write it."),
    identity.PHONE: N_("This contest asks for your phone number. Write it."),
    identity.ID_NUMBER: N_("This contest asks for your citizen ID number. Write it."),
}
