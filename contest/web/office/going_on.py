"""Who goes on from a closed round and why others do not, by code."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView, RoundView
from contest.kernel.errors import NotFound
from contest.results import queries
from contest.results.queries import StandingView
from contest.results.rules import going_on as rules
from contest.results.rules.going_on import Rule, Verdict
from contest.web import actor
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.office.results import exact, tie_words


@dataclass(frozen=True, slots=True)
class Line:
    """A ranked work with the verdict about it. `tie`: the rule that put it below one of the same score."""

    standing: StandingView
    verdict: Verdict
    why: str
    exact: str
    tie: str


@dataclass(frozen=True, slots=True)
class Group:
    """A category: its rule, and its works in the order of their places."""

    category: CategoryView
    rule: Rule
    lines: tuple[Line, ...]

    def count(self, kind: str) -> int:
        return sum(1 for line in self.lines if line.verdict.kind == kind)


@pages.page("/<slug>/progress/<int:number>/going-on", Permission.SEE_GOING_ON)
def progress_going_on(edition: EditionView, number: int) -> ResponseReturnValue:
    """Show the verdict about every work; its points only to who may see scores."""
    judged = next((each for each in editions.rounds(edition.id) if each.position == number - 1), None)
    listed = groups(edition, judged) if judged is not None else ()
    if judged is None or not listed:
        raise NotFound(number)
    return sections.render(
        "office/going_on.html",
        edition,
        here_in_menu="office.progress",
        round=judged,
        groups=listed,
        may_see_scores=allows(Permission.SEE_SCORES, actor.circumstances(edition)),
    )


def groups(edition: EditionView, judged: RoundView) -> tuple[Group, ...]:
    """Return the categories with their verdicts; nothing for the last round and one that is not ranked."""
    computation, verdicts = queries.latest(judged.id), queries.going_on(judged.id)
    if computation is None or judged.advancing is None:
        return ()
    listed = queries.standings(computation.id)
    return tuple(
        Group(category, queries.rule_of(judged, category), _lines(listed, category, verdicts))
        for category in editions.categories(edition.id)
    )


def _lines(
    listed: tuple[StandingView, ...], category: CategoryView, verdicts: Mapping[int, Verdict]
) -> tuple[Line, ...]:
    found = []
    for s in (each for each in listed if each.category_id == category.id):
        verdict = verdicts[s.blind_copy_id]
        why = gettext(verdict.why.message, **verdict.why.params)
        found.append(Line(s, verdict, why, exact(s.value), tie_words(s.tie_broken_by)))
    return tuple(found)


def total(listed: tuple[Group, ...]) -> int:
    """Return how many works go on."""
    return sum(group.count(rules.GOES_ON) for group in listed)
