"""Where the link in an invitation leads: who invites to what, and the way to accept with or without an account."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_security import hash_password, login_user
from flask_security.confirmable import confirm_user
from wtforms import BooleanField, PasswordField, ValidationError

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.editions import links, queries, roster, service
from contest.editions.queries import EditionView
from contest.editions.roster import InvitationView
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules import consent, details, passwords
from contest.web import actor, wording
from contest.web.errors import sentence
from contest.web.forms import Form, LineField, required
from contest.web.public.pages import pages
from contest.web.templating import use_zone
from contest.web.unit_field import UnitField


class AcceptForm(Form):
    """Accepting as the person who is signed in."""


class JoinForm(Form):
    """Accepting as somebody new: a name and a password; a judge also says the unit, whose works they never get."""

    full_name = LineField(lazy_gettext("Full name"), [required()])
    unit_id = UnitField(lazy_gettext("Your unit"))
    password = PasswordField(lazy_gettext("Password"), [required()])
    consent = BooleanField()

    def __init__(self, invitation: InvitationView, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(**kwargs)
        self.email = invitation.email
        self.consent.label.text = gettext(NEEDED_CONSENT.text)
        if invitation.duty != Duty.JUDGE:
            del self.unit_id
        elif not self.is_submitted() and invitation.unit_id is not None:
            self.unit_id.process(None, str(invitation.unit_id))

    def validate_full_name(self, field: LineField) -> None:
        _obey(lambda: details.full_name(field.data or ""))

    def validate_password(self, field: PasswordField) -> None:
        problem = passwords.problem(field.data, personal=(self.email, self.full_name.data or ""))
        if problem is not None:
            raise ValidationError(sentence(problem))

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext(consent.NEEDED))

    @property
    def about(self) -> accounts.Details:
        """What the person told."""
        chosen = self.unit_id.chosen_unit if "unit_id" in self else None
        return accounts.Details(self.full_name.data or "", None, "", chosen)


NEEDED_CONSENT = next(wanted for wanted in consent.REGISTRATION if wanted.is_needed)


def _obey(rule: Any) -> None:  # noqa: ANN401 -- any rule of ours
    try:
        rule()
    except RuleBroken as error:
        raise ValidationError(sentence(error)) from error


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
        confirm_user(_account(who))
        actor.forget()
        _ask_for_unit(found.duty, who)
    return accepted


def _join(found: InvitationView, form: JoinForm) -> None:
    """Make the account, its address shown to be the person's own by the link, and sign in with it."""
    if people.by_email(found.email) is not None:
        raise accounts.AddressTaken
    now = clock.now()
    hashed = hash_password(passwords.normal(form.password.data))  # slow: before anything is written
    who = accounts.new_account(found.email, hashed, form.about, language=found.language, now=now)
    given = {NEEDED_CONSENT.purpose: gettext(NEEDED_CONSENT.text)}
    accounts.give_consents(who, given, language=found.language, now=now)
    account = _account(who)
    confirm_user(account)
    service.accept(found.key, who, now=now)
    login_user(account, authn_via=["password"])


def _account(account_id: int) -> Any:  # noqa: ANN401 -- Flask-Security's user
    return current_app.extensions["security"].datastore.find_user(id=account_id)


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
