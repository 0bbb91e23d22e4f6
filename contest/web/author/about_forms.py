"""The form of what an author says about the own person with an entry, and of a guardian's agreement."""

from collections.abc import Iterator
from typing import Final

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field

from contest.editions.rules.identity import KINDS, PEN_NAME
from contest.entries.about import Sheet
from contest.entries.rules import about as rules
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, About, Guardian
from contest.web.forms import Form, LineField
from contest.web.identity_words import LABELS, purpose

_OF_GUARDIAN: Final = ("name", "relation", "contact")
FIELDS: Final = frozenset({*KINDS, *(f"guardian_{name}" for name in (*_OF_GUARDIAN, "agreed"))})


class AboutForm(Form):
    """Every kind there is; a page shows those that its contest asks. Nothing is ticked beforehand."""

    by_pen_name = BooleanField(lazy_gettext("Name me by my pen name when the results are published"))
    guardian_name = LineField(lazy_gettext("Full name of your parent or guardian"))
    guardian_relation = LineField(lazy_gettext("What they are to you"))
    guardian_contact = LineField(lazy_gettext("Their phone number or e-mail address"))
    guardian_agreed = BooleanField()

    def asked(self, sheet: Sheet) -> Iterator[tuple[Field, bool, str]]:
        """Give the fields that are asked: (field, whether it must be given, what it is for)."""
        return ((self[each.kind], each.is_required, purpose(each)) for each in sheet.asked.fields)

    def show(self, said: About, guardian: Guardian) -> None:
        """Fill in what is known already."""
        for kind in KINDS:
            self[kind].data = getattr(said, kind)
        self.by_pen_name.data = said.by_pen_name
        for name in _OF_GUARDIAN:
            self[f"guardian_{name}"].data = getattr(guardian, name)

    @property
    def said(self) -> About:
        return About(
            by_pen_name=bool(self.by_pen_name.data), **{kind: self[kind].data or "" for kind in KINDS}
        )

    @property
    def guardian(self) -> Guardian:
        """Return the guardian as typed, with the sentence as the page shows it where it was ticked."""
        typed = {name: self[f"guardian_{name}"].data or "" for name in _OF_GUARDIAN}
        return Guardian(**typed, agreed=gettext(GUARDIAN.text) if self.guardian_agreed.data else "")

    def is_sound(self, sheet: Sheet) -> bool:
        """Put everything that is wrong beside its field at once."""
        _, wrong = rules.clean(self.said, sheet.asked)
        _, wrong_too = rules.clean_guardian(self.guardian if sheet.needs_guardian else NO_GUARDIAN)
        for problem in (*wrong, *wrong_too):
            self.take(problem)
        return not (wrong or wrong_too)

    def point_out(self, sheet: Sheet) -> None:
        """Say beside each field what is still missing of a sheet that was saved before."""
        for problem in rules.missing(sheet.about, sheet.asked):
            self.take(problem)
        if sheet.needs_guardian:
            known = sheet.guardian.said if sheet.guardian else NO_GUARDIAN
            for problem in rules.missing_guardian(known, of_age=sheet.asked.of_age):
                self.take(problem)


for _kind in KINDS:
    setattr(AboutForm, _kind, LineField(LABELS[_kind]))

# What a browser may fill in by itself, and which keyboard a telephone shows.
ATTRIBUTES: Final = {
    PEN_NAME: {"autocomplete": "nickname"},
    "position": {"autocomplete": "organization-title"},
    "academic_title": {"autocomplete": "honorific-prefix"},
    "address": {"autocomplete": "street-address"},
    "phone": {"autocomplete": "tel", "inputmode": "tel"},
    "id_number": {"inputmode": "numeric"},
}
