"""Where a winner's prize is paid to: asked after publication, from winners alone, and deleted by them at any time."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.kernel import clock
from contest.results import paying, payouts
from contest.results.rules import payout
from contest.settings import Settings
from contest.web import actor
from contest.web.author.pages import pages
from contest.web.forms import Form, LineField, required
from contest.web.templating import use_zone

PATH = "/entries/<key>/bank-details"


class BankDetailsForm(Form):
    """Bank, holder, number: what a transfer needs, and no more."""

    bank = LineField(lazy_gettext("Bank"), [required()])
    holder = LineField(lazy_gettext("Account holder"), [required()])
    number = LineField(lazy_gettext("Account number"), [required()])


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("GET", "POST"))
def bank_details(key: str) -> ResponseReturnValue:
    """Before publication, for another's entry and without a prize that is paid out there is no such page."""
    who, now = actor.current().account_id, clock.now()
    own = entries.own_work(key, who)
    asked = payouts.own(own.entry_id, who)
    form = BankDetailsForm()
    if form.validate_on_submit():
        typed = payout.BankDetails(form.bank.data or "", form.holder.data or "", form.number.data or "")
        if form.try_to(lambda: paying.give(own.entry_id, typed, account_id=who, now=now)):
            flash(gettext("Saved, encrypted. The treasurer of the contest alone can read it."), "success")
            return redirect(url_for("author.bank_details", key=key), 303)
    edition = editions.by_id(own.edition_id, now=now)
    use_zone(edition.zone)
    settings: Settings = current_app.extensions["contest_settings"]
    page = render_template(
        "author/bank_details.html",
        edition=edition,
        own=own,
        asked=asked,
        form=form,
        days=settings.keep_days["bank"],
        days_unpaid=settings.keep_days["unpaid"],
    )
    return page, 422 if form.errors else 200


@pages.page(f"{PATH}/delete", Permission.WRITE_ENTRY, methods=("POST",))
def bank_details_delete(key: str) -> ResponseReturnValue:
    who = actor.current().account_id
    own = entries.own_work(key, who)
    paying.delete_own(own.entry_id, account_id=who, now=clock.now())
    flash(gettext("Your bank details are deleted."), "success")
    return redirect(url_for("author.bank_details", key=key), 303)
