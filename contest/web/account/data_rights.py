"""What a person may do with the own data: agreements taken back, requests with terms, a restriction lifted."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import BooleanField

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import agreements as consents
from contest.people import queries, register, rights
from contest.people.rules import data_requests as rules
from contest.people.rules.consent import OPTIONAL, ConsentText
from contest.people.rules.erasure import STAYS, WAITS, sentences
from contest.reports import erasure, personal_data
from contest.reports.holdings import HOLDINGS
from contest.settings import LANGUAGES
from contest.web import actor, data_words, limits
from contest.web.account.pages import pages
from contest.web.account.personal_data import WORDS
from contest.web.forms import Form, TextField, at_most, required

UNDERSTOOD = frozenset({rules.ERASE, rules.RESTRICT})  # what has consequences that must have been read


class AskForm(Form):
    """What is asked, in words; where it has consequences a tick that they were read."""

    words = TextField(lazy_gettext("In your words"), [at_most(rules.LONGEST)])
    understood = BooleanField(lazy_gettext("I have read what follows from this, and want it."), [required()])


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure would wait for, take away and leave, in sentences."""

    waits: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


def outlook(account_id: int) -> Erasure:
    """Say what an erasure of this person would be like now."""
    found = erasure.outlook(account_id, now=clock.now())
    rows = personal_data.counts(account_id)
    gone = [h.table for h in HOLDINGS if h.table in rows and not h.erased.is_whole]
    return Erasure(
        waits=tuple(gettext(each) for each in sentences(found.waits, WAITS)),
        goes=tuple(str(WORDS[table][0]) for table in gone),
        stays=tuple(gettext(each) for each in sentences(found.stays, STAYS)),
    )


# --- requests -------------------------------------------------------------------------------------------------------


@pages.page("/data/ask/<kind>", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
@limits.tries("20 per hour", lambda: f"data request {actor.current().id}")
def ask(kind: str) -> ResponseReturnValue:
    """Say what follows from a request, then take it in."""
    if kind not in rules.KINDS:
        raise NotFound(kind)
    who = actor.current().account_id
    form = AskForm()
    if kind not in UNDERSTOOD:
        del form.understood
    keys: list[str] = []
    if form.validate_on_submit() and form.try_to(
        lambda: keys.append(rights.ask(who, kind, form.words.data or "", now=clock.now()))
    ):
        flash(gettext("We have your request. You see on this page how far it has come."), "success")
        return redirect(url_for("account.data_request", key=keys[0]), 303)
    page = render_template(
        "account/data_ask.html",
        kind=kind,
        title=data_words.KINDS[kind],
        form=form,
        in_words=kind in rules.IN_WORDS,
        outlook=outlook(who) if kind == rules.ERASE else None,
        terms=register.terms(clock.now()),
    )
    return page, 422 if form.errors else 200


@pages.page("/data/requests/<key>", Permission.SEE_ACCOUNT)
def data_request(key: str) -> ResponseReturnValue:
    """Show one's own request and its answer."""
    found = register.own(key, actor.current().account_id)
    return render_template("account/data_request.html", asked=found, words=data_words)


@pages.page("/data/requests/<key>/take-back", Permission.SEE_ACCOUNT, methods=("POST",))
def take_back(key: str) -> ResponseReturnValue:
    rights.take_back(key, account_id=actor.current().account_id, now=clock.now())
    flash(gettext("Your request is taken back. Nothing was changed."), "success")
    return redirect(url_for("account.personal_data"), 303)


@pages.page("/data/restriction/lift", Permission.SEE_ACCOUNT, methods=("POST",))
def lift_restriction() -> ResponseReturnValue:
    rights.lift_restriction(actor.current().account_id, now=clock.now())
    flash(gettext("Your data is used again as before."), "success")
    return redirect(url_for("account.personal_data"), 303)


# --- agreements -----------------------------------------------------------------------------------------------------


@pages.page("/data/agreements", Permission.SEE_ACCOUNT)
def agreements() -> ResponseReturnValue:
    """Show what was agreed to and taken back, text by text, and let what is optional be changed."""
    given = queries.consents(actor.current().account_id)
    active = {each.purpose for each in given if each.withdrawn_at is None}
    optional = [
        (each.purpose, *data_words.OPTIONAL[each.purpose], gettext(each.text), each.purpose in active)
        for each in OPTIONAL.values()
    ]
    return render_template(
        "account/agreements.html", given=given, optional=optional, purposes=data_words.PURPOSES
    )


@pages.page("/data/agreements/<purpose>/withdraw", Permission.SEE_ACCOUNT, methods=("POST",))
def withdraw_agreement(purpose: str) -> ResponseReturnValue:
    consents.take_back(actor.current().account_id, _optional(purpose), now=clock.now())
    flash(gettext("Taken back, from now on. It stands in the list below with the time."), "success")
    return redirect(url_for("account.agreements"), 303)


@pages.page("/data/agreements/<purpose>/give", Permission.SEE_ACCOUNT, methods=("POST",))
def give_agreement(purpose: str) -> ResponseReturnValue:
    wanted = _optional(purpose)
    who, language = actor.current().account_id, str(get_locale() or LANGUAGES[0])
    consents.agree(who, wanted, gettext(wanted.text), language=language, now=clock.now())
    flash(gettext("Thank you. It stands in the list below with the time."), "success")
    return redirect(url_for("account.agreements"), 303)


def _optional(purpose: str) -> ConsentText:
    """Return an agreement that one may take back and still take part. Raises NotFound for any other."""
    found = OPTIONAL.get(purpose)
    if found is None:
        raise NotFound(purpose)
    return found
