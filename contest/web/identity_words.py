"""What the things are called that authors are asked about themselves, and what each is for where nobody says more."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules.identity import KINDS, Asked
from contest.entries.about import GuardianView, Sheet
from contest.entries.rules.about import About
from contest.web.templating import instant

LABELS: Mapping[str, LazyString] = {
    "pen_name": lazy_gettext("Pen name"),
    "position": lazy_gettext("Position"),
    "academic_title": lazy_gettext("Academic title or degree"),
    "address": lazy_gettext("Postal address"),
    "phone": lazy_gettext("Phone number"),
    "id_number": lazy_gettext("Citizen ID number"),
}
PURPOSES: Mapping[str, LazyString] = {
    "pen_name": lazy_gettext("To name you by it when the results are published, if you want that."),
    "position": lazy_gettext("To address you properly, in letters and at the ceremony."),
    "academic_title": lazy_gettext("To address you properly, in letters and at the ceremony."),
    "address": lazy_gettext("To send you a certificate, a prize or a letter."),
    "phone": lazy_gettext("To reach you quickly when there is a question about your work."),
}


def said(about: About) -> list[tuple[str, str]]:
    """Return what an author said, label and value, nothing that is empty."""
    found = [(str(LABELS[kind]), str(getattr(about, kind))) for kind in KINDS if getattr(about, kind)]
    if about.by_pen_name:
        found.append((gettext("Named when the results are published"), gettext("by the pen name")))
    return found


def lines(sheet: Sheet) -> list[tuple[str, str]]:
    """Return what an author said, and who agreed for one who may be under age."""
    return said(sheet.about) + (_guardian(sheet.guardian) if sheet.needs_guardian else [])


def _guardian(found: GuardianView | None) -> list[tuple[str, str]]:
    if found is None:
        return [(gettext("Parent or guardian"), "—")]
    agreed = instant(found.given_at) if found.given_at else gettext("not yet")
    named = f"{found.said.name} ({found.said.relation})" if found.said.relation else found.said.name
    return [
        (gettext("Parent or guardian"), named or "—"),
        (gettext("Contact of the guardian"), found.said.contact or "—"),
        (gettext("The guardian agreed"), agreed),
    ]


def purpose(asked: Asked) -> str:
    """Return what it is for: in the organisers' words, else in ours in the language of the page."""
    return asked.purpose or str(PURPOSES.get(asked.kind, ""))
