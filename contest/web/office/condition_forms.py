"""Forms of who may enter, and of the dates after the closing time."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional

from contest.editions.rules import milestones
from contest.editions.rules.conditions import Conditions
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.milestones import Milestone
from contest.web.demand_words import COUNTRIES_BY
from contest.web.forms import InstantField, TextField, at_most
from contest.web.language_names import country, find_country
from contest.web.office.fields import NumberField
from contest.web.office.settings_forms import SettingsForm, local, meant
from contest.web.office.works_forms import lines
from contest.web.wording import MILESTONE_LABELS


class DatesForm(SettingsForm):
    """The dates after the closing time; each may stay empty."""

    PART = ("milestones",)

    def show(self, spec: EditionSpec) -> None:
        zone = ZoneInfo(spec.time_zone)
        for each in spec.milestones:
            self[f"milestone_{each.kind}"].data = local(each.at, zone)

    def spec(self, before: EditionSpec) -> EditionSpec:
        zone = ZoneInfo(before.time_zone)
        stored = {each.kind: each.at for each in before.milestones}
        typed = {kind: self[f"milestone_{kind}"] for kind in milestones.KINDS}
        return replace(
            before,
            milestones=tuple(
                Milestone(kind, meant(field, stored.get(kind, before.closes_at), zone))
                for kind, field in typed.items()
                if field.data is not None
            ),
        )


for _kind in milestones.KINDS:  # one field a kind, so that every problem of the rules lands beside its own
    setattr(DatesForm, f"milestone_{_kind}", InstantField(MILESTONE_LABELS[_kind], [Optional()]))


class ConditionsForm(SettingsForm):
    """Who may enter; an empty field is no condition."""

    PART = ("conditions",)
    works_in_all = NumberField(lazy_gettext("Works of one author in all categories together, at most"))
    born_from = NumberField(lazy_gettext("Born in this year or later"))
    born_until = NumberField(lazy_gettext("Born in this year or earlier"))
    units = TextField(lazy_gettext("Units whose people may enter"), [at_most(5000)])
    countries = TextField(lazy_gettext("Countries whose people may enter"), [at_most(10000)])
    countries_by = SelectField(
        lazy_gettext("Which country counts"),
        choices=[SelectChoice(*each) for each in COUNTRIES_BY.items()],
        validate_choice=False,
    )

    def show(self, spec: EditionSpec) -> None:
        asked = spec.conditions
        for name in ("works_in_all", "born_from", "born_until"):
            self[name].data = getattr(asked, name)
        self.units.data = "\n".join(asked.units)
        self.countries.data = "\n".join(map(country, asked.countries))
        self.countries_by.data = asked.countries_by

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            conditions=Conditions(
                works_in_all=self.works_in_all.data,
                born_from=self.born_from.data,
                born_until=self.born_until.data,
                units=lines(self.units.data),
                countries=tuple(map(find_country, lines(self.countries.data))),
                countries_by=self.countries_by.data or "",
            ),
        )
