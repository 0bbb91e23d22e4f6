"""The form of an edition's own fields: one list, each line with the category that asks it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectChoice, SelectField

from contest.editions.rules import own_fields as rules
from contest.editions.rules.edition import CATEGORIES, EditionSpec
from contest.editions.rules.own_fields import OwnField
from contest.kernel.errors import RuleBroken
from contest.web.errors import sentence
from contest.web.forms import LineField, TextField
from contest.web.office.edition_forms import NOTHING
from contest.web.office.fields import NumberField, Row, TicksField, number
from contest.web.office.settings_forms import SettingsForm
from contest.web.own_words import FILE_KINDS, KINDS, shown

SPARE: Final = 1
MOST: Final = rules.FIELDS * CATEGORIES
_PATH: Final = re.compile(r"(?:categories-(\d+)-)?own_fields(?:-(\d+)-(\w+))?")


class OwnFieldRow(Row):
    """A field. What only another kind needs is not kept."""

    MAIN = "label"
    label = LineField(lazy_gettext("Question"))
    help = LineField(lazy_gettext("Explanation"))
    kind = SelectField(
        lazy_gettext("Answer"), choices=[SelectChoice(*kind) for kind in KINDS.items()], validate_choice=False
    )
    category = SelectField(lazy_gettext("Asked in which category"), validate_choice=False)
    place = NumberField(lazy_gettext("Place in the list"))
    is_required = BooleanField(lazy_gettext("An answer is needed to submit"))
    for_judges = RadioField(
        lazy_gettext("Who reads the answer"),
        choices=[
            SelectChoice("", lazy_gettext("only the secretariat")),
            SelectChoice("1", lazy_gettext("the judges as well, without a name, after the search for names")),
        ],
        default="",
        validate_choice=False,
    )
    options = TextField(lazy_gettext("Answers to choose from"))
    least = LineField(lazy_gettext("Least number or first day"))
    most = LineField(lazy_gettext("Greatest number or last day"))
    file_kinds = TicksField(
        lazy_gettext("Kinds of file"),
        choices=[SelectChoice(*kind) for kind in FILE_KINDS.items()],
        default=["pdf", "docx"],
    )
    megabytes = NumberField(lazy_gettext("Largest file (MB)"), default=rules.USUAL_MEGABYTES)

    def show(self, asks: OwnField, category_id: int | None, place: int) -> None:
        """Fill in a field."""
        self.id.data, self.place.data = asks.id, place
        self.category.data = str(category_id or "")
        for name in ("label", "help", "kind", "is_required"):
            self[name].data = getattr(asks, name)
        self.for_judges.data = "1" if asks.for_judges else ""
        self.options.data = "\n".join(asks.options)
        self.least.data, self.most.data = shown(asks.kind, asks.least), shown(asks.kind, asks.most)
        if asks.kind == rules.FILE:
            self.file_kinds.data, self.megabytes.data = list(asks.file_kinds), asks.megabytes

    def field(self) -> OwnField:
        """Return the field as it was typed."""
        return OwnField(
            label=self.label.data or "",
            kind=self.kind.data or "",
            help=self.help.data or "",
            options=tuple((self.options.data or "").splitlines()),
            least=self.least.data or "",
            most=self.most.data or "",
            file_kinds=tuple(self.file_kinds.data or ()),
            megabytes=NOTHING if self.megabytes.data is None else self.megabytes.data,
            is_required=bool(self.is_required.data),
            for_judges=bool(self.for_judges.data),
            id=self.row_id,
        )


class OwnFieldsForm(SettingsForm):
    """All fields of an edition, those of all categories first."""

    PART = ("own_fields", "categories")
    fields = FieldList(FormField(OwnFieldRow), max_entries=MOST + SPARE)

    def offer(self, categories: Sequence[tuple[int | None, str]]) -> None:
        """Fill the lists of categories; they are kept for rows that come later."""
        self.offered = categories
        choices = [SelectChoice("", gettext("all categories"))]
        choices += [SelectChoice(str(category_id), name) for category_id, name in categories]
        for entry in self.fields:
            entry.form.category.choices = choices

    def show(self, spec: EditionSpec) -> None:
        categories = [(category.id, category.name) for category in spec.categories]
        asked: list[tuple[int | None, OwnField]] = [(None, each) for each in spec.own_fields]
        asked += [(category.id, each) for category in spec.categories for each in category.own_fields]
        for place, (category_id, each) in enumerate(asked, 1):
            self.fields.append_entry().form.show(each, category_id, place)
        self.fields.append_entry()
        self.offer(categories)

    def add_row(self) -> None:
        if len(self.fields) < MOST + SPARE:
            self.fields.append_entry()
        self.offer(self.offered)

    def spec(self, before: EditionSpec) -> EditionSpec:
        known = [category.id for category in before.categories]
        asked: dict[int | None, list[OwnField]] = {category_id: [] for category_id in (None, *known)}
        for row in self._in_order():
            asked[self._asked_in(row)].append(row.field())
        return replace(
            before,
            own_fields=tuple(asked[None]),
            categories=tuple(replace(c, own_fields=tuple(asked[c.id])) for c in before.categories),
        )

    def _in_order(self) -> list[OwnFieldRow]:
        last = MOST + 1
        return sorted(self.kept("fields"), key=lambda row: last if row.place.data is None else row.place.data)

    def take(self, error: RuleBroken) -> None:
        """Put what is wrong beside its field: the paths of the rules go by category, the rows of the form do not."""
        found = _PATH.fullmatch(error.field or "")
        row = None if found is None or found[2] is None else self._row(found[1], int(found[2]))
        if found is None or row is None:
            super().take(error)
        else:
            field = row[found[3]]
            field.errors = [*field.errors, sentence(error)]

    def _row(self, category: str | None, place: int) -> OwnFieldRow | None:
        """Return the row at a place of a category's list, or of the list of all categories."""
        wanted = None if category is None else self.offered[int(category)][0]
        rows = [row for row in self._in_order() if self._asked_in(row) == wanted]
        return rows[place] if place < len(rows) else None

    def _asked_in(self, row: OwnFieldRow) -> int | None:
        chosen = number(row.category.data)
        return chosen if chosen in {category_id for category_id, _ in self.offered} else None
