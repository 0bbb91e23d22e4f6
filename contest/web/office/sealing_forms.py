"""The form of the sealing: who can open the identities while a contest is judged."""

from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.secrecy import MODES, NO_HOLDERS, Sealing
from contest.web.office.fields import NumberField
from contest.web.office.settings_forms import SettingsForm
from contest.web.wording import SEALINGS


class SealingForm(SettingsForm):
    """The installation's key, or keys of people; of those, how many open together."""

    PART = ("sealing",)
    mode = RadioField(
        lazy_gettext("The identities of authors are sealed"),
        choices=[SelectChoice(mode, SEALINGS[mode]) for mode in MODES],
        validate_choice=False,
    )
    keys_needed = NumberField(lazy_gettext("Keys needed to open them"))

    def show(self, spec: EditionSpec) -> None:
        self.mode.data, self.keys_needed.data = spec.sealing.mode, spec.sealing.keys_needed

    def spec(self, before: EditionSpec) -> EditionSpec:
        typed = self.keys_needed.data
        needed = NO_HOLDERS.keys_needed if typed is None and not self.keys_needed.raw_data else typed
        return replace(before, sealing=Sealing(self.mode.data or "", 0 if needed is None else needed))
