"""The form of what authors are asked about themselves."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import Field, SelectChoice, SelectField

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.identity import KINDS, Asked, IdentitySpec
from contest.web.forms import LineField
from contest.web.identity_words import LABELS
from contest.web.office.fields import NumberField
from contest.web.office.settings_forms import SettingsForm

NOT, OPTIONAL, REQUIRED = "", "optional", "required"
UNREADABLE = -1  # what an empty age becomes, so that the rules name it beside its field


class IdentityForm(SettingsForm):
    """Each kind: not asked, may be given, must be given; and what for."""

    PART = ("identity",)
    of_age = NumberField(lazy_gettext("Needs no guardian from the age of"))

    def kinds(self) -> Iterator[tuple[str, Field, Field]]:
        """Give (kind, whether it is asked, its purpose), for the page."""
        return ((kind, self[f"{kind}_asked"], self[f"{kind}_purpose"]) for kind in KINDS)

    def show(self, spec: EditionSpec) -> None:
        self.of_age.data = spec.identity.of_age
        asked = {each.kind: each for each in spec.identity.fields}
        for kind, choice, purpose in self.kinds():
            known = asked.get(kind)
            choice.data = NOT if known is None else REQUIRED if known.is_required else OPTIONAL
            purpose.data = known.purpose if known else ""

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            identity=IdentitySpec(
                tuple(
                    Asked(kind, choice.data == REQUIRED, purpose.data or "")
                    for kind, choice, purpose in self.kinds()
                    if choice.data in {OPTIONAL, REQUIRED}
                ),
                UNREADABLE if self.of_age.data is None else self.of_age.data,
            ),
        )


for _kind in KINDS:  # two fields a kind, so that every problem of the rules lands beside its own
    _choices = [
        SelectChoice(NOT, lazy_gettext("not asked")),
        SelectChoice(OPTIONAL, lazy_gettext("asked, may stay empty")),
        SelectChoice(REQUIRED, lazy_gettext("asked, must be given")),
    ]
    setattr(
        IdentityForm, f"{_kind}_asked", SelectField(LABELS[_kind], choices=_choices, validate_choice=False)
    )
    setattr(IdentityForm, f"{_kind}_purpose", LineField(lazy_gettext("What it is needed for")))
