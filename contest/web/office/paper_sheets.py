"""What is printed of works on paper: the receipt with its code, labels with a bar code, the list of a day."""

import io
from collections.abc import Iterable
from datetime import time
from typing import Any

import segno
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import paper_queries
from contest.entries.paper_queries import PaperLine, PaperView
from contest.entries.rules import receipt as rules
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.platform import spreadsheets, typesetting
from contest.platform.crypto import keyring
from contest.web import paper_words
from contest.web.downloads import attachment
from contest.web.entry_words import STATES
from contest.web.office.pages import pages
from contest.web.office.paper import PATH, asked_day, of_day
from contest.web.templating import clock_time, day, number, use_zone, zone_name
from contest.web.wording import CHANNELS


@pages.page(f"{PATH}/<key>/receipt.pdf", Permission.TAKE_IN_PAPER)
def paper_receipt(edition: EditionView, key: str) -> ResponseReturnValue:
    """Send the receipt to be printed for whoever sent the work, with the code by which they claim it."""
    use_zone(edition.zone)
    view = paper_queries.one(key, edition.id, now=clock.now())
    check = url_for("public.receipts", number=view.line.number, _external=True)
    data = {
        "language": str(get_locale()),
        "kicker": edition.title,
        "heading": gettext("Receipt"),
        "number": view.line.number,
        "received": _received(view, edition),
        "grace": "",
        "facts": _facts(view, edition),
        "digests": [(gettext(rules.label(name)), digest) for name, digest in view.digests.items()],
        "listed": "",
        "check": gettext("Anybody can check this receipt here:"),
        "address": check.removeprefix("https://").removeprefix("http://"),
        "proof": gettext("What is signed, word for word, in lines of equal length:"),
        "signed": [
            (gettext("Signed"), view.document),
            (gettext("Signature"), view.signature),
            (gettext("Public key of this contest site"), keyring().public_key),
        ],
    }
    pictures = {"qr.svg": _code(check)}
    if view.code:
        link = url_for("author.claim", number=view.line.number, code=view.code, _external=True)
        data["claim"] = _claim(view, edition)
        pictures["claim.svg"] = _code(link)
    return attachment(typesetting.pdf("author/receipt.typ", data, pictures), view.line.number, "pdf")


def _claim(view: PaperView, edition: EditionView) -> dict[str, str]:
    address = url_for("author.claim", _external=True)
    return {
        "heading": gettext("See online what becomes of your work"),
        "words": gettext(
            "Register at the address below or sign in there, then write the number of this receipt and the code. "
            "The work then stands among your entries, and you get the letters of the contest “%(contest)s”. "
            "The code works once. Keep this sheet to yourself.",
            contest=edition.title,
        ),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "label": gettext("Code"),
        "code": view.code,
    }


def _received(view: PaperView, edition: EditionView) -> str:
    at = gettext(
        "Taken in at %(clock)s on %(day)s", clock=clock_time(view.issued_at), day=day(view.issued_at)
    )
    return f"{at} ({zone_name(edition.time_zone)})"


def _facts(view: PaperView, edition: EditionView) -> list[tuple[str, str]]:
    line = view.line
    return [
        *paper_words.facts(view.document),
        (gettext("Authors") if len(line.authors) > 1 else gettext("Author"), ", ".join(line.authors)),
        (gettext("Title"), line.title),
        (gettext("Category"), editions.category(line.category_id, edition_id=edition.id).name),
        (gettext("Unit"), line.unit_name or "—"),
        (gettext("Words"), number(view.words) if view.words else gettext("cannot be counted")),
        (gettext("Signed declarations"), view.sheet),
    ]


