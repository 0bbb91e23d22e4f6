"""What the organisers tell everybody: as a page, as a feed, with files to save; dates as a calendar; a poster."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import segno
from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from icalendar import Calendar, Event, Timezone
from lxml import etree
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.editions import announcing, noticeboard, queries
from contest.editions.noticeboard import AnnouncementView
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.platform import typesetting
from contest.web import length_words, wording
from contest.web.downloads import attachment
from contest.web.prose import prose
from contest.web.public.pages import pages
from contest.web.public.shown import show_to_the_public
from contest.web.templating import instant

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement as a reader gets it; `is_foreign`: it was not written in the reader's language."""

    announcement: AnnouncementView
    language: str
    title: str
    text: Markup
    is_foreign: bool


def told(announcements: Iterable[AnnouncementView]) -> list[Told]:
    """Return announcements in the language of the page where they were written in it."""
    wanted = _language()
    found = []
    for each in announcements:
        language, words = each.said(wanted)
        found.append(Told(each, language, words.title, prose(words.text, top=3), language != wanted))
    return found


def _language() -> str:
    return "en" if str(get_locale()) == "en" else "vi"


@pages.page("/editions/<slug>/announcements", Permission.SEE_PUBLIC)
def announcements(edition: EditionView) -> ResponseReturnValue:
    show_to_the_public(edition)
    news = told(noticeboard.seen(edition.id, now=clock.now()))
    return render_template("public/announcements.html", edition=edition, news=news)


@pages.page("/editions/<slug>/announcements/<key>/files/<file_key>", Permission.SEE_PUBLIC)
def announcement_file(edition: EditionView, key: str, file_key: str) -> ResponseReturnValue:
    """Send a file of an announcement that everybody sees, to be saved."""
    show_to_the_public(edition)
    now = clock.now()
    seen = next((a for a in noticeboard.seen(edition.id, now=now) if a.key == key), None)
    file = next((f for f in seen.files if f.key == file_key), None) if seen else None
    if file is None:
        raise NotFound(file_key)
    return attachment(announcing.content(file.storage_key), f"{edition.slug}-{file.key[:6]}", file.kind)


# --- the feed -------------------------------------------------------------------------------------------------


@pages.page("/editions/<slug>/announcements.atom", Permission.SEE_PUBLIC)
def announcements_feed(edition: EditionView) -> Response:
    """Send the announcements as an Atom feed (RFC 4287), in the language of the page."""
    show_to_the_public(edition)
    news = told(noticeboard.seen(edition.id, now=clock.now()))
    here = url_for("public.announcements", slug=edition.slug, _external=True)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set(XML_LANG, _language())
    _add(feed, "title", edition.title)
    _add(feed, "id", here)
    _add(feed, "updated", _moment(max([t.announcement.changed_at for t in news], default=edition.opens_at)))
    _add(feed, "link", rel="alternate", type="text/html", href=here)
    self_url = url_for("public.announcements_feed", slug=edition.slug, _external=True)
    _add(feed, "link", rel="self", type="application/atom+xml", href=self_url)
    _add(_add(feed, "author"), "name", edition.title)
    for each in news:
        _entry(feed, each, f"{here}#{each.announcement.key}")
    content = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _entry(feed: etree._Element, each: Told, address: str) -> None:
    entry = _add(feed, "entry")
    entry.set(XML_LANG, each.language)
    _add(entry, "title", each.title)
    _add(entry, "id", address)
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "published", _moment(each.announcement.published_at))
    _add(entry, "updated", _moment(max(each.announcement.published_at, each.announcement.changed_at)))
    _add(entry, "content", str(each.text), type="html")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


# --- the calendar ---------------------------------------------------------------------------------------------


@pages.page("/editions/<slug>/dates.ics", Permission.SEE_PUBLIC)
def calendar(edition: EditionView) -> Response:
    """Send the dates of the contest as a calendar (RFC 5545), in the contest's own zone."""
    show_to_the_public(edition)
    made = Calendar()
    made.add("prodid", "-//Contest//Contest//EN")
    made.add("version", "2.0")
    made.add("name", edition.title)
    for name, what, at in dates(edition):
        event = Event()
        event.add("uid", f"{edition.slug}-{name}@contest")
        event.add("dtstamp", clock.now())
        event.add("dtstart", at.astimezone(edition.zone))
        event.add("summary", f"{edition.title}: {what}")
        event.add("url", url_for("public.edition", slug=edition.slug, _external=True))
        made.add_component(event)
    for zone in made.get_missing_tzids():
        made.subcomponents.insert(0, _changes_of_the_clock(zone))
    return attachment(made.to_ical(), f"{edition.slug}-dates", "ics")


@lru_cache(maxsize=16)
def _changes_of_the_clock(zone: str) -> Timezone:
    """Tell when clocks of a zone are put forward and back. Finding out takes ten times as long as all the rest."""
    return Timezone.from_tzid(zone)


def dates(edition: EditionView) -> list[tuple[str, str, datetime]]:
    """Return what happens when: (name of ours, words, instant), in the order of time."""
    return [
        ("opens", gettext("The contest opens"), edition.opens_at),
        ("closes", gettext("Last moment to hand in works"), edition.closes_at),
        *((m.kind, str(wording.MILESTONE_LABELS[m.kind]), m.at) for m in queries.milestones(edition.id)),
    ]


# --- the poster -----------------------------------------------------------------------------------------------


@pages.page("/editions/<slug>/poster.pdf", Permission.SEE_PUBLIC)
def poster(edition: EditionView) -> Response:
    """Send a page to be printed and put up, with a code that leads here."""
    show_to_the_public(edition)
    address = url_for("public.edition", slug=edition.slug, _external=True)
    code = io.BytesIO()
    segno.make(address, error="m", micro=False).save(code, kind="svg", border=0)
    data = {
        "language": _language(),
        "title": edition.title,
        "kicker": gettext("No. %(number)s · %(year)s", number=edition.number, year=edition.year),
        "summary": edition.summary,
        "dates": [[what, instant(at)] for _, what, at in dates(edition)],
        "categories_title": gettext("Categories"),
        "categories": [f"{c.name}: {length_words.span(c)}" for c in queries.categories(edition.id)],
        "invitation": gettext("Rules and entry:"),
        "address": address.removeprefix("https://").removeprefix("http://").rstrip("/"),
    }
    made = typesetting.pdf("public/poster.typ", data, {"qr.svg": code.getvalue()})
    return attachment(made, f"{edition.slug}-poster", "pdf")
