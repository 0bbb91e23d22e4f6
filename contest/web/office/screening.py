"""Screening: the queue of works that came in, and the decision on each."""

from collections.abc import Mapping
from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from contest.access.permissions import Permission
from contest.editions import admission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules.demands import RECORDINGS
from contest.entries import answers, files, handing_on, holding, passages, queries, screening_queries, undoing
from contest.entries import screening as service
from contest.entries.rules import copies, states
from contest.entries.rules import screening as checking
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.entries.screening_queries import QueuePage, ScreeningView
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.web import actor, demand_words, errors, identity_words, length_words, own_words, paper_words
from contest.web.downloads import attachment, stored
from contest.web.entry_words import STATE_TONES, STATES, VERDICTS, flag_sentences
from contest.web.office import flags, screening_todo, sections, similar
from contest.web.office.pages import pages
from contest.web.office.screening_forms import ScreeningForm

PATH = "/<slug>/screening"
# The tabs above the queue; drafts are their authors' own.
SHOWN: Final = (states.SUBMITTED, states.RETURNED, states.ACCEPTED, states.REFUSED, states.WITHDRAWN)


@pages.page(PATH, Permission.SCREEN)
def screening(edition: EditionView) -> ResponseReturnValue:
    """List the works in a state, the longest waiting first."""
    state = request.args.get("state", states.SUBMITTED)
    if state not in SHOWN:
        raise NotFound(state)
    after = request.args.get("after", "")
    page = screening_queries.queue(edition.id, state=state, after=after)
    counts, known = queries.counts_by_state(edition.id), editions.categories(edition.id)
    return sections.render(
        "office/screening.html",
        edition,
        page=page,
        marked=flags.of(edition, [line.key for line in page.lines]),
        held=holding.in_hand(edition.id, now=clock.now()),
        me=actor.current().account_id,
        undoable=undoing.own_decisions(edition.id, actor.current().account_id),
        verdicts=VERDICTS,
        todo=screening_todo.of(edition),
        pager={
            "prev_url": _address(edition, state) if after else None,
            "next_url": _next(edition, state, page),
        },
        state=state,
        tabs=[(s, STATES[s], _address(edition, s), counts.get(s, 0)) for s in SHOWN],
        categories={c.id: c.name for c in known},
        limits={c.id: c.demands.similarity for c in known},
        is_above=copies.is_above,
        on_paper=paper_words.channels([line.key for line in page.lines]),
    )


@pages.page(f"{PATH}/<key>", Permission.SCREEN)
def screening_entry(edition: EditionView, key: str) -> ResponseReturnValue:
    """Read one work with its author's name, and decide."""
    entry = screening_queries.to_screen(key, edition.id)
    ticked = request.args.get("ticked") == "1"
    return _page(
        edition, entry, ScreeningForm.of(entry.version_number, _lines(edition, entry), ticked=ticked)
    )


@pages.page(f"{PATH}/<key>", Permission.SCREEN, methods=("POST",))
def screening_decide(edition: EditionView, key: str) -> ResponseReturnValue:
    """Record the decision and go on to the next work that waits."""
    entry = screening_queries.to_screen(key, edition.id)
    form = ScreeningForm.of(0, _lines(edition, entry))
    problem = ""
    if form.validate():
        try:
            _decide(edition, key, form)
        except Conflict as error:
            problem = errors.sentence(error)
        except RuleBroken as error:
            form.take(error)
        else:
            return redirect(_onwards(edition, key, form.ticked.data == "1"), 303)
    entry = screening_queries.to_screen(key, edition.id)
    return _page(edition, entry, form, problem), 409 if problem else 422


@pages.page(f"{PATH}/<key>/file", Permission.SCREEN)
def screening_file(edition: EditionView, key: str) -> ResponseReturnValue:
    """Send the file as it was received, to the secretariat only."""
    file = screening_queries.submitted_file(key, edition.id)
    entry = screening_queries.to_screen(key, edition.id)
    return attachment(files.content(file), entry.receipt_number, file.kind)


@pages.page(f"{PATH}/<key>/answers/<field>", Permission.SCREEN)
def screening_own_file(edition: EditionView, key: str, field: str) -> ResponseReturnValue:
    """Send a file that answers a field of the edition's own, to the secretariat only."""
    file = answers.file_in(screening_queries.to_screen(key, edition.id).own, field)
    return attachment(files.content(file), "answer", file.kind)


