"""The fields of an edition's own on the author's pages: asked, filled in, shown again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, SelectChoice, SelectField, StringField

from contest.editions.rules import own_fields as kinds
from contest.editions.rules.own_fields import OwnField
from contest.entries import answer_files, answers
from contest.entries.answers import PREFIX, Answer
from contest.entries.files import Received
from contest.kernel.errors import RuleBroken
from contest.web import own_words
from contest.web.author.writing_forms import WritingForm
from contest.web.forms import LineField, TextField

REMOVE: Final = "remove-own-"  # the action of the button that takes a file out


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is shown; `url` where it is a file that can be saved."""

    label: str
    text: str
    url: str = ""
    is_long: bool = False


def _choice(asks: OwnField) -> SelectField:
    offered = [SelectChoice("", gettext("Choose an answer")), *(SelectChoice(o, o) for o in asks.options)]
    return SelectField(asks.label, choices=offered, validate_choice=False)


_MADE: Final[Mapping[str, Callable[[OwnField], Field]]] = {
    kinds.LONG: lambda asks: TextField(asks.label),
    kinds.CHOICE: _choice,
    kinds.FILE: lambda asks: FileField(asks.label),
    kinds.DATE: lambda asks: StringField(asks.label),
}


def form(own: Iterable[Answer]) -> type[WritingForm]:
    """Return the form of the writing page with these fields in it."""
    made = {
        a.name: _MADE.get(a.field.asks.kind, lambda asks: LineField(asks.label))(a.field.asks) for a in own
    }
    return type("WritingFormWithOwnFields", (WritingForm,), made)


def values(own: Iterable[Answer]) -> dict[str, str]:
    """Return what is stored, by the names of the fields, as it is typed."""
    return {
        a.name: own_words.shown(a.field.asks.kind, a.value) for a in own if a.field.asks.kind != kinds.FILE
    }


def typed() -> dict[str, str]:
    """Return what the page sent, by the fields' keys."""
    sent = request.form.items()
    return {name.removeprefix(PREFIX): value for name, value in sent if name.startswith(PREFIX)}


def say_what_is_wrong(own: Iterable[Answer], shown_in: WritingForm) -> None:
    """Put beside each field what is wrong with its answer; one that is not given yet is no mistake."""
    for answer in own:
        if answer.is_given:
            try:
                answers.check(answer)
            except RuleBroken as error:
                shown_in.take(error)


def shown(own: Iterable[Answer], shown_in: WritingForm) -> list[tuple[Answer, Field, str]]:
    """Return each field with its input and its hint, for the template."""
    return [(answer, shown_in[answer.name], own_words.hint(answer.field.asks)) for answer in own]


def said(own: Iterable[Answer], url: Callable[[Answer], str] = lambda _: "") -> list[Said]:
    """Return the answers as they are read; those that were not given as a dash."""
    return [
        Said(
            answer.field.asks.label,
            answer.file.file_name
            if answer.file
            else own_words.shown(answer.field.asks.kind, answer.value) or "—",
            url(answer) if answer.file else "",
            answer.field.asks.kind == kinds.LONG,
        )
        for answer in own
    ]


def address(entry_key: str, number: int = 0) -> Callable[[Answer], str]:
    """Return the way to the file of an answer: of a version, or of the draft where the number is 0."""
    if number:
        return lambda a: url_for("author.version_own_file", key=entry_key, number=number, field=a.field.key)
    return lambda a: url_for("author.draft_own_file", key=entry_key, field=a.field.key)


# --- files --------------------------------------------------------------------------------------------------


def received(own: Iterable[Answer], sent: WritingForm) -> dict[str, Received]:
    """Read and store the files that the page sent, by the fields' keys. Slow. Raises RuleBroken beside a field."""
    found = {}
    for answer in own:
        upload = sent[answer.name].data
        if isinstance(upload, FileStorage) and upload.filename:
            field = answer.field
            found[field.key] = answer_files.receive(field, upload.stream.read(), upload.filename)
    return found


def keep_files(entry_key: str, files: Mapping[str, Received], *, author_id: int, now: datetime) -> None:
    """Put received files into the draft; take out the one whose button was pressed."""
    for field_key, file in files.items():
        answer_files.attach(entry_key, field_key, file, author_id=author_id, now=now)
    action = request.form.get("action", "")
    if action.startswith(REMOVE):
        answer_files.remove(entry_key, action.removeprefix(REMOVE), author_id=author_id, now=now)
