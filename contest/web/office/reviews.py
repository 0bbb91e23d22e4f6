"""Reviews: what authors keep sealed with a work is opened with a reason, by the number of its receipt."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.entries import files, provenance, sealed
from contest.entries.rules.provenance import REASON
from contest.kernel import clock
from contest.web import actor
from contest.web.downloads import attachment
from contest.web.forms import Form, LineField, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.pages import pages

PATH = "/<slug>/reviews"


class ReviewForm(Form):
    """Of which work what is sealed is to be opened, and why."""

    number = LineField(lazy_gettext("Number of the receipt"), [required(), at_most(40)])
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(REASON[1])])


@pages.page(PATH, Permission.SEE_REVIEWS)
def reviews(edition: EditionView) -> ResponseReturnValue:
    """List what was opened, with the files, to whoever opened it and to secretaries."""
    return _page(edition, ReviewForm())


@pages.page(PATH, Permission.OPEN_DRAFTS, methods=("POST",))
def review_open(edition: EditionView) -> ResponseReturnValue:
    """Open what is sealed with a work; the author is told."""
    form = ReviewForm()
    if form.validate() and form.try_to(lambda: _open(edition, form)):
        flash(gettext("Opened. The author is told by mail, and it stands in the log."), "success")
        return redirect(url_for("office.reviews", slug=edition.slug), 303)
    return _page(edition, form), 422


@pages.page(f"{PATH}/<key>/<item>", Permission.SEE_REVIEWS)
def review_file(edition: EditionView, key: str, item: str) -> ResponseReturnValue:
    """Send a file that a review has opened."""
    opened = sealed.opening(edition.id, key, actor.current().account_id, sees_all=_sees_all(edition))
    file = sealed.opened_file(opened, item)
    return attachment(files.content(file), f"{opened.number}-draft", file.kind)


def _open(edition: EditionView, form: ReviewForm) -> None:
    provenance.open_review(
        edition.id,
        form.number.data or "",
        form.reason.data or "",
        actor_id=actor.current().account_id,
        now=clock.now(),
    )


def _sees_all(edition: EditionView) -> bool:
    return Duty.SECRETARY in actor.current().duties_in(edition.id)


def _page(edition: EditionView, form: ReviewForm) -> str:
    found = sealed.openings(edition.id, actor.current().account_id, sees_all=_sees_all(edition))
    return sections.render(
        "office/reviews.html",
        edition,
        form=form,
        openings=[(each, sealed.opened(each)) for each in found],
        may_open=allows(Permission.OPEN_DRAFTS, actor.circumstances(edition)),
    )
