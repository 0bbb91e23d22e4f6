"""Files of a work on paper: a document, or a scan; pictures of its pages are bound into one PDF, in their order."""

import io
from collections.abc import Sequence
from typing import Final

import pikepdf
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from PIL import Image, ImageOps
from sqlalchemy import select

from contest.entries import files
from contest.entries.models import StoredFile
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.documents.inspection import inspect
from contest.platform.documents.pictures import picture_kind
from contest.settings import Settings

MOST_PICTURES: Final = 60
# A4 at 200 dots an inch: what is written by hand can be read, and a page is a few hundred kilobytes.
PAGE: Final = (1654, 2339)
DOTS: Final = 200.0


def receive(sent: Sequence[tuple[bytes, str]]) -> files.Received:
    """Read and store one document, or pictures of pages as one PDF. Slow: before `begin_writing`. Raises RuleBroken."""
    try:
        raw, name = sent[0]
        if len(sent) == 1 and picture_kind(raw) is None:
            return files.receive(raw, name)
        return files.receive(
            bound([raw for raw, _ in sent]), f"{files.shown_name(name).rpartition('.')[0] or 'scan'}.pdf"
        )
    except RuleBroken as error:
        raise RuleBroken(error.message, field="files", **error.params) from error


def bound(pictures: Sequence[bytes]) -> bytes:
    """Return the pictures as the pages of a PDF, without anything that was stored in them. Raises RuleBroken."""
    if len(pictures) > MOST_PICTURES:
        raise RuleBroken(
            N_("At most %(most)d pictures can be one work. Make a PDF of them first."), most=MOST_PICTURES
        )
    book = pikepdf.new()
    for number, raw in enumerate(pictures, start=1):
        if picture_kind(raw) is None:
            raise RuleBroken(
                N_(
                    "File %(number)d is no picture. Choose one document, or several pictures (PNG, JPEG) of its pages."
                ),
                number=number,
            )
        with pikepdf.open(io.BytesIO(_page(raw, number))) as page:
            book.pages.extend(page.pages)
    made = io.BytesIO()
    book.save(made, deterministic_id=True)
    return made.getvalue()


def _page(raw: bytes, number: int) -> bytes:
    """Return one picture as a PDF, upright, as large as a page needs."""
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG")) as picture:
            picture.draft("RGB", (2 * PAGE[0], 2 * PAGE[1]))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(PAGE if upright.height >= upright.width else PAGE[::-1])
            flat = Image.new("RGB", upright.size, "white")
            flat.paste(upright, mask=upright.getchannel("A") if upright.mode in {"RGBA", "LA"} else None)
            flat.save(made, "PDF", resolution=DOTS, quality=80)
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise RuleBroken(
            N_("Picture %(number)d is damaged. Save it anew and choose it again."), number=number
        ) from error
    return made.getvalue()


# --- kept while the form comes back to be mended -------------------------------------------------------


def held(received: files.Received) -> str:
    """Return what the form carries along so that a file that was sent need not be chosen again."""
    return str(_signer().dumps([received.storage_key, received.file_name]))


def again(token: str) -> files.Received | None:
    """Return the file that the form carried along; None where there is none, or it is gone."""
    try:
        key, name = _signer().loads(token)
        raw = files.storage().get(key)
    except (BadSignature, NotFound):
        return None
    if db.session.scalar(select(StoredFile.id).where(StoredFile.storage_key == key)) is not None:
        return None  # a work has it already
    settings: Settings = current_app.extensions["contest_settings"]
    return files.Received(key, name, inspect(raw, name, limit=settings.upload_limit))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="held file")
