"""What people may agree to in their account and take back again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from wtforms import BooleanField

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import agreements, queries
from contest.people.rules.consent import UNIT_CONTACT
from contest.web import actor
from contest.web.account.pages import pages
from contest.web.forms import Form


class UnitConsentForm(Form):
    """Whether the contact of one's unit may see one's name."""

    agreed = BooleanField()


def form(account_id: int) -> UnitConsentForm:
    """Return the form as it stands for the person; unticked until they tick it."""
    stands = bool(queries.has_consent(frozenset({account_id}), UNIT_CONTACT.purpose))
    made = UnitConsentForm(agreed=stands)
    made.agreed.label.text = gettext(UNIT_CONTACT.text)
    return made


@pages.page("/unit-consent", Permission.SEE_ACCOUNT, methods=("POST",))
def unit_consent() -> ResponseReturnValue:
    who, now = actor.current().account_id, clock.now()
    if form(who).agreed.data:
        language = str(get_locale() or "vi")
        agreements.agree(who, UNIT_CONTACT, gettext(UNIT_CONTACT.text), language=language, now=now)
        flash(
            gettext("The contact of your unit may see your name. Take it back here at any time."), "success"
        )
    else:
        agreements.take_back(who, UNIT_CONTACT, now=now)
        flash(gettext("The contact of your unit does not see your name."), "success")
    return redirect(url_for("account.home"), 303)
