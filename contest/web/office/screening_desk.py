"""The desk of several secretaries: take the next work, what a colleague has in hand, the own decision taken back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import holding, undoing
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.web import actor
from contest.web.office.pages import pages

PATH = "/<slug>/screening"


@pages.page(f"{PATH}/take", Permission.SCREEN, methods=("POST",))
def screening_take(edition: EditionView) -> ResponseReturnValue:
    """Take the next waiting work in hand that nobody else has; `leave` is put back, undecided."""
    leave, who = request.form.get("leave", ""), actor.current().account_id
    if leave:
        holding.release(leave, edition.id, secretary_id=who)
    key = holding.take_next(edition.id, secretary_id=who, after=leave, now=clock.now())
    if key is None:
        flash(gettext("There is no other work that nobody has in hand."), "info")
        return redirect(url_for("office.screening", slug=edition.slug), 303)
    return _to(edition, key)


@pages.page(f"{PATH}/<key>/hold", Permission.SCREEN, methods=("POST",))
def screening_hold(edition: EditionView, key: str) -> ResponseReturnValue:
    """Take the work over from a colleague, put it back, or (by script, while it is read) keep it in hand."""
    who, act = actor.current().account_id, request.form.get("act", "")
    if act == "keep":
        holding.open_it(key, edition.id, secretary_id=who, now=clock.now())
        return "", 204
    if act == "over":
        holding.take_over(key, edition.id, secretary_id=who, now=clock.now())
        flash(gettext("You have this work in hand now. Tell your colleague."), "success")
        return _to(edition, key)
    if act != "back":
        raise NotFound(act)
    holding.release(key, edition.id, secretary_id=who)
    flash(gettext("Put back: others can take it."), "success")
    return redirect(url_for("office.screening", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>/undo", Permission.SCREEN, methods=("POST",))
def screening_undo(edition: EditionView, key: str) -> ResponseReturnValue:
    """Take the own last decision about a work back."""
    typed = request.form.get("decision", "")
    decision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    undoing.take_back(
        key,
        decision,
        edition_id=edition.id,
        secretary_id=actor.current().account_id,
        now=clock.now(),
    )
    flash(
        gettext("Taken back. Whoever had got the letter already is told that it counts no more."), "success"
    )
    return _to(edition, key)


def _to(edition: EditionView, key: str) -> ResponseReturnValue:
    ticked = "1" if request.form.get("ticked") == "1" else None
    return redirect(url_for("office.screening_entry", slug=edition.slug, key=key, ticked=ticked), 303)
