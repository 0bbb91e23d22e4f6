"""The treasurer's page: winners with their prizes, where each is paid to, and what is paid. Every look is recorded."""

from collections.abc import Mapping
from datetime import date

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.editions.rules import own_fields
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.platform import spreadsheets
from contest.results import paying, payouts
from contest.results.payouts import Payee
from contest.results.rules.payout import BankDetails
from contest.web import actor, errors
from contest.web.downloads import attachment
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.templating import day

PATH = "/<slug>/payments"


@pages.page(PATH, Permission.PAY_PRIZES)
def payments(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page(f"{PATH}/show", Permission.PAY_PRIZES, methods=("POST",))
def payments_show(edition: EditionView) -> ResponseReturnValue:
    """Show the account numbers too: asked for by a button, so that nobody sees them who only passes by."""
    opened = paying.look(edition.id, actor_id=actor.current().account_id, now=clock.now())
    return _page(edition, opened=opened)


@pages.page(f"{PATH}/list", Permission.PAY_PRIZES, methods=("POST",))
def payments_list(edition: EditionView) -> Response:
    """Send the list for the bank as an Excel file, every cell a text."""
    opened = paying.take_along(edition.id, actor_id=actor.current().account_id, now=clock.now())
    header = (
        gettext("Winner"), gettext("Work"), gettext("Prize"), gettext("Amount (VND)"), gettext("Bank"),
        gettext("Account holder"), gettext("Account number"), gettext("Paid on"),
    )  # fmt: skip
    rows = [_row(payee, opened.get(payee.account_id)) for payee in payouts.payees(edition.id)]
    content = spreadsheets.write_excel(header, rows, sheet=gettext("Payments"))
    return attachment(content, f"{edition.slug}-payments", "xlsx")


@pages.page(f"{PATH}/paid", Permission.PAY_PRIZES, methods=("POST",))
def payments_paid(edition: EditionView) -> ResponseReturnValue:
    """Mark a prize as paid on a day, or take the mark away."""
    code, who, now = request.form.get("code", ""), actor.current().account_id, clock.now()
    try:
        if request.form.get("action") == "take-back":
            paying.take_back(edition.id, code, actor_id=who, now=now)
            flash(gettext("The mark was taken away."), "success")
        else:
            paying.mark_paid(edition.id, code, _typed_day(), actor_id=who, now=now)
            flash(gettext("Marked as paid."), "success")
    except RuleBroken as error:
        return _page(edition, problem=(code, errors.sentence(error))), 422
    return redirect(url_for("office.payments", slug=edition.slug), 303)


def _typed_day() -> date:
    try:
        return date.fromisoformat(own_fields.day(request.form.get("paid_on", "")))
    except ValueError as error:
        raise RuleBroken(N_("Write the day of the payment like 31/12/2026."), field="paid_on") from error


def _row(payee: Payee, details: BankDetails | None) -> tuple[str | int, ...]:
    won = payee.won
    told = (details.bank, details.holder, details.number) if details else ("", "", "")
    paid_on = day(won.paid_on) if won.paid_on else ""
    return (payee.name, payee.title, won.prize, won.amount or "", *told, paid_on)


def _page(
    edition: EditionView,
    *,
    opened: Mapping[int, BankDetails] | None = None,
    problem: tuple[str, str] = ("", ""),
) -> str:
    listed = payouts.payees(edition.id)
    return sections.render(
        "office/payments.html",
        edition,
        here_in_menu="office.payments",
        payees=listed,
        opened=opened,
        problem=problem,
        today=clock.now().astimezone(edition.zone).date(),
        waiting=sum(1 for payee in listed if not payee.won.paid_on),
        missing=sum(1 for payee in listed if not payee.has_details and not payee.won.paid_on),
    )
