"""The form of what works must be, category by category: what counts, how large, how much may be alike."""

from dataclasses import replace

from flask import current_app
from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, SelectChoice

from contest.editions.rules import edition as rules
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import EditionSpec
from contest.kernel.errors import N_, RuleBroken
from contest.web.length_words import UNCOUNTED
from contest.web.office.fields import NumberField, Row, TicksField
from contest.web.office.settings_forms import SettingsForm

MEGABYTE = 1024 * 1024
NUMBERS = ("file_limit_mb", "similarity")


class WorkRow(Row):
    """What a work of one category must be; always counts."""

    uncounted = TicksField(
        lazy_gettext("What does not count into the length"),
        choices=[SelectChoice(*part) for part in UNCOUNTED.items()],
    )
    file_limit_mb = NumberField(lazy_gettext("Largest file (MB)"))
    similarity = NumberField(lazy_gettext("At most so much alike with other texts (%%)"))

    @property
    def counts(self) -> bool:
        return True

    def fill(self, demands: Demands) -> None:
        """Show what is stored."""
        self.uncounted.data = list(demands.uncounted)
        for name in NUMBERS:
            self[name].data = getattr(demands, name)

    def demands(self, before: Demands) -> Demands:
        """Return what was typed; what stands on another page stays."""
        return replace(
            before,
            uncounted=tuple(self.uncounted.data or ()),
            **{name: self[name].data for name in NUMBERS},
        )


class WorksForm(SettingsForm):
    """What works must be, a row for each category that there is."""

    PART = ("categories",)
    categories = FieldList(FormField(WorkRow), max_entries=rules.CATEGORIES)

    def show(self, spec: EditionSpec) -> None:
        for category in spec.categories:
            row = self.categories.append_entry().form
            row.id.data = category.id
            row.fill(category.demands)

    def validate(self, extra_validators: object = None) -> bool:
        """Compare with what this installation takes at all, which the rules of a contest cannot know."""
        sound = bool(super().validate(extra_validators))
        most = current_app.extensions["contest_settings"].upload_limit // MEGABYTE
        for number, row in enumerate(self.kept("categories")):
            if (row.file_limit_mb.data or 0) > most:
                self.take(RuleBroken(TOO_LARGE, field=f"categories-{number}-file_limit_mb", limit=most))
                sound = False
        return sound

    def spec(self, before: EditionSpec) -> EditionSpec:
        rows = {row.row_id: row for row in self.kept("categories")}
        return replace(
            before,
            categories=tuple(
                replace(category, demands=rows[category.id].demands(category.demands))
                if category.id in rows
                else category
                for category in before.categories
            ),
        )

    def titles(self, spec: EditionSpec) -> list[str]:
        """Return the name of each row's category."""
        names = {category.id: category.name for category in spec.categories}
        return [names.get(row.row_id, gettext("Category")) for row in self.kept("categories")]


TOO_LARGE = N_("Files of this installation may have at most %(limit)d MB. Write no more, or nothing.")
