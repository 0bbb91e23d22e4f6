"""The form of how works on paper count: by postmark or by arrival, and until which day they may arrive."""

from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import Optional

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.paper import COUNTED_BY, PaperRules
from contest.web.day_field import DayField
from contest.web.office.settings_forms import SettingsForm
from contest.web.wording import PAPER_COUNTED_BY


class PaperForm(SettingsForm):
    """How works on paper count."""

    PART = ("paper",)
    counts_by = RadioField(
        lazy_gettext("What counts for a work on paper"),
        choices=[SelectChoice(name, PAPER_COUNTED_BY[name]) for name in COUNTED_BY],
        validate_choice=False,
    )
    last_arrival = DayField(lazy_gettext("Last day on which it may arrive"), [Optional()])
    unit_lists = BooleanField(lazy_gettext("Contacts of units hand in lists of works themselves"))

    def show(self, spec: EditionSpec) -> None:
        self.counts_by.data, self.last_arrival.data = spec.paper.counts_by, spec.paper.last_arrival
        self.unit_lists.data = spec.paper.unit_lists

    def spec(self, before: EditionSpec) -> EditionSpec:
        paper = PaperRules(self.counts_by.data or "", self.last_arrival.data, bool(self.unit_lists.data))
        return replace(before, paper=paper)
