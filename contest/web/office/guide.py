"""The guided set-up of a draft: eight short steps, what each of them still needs, and which one a page belongs to."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries, roster
from contest.editions.queries import EditionView
from contest.editions.rules.edition import EditionSpec
from contest.judging import queries as judging
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.web import actor
from contest.web.errors import sentence
from contest.web.office import edition_starts

# States of a step: what must be mended before the announcement; what may wait; what is settled.
MISSING, WAITING, DONE = "missing", "waiting", "done"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A step as it is planned. `fields`: a pattern of the settings that are its own; `later`: what may still wait."""

    endpoint: str
    label: LazyString
    hint: LazyString
    fields: str = ""
    later: Callable[[EditionView, EditionSpec], Iterator[str]] = lambda _, __: iter(())


@dataclass(frozen=True, slots=True)
class Step:
    """A step with what it needs: `problems` stand in the way of the announcement, `notes` do not."""

    number: int
    label: str
    hint: str
    url: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def state(self) -> str:
        return MISSING if self.problems else WAITING if self.notes else DONE


@dataclass(frozen=True, slots=True)
class Guide:
    """All steps; `here` is the number of the one that the page belongs to, None on other pages."""

    steps: tuple[Step, ...]
    here: int | None

    @property
    def current(self) -> Step:
        """The step of this page. Raises RuntimeError where `here` is None."""
        if self.here is None:
            raise RuntimeError("this page is no step of the set-up")
        return self.steps[self.here - 1]

    @property
    def previous(self) -> Step | None:
        return self.steps[self.here - 2] if self.here is not None and self.here > 1 else None

    @property
    def following(self) -> Step | None:
        return self.steps[self.here] if self.here is not None and self.here < len(self.steps) else None

    @property
    def next_to_do(self) -> Step | None:
        """The first step that stands in the way of the announcement."""
        return next((step for step in self.steps if step.problems), None)


def _prizes(_: EditionView, spec: EditionSpec) -> Iterator[str]:
    bare = [category.name for category in spec.categories if not category.prizes]
    if bare:
        yield gettext("No prizes yet in: %(categories)s.", categories=", ".join(bare))


def _gaps(_: EditionView, spec: EditionSpec) -> Iterator[str]:
    left = spec.rules_text.count(edition_starts.GAP)
    if left:
        yield gettext(
            "Places in the rules still marked %(gap)s: %(count)d.", gap=edition_starts.GAP, count=left
        )


# Steps of judging: not there where works are only collected.
JUDGED = frozenset(
    {"office.settings_prizes", "office.settings_unit_prizes", "office.settings_rounds", "office.rubric"}
)


def _rubric(edition: EditionView, _: EditionSpec) -> Iterator[str]:
    bare = [each.name for each in queries.rounds(edition.id) if judging.without_rubric(edition.id, each.id)]
    if bare:
        yield gettext(
            "No rubric yet for: %(rounds)s. It can wait until judging begins, but authors like to know it.",
            rounds=", ".join(bare),
        )


def _people(edition: EditionView, spec: EditionSpec) -> Iterator[str]:
    held = [official.duty for official in roster.officials(edition.id)]
    needed = max((each.readings for each in spec.rounds), default=1)
    if Duty.SECRETARY not in held:
        yield gettext("No secretary yet.")
    if spec.level.collects_only:
        return
    if Duty.CHAIR not in held:
        yield gettext("No chair yet.")
    if held.count(Duty.JUDGE) < needed:
        yield gettext(
            "Judges: %(there)d of at least %(needed)d.", there=held.count(Duty.JUDGE), needed=needed
        )


KINDS = (
    _Kind(
        "office.settings",
        lazy_gettext("Title and dates"),
        lazy_gettext("What the contest is called, and when works are taken in."),
        "title|number|year|summary|time_zone|opens_at|closes_at|grace_minutes",
    ),
    _Kind(
        "office.settings_categories",
        lazy_gettext("Categories"),
        lazy_gettext("The kinds of work, and how long and in which form they may be."),
        r"categories(-\d+-(?!prizes).*)?",
    ),
    _Kind(
        "office.settings_prizes",
        lazy_gettext("Prizes"),
        lazy_gettext("What can be won in each category."),
        r"categories-\d+-prizes.*|share.*|per_author|extra_prizes.*|unit_.*|ties.*",
        _prizes,
    ),
    _Kind(
        "office.settings_rounds",
        lazy_gettext("Rounds"),
        lazy_gettext("How many judges read each work, and what happens when they differ."),
        "rounds.*",
    ),
    _Kind(
        "office.rubric",
        lazy_gettext("Rubric"),
        lazy_gettext("What is judged, and for how many points."),
        later=_rubric,
    ),
    _Kind(
        "office.settings_declarations",
        lazy_gettext("Declarations"),
        lazy_gettext("The sentences that authors agree to before they submit."),
        "declarations.*",
    ),
    _Kind(
        "office.settings_rules",
        lazy_gettext("Rules"),
        lazy_gettext("The text that everybody can read."),
        "rules_text",
        _gaps,
    ),
    _Kind(
        "office.people",
        lazy_gettext("People"),
        lazy_gettext("Secretaries, judges and a chair are invited by mail."),
        later=_people,
    ),
)


def of(edition: EditionView) -> Guide | None:
    """Return the guide of a draft for somebody who may edit it; None for everybody and everything else."""
    if edition.stored_phase != "draft" or not allows(Permission.EDIT_EDITION, actor.circumstances(edition)):
        return None
    kinds = tuple(kind for kind in KINDS if not (edition.collects_only and kind.endpoint in JUDGED))
    here = next((number for number, kind in enumerate(kinds, 1) if kind.endpoint == request.endpoint), None)
    if here is None and request.endpoint != "office.home":
        return None
    spec = queries.spec(edition.id)
    owned = _by_step(kinds, queries.missing(edition.id, now=clock.now()))
    return Guide(
        tuple(
            Step(
                number=number,
                label=str(kind.label),
                hint=str(kind.hint),
                url=url_for(kind.endpoint, slug=edition.slug),
                problems=tuple(dict.fromkeys(sentence(problem) for problem in owned[number])),
                notes=tuple(kind.later(edition, spec)),
            )
            for number, kind in enumerate(kinds, 1)
        ),
        here,
    )


def _by_step(kinds: Sequence[_Kind], problems: Sequence[RuleBroken]) -> dict[int, list[RuleBroken]]:
    """Give each problem to the step whose settings it is about; what is nobody's is said at the first."""
    owned: dict[int, list[RuleBroken]] = {number: [] for number in range(1, len(kinds) + 1)}
    for problem in problems:
        numbers = (
            n for n, kind in enumerate(kinds, 1) if re.fullmatch(kind.fields or "-", problem.field or "")
        )
        owned[next(numbers, 1)].append(problem)
    return owned
