"""Anybody who holds a receipt can ask whether it was given here, and whether a text or a file is the one received.

The number alone tells that the receipt was given and when; whose it is, of what and in which contest no answer tells.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import InputRequired

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.entries import vouching
from contest.entries.rules.receipt import read_number
from contest.entries.vouching import Vouched
from contest.kernel import clock
from contest.platform.crypto import keyring
from contest.web import limits
from contest.web.forms import Form, LineField, TextField
from contest.web.public.pages import pages
from contest.web.templating import use_zone

_PIECE: Final = 64 * 1024
_ALLOWED: Final = (
    "30 per minute; 300 per hour"  # a file of the largest size keeps the server busy for a moment
)


class ReceiptForm(Form):
    """Asked by GET with what stands in a link (number, digest), by POST with what is brought along."""

    class Meta(Form.Meta):
        csrf = False  # a link has no token; every POST of the application is held to one anyway

    number = LineField(
        lazy_gettext("Number of the receipt"), [InputRequired(lazy_gettext("Write the number."))]
    )
    file = FileField(lazy_gettext("The file"))
    text = TextField(lazy_gettext("Or the text"))
    digest = LineField(lazy_gettext("Or its SHA-256"))


@pages.page("/receipts", Permission.SEE_PUBLIC)
def receipts() -> ResponseReturnValue:
    """Answer a link, as the code on a receipt on paper is one; ask where there is nothing to answer yet."""
    form = ReceiptForm(request.args)
    return _answer(form) if request.args.keys() & {"number", "digest"} else _page(form)


@pages.page("/receipts", Permission.SEE_PUBLIC, methods=("POST",))
@limits.tries(_ALLOWED)
def check_receipt() -> ResponseReturnValue:
    """Compare what was brought along; nothing of it is kept."""
    return _answer(ReceiptForm())


def _answer(form: ReceiptForm) -> ResponseReturnValue:
    number = read_number(form.number.data or "")
    if not (form.validate() and _is_well_formed(form, number)) or number is None:
        return _page(form), 422
    digests = [*_of_files(), *_of_text(form.text.data or ""), *filter(None, [_typed_digest(form)])]
    found = vouching.vouched(number, digests)
    if found is not None:
        use_zone(editions.by_id(found.edition_id, now=clock.now()).zone)
    return _page(form, asked=True, found=found, brought=bool(digests))


def _is_well_formed(form: ReceiptForm, number: str | None) -> bool:
    if number is None:
        form.number.errors = [
            gettext("This number has a mistake in it: compare it with the receipt, letter by letter.")
        ]
    if not re.fullmatch("(?:[0-9a-f]{64})?", _typed_digest(form)):
        form.digest.errors = [gettext("A digest has 64 digits and letters from a to f: copy it once more.")]
    return not form.errors


def _typed_digest(form: ReceiptForm) -> str:
    return (form.digest.data or "").lower()


def _of_text(pasted: str) -> tuple[str, ...]:
    return vouching.text_digests(pasted) if pasted.strip() else ()


def _of_files() -> Iterator[str]:
    for upload in request.files.getlist("file"):
        if upload.filename:
            found = sha256()
            while piece := upload.stream.read(_PIECE):
                found.update(piece)
            yield found.hexdigest()


def _page(
    form: ReceiptForm, *, asked: bool = False, found: Vouched | None = None, brought: bool = False
) -> str:
    return render_template(
        "public/receipts.html", form=form, asked=asked, found=found, brought=brought, key=keyring().public_key
    )
