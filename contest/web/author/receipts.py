"""The receipt of a version: as a page, as the bytes that are signed, as a PDF whose code leads to the public check."""

import io
import json
from collections.abc import Iterable

import segno
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import author_files, commitments, listing, sealed
from contest.entries import author_queries as entries
from contest.entries.answers import Answer
from contest.entries.author_queries import ReceiptView
from contest.entries.rules import daily_list
from contest.entries.rules import receipt as rules
from contest.kernel.errors import NotFound
from contest.platform import typesetting
from contest.platform.crypto import keyring
from contest.web import actor, paper_words
from contest.web.author import own_fields
from contest.web.author.pages import pages
from contest.web.downloads import attachment
from contest.web.templating import clock_time, day, instant, number, use_zone, zone_name

PATH = "/entries/<key>/receipt"


@pages.page(PATH, Permission.WRITE_ENTRY)
def last_receipt(key: str) -> ResponseReturnValue:
    draft = entries.draft(key, actor.current().account_id)
    return redirect(url_for("author.receipt", key=key, number=draft.version_number), 303)


@pages.page(f"{PATH}/<int:number>", Permission.WRITE_ENTRY)
def receipt(key: str, number: int) -> ResponseReturnValue:
    author_id = actor.current().account_id
    given, edition = _given(key, number)
    answers = author_files.version_own(key, author_id, number)
    return render_template(
        "author/receipt.html",
        edition=edition,
        asks_about=entries.sheet(key, author_id).asks,
        receipt=given,
        facts=_facts(given, edition),
        digests=_digests(given, answers),
        listed=_listed(given),
        committed=_committed(given),
        versions=entries.versions(key, author_id),
        public_key=keyring().public_key,
        answered=own_fields.said(answers, own_fields.address(key, number)),
    )


@pages.page(f"{PATH}/<int:number>/document", Permission.WRITE_ENTRY)
def receipt_document(key: str, number: int) -> ResponseReturnValue:
    """Send the signed bytes, exactly."""
    given = entries.receipt(key, actor.current().account_id, number)
    return attachment(given.document.encode(), given.number, "json")


@pages.page(f"{PATH}/<int:number>/proof", Permission.WRITE_ENTRY)
def receipt_proof(key: str, number: int) -> ResponseReturnValue:
    """Send what proves, anywhere and for ever, that this receipt is one of those the contest committed to."""
    given = entries.receipt(key, actor.current().account_id, number)
    place = commitments.place(given.edition_id, given.number)
    if place is None:
        raise NotFound(given.number)
    kept = commitments.proof(place, given.number, given.document, given.signature)
    return attachment(
        json.dumps(kept, indent=1, ensure_ascii=False).encode(), f"{given.number}-proof", "json"
    )


@pages.page(f"{PATH}/<int:number>/pdf", Permission.WRITE_ENTRY)
def receipt_pdf(key: str, number: int) -> ResponseReturnValue:
    """Send the receipt to be printed; the code in it opens the public check with the number filled in."""
    given, edition = _given(key, number)
    answers = author_files.version_own(key, actor.current().account_id, number)
    address = url_for("public.receipts", number=given.number, _external=True)
    data = {
        "language": str(get_locale()),
        "kicker": edition.title,
        "heading": gettext("Receipt"),
        "number": given.number,
        "received": _received(given, edition),
        "grace": gettext("Received within the grace after the closing time: it counts, and is marked.")
        if given.in_grace
        else "",
        "facts": _facts(given, edition),
        "digests": _digests(given, answers),
        "listed": f"{_listed(given)} {_committed(given)}".strip(),
        "check": gettext("Anybody can check this receipt here:"),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "proof": gettext("What is signed, word for word, in lines of equal length:"),
        "signed": [
            (gettext("Signed"), given.document),
            (gettext("Signature"), given.signature),
            (gettext("Public key of this contest site"), keyring().public_key),
        ],
    }
    return attachment(
        typesetting.pdf("author/receipt.typ", data, {"qr.svg": _code(address)}), given.number, "pdf"
    )


