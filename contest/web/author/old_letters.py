"""Text of before Unicode on the writing page: shown beside what it means, and taken with one click or not at all."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from flask import request
from werkzeug.datastructures import FileStorage

from contest.editions.queries import CategoryView
from contest.entries import files
from contest.entries.rules.limits import TYPED
from contest.kernel.conversion import Conversion, converted
from contest.kernel.errors import RuleBroken
from contest.platform.documents.inspection import text_as_it_stands

TAKE: Final = "take-converted"
_PLAIN: Final = "txt"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the author may take instead; `file_name` of the new text file, "" where it becomes the typed text."""

    conversion: Conversion
    file_name: str


def of_text(text: str) -> Offer | None:
    """Offer to convert typed text; it must be as it was sent, for some letters are gone once it is kept."""
    found = None if text.isascii() else converted(text)
    return Offer(found, "") if found else None


def of_upload(upload: object, category: CategoryView | None) -> Offer | None:
    """Offer to convert the text of a file that was refused, as a text file or, where none is taken, as typed text."""
    if not isinstance(upload, FileStorage) or not upload.filename:
        return None
    takes = category.file_kinds if category else (_PLAIN,)
    if not {_PLAIN, TYPED} & set(takes):
        return None
    upload.stream.seek(0)
    try:
        found = converted(text_as_it_stands(upload.stream.read(), upload.filename))
    except RuleBroken:
        return None
    if found is None:
        return None
    return Offer(found, f"{PurePosixPath(upload.filename).stem}.{_PLAIN}" if _PLAIN in takes else "")


def taken_text() -> str | None:
    """Return the converted text that the author took as the typed one."""
    return _taken() if not request.form.get("converted_name") else None


def taken_file() -> files.Received | None:
    """Store the converted text that the author took as a file. Raises RuleBroken."""
    name, text = request.form.get("converted_name"), _taken()
    return files.receive(text.encode(), name) if name and text else None


def _taken() -> str | None:
    return request.form.get("converted") if request.form.get("action") == TAKE else None
