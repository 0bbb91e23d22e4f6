"""Forms of an edition's settings, and how each becomes a part of its spec."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectChoice,
    SelectField,
    ValidationError,
)

from contest.access.duties import PROTECTABLE
from contest.editions.rules import edition as rules
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec
from contest.editions.rules.phases import REASON
from contest.web.forms import Form, InstantField, LineField, TextField, at_most, required
from contest.web.length_words import UNITS
from contest.web.office.fields import NumberField, PointsField, Row, TicksField, kept
from contest.web.office.prize_forms import MoneyField
from contest.web.office.settings_forms import SettingsForm, local, meant
from contest.web.wording import DUTIES, FILE_KINDS, RECORDINGS, SETTINGS

SPARE = 2
NOTHING = -1  # what an empty number becomes, so that the rules name it beside its field
NEW = CategorySpec("", 0, NOTHING)

# Suggested in the form; any name of the time zone database is taken.
ZONES = (
    "Asia/Ho_Chi_Minh",
    "Asia/Bangkok",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Europe/Berlin",
    "Europe/Paris",
    "UTC",
)


def _spare(rows: FieldList, most: int, count: int = SPARE) -> None:
    """Offer empty rows at the end."""
    empty = sum(1 for entry in rows if entry.form.is_empty)
    _more(rows, most, count - empty)


def _more(rows: FieldList, most: int, count: int = SPARE) -> None:
    for _ in range(min(count, most - len(rows))):
        rows.append_entry()


class BasicsForm(SettingsForm):
    """Title, number, year, summary, and when works are taken in."""

    PART = (
        "title", "number", "year", "summary", "time_zone", "opens_at", "closes_at", "grace_minutes", "second_factor",
    )  # fmt: skip
    title = LineField(lazy_gettext("Title"), [required(), at_most(rules.TITLE)])
    number = NumberField(lazy_gettext("Which time it is held"), [required()])
    year = NumberField(lazy_gettext("Year"), [required()])
    summary = TextField(lazy_gettext("Summary"), [at_most(rules.SUMMARY)])
    time_zone = LineField(lazy_gettext("Time zone"), [required()])
    opens_at = InstantField(lazy_gettext("Opens"), [required()])
    closes_at = InstantField(lazy_gettext("Closes"), [required()])
    grace_minutes = NumberField(SETTINGS["grace_minutes"])
    second_factor = TicksField(
        lazy_gettext("Who needs a second factor to enter the office"),
        choices=[SelectChoice(duty.value, DUTIES[duty]) for duty in PROTECTABLE],
    )

    def validate_time_zone(self, field: LineField) -> None:
        if not rules.zone_is_known(field.data or ""):
            raise ValidationError(
                gettext("There is no time zone “%(zone)s”. Write one like Asia/Ho_Chi_Minh.", zone=field.data)
            )

    def show(self, spec: EditionSpec) -> None:
        for name in ("title", "number", "year", "summary", "time_zone", "grace_minutes"):
            self[name].data = getattr(spec, name)
        self.second_factor.data = list(spec.second_factor)
        zone = ZoneInfo(spec.time_zone)
        self.opens_at.data, self.closes_at.data = local(spec.opens_at, zone), local(spec.closes_at, zone)

    def spec(self, before: EditionSpec) -> EditionSpec:
        zone = ZoneInfo(self.time_zone.data or "")
        return replace(
            before,
            title=self.title.data or "",
            number=_number(self.number.data),
            year=_number(self.year.data),
            summary=self.summary.data or "",
            time_zone=zone.key,
            opens_at=meant(self.opens_at, before.opens_at, zone),
            closes_at=meant(self.closes_at, before.closes_at, zone),
            grace_minutes=self.grace_minutes.data or 0,
            second_factor=tuple(self.second_factor.data or ()),
        )


class RulesTextForm(SettingsForm):
    """The text of the rules."""

    PART = ("rules_text",)
    rules_text = TextField(lazy_gettext("Rules of the contest"), [at_most(rules.RULES_TEXT)])

    def show(self, spec: EditionSpec) -> None:
        self.rules_text.data = spec.rules_text

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(before, rules_text=self.rules_text.data or "")


class CategoryRow(Row):
    """A category with its limits."""

    name = LineField(lazy_gettext("Name"))
    length_minimum = NumberField(lazy_gettext("Length at least"), default=0)
    length_maximum = NumberField(lazy_gettext("Length at most"))
    length_unit = SelectField(
        lazy_gettext("Counted in"),
        choices=[SelectChoice(*unit) for unit in UNITS.items()],
        validate_choice=False,
    )
    works_per_author = NumberField(lazy_gettext("Works per author"), default=1)
    authors_most = NumberField(lazy_gettext("Authors of one work, at most"), default=1)
    file_kinds = TicksField(
        lazy_gettext("Handed in as"),
        choices=[SelectChoice(*kind) for kind in {**FILE_KINDS, **RECORDINGS}.items()],
        default=list(rules.USUAL_KINDS),
    )

    def typed(self) -> tuple[str, ...]:
        return ("name", "length_maximum")


class CategoriesForm(SettingsForm):
    """The categories and their limits."""

    PART = ("categories",)
    categories = FieldList(FormField(CategoryRow), max_entries=rules.CATEGORIES + SPARE)

    def show(self, spec: EditionSpec) -> None:
        for category in spec.categories:
            row = self.categories.append_entry().form
            row.id.data = category.id
            row.file_kinds.data = [*category.file_kinds, *category.demands.recordings]
            row.length_unit.data = category.demands.length_unit
            for name in ("name", "length_minimum", "length_maximum", "works_per_author", "authors_most"):
                row[name].data = getattr(category, name)
        _spare(self.categories, rules.CATEGORIES + SPARE, count=1)

    def add_row(self) -> None:
        _more(self.categories, rules.CATEGORIES + SPARE, count=1)

    def spec(self, before: EditionSpec) -> EditionSpec:
        known = {category.id: category for category in before.categories}
        return replace(
            before,
            categories=tuple(
                replace(
                    before_it,  # other pages set the rest of a category
                    name=row.name.data or "",
                    length_minimum=row.length_minimum.data or 0,
                    length_maximum=_number(row.length_maximum.data),
                    file_kinds=tuple(kind for kind in row.file_kinds.data or () if kind in FILE_KINDS),
                    works_per_author=_number(row.works_per_author.data),
                    authors_most=_number(row.authors_most.data),
                    demands=_demands(row, before_it.demands),
                    id=row.row_id,
                )
                for row in self.kept("categories")
                for before_it in [known.get(row.row_id, NEW)]
            ),
        )


def _demands(row: CategoryRow, before: Demands) -> Demands:
    """Return what this page says of them; without recordings nothing is left that only they need."""
    recordings = tuple(kind for kind in row.file_kinds.data or () if kind in RECORDINGS)
    after = replace(before, length_unit=row.length_unit.data or "", recordings=recordings)
    return after if recordings else replace(after, recording_limit_mb=None, script=True)


def _number(typed: int | None) -> int:
    return NOTHING if typed is None else typed


class PrizeRow(Row):
    """A line of the prize table."""

    name = LineField(lazy_gettext("Prize"))
    count = NumberField(lazy_gettext("How many"))
    threshold = PointsField(lazy_gettext("Least points"))
    amount = MoneyField(lazy_gettext("Money for each (đồng)"))

    def typed(self) -> tuple[str, ...]:
        return ("name", "count")


class PrizeTable(Row):
    """The prizes of one category; always counts."""

    prizes = FieldList(FormField(PrizeRow), max_entries=rules.PRIZES + SPARE)

    @property
    def counts(self) -> bool:
        return True


class PrizesForm(SettingsForm):
    """A prize table for each category."""

    PART = ("categories",)
    categories = FieldList(FormField(PrizeTable), max_entries=rules.CATEGORIES)
    is_copied = False  # what is shown was put there by a button and is not saved yet

    def show(self, spec: EditionSpec) -> None:
        for category in spec.categories:
            table = self.categories.append_entry().form
            table.id.data = category.id
            for prize in category.prizes:
                row = table.prizes.append_entry().form
                for name in ("name", "count", "threshold", "amount"):
                    row[name].data = getattr(prize, name)
            _spare(table.prizes, rules.PRIZES + SPARE)

    def shows_again(self, pressed: Mapping[str, str]) -> bool:
        """Offer more rows in one category, or put the prizes of one into all of them."""
        table = self._table(pressed.get("same") or pressed.get("add", ""))
        if "same" in pressed and table is not None:
            self._copy(table)
        elif "add" in pressed and table is not None:
            _more(table.prizes, rules.PRIZES + SPARE)
        return "same" in pressed or "add" in pressed

    def _table(self, number: str) -> PrizeTable | None:
        known = {str(position): entry.form for position, entry in enumerate(self.categories)}
        return known.get(number)

    def _copy(self, source: PrizeTable) -> None:
        """Give every category what was typed in this one, just as it was typed."""
        self.is_copied = True
        for table in (entry.form for entry in self.categories if entry.form is not source):
            while table.prizes.entries:
                table.prizes.pop_entry()
            for line in source.prizes:
                row = table.prizes.append_entry().form
                for name in ("name", "count", "threshold", "amount"):
                    row[name].data, row[name].raw_data = line.form[name].data, line.form[name].raw_data

    def spec(self, before: EditionSpec) -> EditionSpec:
        tables = {table.form.row_id: table.form.prizes for table in self.categories}
        return replace(
            before,
            categories=tuple(
                replace(category, prizes=_prizes(tables[category.id])) if category.id in tables else category
                for category in before.categories
            ),
        )


def _prizes(rows: FieldList) -> tuple[PrizeSpec, ...]:
    return tuple(
        PrizeSpec(row.name.data or "", _number(row.count.data), row.threshold.data, row.amount.data)
        for row in kept(rows)
    )


class DeclarationRow(Row):
    """A sentence that authors agree to."""

    MAIN = "text"
    text = TextField(lazy_gettext("Sentence"))


class DeclarationsForm(SettingsForm):
    """What authors declare before they submit."""

    PART = ("declarations", "keeps_drafts")
    declarations = FieldList(FormField(DeclarationRow), max_entries=rules.DECLARATIONS + SPARE)
    keeps_drafts = BooleanField(lazy_gettext("Authors may add drafts and notes, which are kept sealed"))

    def show(self, spec: EditionSpec) -> None:
        for sentence in spec.declarations:
            self.declarations.append_entry().form.text.data = sentence
        self.keeps_drafts.data = spec.keeps_drafts
        _spare(self.declarations, rules.DECLARATIONS + SPARE)

    def add_row(self) -> None:
        _more(self.declarations, rules.DECLARATIONS + SPARE)

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            declarations=tuple(row.text.data for row in self.kept("declarations")),
            keeps_drafts=bool(self.keeps_drafts.data),
        )


class ExtendForm(Form):
    """A later closing time, with the reason that everybody may read."""

    closes_at = InstantField(lazy_gettext("New closing time"), [required()])
    with_later = BooleanField(lazy_gettext("Move the later dates by as much"), default=True)
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(REASON[1])])
