"""The way of an edition from draft to results, as steps that the home page of its office shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries, roster, unit_awards
from contest.editions.queries import EditionView
from contest.editions.rules.edition import EditionSpec
from contest.judging import queries as judging
from contest.kernel import clock
from contest.results import unit_standings
from contest.web import actor
from contest.web.templating import instant

ORDER = ("draft", "announced", "open", "closed", "judging", "deliberation", "published", "archived")


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `state` is done, now or empty. `url` is None where the person has no page for it.

    `prepares`: a draft's guide says it in more detail.
    """

    label: str
    hint: str
    state: str
    url: str | None
    prepares: bool


@dataclass(frozen=True, slots=True)
class _Planned:
    label: str
    hint: str
    done: bool
    endpoint: str
    permission: Permission
    prepares: bool = False


def steps(edition: EditionView) -> tuple[Step, ...]:
    """Return all steps in order; the first that is not done is the one to take now."""
    afterwards = _sending_on if edition.collects_only else _judging
    planned = (*_preparing(edition), *afterwards(edition))
    now = next((p for p in planned if not p.done), None)
    asking = actor.circumstances(edition)
    return tuple(
        Step(
            label=p.label,
            hint=p.hint,
            state="done" if p.done else "now" if p is now else "",
            url=url_for(p.endpoint, slug=edition.slug)
            if p.endpoint in current_app.view_functions and allows(p.permission, asking)
            else None,
            prepares=p.prepares,
        )
        for p in planned
    )


def _preparing(edition: EditionView) -> Iterator[_Planned]:
    spec = queries.spec(edition.id)
    past = ORDER.index(edition.phase)
    yield _Planned(
        gettext("Set the contest up"),
        gettext("Title, dates, categories, prizes, rounds, rubric, declarations, rules: eight short steps."),
        past > 0 or not queries.missing(edition.id, now=clock.now()),
        "office.settings",
        Permission.EDIT_EDITION,
        prepares=True,
    )
    yield _Planned(
        gettext("Announce the contest"),
        gettext("From then on everybody sees it, and it opens and closes by its schedule."),
        past > 0,
        "office.schedule",
        Permission.EDIT_EDITION,
        prepares=True,
    )
    yield _Planned(
        gettext("Find the officials"),
        gettext("At least a secretary, a chair and as many judges as readings of each work."),
        past >= ORDER.index("judging") or _has_officials(edition.id, spec),
        "office.people",
        Permission.APPOINT,
        prepares=True,
    )
    yield _Planned(
        gettext("Take in works"),
        gettext(
            "From %(opens)s until %(closes)s.", opens=instant(spec.opens_at), closes=instant(spec.closes_at)
        ),
        past > ORDER.index("open"),
        "office.schedule",
        Permission.EDIT_EDITION,
    )


def _sending_on(edition: EditionView) -> Iterator[_Planned]:
    past = ORDER.index(edition.phase)
    yield _Planned(
        gettext("Screen the works"),
        gettext("The secretary accepts, returns or refuses each work."),
        past > ORDER.index("closed"),
        "office.screening",
        Permission.SCREEN,
    )
    yield _Planned(
        gettext("Send works on"),
        gettext(
            "The program proposes which works go to the contest above; you look at the list and confirm."
        ),
        past > ORDER.index("closed"),
        "office.forwarding",
        Permission.EDIT_EDITION,
    )
    yield _Planned(
        gettext("End the collection"),
        gettext("Nobody judges here: the contest is over then."),
        past > ORDER.index("closed"),
        "office.schedule",
        Permission.EDIT_EDITION,
    )


def _has_officials(edition_id: int, spec: EditionSpec) -> bool:
    judges = max(each.readings for each in spec.rounds)
    held = [official.duty for official in roster.officials(edition_id)]
    if spec.level.collects_only:
        return Duty.SECRETARY in held
    return {Duty.SECRETARY, Duty.CHAIR} <= set(held) and held.count(Duty.JUDGE) >= judges


def _judging(edition: EditionView) -> Iterator[_Planned]:
    past = ORDER.index(edition.phase)
    rounds = queries.rounds(edition.id)
    states = [each.state for each in rounds]
    yield _Planned(
        gettext("Screen the works and make them blind"),
        gettext(
            "The secretary accepts, returns or refuses each work, then draws the blind codes; judging begins with that."
        ),
        states[0] != "waiting",
        "office.screening",
        Permission.SCREEN,
    )
    yield _Planned(
        gettext("Write the rubric"),
        gettext("What is judged, and for how many points. It is fixed by the first mark."),
        past > ORDER.index("judging") or not judging.without_rubric(edition.id, rounds[0].id),
        "office.rubric",
        Permission.EDIT_EDITION,
        prepares=True,
    )
    yield _Planned(
        gettext("Settle the panel"),
        gettext("Each category needs as many judges as readings of each work."),
        past > ORDER.index("judging") or _panel_is_full(edition.id),
        "office.panel",
        Permission.APPOINT,
    )
    yield _Planned(
        gettext("Give the works to the judges"),
        gettext("The program proposes who reads what; you look at it and confirm."),
        states[0] in {"judging", "closed"},
        "office.assignment",
        Permission.ASSIGN,
    )
    yield from _after_giving_out(edition, states)


def _after_giving_out(edition: EditionView, states: Sequence[str]) -> Iterator[_Planned]:
    past = ORDER.index(edition.phase)
    yield _Planned(
        gettext("Follow the judging"),
        gettext("It is over when every round is closed."),
        all(state == "closed" for state in states),
        "office.progress",
        Permission.SEE_PROGRESS,
    )
    yield _Planned(
        gettext("Decide the awards and publish them"),
        gettext("The chair decides, two people approve, then names and prizes become public."),
        past >= ORDER.index("published"),
        "office.results",
        Permission.APPROVE_RESULTS,
    )
    if unit_awards.settings(edition.id).is_on:
        yield _Planned(
            gettext("Give the unit prizes"),
            gettext(
                "The program ranks the units once the names are open; an organiser chooses and confirms."
            ),
            past >= ORDER.index("published") and not unit_standings.are_waiting(edition.id),
            "office.unit_prizes",
            Permission.SEE_UNIT_PRIZES,
        )


def _panel_is_full(edition_id: int) -> bool:
    """Whether each category of the round that comes next has enough judges, or the works are given out already."""
    current = queries.current_round(edition_id)
    if current is None or current.state == "judging":
        return True
    seated = [seat.category_id for seat in queries.panel(current.id)]
    return all(seated.count(c.id) >= current.readings for c in queries.categories(edition_id))


def missing(edition: EditionView) -> tuple[str, ...]:
    """Return what stands between the edition and its next phase, in the language of the page."""
    return tuple(gettext(p.message, **p.params) for p in queries.missing(edition.id, now=clock.now()))
