"""The menu of an edition's office: one line a section, shown to whoever may open it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import LazyString, lazy_gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.web import actor
from contest.web.office import guide
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the office: its name in the menu, what it is for, and the permission of its route."""

    label: LazyString
    endpoint: str
    permission: Permission
    hint: LazyString


# Topics add their line here, in the order of the work.
SECTIONS = (
    Section(
        lazy_gettext("Overview"),
        "office.home",
        Permission.SEE_OFFICE,
        lazy_gettext("Where the contest stands and what comes next."),
    ),
    Section(
        lazy_gettext("Settings"),
        "office.settings",
        Permission.EDIT_EDITION,
        lazy_gettext("Title, dates, rules, categories, rounds, prizes."),
    ),
    Section(
        lazy_gettext("Rubric"),
        "office.rubric",
        Permission.EDIT_EDITION,
        lazy_gettext("What is judged, and for how many points."),
    ),
    Section(
        lazy_gettext("People"),
        "office.people",
        Permission.APPOINT,
        lazy_gettext("Secretaries, judges, chair, observers."),
    ),
    Section(
        lazy_gettext("Panel"),
        "office.panel",
        Permission.APPOINT,
        lazy_gettext("Which judge reads which category."),
    ),
    Section(
        lazy_gettext("Schedule"),
        "office.schedule",
        Permission.EDIT_EDITION,
        lazy_gettext("Announce, put off the closing time, go on to the next phase."),
    ),
    Section(
        lazy_gettext("Key holders"),
        "office.keys",
        Permission.SEE_KEYS,
        lazy_gettext("Who opens the identities: keys, rehearsal, opening, minutes."),
    ),
    Section(
        lazy_gettext("Announcements"),
        "office.announcements",
        Permission.EDIT_EDITION,
        lazy_gettext("What everybody is told on the public page; the poster."),
    ),
    Section(
        lazy_gettext("Not to take part"),
        "office.barred_people",
        Permission.BAR_PEOPLE,
        lazy_gettext("Committee, jury and staff, with whom authors are compared."),
    ),
    Section(
        lazy_gettext("More time"),
        "office.late_permissions",
        Permission.PERMIT_LATE,
        lazy_gettext("Let one author hand a work in after the closing time."),
    ),
    Section(
        lazy_gettext("Works on paper"),
        "office.paper",
        Permission.TAKE_IN_PAPER,
        lazy_gettext("Take in what comes by post, by hand, by e-mail or through a unit."),
    ),
    Section(
        lazy_gettext("Units' lists"),
        "office.unit_lists",
        Permission.TAKE_IN_PAPER,
        lazy_gettext("Take in the works of a unit together: two lists and a ZIP of files."),
    ),
    Section(
        lazy_gettext("Screening"),
        "office.screening",
        Permission.SCREEN,
        lazy_gettext("Check every work that came in: accept, return or refuse it."),
    ),
    Section(
        lazy_gettext("Requests of authors"),
        "office.author_requests",
        Permission.ANSWER_REQUESTS,
        lazy_gettext("What authors ask for after the closing time, also of works that the judges have."),
    ),
    Section(
        lazy_gettext("Questions to authors"),
        "office.author_questions",
        Permission.ASK_AUTHORS,
        lazy_gettext("Ask the author of a work something, also while the judges have it; read the answers."),
    ),
    Section(
        lazy_gettext("Texts to compare with"),
        "office.references",
        Permission.KEEP_REFERENCES,
        lazy_gettext("Winners of earlier years, articles: what works are compared with; what may be quoted."),
    ),
    Section(
        lazy_gettext("Reviews"),
        "office.reviews",
        Permission.SEE_REVIEWS,
        lazy_gettext("Drafts and notes that authors keep sealed, opened after an accusation."),
    ),
    Section(
        lazy_gettext("Blind copies"),
        "office.blind_copies",
        Permission.DRAW_CODES,
        lazy_gettext("What judges will see of each work; the drawing of the codes."),
    ),
    Section(
        lazy_gettext("Assignment"),
        "office.assignment",
        Permission.ASSIGN,
        lazy_gettext("Which judge reads which works."),
    ),
    Section(
        lazy_gettext("Progress"),
        "office.progress",
        Permission.SEE_PROGRESS,
        lazy_gettext("How far the judges are; closing a round."),
    ),
    Section(
        lazy_gettext("Results"),
        "office.results",
        Permission.SEE_SCORES,
        lazy_gettext("Standings by code, awards, approval, publication."),
    ),
    Section(
        lazy_gettext("Sending on"),
        "office.forwarding",
        Permission.EDIT_EDITION,
        lazy_gettext("The contest above this one, and the works that go on to it."),
    ),
    Section(
        lazy_gettext("Works by unit"),
        "office.statistics",
        Permission.SEE_STATISTICS,
        lazy_gettext("How many works came from each unit, this time and before."),
    ),
    Section(
        lazy_gettext("Winners"),
        "office.winners",
        Permission.SEE_WINNERS,
        lazy_gettext("How to reach who won, once the results are published."),
    ),
    Section(
        lazy_gettext("Payments"),
        "office.payments",
        Permission.PAY_PRIZES,
        lazy_gettext("Winners, where their prizes are paid to, what is paid."),
    ),
    Section(
        lazy_gettext("Blindness check"),
        "office.blindness",
        Permission.SEE_BLINDNESS,
        lazy_gettext("Made-up authors on a copy of the settings: can a judge learn who wrote what?"),
    ),
    Section(
        lazy_gettext("Closing report"),
        "office.closing_report",
        Permission.SEE_CLOSING_REPORT,
        lazy_gettext(
            "All numbers, how blindness was kept, every identity that was opened: to print and hand in."
        ),
    ),
    Section(
        lazy_gettext("Log"),
        "office.log",
        Permission.READ_AUDIT,
        lazy_gettext("Everything that happened, in order."),
    ),
)


# What belongs to judging: not there where works are only collected.
JUDGED = frozenset(
    {
        "office.rubric", "office.panel", "office.blind_copies", "office.assignment", "office.progress",
        "office.results", "office.keys",
    }
)  # fmt: skip


def visible(edition: EditionView) -> tuple[Section, ...]:
    """Return the sections that the person may open in this phase."""
    asking = actor.circumstances(edition)
    return tuple(
        section
        for section in SECTIONS
        if section.endpoint in current_app.view_functions
        and allows(section.permission, asking)
        and not (edition.collects_only and section.endpoint in JUDGED)
        and (edition.keeps_drafts or section.endpoint != "office.reviews")
    )


def _here(sections: tuple[Section, ...]) -> str:
    """Return the section of this page: office.screening_entry belongs to office.screening."""
    here = request.endpoint or ""
    return max((s.endpoint for s in sections if here.startswith(s.endpoint)), key=len, default="")


def render(template: str, edition: EditionView, **context: Any) -> str:  # noqa: ANN401 -- whatever templates use
    """Render a page of the edition's office, with its menu and in the edition's time zone."""
    use_zone(edition.zone)
    sections = visible(edition)
    menu = [(s.endpoint, s.label, url_for(s.endpoint, slug=edition.slug)) for s in sections]
    way = guide.of(edition)
    common = {
        "edition": edition,
        "sections": sections,
        "menu": menu,
        "here_in_menu": _here(sections),
        "guide": way,
        "onward": way.following if way is not None else None,  # where "save and go on" leads
    }
    return render_template(template, **{**common, **context})