def _code(content: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(content, error="m", micro=False).save(drawn, kind="svg", border=0)
    return drawn.getvalue()


# --- labels ---------------------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/<key>/labels.pdf", Permission.TAKE_IN_PAPER)
def paper_labels(edition: EditionView, key: str) -> ResponseReturnValue:
    """Send the two labels of one work."""
    line = paper_queries.one(key, edition.id, now=clock.now()).line
    return _labels(edition, [line], line.number)


@pages.page(f"{PATH}/labels.pdf", Permission.TAKE_IN_PAPER)
def paper_day_labels(edition: EditionView) -> ResponseReturnValue:
    """Send the labels of all works that were taken in on a day and not taken back."""
    which = asked_day(edition)
    lines = [line for line in of_day(edition, which) if not line.undone_reason]
    if not lines:
        return redirect(url_for("office.paper_day", slug=edition.slug, day=which.isoformat()), 303)
    return _labels(edition, lines, f"{edition.slug}-{which:%Y-%m-%d}-labels")


def _labels(edition: EditionView, lines: Iterable[PaperLine], name: str) -> ResponseReturnValue:
    """Set labels: one without a name for the work, one with it for the folder that nobody but the secretariat opens."""
    use_zone(edition.zone)
    names = {each.id: each.name for each in editions.categories(edition.id)}
    wanted = list(lines)
    first = request.args.get("first", "1")
    data = {
        "language": str(get_locale()),
        "heading": gettext("Labels"),
        "skip": int(first) - 1 if first.isascii() and first.isdigit() and 1 <= int(first) <= 24 else 0,
        "labels": [
            label
            for place, line in enumerate(wanted)
            for label in (
                {
                    "code": f"{place}.svg",
                    "number": line.number,
                    "lines": [names[line.category_id]],
                    "kind": gettext("for the work"),
                },
                {
                    "code": f"{place}.svg",
                    "number": line.number,
                    "lines": [", ".join(line.authors), line.title, day(line.arrived)],
                    "kind": gettext("for the folder"),
                },
            )
        ],
    }
    codes = {f"{place}.svg": _code(line.number) for place, line in enumerate(wanted)}
    return attachment(typesetting.pdf("office/labels.typ", data, codes), name, "pdf")


# --- the list of a day ----------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/day.<kind>", Permission.TAKE_IN_PAPER)
def paper_day_file(edition: EditionView, kind: str) -> ResponseReturnValue:
    """Send the list of a day, to be printed and signed, or for Excel."""
    if kind not in {"pdf", "xlsx"}:
        raise NotFound(kind)
    use_zone(edition.zone)
    which = asked_day(edition)
    lines = of_day(edition, which)
    names = {each.id: each.name for each in editions.categories(edition.id)}
    header = [
        gettext("No."), gettext("Receipt"), gettext("Author"), gettext("Title"), gettext("Category"), gettext("Unit"),
        gettext("How it came"), gettext("Postmark"), gettext("Arrived"), gettext("Counts as"), gettext("State"),
    ]  # fmt: skip
    rows = [_row(place, line, names) for place, line in enumerate(lines, start=1)]
    name = f"{edition.slug}-{which:%Y-%m-%d}"
    heading = gettext("Works taken in on %(day)s", day=day(which))
    if kind == "xlsx":
        return attachment(spreadsheets.write_excel(header, rows, sheet=f"{which:%Y-%m-%d}"), name, kind)
    data: dict[str, Any] = {
        "language": str(get_locale()),
        "kicker": edition.title,
        "heading": heading,
        "header": header,
        "rows": rows,
        "total": gettext("Works: %(count)s", count=number(len(rows))),
        "signatures": [gettext("Handed over by"), gettext("Taken over by")],
        "page": gettext("Page"),
    }
    return attachment(typesetting.pdf("office/paper_day.typ", data), name, kind)


def _row(place: int, line: PaperLine, names: dict[int, str]) -> list[str]:
    state = (
        gettext("taken back: %(reason)s", reason=line.undone_reason)
        if line.undone_reason
        else str(STATES[line.state])
    )
    return [
        str(place),
        line.number,
        ", ".join(line.authors),
        line.title,
        names[line.category_id],
        line.unit_name,
        str(CHANNELS[line.channel]),
        day(line.postmark) if line.postmark else "",
        day(line.arrived) + (f" {_clock(line.clock)}" if line.clock else ""),
        str(paper_words.VERDICTS[line.verdict]),
        state,
    ]


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
