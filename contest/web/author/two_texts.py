"""Two texts of one draft side by side: of two windows, or what is kept on this device beside what is stored."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.kernel.keys import new_key
from contest.web.author import own_fields, statement_forms, story, typed
from contest.web.author.desks import Desk, desk_of
from contest.web.author.pages import pages
from contest.web.author.stamps import stamp_text
from contest.web.author.writing_forms import WritingForm


@pages.page("/entries/<key>/kept", Permission.WRITE_ENTRY, methods=("POST",))
def kept(key: str) -> ResponseReturnValue:
    """Show what a device kept of an unsent text beside what is stored; nothing is saved by looking."""
    desk = desk_of(key)
    form = own_fields.form(desk.draft.own)()
    form.offer(desk.categories)
    if not story.may_write(desk.draft, desk.edition):
        sentence = gettext("This entry can no longer be changed. What this device kept of it was not saved.")
        return too_late(desk, form, sentence), 409
    form.validate()
    return side_by_side(key, desk, form, of_device=True)


def side_by_side(key: str, mine: Desk, form: WritingForm, *, of_device: bool = False) -> str:
    """Show both texts; the stamp of the stored one lets the author decide knowingly."""
    desk = desk_of(key)
    form.offer(desk.categories)
    return render_template(
        "author/conflict.html",
        form=form,
        stamp=stamp_text(desk.draft.revision, new_key()),
        sent=statement_forms.sent(),
        draft=desk.draft,
        edition=desk.edition,
        own=own_fields.shown(mine.draft.own, form),
        answered=own_fields.said(desk.draft.own),
        of_device=of_device,
        at=request.form.get("kept_at", "")[:40] if of_device else "",
        **typed.in_editor(desk.draft),
    )


def too_late(desk: Desk, form: WritingForm, sentence: str) -> str:
    """Give back what could not be saved any more."""
    return render_template(
        "author/too_late.html",
        form=form,
        sentence=sentence,
        draft=desk.draft,
        edition=desk.edition,
        own=own_fields.shown(desk.draft.own, form),
        formatted=typed.as_kept(),
    )
