"""Anybody who holds a receipt can ask whether it was given here for exactly this text or file."""

import re
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms.validators import InputRequired

from contest.access.permissions import Permission
from contest.entries import vouching
from contest.entries.rules.receipt import read_number
from contest.platform.crypto import keyring
from contest.web.forms import Form, LineField
from contest.web.public.pages import pages

_DIGEST: Final = re.compile("[0-9a-f]{64}")


class ReceiptForm(Form):
    """Asked by GET: nothing is changed, and the answer can be kept as a link."""

    class Meta(Form.Meta):
        csrf = False

    number = LineField(
        lazy_gettext("Number of the receipt"), [InputRequired(lazy_gettext("Write the number."))]
    )
    digest = LineField(
        lazy_gettext("SHA-256 of the text or file"), [InputRequired(lazy_gettext("Write the digest."))]
    )


@pages.page("/receipts", Permission.SEE_PUBLIC)
def receipts() -> ResponseReturnValue:
    """Say whether number and digest belong together; a number alone tells nothing."""
    form = ReceiptForm(request.args)
    asked = bool(request.args.keys() & {"number", "digest"})
    found = None
    if asked and form.validate() and _is_well_formed(form):
        found = vouching.vouched(read_number(form.number.data or "") or "", (form.digest.data or "").lower())
    return render_template(
        "public/receipts.html",
        form=form,
        asked=asked and not form.errors,
        found=found,
        key=keyring().public_key,
    ), 422 if asked and form.errors else 200


def _is_well_formed(form: ReceiptForm) -> bool:
    if read_number(form.number.data or "") is None:
        form.number.errors = [gettext("This number is mistyped: copy it from the receipt once more.")]
    if not _DIGEST.fullmatch((form.digest.data or "").lower()):
        form.digest.errors = [gettext("A digest has 64 digits and letters from a to f: copy it once more.")]
    return not form.errors
