"""Blind copies of which judges say that the author can be recognised: blacked out by code, nobody is named."""

from functools import partial
from typing import Final

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import TextAreaField

from contest.access.permissions import Permission
from contest.anonymisation import queries, settling
from contest.anonymisation.rules import cells
from contest.anonymisation.settling import FlaggedCopy
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.text import nfc
from contest.platform.sanitise import recheck_essay
from contest.web import actor, errors, own_words
from contest.web.forms import Form
from contest.web.office import sections
from contest.web.office.pages import pages

PATH: Final = "/<slug>/blind-copies/flagged/<code>"
_MOST: Final = 50


class BlackeningForm(Form):
    """The words to black out, one line each."""

    words = TextAreaField(lazy_gettext("Words to black out"))

    @property
    def lines(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in nfc(self.words.data or "").splitlines())
        return tuple(dict.fromkeys(filter(None, lines)))[:_MOST]


def waiting(edition: EditionView) -> tuple[FlaggedCopy, ...]:
    return settling.waiting([each.id for each in editions.rounds(edition.id)])


@pages.page(PATH, Permission.REDACT_COPIES)
def flagged(edition: EditionView, code: str) -> ResponseReturnValue:
    """Show the copy as judges get it, with what they said of it."""
    return _show(edition, _found(edition, code), BlackeningForm())


@pages.page(PATH, Permission.REDACT_COPIES, methods=("POST",))
def flagged_settle(edition: EditionView, code: str) -> ResponseReturnValue:
    """Black out what was typed or ticked, or leave the copy as it is."""
    found, form = _found(edition, code), BlackeningForm()
    if not form.validate():
        return _show(edition, found, form), 422
    try:
        _settle(found, form)
    except Conflict as error:
        flash(errors.sentence(error), "warning")
    except RuleBroken as error:
        form.take(error)
        return _show(edition, found, form), 422
    return redirect(url_for("office.blind_copies", slug=edition.slug), 303)


def _settle(found: FlaggedCopy, form: BlackeningForm) -> None:
    by, now = actor.current().account_id, clock.now()
    if request.form.get("act") == "keep":
        settling.keep(found, secretary_id=by, now=now)
        flash(gettext("%(code)s stays as it is.", code=found.code), "success")
        return
    chosen = cells.read(request.form.getlist("cells"))
    settling.redact(found, form.lines, chosen, secretary_id=by, now=now)
    flash(gettext("%(code)s has been blacked out. Judges see it so from now on.", code=found.code), "success")


@pages.page(f"{PATH}/pages/<int:number>", Permission.REDACT_COPIES)
def flagged_picture(edition: EditionView, code: str, number: int) -> ResponseReturnValue:
    """A page of the copy, as judges get it."""
    content = queries.page_image(_found(edition, code).round_id, code, number)
    return Response(content, mimetype="image/png" if content.startswith(b"\x89PNG") else "image/webp")


def _found(edition: EditionView, code: str) -> FlaggedCopy:
    """Return the copy if judges told of it and nobody settled it yet. Raises NotFound, the same for all others."""
    for each in waiting(edition):
        if each.code == code:
            return each
    raise NotFound(code)


def _picture(edition: EditionView, code: str, number: int) -> str:
    return url_for("office.flagged_picture", slug=edition.slug, code=code, number=number)


def _show(edition: EditionView, found: FlaggedCopy, form: BlackeningForm) -> str:
    copy = queries.essay(found.round_id, found.code)
    return sections.render(
        "office/flagged.html",
        edition,
        found=found,
        copy=copy,
        form=form,
        shown=Markup(recheck_essay(copy.html)),  # noqa: S704 -- our own rendition, cleaned once more
        own=[(said.label, own_words.shown(said.kind, said.value)) for said in copy.own],
        pictures=[(number, cells.of_page(number)) for number in range(1, copy.pages + 1)],
        picture_url=partial(_picture, edition, found.code),
        ticked=frozenset(request.form.getlist("cells")),
    )
