"""The form of the level: where a contest is run, whether it judges, and what it sends on."""

from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectChoice

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.levels import NAMES, Level
from contest.web.office.fields import NumberField, PointsField
from contest.web.office.settings_forms import SettingsForm
from contest.web.wording import LEVELS


class LevelForm(SettingsForm):
    """The level with its rule for sending works on; an empty number is no limit."""

    PART = ("level",)
    name = RadioField(
        lazy_gettext("Level"),
        choices=[SelectChoice(name, LEVELS[name]) for name in ("", *NAMES)],
        validate_choice=False,
    )
    collects_only = BooleanField(
        lazy_gettext("Works are only collected and sent on, nobody judges them here")
    )
    quota = NumberField(lazy_gettext("Works that are sent on, at most"))
    threshold = PointsField(lazy_gettext("Only works of at least so many points"))

    def show(self, spec: EditionSpec) -> None:
        for name in ("name", "collects_only", "quota", "threshold"):
            self[name].data = getattr(spec.level, name)

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            level=Level(
                name=self["name"].data or "",
                collects_only=bool(self.collects_only.data),
                quota=self.quota.data,
                threshold=self.threshold.data,
            ),
        )
