"""What an author says of a work beside its text: the fields, which of them a category asks for, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import FileField, RadioField, SelectChoice, SelectField

from contest.editions.rules.conditions import Conditions
from contest.editions.rules.demands import Demands
from contest.entries.enclosing import ROLES
from contest.entries.rules.statement import NO, TYPED, YES, Statement, needs_translation
from contest.web.demand_words import COUNTRIES_BY, ELSEWHERE
from contest.web.forms import Form, LineField, TextField
from contest.web.language_names import country, find_language, language


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for beside the text, and what was said so far."""

    demands: Demands
    conditions: Conditions
    statement: Statement

    @property
    def country(self) -> bool:
        return bool(self.conditions.countries)

    @property
    def translation(self) -> bool:
        """Works may need a translation here; whether this one does depends on its language."""
        return self.demands.translation and self.demands.asks_language

    @property
    def is_translated(self) -> bool:
        return needs_translation(self.statement, self.demands)


class StatementForm(Form):
    """The fields; a page shows those that are asked for, and only what was sent is changed."""

    language = SelectField(lazy_gettext("Language of the work"), validate_choice=False)
    language_name = LineField(lazy_gettext("Language of the work"))
    translation = TextField(lazy_gettext("Translation"))
    translation_file = FileField(lazy_gettext("Or the translation as a file"))
    country = SelectField(lazy_gettext("Country"), validate_choice=False)
    published = RadioField(
        lazy_gettext("Has this work been published?"),
        choices=[SelectChoice(NO, lazy_gettext("No")), SelectChoice(YES, lazy_gettext("Yes"))],
        validate_choice=False,
    )
    published_in = LineField(lazy_gettext("Where"))
    published_on = LineField(lazy_gettext("On which day"))
    link = LineField(lazy_gettext("Link"))
    proof_file = FileField(lazy_gettext("File that shows it"))
    recording_file = FileField(lazy_gettext("Recording"))

    def show_statement(self, said: Statement) -> None:
        """Fill in what is stored."""
        for name in TYPED:
            if name != "published_on":
                self[name].data = getattr(said, name)
        self.language_name.data = language(said.language) if said.language else ""
        self.published_on.data = said.published_on.isoformat() if said.published_on else ""

    def ask(self, asked: Asked) -> None:
        """Fill the lists with what may be chosen."""
        self.language.choices = [
            SelectChoice("", gettext("Choose a language")),
            *(SelectChoice(code, language(code)) for code in asked.demands.languages),
        ]
        conditions = asked.conditions
        self.country.label.text = COUNTRIES_BY[conditions.countries_by]
        known = sorted((country(code), code) for code in conditions.countries)
        self.country.choices = [
            SelectChoice("", gettext("Choose a country")),
            *(SelectChoice(code, name) for name, code in known),
            SelectChoice(ELSEWHERE, gettext("none of these")),
        ]


def sent() -> Mapping[str, str]:
    """Return the fields of the statement that the page sent, by their names in the rules."""
    found = {name: request.form[name] for name in TYPED if name in request.form}
    if "language_name" in request.form:
        found["language"] = find_language(request.form["language_name"].strip())
    return found


def files_sent() -> Mapping[str, tuple[IO[bytes], str]]:
    """Return the files beside the work that the page sent, by their role: to be read, and name."""
    chosen = {role: request.files.get(role) for role in ROLES}
    return {role: (file.stream, file.filename) for role, file in chosen.items() if file and file.filename}
