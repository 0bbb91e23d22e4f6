"""What everybody may know about a contest: dates, rules, categories, prizes, and the way in."""

from collections.abc import Mapping

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty, excluded_by
from contest.access.permissions import Permission
from contest.editions import noticeboard, queries
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.web import actor, wording
from contest.web.prose import prose
from contest.web.public.announcements import told
from contest.web.public.pages import pages
from contest.web.public.shown import show_to_the_public
from contest.web.templating import instant

SAID: Mapping[str, LazyString] = {
    "draft": lazy_gettext(
        "This is how the page will look. Nobody outside the office sees it before the announcement."
    ),
    "announced": lazy_gettext("Works are not taken in yet. Come back when the contest opens."),
    "open": lazy_gettext("Works are being taken in."),
    "closed": lazy_gettext("No more works are taken in. The works received are being looked through."),
    "judging": lazy_gettext("The works are being judged, without names."),
    "deliberation": lazy_gettext("The works are judged, and the jury decides the awards."),
    "published": lazy_gettext("The results are public."),
    "archived": lazy_gettext("The results are public, and the contest is over."),
}
JUDGED = ("deliberation", "published", "archived")
WITH_RESULTS = ("published", "archived")
LATEST = 3  # announcements on the contest's own page


@pages.page("/editions/<slug>/", Permission.SEE_PUBLIC)
def edition(edition: EditionView) -> ResponseReturnValue:
    show_to_the_public(edition)
    held = actor.current().duties_in(edition.id)
    return render_template(
        "public/edition.html",
        edition=edition,
        said=SAID[edition.phase],
        rules=prose(queries.rules_text(edition.id), top=3),
        categories=queries.categories(edition.id),
        rounds=queries.rounds(edition.id),
        declarations=queries.declarations(edition.id),
        extensions=queries.extensions(edition.id),
        dates=_dates(edition),
        news=told(noticeboard.seen(edition.id, now=clock.now())[:LATEST]),
        barred_by=excluded_by(Duty.AUTHOR, held),
        may_enter=edition.phase == "open" and _exists("author.new"),
        has_results=edition.phase in WITH_RESULTS and _exists("public.results"),
        wording=wording,
    )


@pages.page("/editions/<slug>/rules", Permission.SEE_PUBLIC)
def rules(edition: EditionView) -> ResponseReturnValue:
    show_to_the_public(edition)
    return render_template(
        "public/rules.html",
        edition=edition,
        rules=prose(queries.rules_text(edition.id)),
        dates=_dates(edition),
    )


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _dates(edition: EditionView) -> list[tuple[str, str, str]]:
    """Return what happens when, for the timeline: (what, when, done or now or empty)."""
    order = ["announced", "open", "closed", "judging", "published"]
    phase = {"draft": "", "deliberation": "judging", "archived": "published"}.get(
        edition.phase, edition.phase
    )
    reached = order.index(phase) if phase else -1

    def state(place: int) -> str:
        return "done" if place < reached or reached == len(order) - 1 else "now" if place == reached else ""

    return [
        (gettext("The contest opens"), instant(edition.opens_at), "done" if reached > 0 else ""),
        (gettext("Works are taken in"), gettext("until %(time)s", time=instant(edition.closes_at)), state(1)),
        (gettext("The works are looked through"), gettext("after the closing time"), state(2)),
        (gettext("Judges read the works without names"), gettext("after that"), state(3)),
        (gettext("The results are published"), gettext("here, on this page"), state(4)),
    ]
