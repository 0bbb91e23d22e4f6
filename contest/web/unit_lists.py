"""Units' lists of works with their files: what the office and the contact of a unit share.

The templates, the form, the look through a list, and the report. The pages say whose units count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Flask, current_app, request, url_for
from flask_babel import force_locale, gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules.paper import CHANNELS, UNIT, Coming
from contest.entries import batch_queries, batches, parcels
from contest.entries.batch_queries import BatchView
from contest.entries.batches import Common, Found
from contest.entries.rules import batch_rows
from contest.entries.rules.batch_rows import FORWARDED, RECEIVED, Known, Looked
from contest.entries.rules.on_paper import PERMIT, REFUSE, SHEET
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import fold
from contest.people import queries as people
from contest.platform import spreadsheets
from contest.settings import LANGUAGES, Settings
from contest.web import actor
from contest.web.clock_field import ClockField
from contest.web.day_field import DayField
from contest.web.forms import Form, LineField, at_most, required
from contest.web.list_sheets import LISTS, Sheets
from contest.web.wording import CHANNELS as CHANNEL_WORDS

SHOWN: Final = 100  # rows and faults on a page; the report has all
REFRESH: Final = 5  # seconds after which the page of a running list looks again
STATES: Final = {
    "looked-at": lazy_gettext("looked through, not confirmed"),
    "running": lazy_gettext("is being taken in"),
    "done": lazy_gettext("taken in"),
    "dropped": lazy_gettext("put aside"),
}


# The pages whose forms may be as large as a ZIP of thousands of works.
LARGE: Final = frozenset({"office.unit_lists", "account.own_lists"})


def init_app(app: Flask, settings: Settings) -> None:
    """Let secretaries and contacts send a large ZIP; before anything reads the form, and for nobody else."""

    @app.before_request
    def allow() -> None:
        if request.method != "POST" or request.endpoint not in LARGE:
            return
        if actor.current().editions_with(frozenset({Duty.SECRETARY, Duty.UNIT_CONTACT})):
            request.max_content_length = settings.list_limit


class ListForm(Form):
    """Two lists, the ZIP, and what holds for all works of them."""

    forwarded = FileField(lazy_gettext("List of the works that are sent on (.xlsx)"))
    zip = FileField(lazy_gettext("ZIP with their files"))
    received = FileField(lazy_gettext("List of all works that were received (.xlsx)"))
    channel = SelectField(
        lazy_gettext("How they came"),
        choices=[SelectChoice(each, CHANNEL_WORDS[each]) for each in CHANNELS],
        default=UNIT,
    )
    postmark = DayField(lazy_gettext("Postmark"), [Optional()])
    arrived = DayField(lazy_gettext("Arrived on"), [required()])
    clock = ClockField(lazy_gettext("Time of arrival"))
    sheet = LineField(lazy_gettext("Which sheet of declarations"), [at_most(SHEET)])
    signed = BooleanField(lazy_gettext("The signed sheets of all authors are there"))
    may_be_named = BooleanField(lazy_gettext("They say that name and unit may be published with a prize"))
    late = RadioField(
        lazy_gettext("They came too late"),
        validate_choice=False,
        choices=[
            SelectChoice(REFUSE, lazy_gettext("Refuse them: they get receipts and take no part")),
            SelectChoice(PERMIT, lazy_gettext("Take them in all the same, for the reason below")),
        ],
    )
    reason = LineField(lazy_gettext("Reason"), [at_most(300)])

    def common(self) -> Common:
        """Return what holds for all works."""
        return Common(
            Coming(self.channel.data, self.arrived.data, self.clock.data, self.postmark.data),
            self.sheet.data or "",
            bool(self.signed.data),
            bool(self.may_be_named.data),
            self.late.data or "",
            self.reason.data or "",
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose lists these are: in which contest, of which units (None: all), by whom (None: everybody's are seen)."""

    edition: EditionView
    actor_id: int
    units: frozenset[int] | None = None

    @property
    def made_by(self) -> int | None:
        return None if self.units is None else self.actor_id

    def lists(self) -> tuple[BatchView, ...]:
        return batch_queries.of_edition(self.edition.id, made_by=self.made_by)

    def one(self, key: str) -> BatchView:
        return batch_queries.one(key, self.edition.id, made_by=self.made_by)

    def confirm(self, key: str) -> None:
        batches.confirm(key, self.edition.id, made_by=self.made_by, actor_id=self.actor_id, now=clock.now())

    def drop(self, key: str) -> None:
        batches.drop(key, self.edition.id, made_by=self.made_by)

    def look_through(self, form: ListForm) -> str:
        """Read the lists, keep what was found, and return its key. Raises RuleBroken naming the field."""
        sent = {name: request.files.get(name) for name in ("forwarded", "received", "zip")}
        if not _is_there(sent["forwarded"]) and not _is_there(sent["received"]):
            raise RuleBroken(N_("Choose at least one of the two lists."), field="forwarded")
        settings: Settings = current_app.extensions["contest_settings"]
        sheets = _sheets(sent)
        lines, files_key, names = sheets.lines, None, {}
        if lines["forwarded"]:
            if not _is_there(sent["zip"]):
                raise RuleBroken(N_("Choose the ZIP with the files that the list names."), field="zip")
            files_key = parcels.keep(sent["zip"].stream)  # type: ignore[union-attr]  # it is there
        try:
            if files_key is not None:
                names = parcels.names(files_key, limit=settings.upload_limit)
            known = self._known(names)
            on = _read(batch_rows.forwarded, lines["forwarded"], known, FORWARDED)
            kept = _read(batch_rows.received, lines["received"], known, RECEIVED)
            faults = (*sheets.left_out, *on.faults, *kept.faults)
            found = Found(on.rows, faults, kept.rows, files_key)
            return batches.keep(
                self.edition.id, form.common(), found, actor_id=self.actor_id, now=clock.now()
            )
        except RuleBroken:
            if files_key is not None:
                parcels.forget(files_key)
            raise

    def _known(self, names: Mapping[str, str]) -> Known:
        units: dict[str, int | None] = {}
        for unit in people.units(on=clock.now().date()):
            called = fold(unit.name)
            units[called] = None if called in units else unit.id
            units[unit.code] = unit.id
        categories = {fold(each.name): each.id for each in editions.categories(self.edition.id)}
        return Known(units, categories, names, clock.now().year, self.units)