def _given(key: str, number: int) -> tuple[ReceiptView, EditionView]:
    given = entries.receipt(key, actor.current().account_id, number)
    edition = editions.by_id(given.edition_id, now=given.issued_at)
    use_zone(edition.zone)
    return given, edition


def _received(given: ReceiptView, edition: EditionView) -> str:
    at = gettext(
        "Received at %(clock)s on %(day)s", clock=clock_time(given.issued_at), day=day(given.issued_at)
    )
    return f"{at} ({zone_name(edition.time_zone)})"


def _facts(given: ReceiptView, edition: EditionView) -> list[tuple[str, str]]:
    drafts = sealed.count_of(given.entry_key, given.issued_at) if rules.DRAFTS in given.digests else 0
    kept = [(gettext("Drafts and notes, kept sealed"), number(drafts))] if drafts else []
    words = number(given.words) if given.words else gettext("cannot be counted")
    length = [] if given.is_sealed else [(gettext("Words"), words)]
    return [
        *paper_words.facts(given.document),
        (gettext("Authors") if len(given.authors) > 1 else gettext("Author"), ", ".join(given.authors)),
        (gettext("Title"), given.title),
        (gettext("Category"), editions.category(given.category_id, edition_id=edition.id).name),
        (gettext("Version"), number(given.version_number)),
        *length,
        *kept,
    ]


def _digests(given: ReceiptView, answers: Iterable[Answer]) -> list[tuple[str, str]]:
    """Return every digest of the receipt with what it is of; a file among the answers by its question."""
    questions = {f"{rules.OWN_FILE}{answer.field.key}": answer.field.asks.label for answer in answers}
    return [(_label(name, given, questions), digest) for name, digest in given.digests.items()]


def _label(name: str, given: ReceiptView, questions: dict[str, str]) -> str:
    if name == rules.FILE and given.file_name:
        return str(gettext("SHA-256 of the file %(name)s:", name=given.file_name))
    if name.startswith(rules.PICTURE):
        return _label_of_picture(int(name.removeprefix(rules.PICTURE)), given)
    if name in questions:
        return str(gettext("SHA-256 of the file that answers “%(question)s”:", question=questions[name]))
    return str(gettext(rules.label(name)))


def _label_of_picture(number: int, given: ReceiptView) -> str:
    if number > len(given.pictures):  # the pictures were erased
        return str(gettext("SHA-256 of picture %(number)d:", number=number))
    name = given.pictures[number - 1]
    return str(gettext("SHA-256 of picture %(number)d, %(name)s:", number=number, name=name))


def _listed(given: ReceiptView) -> str:
    """Say which daily list the receipt stands in, or will."""
    found = listing.of_receipt(given.document, given.issued_at)
    if found.is_missing:
        said = gettext(
            "The list of its day, %(day)s, does not name it: it came, or was changed, after that day was"
            " sealed. Ask the organisers.",
            day=day(found.day),
        )
    elif found.number is None:
        said = gettext(
            "It will stand in the list of %(day)s, which is sealed when that day is over.", day=day(found.day)
        )
    else:
        said = gettext(
            "It stands in the daily list %(number)d, of %(day)s, as %(digest)s.",
            number=found.number,
            day=day(found.day),
            digest=daily_list.digest(given.document),
        )
    return str(said)


def _committed(given: ReceiptView) -> str:
    """Say that the contest has committed to the receipt; "" while it has not."""
    place = commitments.place(given.edition_id, given.number)
    if place is None:
        return ""
    made = place.commitment
    return str(
        gettext(
            "It is one of the %(count)s receipts to which the contest committed in public at %(time)s, before"
            " anybody judged: %(root)s.",
            count=number(made.count),
            time=instant(made.made_at),
            root=made.root,
        )
    )


def _code(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0)
    return drawn.getvalue()
