"""A list typed, pasted or uploaded: its good rows are taken in, and the others stand in the form again to be mended."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from contest.kernel.errors import RuleBroken
from contest.platform import spreadsheets
from contest.platform.spreadsheets import Line
from contest.web.errors import sentence
from contest.web.forms import Form, TextField


class RowsForm(Form):
    """A form with the list as text and as a file; each page calls them as its people do."""

    rows: TextField
    file: FileField


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that could not be taken: what it is about, how it was typed, and what is wrong in the page's language."""

    number: int
    about: str
    typed: str
    problems: tuple[str, ...]


Page = Callable[[Sequence[Wrong], int], ResponseReturnValue]


def lines(form: RowsForm) -> tuple[Line, ...]:
    """Return the rows of the file, of the text where none was sent. Raises RuleBroken beside the field."""
    sent: FileStorage | None = request.files.get("file")
    if sent is not None and sent.filename:
        return spreadsheets.read_file(sent.read(spreadsheets.SIZE + 1), sent.filename)
    return spreadsheets.read_text(form.rows.data or "", field="rows")


def wrong(number: int, about: str, typed: str, problems: Iterable[RuleBroken]) -> Wrong:
    return Wrong(number, about, typed, tuple(sentence(each) for each in problems))


def answer(
    form: RowsForm, take_in: Callable[[], Iterable[Wrong]], page: Page, *, done: str
) -> ResponseReturnValue:
    """Show the page; or take the list in, and go on to `done` or keep in the form what `take_in` could not take."""
    if not form.is_submitted():
        return page((), 200)
    left: list[Wrong] = []
    if not (form.validate() and form.try_to(lambda: left.extend(take_in()))):
        return page((), 422)
    if not left:
        return redirect(done, 303)
    form.rows.data = "\n".join(each.typed for each in left)
    # 200, as something may have been done: what was good is kept.
    return page(left, 200)
