"""The way out where too few keys are left: results by code, and what authors bring to prove that a code is theirs."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired

from contest.access.permissions import Permission
from contest.anonymisation import sealing_keys
from contest.editions.queries import EditionView
from contest.entries import queries as entries
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.results import by_code
from contest.results.claim_proofs import Proof
from contest.web import actor, errors
from contest.web.forms import Form, LineField, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.key_meetings import why_gone
from contest.web.office.keys import PATH
from contest.web.office.pages import pages

_RECEIPT, _ORIGINAL = 1_000_000, 200_000_000  # bytes


class ClaimForm(Form):
    """What an author brings."""

    code = LineField(lazy_gettext("Blind code"), [required(), at_most(12)])
    document = FileField(
        lazy_gettext("The receipt: the proof that was kept, or the signed document (JSON file)"),
        [FileRequired(message=lazy_gettext("Choose a file."))],
    )
    signature = TextField(lazy_gettext("Signature on the receipt"), [at_most(300)])
    original = FileField(
        lazy_gettext("The original file, or the typed text as a text file"),
        [FileRequired(message=lazy_gettext("Choose a file."))],
    )

    def proof(self) -> Proof:
        return Proof(
            self.code.data or "",
            self.document.data.stream.read(_RECEIPT),
            self.signature.data or "",
            self.original.data.stream.read(_ORIGINAL),
            self.original.data.filename or "",
        )


@pages.page(f"{PATH}/by-code", Permission.PUBLISH, methods=("GET", "POST"))
def keys_by_code(edition: EditionView) -> ResponseReturnValue:
    """Publish without names, or record a claim once that is done."""
    form = ClaimForm()
    if not form.is_submitted():
        return _page(edition, form), 200
    who, now = actor.current().account_id, clock.now()
    if not by_code.is_by_code(edition.id):
        return _publish(edition, form)
    if not form.validate() or not form.try_to(
        lambda: by_code.claim(edition.id, form.proof(), actor_id=who, now=now)
    ):
        return _page(edition, form), 422
    flash(gettext("The claim is recorded. Another organiser has to confirm it."), "success")
    return redirect(url_for("office.keys_by_code", slug=edition.slug), 303)


def _publish(edition: EditionView, form: ClaimForm) -> ResponseReturnValue:
    if request.form.get("confirmed") != "yes":
        return _page(edition, form, unticked=True), 422
    try:
        by_code.publish(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _page(edition, form, errors.sentence(error)), 422
    flash(gettext("The results are published by code."), "success")
    return redirect(url_for("office.keys_by_code", slug=edition.slug), 303)


@pages.page(f"{PATH}/by-code/confirm", Permission.PUBLISH, methods=("POST",))
def keys_confirm_claim(edition: EditionView) -> ResponseReturnValue:
    """Join a code and its author, as a second organiser."""
    try:
        by_code.confirm(
            request.form.get("key", ""), edition.id, actor_id=actor.current().account_id, now=clock.now()
        )
    except RuleBroken as error:
        return _page(edition, ClaimForm(formdata=None), errors.sentence(error)), 422
    flash(gettext("Code and author are joined; the public page names them."), "success")
    return redirect(url_for("office.keys_by_code", slug=edition.slug), 303)


@pages.page(f"{PATH}/by-code/drop", Permission.PUBLISH, methods=("POST",))
def keys_drop_claim(edition: EditionView) -> ResponseReturnValue:
    """Drop a claim that turned out to be wrong before it was confirmed."""
    who, now = actor.current().account_id, clock.now()
    try:
        by_code.drop(request.form.get("key", ""), edition.id, actor_id=who, now=now)
    except RuleBroken as error:
        return _page(edition, ClaimForm(formdata=None), errors.sentence(error)), 422
    flash(gettext("The claim is dropped. Code and work can be claimed again."), "success")
    return redirect(url_for("office.keys_by_code", slug=edition.slug), 303)


def _page(edition: EditionView, form: ClaimForm, problem: str = "", *, unticked: bool = False) -> str:
    if not edition.sealing.is_by_holders:
        raise NotFound(edition.slug)
    claims = by_code.claims(edition.id)
    named = entries.named([each.entry_id for each in claims])
    return sections.render(
        "office/by_code.html",
        edition,
        here_in_menu="office.keys",
        form=form,
        problem=problem,
        unticked=unticked,
        key=sealing_keys.edition_key(edition.id),
        is_by_code=by_code.is_by_code(edition.id),
        gone=why_gone(edition),
        claims=[(each, named[each.entry_id].authors) for each in claims],
        names={p.id: p.name for p in people.people(frozenset(each.claimed_by for each in claims)).values()},
        me=actor.current().account_id,
    )
