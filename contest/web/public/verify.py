"""What a contest committed to, for anybody to keep and check: roots, the own receipt's way to one, the joined proof."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf.file import FileField

from contest.access.permissions import Permission
from contest.anonymisation import commitments as copies
from contest.editions import blind_checks
from contest.editions.queries import EditionView
from contest.entries import commitments as receipts
from contest.entries.rules.receipt import read_number
from contest.kernel import verifier
from contest.kernel.errors import NotFound
from contest.platform.crypto import keyring
from contest.results import joining
from contest.web import limits
from contest.web.downloads import attachment
from contest.web.forms import Form, LineField
from contest.web.public.pages import pages
from contest.web.public.shown import show_to_the_public
from contest.web.templating import instant

PATH: Final = "/editions/<slug>/verify"
_ALLOWED: Final = "30 per minute; 300 per hour"
_LARGEST: Final = 256 * 1024  # a proof has some kilobytes; more is something else


class ProofForm(Form):
    """A number, or the file of a receipt or of a proof."""

    class Meta(Form.Meta):
        csrf = False  # a link has no token; every POST of the application is held to one anyway

    number = LineField(lazy_gettext("Number of the receipt"))
    file = FileField(lazy_gettext("Or the file of the receipt"))


@pages.page(PATH, Permission.SEE_PUBLIC)
def verify(edition: EditionView) -> ResponseReturnValue:
    form = ProofForm(request.args)
    if not form.number.data:
        return _page(edition, form)
    return _answer(edition, form, {})


@pages.page(PATH, Permission.SEE_PUBLIC, methods=("POST",))
@limits.tries(_ALLOWED)
def verify_receipt(edition: EditionView) -> ResponseReturnValue:
    """Check what was brought along; nothing of it is kept."""
    form = ProofForm()
    upload = request.files.get("file")
    brought = _read(upload.stream.read(_LARGEST)) if upload and upload.filename else {}
    if brought is None:
        form.file.errors = [
            gettext("This is not the file of a receipt or of its proof: choose the one that ends in .json.")
        ]
        return _page(edition, form), 422
    return _refused(edition, form, brought) or _answer(edition, form, brought)


def _refused(edition: EditionView, form: ProofForm, brought: dict[str, Any]) -> ResponseReturnValue | None:
    """Say what keeps one from looking: nothing was brought, or number and file are of two receipts."""
    typed = form.number.data or ""
    if not typed and not brought:
        form.number.errors = [gettext("Write the number of the receipt, or choose its file.")]
    elif brought and read_number(typed) not in {None, read_number(brought["number"])}:
        form.number.errors = [
            gettext(
                "The file is of another receipt, %(number)s. Leave the number empty, or choose its own file.",
                number=read_number(brought["number"]) or "?",
            )
        ]
    else:
        return None
    return _page(edition, form), 422


def _read(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("number"), str) else None


def _answer(edition: EditionView, form: ProofForm, brought: dict[str, Any]) -> ResponseReturnValue:
    number = read_number(brought.get("number") or form.number.data or "")
    if number is None:
        form.number.errors = [
            gettext("This number has a mistake in it: compare it with the receipt, letter by letter.")
        ]
        return _page(edition, form), 422
    form.number.data = number
    place = receipts.place(edition.id, number)
    if place is None:
        return _page(edition, form, asked=True)
    proof = receipts.proof(place, number)
    lines = _against(edition, brought if "leaf" in brought else proof)
    if brought.get("leaf", place.leaf) != place.leaf:
        lines = [*lines, _other(number)]
    return _page(edition, form, asked=True, place=place, lines=lines)


def _against(edition: EditionView, proof: dict[str, Any]) -> list[verifier.Line]:
    """Check a proof by itself, against what stands here, and what became of it since the publication."""
    try:
        lines = verifier.check(None, [proof], keyring().public_key)
        content = joining.content(edition.id)
        lines += verifier.found_in(json.loads(content), proof) if content else ()
        if proof["committed"] not in [each.content for each in receipts.of_edition(edition.id)]:
            lines.append((False, "other-root", {"number": proof["number"]}))
        _ = [verifier.sentence(line, 0) for line in lines]
    except (KeyError, TypeError, ValueError, AttributeError):  # no proof of ours
        return [_other(str(proof["number"]))]
    return lines


def _other(number: str) -> verifier.Line:
    return False, "leaf", {"number": number}


def _page(edition: EditionView, form: ProofForm, **found: object) -> str:
    show_to_the_public(edition)
    language = 0 if str(get_locale()) == "vi" else 1
    lines: Any = found.get("lines", ())
    told = [
        (each[0], verifier.sentence(_readable(each), language)) for each in lines if each[1] != "no-document"
    ]
    return render_template(
        "public/verify.html",
        edition=edition,
        form=form,
        asked=found.get("asked", False),
        place=found.get("place"),
        told=[said for good, said in told if good],
        wrong=list(dict.fromkeys(said for good, said in told if not good)),
        receipts=receipts.of_edition(edition.id),
        copies=copies.of_edition(edition.id),
        proof=joining.proof(edition.id),
        fates=[(name, verifier.WORDS[name][language]) for name in verifier.FATES],
        key=keyring().public_key,
        is_blindness_told=blind_checks.published(edition.id) is not None,
    )


def _readable(line: verifier.Line) -> verifier.Line:
    """Put the time of a commitment as people read it in place of how it is signed."""
    made = line[2].get("made", "")
    try:
        return (
            line[0],
            line[1],
            {**line[2], **({"made": instant(datetime.fromisoformat(made))} if made else {})},
        )
    except (ValueError, OverflowError):  # a file that somebody wrote
        return line


# --- files ---------------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/verify.py", Permission.SEE_PUBLIC)
def verifier_file(edition: EditionView) -> ResponseReturnValue:
    """Send the program that checks everything offline: the very file that runs here."""
    show_to_the_public(edition)
    return attachment(Path(verifier.__file__).read_bytes(), "verify", "py")


@pages.page(f"{PATH}/package.json", Permission.SEE_PUBLIC)
def proof_package(edition: EditionView) -> ResponseReturnValue:
    """Send the joined proof. Raises NotFound before the publication."""
    show_to_the_public(edition)
    content = joining.content(edition.id)
    if content is None:
        raise NotFound(edition.slug)
    return attachment(content, f"{edition.slug}-proof", "json")


@pages.page(f"{PATH}/<of>-<int:number>.txt", Permission.SEE_PUBLIC)
def commitment_file(edition: EditionView, of: str, number: int) -> ResponseReturnValue:
    """Send the lines of a commitment with key and signature, to be kept."""
    show_to_the_public(edition)
    signed = {each.number: (each.content, each.signature) for each in receipts.of_edition(edition.id)}
    if of == verifier.COPIES:
        signed = {each.number: (each.content, each.signature) for each in copies.of_edition(edition.id)}
    if of in {verifier.RECEIPTS, verifier.COPIES} and number in signed:
        content, signature = signed[number]
        lines = f"{content}key {keyring().public_key}\nsignature {signature}\n"
        return attachment(lines.encode(), f"{edition.slug}-{of}-{number}", "txt")
    raise NotFound(of)


@pages.page(f"{PATH}/receipt/<number>.json", Permission.SEE_PUBLIC)
def receipt_place(edition: EditionView, number: str) -> Response:
    """Send the way from a receipt to the root; the receipt itself only its author gets."""
    show_to_the_public(edition)
    known = read_number(number)
    place = receipts.place(edition.id, known) if known else None
    if known is None or place is None:
        raise NotFound(number)
    content = json.dumps(receipts.proof(place, known), indent=1, ensure_ascii=False)
    return attachment(content.encode(), f"{known}-place", "json")
