"""The form of what works must be, category by category: what counts, how large, how much may be alike."""

from dataclasses import replace

from flask import current_app
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectChoice, SelectField
from wtforms.validators import Optional

from contest.editions.rules import edition as rules
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import EditionSpec
from contest.kernel.errors import N_, RuleBroken
from contest.web.day_field import DayField
from contest.web.demand_words import PROOFS, PUBLICATIONS
from contest.web.forms import LineField, TextField
from contest.web.language_names import find_language, language
from contest.web.length_words import UNCOUNTED
from contest.web.office.fields import NumberField, Row, TicksField
from contest.web.office.settings_forms import SettingsForm

MEGABYTE = 1024 * 1024
NUMBERS = ("file_limit_mb", "similarity", "recording_limit_mb")
PLAINLY = (*NUMBERS, "script", "any_language", "translation", "published_from", "published_until")

OF_RECORDINGS = ("recording_limit_mb", "script")  # shown where a category takes recordings


def lines(value: str | None) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in (value or "").splitlines() if line.strip())


class WorkRow(Row):
    """What a work of one category must be; always counts."""

    uncounted = TicksField(
        lazy_gettext("What does not count into the length"),
        choices=[SelectChoice(*part) for part in UNCOUNTED.items()],
    )
    file_limit_mb = NumberField(lazy_gettext("Largest file (MB)"))
    recording_limit_mb = NumberField(lazy_gettext("Largest recording (MB)"))
    script = BooleanField(lazy_gettext("A recording needs its text (script) beside it"))
    similarity = NumberField(lazy_gettext("At most so much alike with other texts, in percent"))
    main_language = LineField(lazy_gettext("Main language"))
    other_languages = TextField(lazy_gettext("Other languages"))
    any_language = BooleanField(lazy_gettext("Any other language as well"))
    translation = BooleanField(
        lazy_gettext("A work in another language needs a translation, which judges mark")
    )
    publication = SelectField(
        lazy_gettext("Works must be"),
        choices=[SelectChoice(*each) for each in PUBLICATIONS.items()],
        validate_choice=False,
    )
    published_from = DayField(lazy_gettext("Launch, or first day of publication"), [Optional()])
    published_until = DayField(lazy_gettext("Last day of publication"), [Optional()])
    proof = SelectField(
        lazy_gettext("Proof of a publication"),
        choices=[SelectChoice(*each) for each in PROOFS.items()],
        validate_choice=False,
    )
    own_declarations = TextField(lazy_gettext("Declarations of this category"))
    own_checks = TextField(lazy_gettext("What secretaries check in this category"))

    @property
    def counts(self) -> bool:
        return True

    def fill(self, demands: Demands) -> None:
        """Show what is stored."""
        self.uncounted.data = list(demands.uncounted)
        for name in (*PLAINLY, "publication", "proof"):
            self[name].data = getattr(demands, name)
        self.main_language.data = language(demands.main_language)
        self.other_languages.data = "\n".join(map(language, demands.languages[1:]))
        self.own_declarations.data = "\n".join(demands.own_declarations)
        self.own_checks.data = "\n".join(demands.own_checks)

    def demands(self, before: Demands) -> Demands:
        """Return what was typed; what stands on another page stays."""
        languages = (self.main_language.data or "", *lines(self.other_languages.data))
        return replace(
            before,
            uncounted=tuple(self.uncounted.data or ()),
            languages=tuple(map(find_language, languages)),
            publication=self.publication.data or "",
            proof=self.proof.data or "",
            own_declarations=lines(self.own_declarations.data),
            own_checks=lines(self.own_checks.data),
            **{name: self[name].data for name in PLAINLY if before.recordings or name not in OF_RECORDINGS},
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
        settings = current_app.extensions["contest_settings"]
        limits = {"file_limit_mb": settings.upload_limit, "recording_limit_mb": settings.media_limit}
        for number, row in enumerate(self.kept("categories")):
            for name, limit in limits.items():
                most = limit // MEGABYTE
                if (row[name].data or 0) > most:
                    self.take(RuleBroken(TOO_LARGE, field=f"categories-{number}-{name}", limit=most))
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

    def takes_recordings(self, spec: EditionSpec, row: WorkRow) -> bool:
        """Tell whether the category of a row takes recordings, as is chosen on the page of categories."""
        return any(c.id == row.row_id and c.demands.recordings for c in spec.categories)

    def titles(self, spec: EditionSpec) -> list[str]:
        """Return the name of each row's category."""
        names = {category.id: category.name for category in spec.categories}
        return [names.get(row.row_id, gettext("Category")) for row in self.kept("categories")]


TOO_LARGE = N_("Files of this installation may have at most %(limit)d MB. Write no more, or nothing.")
