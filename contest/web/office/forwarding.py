"""The contest above this one, those below it, and the works that go on: proposed by the rule, confirmed by a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from contest.access.permissions import Permission
from contest.editions import above, linking, queries
from contest.editions.above import LinkView
from contest.editions.queries import CategoryView, EditionView
from contest.entries.handing_on import Obstacle
from contest.kernel import clock, text
from contest.results import forwarding as sending_on
from contest.results.forwarding import Sending
from contest.web import actor, wording
from contest.web.errors import sentence
from contest.web.forms import Form, LineField, at_most, required
from contest.web.office import sections
from contest.web.office.fields import number
from contest.web.office.pages import pages

OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.FORWARDED: lazy_gettext("Has been sent on already."),
    Obstacle.THERE: lazy_gettext("The very same work takes part there already."),
    Obstacle.ERASED: lazy_gettext("Its author had it erased."),
    Obstacle.RESTRICTED: lazy_gettext("Its author lets the own data lie unused now."),
    Obstacle.OFFICIAL: lazy_gettext("Its author holds a duty there and cannot take part."),
}


class AskForm(Form):
    """Which contest is to stand above."""

    slug = LineField(lazy_gettext("Address of the contest above"), [required(), at_most(300)])


class SendForm(Form):
    """What a person ticked; the fields are written by the page."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link with the edition at its other end."""

    link: LinkView
    edition: EditionView


@pages.page("/<slug>/forwarding", Permission.EDIT_EDITION)
def forwarding(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page("/<slug>/forwarding/ask", Permission.EDIT_EDITION, methods=("POST",))
def forwarding_ask(edition: EditionView) -> ResponseReturnValue:
    form, agreed = AskForm(), []
    who, now = actor.current().account_id, clock.now()
    if not (
        form.validate()
        and form.try_to(
            lambda: agreed.append(linking.ask(edition.id, form.slug.data or "", actor_id=who, now=now))
        )
    ):
        return _page(edition, ask=form, status=422)
    flash(
        gettext("The contest above takes works from here.")
        if agreed[0]
        else gettext("The organisers of the contest above have been asked. They get a letter."),
        "success",
    )
    return _back(edition)


@pages.page("/<slug>/forwarding/agree", Permission.EDIT_EDITION, methods=("POST",))
def forwarding_agree(edition: EditionView) -> ResponseReturnValue:
    who = actor.current().account_id
    linking.agree(request.form.get("key", ""), upper_id=edition.id, actor_id=who, now=clock.now())
    flash(gettext("Works of that contest can be sent on to this one now."), "success")
    return _back(edition)


@pages.page("/<slug>/forwarding/end", Permission.EDIT_EDITION, methods=("POST",))
def forwarding_end(edition: EditionView) -> ResponseReturnValue:
    who = actor.current().account_id
    linking.end(request.form.get("key", ""), edition_id=edition.id, actor_id=who, now=clock.now())
    flash(gettext("The two contests are apart. Works that were sent on stay where they are."), "success")
    return _back(edition)


@pages.page("/<slug>/forwarding", Permission.EDIT_EDITION, methods=("POST",))
def forwarding_send(edition: EditionView) -> ResponseReturnValue:
    form, sent = SendForm(), []
    ticked = [each for each in map(number, request.form.getlist("works")) if each is not None]
    goes_to = {
        category.id: number(request.form.get(f"category-{category.id}")) or 0
        for category in queries.categories(edition.id)
    }
    who, now = actor.current().account_id, clock.now()
    if not (
        form.validate()
        and form.try_to(
            lambda: sent.append(sending_on.send_on(edition.id, ticked, goes_to, actor_id=who, now=now))
        )
    ):
        return _page(edition, send=form, ticked=frozenset(ticked), status=422)
    flash(
        ngettext(
            "%(num)d work has been sent on, and its author is told by mail.",
            "%(num)d works have been sent on, and their authors are told by mail.",
            sent[0],
        ),
        "success",
    )
    return _back(edition)


def _back(edition: EditionView) -> ResponseReturnValue:
    return redirect(url_for("office.forwarding", slug=edition.slug), 303)


def _page(
    edition: EditionView,
    *,
    ask: AskForm | None = None,
    send: SendForm | None = None,
    ticked: frozenset[int] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    now = clock.now()
    link = above.above(edition.id)
    upper = queries.by_id(link.upper_id, now=now) if link else None
    problems = sending_on.problems(edition, link, now=now)
    found = None if upper is None or problems else sending_on.sending(edition, upper.id)
    return (
        sections.render(
            "office/forwarding.html",
            edition,
            here_in_menu="office.forwarding",
            level=queries.spec(edition.id).level,
            link=link,
            upper=upper,
            below=[Linked(each, queries.by_id(each.lower_id, now=now)) for each in above.below(edition.id)],
            problems=[sentence(problem) for problem in problems],
            found=found,
            ticked=ticked if ticked is not None else _proposed(found),
            categories=_categories(edition, upper),
            ask=ask or AskForm(formdata=None),
            send=send or SendForm(formdata=None),
            obstacles=OBSTACLES,
            wording=wording,
        ),
        status,
    )


def _proposed(found: Sending | None) -> frozenset[int]:
    return frozenset(found.proposal.taken) if found else frozenset()


def _categories(
    edition: EditionView, upper: EditionView | None
) -> list[tuple[CategoryView, tuple[CategoryView, ...], int]]:
    """Give each category with those above and the one it probably goes to: of the same name, or the first."""
    offered = queries.categories(upper.id) if upper else ()
    return [
        (category, offered, _alike(category, offered) if offered else 0)
        for category in queries.categories(edition.id)
    ]


def _alike(category: CategoryView, offered: tuple[CategoryView, ...]) -> int:
    typed = number(request.form.get(f"category-{category.id}"))
    if typed in {each.id for each in offered}:
        return typed or 0
    same = (each.id for each in offered if text.fold(each.name) == text.fold(category.name))
    return next(same, offered[0].id)
