"""What everybody may know about a contest: dates, rules, categories, prizes, and the way in."""

from collections.abc import Callable, Iterator
from datetime import datetime

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty, excluded_by
from contest.access.permissions import Permission
from contest.editions import (
    above,
    admission,
    asking,
    blind_checks,
    late,
    noticeboard,
    own_fields,
    queries,
    rulebook,
)
from contest.editions.queries import EditionView
from contest.entries.rules.lateness import GRACE
from contest.kernel import clock
from contest.web import actor, demand_words, identity_words, length_words, own_words, wording
from contest.web.prose import prose
from contest.web.public.announcements import told
from contest.web.public.pages import pages
from contest.web.public.prizes import prizes
from contest.web.public.shown import show_to_the_public
from contest.web.templating import instant

SAID: dict[str, LazyString] = {
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
# Where works are only collected and sent on, these phases mean something else.
SAID_OF_COLLECTION: dict[str, LazyString] = {
    "closed": lazy_gettext(
        "No more works are taken in. The works received are being looked through and then sent on."
    ),
    "archived": lazy_gettext("The collection has ended. Whose work was sent on has been told by mail."),
}
JUDGED = ("deliberation", "published", "archived")
WITH_RESULTS = ("published", "archived")
# What follows the closing time: the kind of date, its place among the phases (none: it depends on no phase), and what
# stands there while no date is set; None: then it is not shown.
AFTER_CLOSING: tuple[tuple[str, int | None, LazyString | None], ...] = (
    ("rubric", None, None),
    ("screening", 2, lazy_gettext("after the closing time")),
    ("round_1", 3, lazy_gettext("after that")),
    ("round_2", 3, None),
    ("publication", 4, lazy_gettext("here, on this page")),
    ("ceremony", None, None),
)
SPANS = ("screening", "round_1", "round_2")
LATEST = 3  # announcements on the contest's own page


@pages.page("/editions/<slug>/", Permission.SEE_PUBLIC)
def edition(edition: EditionView) -> ResponseReturnValue:
    show_to_the_public(edition)
    held = actor.current().duties_in(edition.id)
    own = late.for_author(edition, actor.current().id, now=clock.now())
    return render_template(
        "public/edition.html",
        edition=edition,
        said=(SAID | SAID_OF_COLLECTION if edition.collects_only else SAID)[edition.phase],
        upper=_upper(edition),
        rules=prose(queries.rules_text(edition.id), top=3),
        categories=queries.categories(edition.id),
        prizes=prizes(edition.id),
        rounds=queries.rounds(edition.id),
        is_blindness_told=blind_checks.published(edition.id) is not None,
        declarations=queries.declarations(edition.id),
        conditions=admission.conditions(edition.id),
        questions=own_fields.of_edition(edition.id),
        own_words=own_words,
        entering_units=admission.unit_names(edition.id),
        asked=asking.identity(edition.id),
        identity_words=identity_words,
        extensions=queries.extensions(edition.id),
        dates=_dates(edition),
        news=told(noticeboard.seen(edition.id, now=clock.now())[:LATEST]),
        barred_by=excluded_by(Duty.AUTHOR, held),
        may_enter=own.phase == "open" and _exists("author.new"),
        own_time=own.closes_at if own is not edition else None,
        grace=int(GRACE.total_seconds() // 60),
        fixed=rulebook.latest(edition.id),
        has_results=edition.phase in WITH_RESULTS and not edition.collects_only and _exists("public.results"),
        wording=wording,
        length_words=length_words,
        demand_words=demand_words,
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


def _upper(edition: EditionView) -> EditionView | None:
    """Return the contest above that agreed to take works from here, once it is public."""
    link = above.above(edition.id)
    if link is None or link.agreed_at is None:
        return None
    upper = queries.by_id(link.upper_id, now=clock.now())
    return None if upper.stored_phase == "draft" else upper


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
        *_later(edition, state),
    ]


def _later(edition: EditionView, state: Callable[[int], str]) -> Iterator[tuple[str, str, str]]:
    planned = {each.kind: each.at for each in queries.milestones(edition.id)}
    for kind, place, otherwise in AFTER_CLOSING:
        if kind not in planned and (otherwise is None or (edition.collects_only and kind != "screening")):
            continue
        when = str(otherwise)
        if kind in planned:
            moment = instant(planned[kind])
            when = gettext("until %(time)s", time=moment) if kind in SPANS else moment
        yield str(wording.MILESTONES[kind]), when, state(place) if place else _passed(planned[kind])


def _passed(moment: datetime) -> str:
    return "done" if moment <= clock.now() else ""
