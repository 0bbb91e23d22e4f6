"""Works on paper: a day's batch taken in with the keyboard alone; one work with its code; what came on a day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions import papers
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules.paper import Closing
from contest.entries import claiming, files, for_office, paper_queries, scans
from contest.entries import paper as service
from contest.entries.paper import Origin
from contest.entries.rules.on_paper import PERMIT
from contest.kernel import clock, text
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.web import actor, errors, paper_words
from contest.web.entry_words import STATE_TONES, STATES, flag_sentences
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.office.paper_forms import PaperForm
from contest.web.templating import day as day_words

PATH = "/<slug>/paper"


@pages.page(PATH, Permission.TAKE_IN_PAPER, methods=("GET", "POST"))
def paper(edition: EditionView) -> ResponseReturnValue:
    """Take in one work, and begin the next with the days, channel, category and unit of this one."""
    form = PaperForm.of(editions.categories(edition.id))
    if not form.is_submitted():
        form.begin(request.args, today=_today(edition))
        return _page(edition, form, 200)
    is_sound = form.validate()
    received = _received(form)
    if not (is_sound and not form.errors and _take_in(edition, form, received)):
        if received is not None:
            form.held.data = scans.held(received)
        form.offer_people()
        return _page(edition, form, 422)
    return redirect(url_for("office.paper", slug=edition.slug, **form.to_keep), 303)


def _received(form: PaperForm) -> files.Received | None:
    """Read what was sent, or sent before with this form; what is wrong with it stands beside its field."""
    sent = [
        (each.read(), each.filename or "") for each in form.files.data or () if getattr(each, "filename", "")
    ]
    found: list[files.Received | None] = []
    form.try_to(lambda: found.append(scans.receive(sent) if sent else scans.again(form.held.data or "")))
    return found[0] if found else None


def _take_in(edition: EditionView, form: PaperForm, received: files.Received | None) -> bool:
    now = clock.now()
    taken: list[str] = []

    def act() -> None:
        work = service.cleaned(form.work(_units()), has_file=received is not None, now=now)
        origin = Origin(
            form.token.data or "", actor.current().account_id, refused_reason=_too_late(edition, form)
        )
        taken.append(service.take_in(edition.id, work, received, origin=origin, now=now))

    if not form.try_to(act):
        return False
    line = paper_queries.one(taken[0], edition.id, now=now).line
    flash(gettext("Taken in: %(number)s, “%(title)s”.", number=line.number, title=line.title), "success")
    return True


def _too_late(edition: EditionView, form: PaperForm) -> str:
    """Say why a late work is refused, where the secretary does not say it in other words."""
    if form.late.data == PERMIT:
        return ""
    closing = Closing.of(edition)
    stamp = form.postmark.data or form.arrived.data
    return str(
        gettext(
            "Came too late: %(day)s, and works were taken in until %(last)s.",
            day=day_words(stamp),
            last=day_words(closing.last_day),
        )
    )


def _units() -> dict[str, int]:
    """Return the units of today by code, and by folded name where only one is called so."""
    found: dict[str, int] = {}
    twice = set()
    for unit in people.units(on=clock.now().date()):
        called = text.fold(unit.name)
        twice |= {called} & found.keys()
        found[called] = found[unit.code] = unit.id
    return {called: unit_id for called, unit_id in found.items() if called not in twice}


def _page(edition: EditionView, form: PaperForm, status: int) -> ResponseReturnValue:
    held = scans.again(form.held.data or "") if form.held.data else None
    page = sections.render(
        "office/paper.html",
        edition,
        form=form,
        held=held.file_name if held else "",
        focus={"autofocus": True} if request.args.get("channel") and status == 200 else {},
        is_late=bool(form.late.errors or form.late.data),
        last=paper_queries.last(edition.id),
        categories={each.id: each.name for each in editions.categories(edition.id)},
        rules=papers.of(edition.id),
        today=_today(edition),
        **_words(),
    )
    return page, status


def _words() -> dict[str, Any]:
    return {
        "states": STATES,
        "tones": STATE_TONES,
        "how": paper_words.how,
        "verdicts": paper_words.VERDICTS,
        "verdict_tones": paper_words.TONES,
    }


def _today(edition: EditionView) -> date:
    return clock.now().astimezone(edition.zone).date()


@pages.page(f"{PATH}/find", Permission.TAKE_IN_PAPER)
def paper_find(edition: EditionView) -> ResponseReturnValue:
    """Open the work whose number was typed, or read from its label by a scanner."""
    typed = request.args.get("number", "")[:40]
    found = for_office.by_number(edition.id, typed)
    if found is None:
        flash(gettext("No work of this contest has the number “%(number)s”.", number=typed), "error")
        return redirect(url_for("office.paper", slug=edition.slug), 303)
    key = found[1]
    to = "office.paper_work" if paper_queries.is_on_paper(key) else "office.screening_entry"
    return redirect(url_for(to, slug=edition.slug, key=key), 303)


# --- one work -------------------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/<key>", Permission.TAKE_IN_PAPER)
def paper_work(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show the receipt with its code, to be printed, and what can still be done."""
    return _work(edition, key, 200)


