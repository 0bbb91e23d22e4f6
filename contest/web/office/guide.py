"""The guided set-up of a draft: where somebody is on its way, and what each step and part of one still needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries
from contest.editions.queries import EditionView
from contest.editions.rules.edition import EditionSpec
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.web import actor
from contest.web.errors import sentence
from contest.web.office import guide_plan
from contest.web.office.guide_plan import Plan

# States of a step: what must be mended before the announcement; what may wait; what is settled.
MISSING, WAITING, DONE = "missing", "waiting", "done"
# Pages that speak of the whole way and are no step of it.
ABOVE = frozenset({"office.home", "office.schedule"})


@dataclass(frozen=True, slots=True)
class Link:
    """A page, and what it is called on the way."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a step. `preset`: what holds as long as it is left alone, None of a page that is needed."""

    label: str
    url: str
    preset: str | None
    is_set: bool
    is_here: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step with what it needs: its own page comes first in `parts`; `notes` may wait."""

    number: int
    hint: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.parts[0].label

    @property
    def url(self) -> str:
        return self.parts[0].url

    @property
    def link(self) -> Link:
        return Link(self.label, self.url)

    @property
    def problems(self) -> tuple[str, ...]:
        """What stands in the way of the announcement."""
        return tuple(dict.fromkeys(problem for part in self.parts for problem in part.problems))

    @property
    def state(self) -> str:
        return MISSING if self.problems else WAITING if self.notes else DONE


@dataclass(frozen=True, slots=True)
class Guide:
    """All steps; `here` is the number of the one that the page belongs to, None on pages above them all."""

    steps: tuple[Step, ...]
    here: int | None

    @property
    def current(self) -> Step:
        """The step of this page. Raises RuntimeError where `here` is None."""
        if self.here is None:
            raise RuntimeError("this page is no step of the set-up")
        return self.steps[self.here - 1]

    @property
    def part(self) -> Part:
        """The part of the step that this page is. Raises RuntimeError where `here` is None."""
        return next(part for part in self.current.parts if part.is_here)

    @property
    def back(self) -> Link | None:
        """The step's own page from one of its parts; else the step before, None at the first."""
        if self.here is None:
            return None
        if not self.current.parts[0].is_here:
            return self.current.link
        return self.steps[self.here - 2].link if self.here > 1 else None

    @property
    def following(self) -> Link | None:
        """From a step's own page the next step, past all that may stay as preset; from a part the next part."""
        if self.here is None:
            return None
        after = self.current.parts[self.current.parts.index(self.part) + 1 :]
        if after and not self.current.parts[0].is_here:
            return Link(after[0].label, after[0].url)
        return self.steps[self.here].link if self.here < len(self.steps) else None

    @property
    def next_to_do(self) -> Step | None:
        """The first step that stands in the way of the announcement."""
        return next((step for step in self.steps if step.problems), None)

    @property
    def waiting(self) -> tuple[Step, ...]:
        """The steps in which something may wait that is not there yet."""
        return tuple(step for step in self.steps if step.notes)


def of(edition: EditionView) -> Guide | None:
    """Return the guide of a draft for somebody who may edit it; None for everybody and everything else."""
    if edition.stored_phase != "draft" or not allows(Permission.EDIT_EDITION, actor.circumstances(edition)):
        return None
    plans = guide_plan.plans(collects_only=edition.collects_only)
    here = next((number for number, plan in enumerate(plans, 1) if any(map(_is_here, plan.parts))), None)
    if here is None and request.endpoint not in ABOVE:
        return None
    spec = queries.spec(edition.id)
    owned = _by_part(plans, queries.missing(edition.id, now=clock.now()))
    return Guide(
        tuple(_step(number, plan, edition, spec, owned) for number, plan in enumerate(plans, 1)),
        here,
    )


def _is_here(part: guide_plan.Part) -> bool:
    return request.endpoint in {part.endpoint, *part.beside}


def _step(
    number: int, plan: Plan, edition: EditionView, spec: EditionSpec, owned: dict[str, list[RuleBroken]]
) -> Step:
    return Step(
        number=number,
        hint=str(plan.hint),
        parts=tuple(
            Part(
                label=str(part.label),
                url=url_for(part.endpoint, slug=edition.slug),
                preset=None if part.preset is None else str(part.preset),
                is_set=part.is_set(spec),
                is_here=_is_here(part),
                problems=tuple(dict.fromkeys(map(sentence, owned[part.endpoint]))),
            )
            for part in plan.parts
        ),
        notes=tuple(plan.later(edition, spec)),
    )


def _by_part(plans: Sequence[Plan], problems: Sequence[RuleBroken]) -> dict[str, list[RuleBroken]]:
    """Give each problem to the page whose settings it is about; what is nobody's is said at the first."""
    parts = [part for plan in plans for part in plan.parts]
    owned: dict[str, list[RuleBroken]] = {part.endpoint: [] for part in parts}
    for problem in problems:
        owner = next((part for part in parts if part.owns(problem.field or "")), parts[0])
        owned[owner.endpoint].append(problem)
    return owned
