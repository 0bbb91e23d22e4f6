"""My entries, through all editions; and how a new one begins."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import late
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules import schedule
from contest.entries import (
    acts_done,
    author_queries,
    authorship,
    intake,
    links,
    paper_queries,
    questioned,
    requested,
)
from contest.entries.author_queries import OwnEntry
from contest.entries.authorship import Question
from contest.entries.rules import states
from contest.entries.rules.requests import KINDS as REQUESTS
from contest.entries.rules.states import Act
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.web import actor, errors
from contest.web.author import arrival, co_author_story, outcomes
from contest.web.author.outcomes import Outcome
from contest.web.author.pages import pages
from contest.web.author.story import Story, merged
from contest.web.author.writing_forms import StartForm
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with its story."""

    entry: OwnEntry
    story: Story


@dataclass(frozen=True, slots=True)
class Group:
    """The author's entries in one edition."""

    edition: EditionView
    lines: tuple[Line, ...]


@pages.page("/", Permission.WRITE_ENTRY)
def entries() -> ResponseReturnValue:
    now = clock.now()
    who = actor.current().account_id
    own = author_queries.own_entries(who)
    later = late.permissions(who, now=now)
    own_editions = {
        key: late.extended(editions.by_id(key, now=now), later.get(key))
        for key in dict.fromkeys(e.edition_id for e in own)
    }
    came = outcomes.of(own)
    acts = acts_done.of_person(who)
    groups = [_group(edition, own, came, acts) for edition in own_editions.values()]
    known = (late.extended(e, later.get(e.id)) for e in editions.public_editions(now=now))
    others = [e for e in known if e.phase == schedule.OPEN and e.id not in own_editions]
    return render_template(
        "author/entries.html",
        requests=requested.of_person(who),
        request_kinds=REQUESTS,
        asked_about=questioned.waiting_for(who),
        acts=acts,
        groups=groups,
        others=others,
        questions=_questions(),
        open_phase=schedule.OPEN,
        on_paper=paper_queries.offered(who),
    )


@pages.page("/<slug>/new", Permission.WRITE_ENTRY, methods=("GET", "POST"))
def new(edition: EditionView) -> ResponseReturnValue:
    """Choose a category and begin; a draft never touched is given again instead of a second one."""
    if edition.stored_phase == schedule.DRAFT:
        raise NotFound(edition.slug)
    use_zone(edition.zone)
    author_id = actor.current().account_id
    edition = late.for_author(edition, author_id, now=arrival.instant())
    form = StartForm.of(editions.categories(edition.id))
    if form.validate_on_submit():
        begun: list[str] = []
        if form.try_to(lambda: begun.append(_start(edition, author_id, form.category_id.data))):
            return redirect(url_for("author.writing", key=begun[0]), 303)
    drafts = [
        entry
        for entry in author_queries.own_entries(author_id)
        if entry.edition_id == edition.id and entry.version_number == 0 and not entry.contact
    ]
    found = author_queries.obstacles(edition.id, author_id, now=arrival.instant())
    page = render_template(
        "author/new.html",
        edition=edition,
        form=form,
        drafts=drafts,
        obstacles=[errors.sentence(each) for each in found],
    )
    return page, 422 if form.errors else 200


def _questions() -> list[tuple[str, str]]:
    """Return where this person may answer being a co-author, and who asks: a letter may be lost on the last evening.

    Only an address that was shown to be the person's own counts: anybody can register another's.
    """
    person = people.person(actor.current().account_id)
    asked = authorship.questions_to(person.email) if person.is_confirmed else ()
    waiting = [each for each in asked if _can_be_answered(each)]
    known = people.people(frozenset(each.author_id for each in waiting))
    return [
        (url_for("public.co_author", token=links.token(each.key)), known[each.author_id].name)
        for each in waiting
    ]


def _can_be_answered(question: Question) -> bool:
    now = arrival.instant()
    edition = late.for_author(editions.by_id(question.edition_id, now=now), question.author_id, now=now)
    return states.may(Act.EDIT, question.entry_state, edition.phase)


def _start(edition: EditionView, author_id: int, category_id: int) -> str:
    return intake.start_draft(edition.id, author_id=author_id, category_id=category_id, now=arrival.instant())


def _group(
    edition: EditionView,
    own: tuple[OwnEntry, ...],
    came: Mapping[int, Outcome],
    acts: Mapping[int, tuple[acts_done.Act, ...]],
) -> Group:
    use_zone(edition.zone)
    lines = (
        Line(entry, merged(co_author_story.tell(entry, edition, came[entry.id]), acts.get(entry.id, ())))
        for entry in own
        if entry.edition_id == edition.id
    )
    return Group(edition, tuple(lines))
