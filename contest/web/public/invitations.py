"""Where the link in an invitation leads: who invites to what, and the way to accept with or without an account."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.editions import links, queries, roster, service
from contest.editions.queries import EditionView
from contest.editions.roster import InvitationView
from contest.kernel import clock
from contest.people import queries as people
from contest.people import service as accounts
from contest.web import actor, wording
from contest.web.forms import Form
from contest.web.public import joining
from contest.web.public.pages import pages
from contest.web.templating import use_zone
from contest.web.unit_field import UnitField


class AcceptForm(Form):
    """Accepting as the person who is signed in."""


class JoinForm(joining.JoinForm):
    """Accepting as somebody new; a judge also says the unit, whose works they never get."""

    unit_id = UnitField(lazy_gettext("Your unit"))

    def __init__(self, invitation: InvitationView, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(invitation.email, **kwargs)
        if invitation.duty != Duty.JUDGE:
            del self.unit_id
        elif not self.is_submitted() and invitation.unit_id is not None:
            self.unit_id.process(None, str(invitation.unit_id))

    @property
    def about(self) -> accounts.Details:
        """What the person told."""
        chosen = self.unit_id.chosen_unit if "unit_id" in self else None
        return accounts.Details(self.full_name.data or "", None, "", chosen)


@pages.page("/invitations/<token>", Permission.SEE_PUBLIC, methods=("GET", "POST"))
def invitation(token: str) -> ResponseReturnValue:
    now = clock.now()
    found = roster.invitation(links.invitation_key(token), now=now)
    edition = queries.by_id(found.edition_id, now=now)
    use_zone(edition.zone)
    form: Form = AcceptForm() if actor.current().is_signed_in else JoinForm(found, full_name=found.name)
    if not form.is_submitted() or found.state != "open":
        return _page(edition, found, form, 200 if not form.is_submitted() else 409)
    if form.validate() and _accept(found, form):
        flash(gettext("Thank you. You have taken up the duty."), "success")
        return redirect(_desk(edition, found.duty), 303)
    return _page(edition, found, form, 422)


def _page(edition: EditionView, found: InvitationView, form: Form, status: int) -> ResponseReturnValue:
    return (
        render_template(
            "public/invitation.html",
            edition=edition,
            invitation=found,
            inviter=people.person(found.invited_by).name,
            unit=people.unit_name(found.unit_id) if found.duty == Duty.UNIT_CONTACT else "",
            form=form,
            has_account=people.by_email(found.email) is not None,
            sign_in=url_for("security.login", next=request.path),
            wording=wording,
        ),
        status,
    )


def _accept(found: InvitationView, form: Form) -> bool:
    """Take up the duty; False where the person may not, with the reason in the form."""
    if isinstance(form, JoinForm):
        # What is broken here became so while the person typed, and the error page undoes what was begun.
        _join(found, form)
        return True
    who = actor.current().account_id
    accepted = form.try_to(lambda: service.accept(found.key, who, now=clock.now()))
    if accepted:
        joining.confirm(who)
        actor.forget()
        _ask_for_unit(found.duty, who)
    return accepted


def _join(found: InvitationView, form: JoinForm) -> None:
    """Make the account, take up the duty, and sign in."""
    who = joining.join(form, language=found.language)
    service.accept(found.key, who, now=clock.now())
    joining.sign_in(who)


def _ask_for_unit(duty: Duty, account_id: int) -> None:
    if duty == Duty.JUDGE and people.person(account_id).unit_id is None:
        flash(
            gettext(
                "Your account names no unit. Add it, so that you are never given a work from your own unit."
            ),
            "warning",
        )


def _desk(edition: EditionView, duty: Duty) -> str:
    """Return where the work of the duty is."""
    own = {Duty.JUDGE: "judge.desk", Duty.UNIT_CONTACT: "account.own_unit"}
    return url_for(own.get(duty, "office.home"), slug=edition.slug)
