"""Blind copies of which judges say that the author can be recognised: blacked out by code, nobody is named."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from contest.access.permissions import Permission
from contest.anonymisation import queries, settling
from contest.anonymisation.rules import cells, highlight
from contest.anonymisation.rules.quoted import quoted
from contest.anonymisation.settling import FlaggedCopy
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.kernel.text import nfc
from contest.platform.sanitise import recheck_essay
from contest.web import actor, own_words, page_pictures
from contest.web.forms import Form
from contest.web.office import sections
from contest.web.office.blind_copies_forms import typed_lines
from contest.web.office.pages import pages

PATH: Final = "/<slug>/blind-copies/flagged/<code>"


class BlackeningForm(Form):
    """What to black out: passages that judges quoted, ticked, and words, one line each. `stamp`: of the page seen."""

    stamp = HiddenField()
    chosen = SelectMultipleField(
        lazy_gettext("What the judge quoted"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    words = TextAreaField(lazy_gettext("Words to black out"))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys((*(nfc(each) for each in self.chosen.data or ()), *typed_lines(self.words)))
        )

    def offer(self, passages: Sequence[str]) -> None:
        """Offer these to tick; what was ticked and is offered no more goes among the words, so that it is not lost."""
        gone = [each for each in self.chosen.data or () if each not in passages]
        self.chosen.choices = [(each, each) for each in passages]
        if gone:
            self.words.data = "\n".join([*filter(None, [self.words.data]), *gone])


def waiting(edition: EditionView) -> tuple[FlaggedCopy, ...]:
    return settling.waiting(_rounds(edition))


def _rounds(edition: EditionView) -> list[int]:
    return [each.id for each in editions.rounds(edition.id)]


@pages.page(PATH, Permission.REDACT_COPIES)
def flagged(edition: EditionView, code: str) -> ResponseReturnValue:
    """Show the copy as judges get it, with what they said of it; one that was settled says so, and how."""
    return _show(edition, settling.told_of(_rounds(edition), code), BlackeningForm())


@pages.page(PATH, Permission.REDACT_COPIES, methods=("POST",))
def flagged_settle(edition: EditionView, code: str) -> ResponseReturnValue:
    """Black out what was typed or ticked, or leave the copy as it is."""
    found, form = settling.told_of(_rounds(edition), code), BlackeningForm()
    if not form.validate():
        return _show(edition, found, form), 422
    try:
        _settle(found, form)
    except Conflict as error:
        form.take(error)
        return _show(edition, found, form), 409
    except RuleBroken as error:
        form.take(error)
        return _show(edition, found, form), 422
    return redirect(_onwards(edition, found), 303)


def _onwards(edition: EditionView, found: FlaggedCopy) -> str:
    """Stay where pictures were blacked out: eyes see whether the right parts are black."""
    if request.form.get("act") != "keep" and queries.essay(found.round_id, found.code).kind == "pages":
        return url_for("office.flagged", slug=edition.slug, code=found.code)
    return url_for("office.blind_copies", slug=edition.slug)


def _settle(found: FlaggedCopy, form: BlackeningForm) -> None:
    by, now, seen = actor.current().account_id, clock.now(), form.stamp.data or ""
    if request.form.get("act") == "keep":
        settling.keep(found, seen=seen, secretary_id=by, now=now)
        flash(gettext("%(code)s stays as it is.", code=found.code), "success")
        return
    chosen = cells.read(request.form.getlist("cells"))
    settling.redact(found, form.lines, chosen, seen=seen, secretary_id=by, now=now)
    flash(gettext("%(code)s has been blacked out. Judges see it so from now on.", code=found.code), "success")
    if queries.essay(found.round_id, found.code).kind == "pages":
        flash(
            gettext("Look at every page: is all black that should be? More can be blacked out here."),
            "warning",
        )


@pages.page(f"{PATH}/pages/<int:number>", Permission.REDACT_COPIES)
def flagged_picture(edition: EditionView, code: str, number: int) -> ResponseReturnValue:
    """A page of the copy, as judges get it."""
    round_id = settling.told_of(_rounds(edition), code).round_id
    content = queries.page_image(round_id, code, number)
    return Response(content, mimetype=page_pictures.kind_of(content))


def _picture(edition: EditionView, code: str, number: int) -> str:
    return url_for("office.flagged_picture", slug=edition.slug, code=code, number=number)


def _show(edition: EditionView, found: FlaggedCopy, form: BlackeningForm) -> str:
    copy = queries.essay(found.round_id, found.code)
    texts = (copy.title, highlight.plain(copy.html), *(said.value for said in copy.own))
    form.offer(quoted(found.said, texts))
    form.stamp.data = settling.stamp(
        found
    )  # what is shown from here on, also where the form came with another
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
        settled=settling.answer(found),
        ticked=frozenset(request.form.getlist("cells")),
    )