@pages.page(f"{PATH}/<key>/beside/<role>", Permission.SCREEN)
def screening_enclosure(edition: EditionView, key: str, role: str) -> ResponseReturnValue:
    """Send the file of the translation, the proof of publication or the recording, as it was received."""
    file = screening_queries.submitted_enclosure(key, edition.id, role)
    entry = screening_queries.to_screen(key, edition.id)
    name = f"{entry.receipt_number}-{role}"
    if file.kind in RECORDINGS:
        return stored(files.opened(file), name, file.kind)
    return attachment(files.content(file), name, file.kind)


def _lines(edition: EditionView, entry: ScreeningView) -> Mapping[str, str]:
    demands = editions.category(entry.category_id, edition_id=edition.id).demands
    return checking.lines(demands, is_translated=entry.stated.is_translated)


def _decide(edition: EditionView, key: str, form: ScreeningForm) -> None:
    verdict = request.form.get("verdict", "")
    if verdict not in {act.value for act in states.VERDICTS}:
        raise NotFound(verdict)
    service.decide(
        key,
        Decision(
            Act(verdict),
            form.version_number,
            form.checklist.data or (),
            form.reason.data or "",
            state=form.state.data or states.SUBMITTED,
            causes=form.causes.data or (),
            return_by=form.return_by.instant(edition.zone) if form.return_by.data else None,
            knowingly=bool(form.knowingly.data),
        ),
        edition_id=edition.id,
        secretary_id=actor.current().account_id,
        now=clock.now(),
    )


def _onwards(edition: EditionView, key: str, ticked: bool) -> str:
    left = queries.undecided(edition.id)
    who, now = actor.current().account_id, clock.now()
    following = holding.take_next(edition.id, secretary_id=who, after=key, now=now)
    if following is None:
        said = (
            gettext("Nothing else waits.")
            if not left
            else gettext("What still waits, colleagues have in hand.")
        )
        flash(gettext("Decided; the author is told by mail.") + f" {said}", "success")
        return url_for("office.screening", slug=edition.slug)
    sentence = ngettext(
        "Decided; the author is told by mail. %(num)d work still waits; here it is.",
        "Decided; the author is told by mail. %(num)d works still wait; here is the next.",
        left,
    )
    flash(sentence, "success")
    carried = "1" if ticked else None
    return url_for("office.screening_entry", slug=edition.slug, key=following, ticked=carried)


def _page(edition: EditionView, entry: ScreeningView, form: ScreeningForm, problem: str = "") -> str:
    form.version.data = entry.version_number
    form.state.data = entry.state
    category = editions.category(entry.category_id, edition_id=edition.id)
    who = actor.current().account_id
    return sections.render(
        "office/screening_entry.html",
        edition,
        entry=entry,
        form=form,
        problem=problem,
        category=category,
        length=_length(entry, category),
        came_from=_came_from(entry.key) if entry.came_from_id else "",
        on_paper=paper_words.said(entry.key),
        asked=demand_words.facts(category.demands),
        said=demand_words.said(entry.stated.statement, admission.conditions(edition.id).countries_by),
        publication_note=demand_words.publication_note(entry.stated.statement, category.demands),
        badge=(STATES[entry.state], STATE_TONES[entry.state]),
        states=STATES,
        verdicts=VERDICTS,
        flags=flag_sentences(entry.file.flags) if entry.file else [],
        set_aside=passages.names_set_aside(entry.key),
        own_shown=own_words.shown,
        held=holding.open_it(entry.key, edition.id, secretary_id=who, now=clock.now()),
        following=screening_queries.next_waiting(edition.id, entry.key),
        undoable=undoing.own_decisions(edition.id, who, limit=1),
        causes=checking.CAUSES,
        told=identity_words.lines(entry.told),
        co_authors=[(each, identity_words.lines(each.told)) for each in entry.co_authors],
        marked=flags.of(edition, [entry.key]).get(entry.key, []),
        alike=similar.section(edition, entry.key, category),
        may={act.value for act in states.VERDICTS if states.may(act, entry.state, edition.phase)},
        here_in_menu="office.screening",
    )


def _length(entry: ScreeningView, category: CategoryView) -> tuple[str, str]:
    """Return (what is counted, how much) as the category counts: the secretary sees what was left out."""
    label = str(length_words.LABELS[category.demands.length_unit])
    found = entry.measured(category.demands)
    known = bool(entry.text) or found.length > 0
    return label, length_words.measured(found) if known else gettext("cannot be counted")


def _came_from(key: str) -> str:
    """Return the title of the contest that the work was sent on from."""
    below = handing_on.came_from(key)
    return editions.by_id(below, now=clock.now()).title if below else ""


def _address(edition: EditionView, state: str, after: str | None = None) -> str:
    return url_for("office.screening", slug=edition.slug, state=state, after=after)


def _next(edition: EditionView, state: str, page: QueuePage) -> str | None:
    return _address(edition, state, page.following) if page.following else None
