"""The first page: which contests are open, which are over, and how it works."""

from datetime import datetime

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import queries
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.settings import Settings
from contest.web import wording
from contest.web.public.pages import pages
from contest.web.templating import instant, use_zone, zone_name

LATER = ("closed", "judging", "deliberation", "published", "archived")


@pages.page("/", Permission.SEE_PUBLIC)
def landing() -> ResponseReturnValue:
    editions = queries.public_editions(now=clock.now())
    return render_template(
        "public/landing.html",
        open_ones=[(e, _local(e, e.takes_until)) for e in _in_phase(editions, "open")],
        coming=[(e, _local(e, e.opens_at)) for e in _in_phase(editions, "announced")],
        past=_in_phase(editions, *LATER),
        with_results="public.results" in current_app.view_functions,
        wording=wording,
    )


def _in_phase(editions: tuple[EditionView, ...], *phases: str) -> tuple[EditionView, ...]:
    found = (edition for edition in editions if edition.phase in phases)
    # What closes first comes first; of what is over, the latest.
    return tuple(sorted(found, key=lambda e: (e.closes_at, e.id), reverse=phases == LATER))


def _local(edition: EditionView, moment: datetime) -> str:
    """Say an instant in the edition's zone, naming the zone where it is not the one of the page."""
    settings: Settings = current_app.extensions["contest_settings"]
    use_zone(edition.zone)
    said = instant(moment)
    use_zone(settings.time_zone)
    return said if edition.zone == settings.time_zone else f"{said} ({zone_name(edition.time_zone)})"