def _is_there(sent: FileStorage | None) -> bool:
    return sent is not None and bool(sent.filename)


def _sheets(sent: Mapping[str, FileStorage | None]) -> Sheets:
    called = {"forwarded": _called(FORWARDED), "received": _called(RECEIVED)}
    sheets = Sheets()
    for field in LISTS:
        file = sent[field]
        if file is not None and file.filename:
            sheets.read(file.read(), file.filename, field, called)
    return sheets


def _read(
    reader: Callable[[Sequence[tuple[int, Sequence[str]]], Known, Mapping[str, str]], Looked],
    lines: Sequence[tuple[int, Sequence[str]]],
    known: Known,
    columns: Mapping[str, str],
) -> Looked:
    return reader(lines, known, _called(columns)) if lines else Looked((), ())


def _called(columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns by what the templates of all languages call them, folded."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {fold(gettext(label)): name for name, label in columns.items()}
    return found


def template(edition: EditionView, which: str) -> bytes:
    """Return an empty list with its headings; the categories stand in the first rows to be copied or written over."""
    columns = FORWARDED if which == "forwarded" else RECEIVED
    rows = [
        [each.name if name == "category" else "" for name in columns]
        for each in editions.categories(edition.id)
    ]
    return spreadsheets.write_excel(
        [gettext(label) for label in columns.values()], rows, sheet=gettext("Works")
    )


def sentences(faults: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, str, str]]:
    """Return (which list, row, column, what is wrong and how to mend it) of each fault."""
    lists = {"forwarded": gettext("sent on"), "received": gettext("received")}
    return [(lists[each["of"]], each["row"], *_said(**each)) for each in faults]


def _said(*, column: str, message: str, params: Mapping[str, Any], **_: object) -> tuple[str, str]:
    return str(gettext(column)), str(gettext(message, **params))


def report(desk: Desk, key: str) -> bytes:
    """Return what became of every row as an Excel file: receipt numbers, and what was wrong."""
    view = desk.one(key)
    rows: list[list[str | int]] = [
        [each.number, each.title, each.receipt, gettext(each.message, **each.params) if each.message else ""]
        for each in batch_queries.outcomes(key, desk.edition.id)
    ]
    rows += [[row, of, "", f"{column}: {sentence}"] for of, row, column, sentence in sentences(view.faults)]
    header = [gettext("Row"), gettext("Title"), gettext("Receipt"), gettext("What is wrong")]
    return spreadsheets.write_excel(header, rows, sheet=gettext("Works"))


def kept_words(view: BatchView) -> list[tuple[str, str, int, int]]:
    """Return (unit, category, works, authors) of what units keep."""
    units = people.unit_names(frozenset(each["unit_id"] for each in view.kept))
    return [
        (units.get(each["unit_id"], ""), each["category_id"], each["works"], each["authors"])
        for each in view.kept
    ]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of one audience are: `endpoint` of one list, those of its siblings begin like it."""

    endpoint: str
    slug: str

    def __call__(self, what: str = "", *, key: str | None = None, which: str | None = None) -> str:
        """Return the address of a sibling: "s" of all lists, "_confirm" and so on; of the list itself without one."""
        return url_for(f"{self.endpoint}{what}", slug=self.slug, key=key, which=which)


def listing(desk: Desk, form: ListForm, address: Address) -> dict[str, Any]:
    """Return what the page of all lists shows."""
    return {
        "lists": desk.lists(),
        "address": address,
        "states": STATES,
        "is_late": bool(form.late.errors or form.late.data),
    }


def one(desk: Desk, key: str, address: Address) -> dict[str, Any]:
    """Return what the page of one list shows."""
    view = desk.one(key)
    names = {each.id: each.name for each in editions.categories(desk.edition.id)}
    return {
        "view": view,
        "address": address,
        "states": STATES,
        "faults": sentences(view.faults[:SHOWN]),
        "left_out": max(0, len(view.faults) - SHOWN),
        "rows": view.rows[:SHOWN],
        "kept": kept_words(view),
        "categories": names,
        "channels": CHANNEL_WORDS,
        "refresh": REFRESH if view.is_running else None,
    }


def today(edition: EditionView) -> date:
    """Return the day in the contest's zone."""
    return clock.now().astimezone(edition.zone).date()