def _work(edition: EditionView, key: str, status: int, problem: str = "") -> ResponseReturnValue:
    view = paper_queries.one(key, edition.id, now=clock.now())
    category = editions.category(view.line.category_id, edition_id=edition.id)
    page = sections.render(
        "office/paper_work.html",
        edition,
        here_in_menu="office.paper",
        view=view,
        line=view.line,
        problem=problem,
        category=category,
        facts=paper_words.facts(view.document),
        problems=[errors.sentence(each) for each in view.problems],
        flags=flag_sentences(view.flags),
        accounts=paper_queries.addresses_known(view.authors),
        typed=request.form.get("reason", ""),
        **_words(),
    )
    return page, status


@pages.page(f"{PATH}/<key>/undo", Permission.TAKE_IN_PAPER, methods=("POST",))
def paper_undo(edition: EditionView, key: str) -> ResponseReturnValue:
    """Take back that the work was taken in, with a reason."""
    try:
        service.undo(key, edition.id, reason=request.form.get("reason", ""), **_by())
    except RuleBroken as error:
        return _work(edition, key, 422, errors.sentence(error))
    flash(gettext("Taken back: the work takes no part, and its number leads here still."), "success")
    return redirect(url_for("office.paper", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>/code", Permission.TAKE_IN_PAPER, methods=("POST",))
def paper_code(edition: EditionView, key: str) -> ResponseReturnValue:
    """Make another code: the receipt printed before opens nothing any more."""
    service.renew_code(key, edition.id, **_by())
    flash(gettext("There is a new code. Print the receipt again."), "success")
    return redirect(url_for("office.paper_work", slug=edition.slug, key=key), 303)


@pages.page(f"{PATH}/<key>/join", Permission.TAKE_IN_PAPER, methods=("POST",))
def paper_join(edition: EditionView, key: str) -> ResponseReturnValue:
    """Join the author on the paper to the account with the same address, with a reason."""
    typed = request.form
    try:
        claiming.by_hand(key, typed.get("address", ""), edition.id, reason=typed.get("reason", ""), **_by())
    except RuleBroken as error:
        return _work(edition, key, 422, errors.sentence(error))
    flash(gettext("Joined: the work stands among “My entries” of that account now."), "success")
    return redirect(url_for("office.paper_work", slug=edition.slug, key=key), 303)


def _by() -> dict[str, Any]:
    return {"actor_id": actor.current().account_id, "now": clock.now()}


# --- a day ----------------------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/day", Permission.TAKE_IN_PAPER)
def paper_day(edition: EditionView) -> ResponseReturnValue:
    """List what was taken in on a day."""
    which = asked_day(edition)
    return sections.render(
        "office/paper_day.html",
        edition,
        here_in_menu="office.paper",
        which=which,
        lines=of_day(edition, which),
        categories={each.id: each.name for each in editions.categories(edition.id)},
        **_words(),
    )


def asked_day(edition: EditionView) -> date:
    """Return the day in the address; today for anything that is none."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return _today(edition)


def of_day(edition: EditionView, which: date) -> tuple[paper_queries.PaperLine, ...]:
    """Return what was taken in on that day of the contest's zone."""
    begin = datetime.combine(which, time.min, edition.zone)
    return paper_queries.between(edition.id, begin, begin + timedelta(days=1))
