"""The next edition as a copy of this one: settings, rubrics, and the same people invited again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectChoice

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.editions import queries, roster, service
from contest.editions.queries import EditionView
from contest.editions.rules import copying
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.officials import INVITED
from contest.editions.service import Invitee
from contest.judging import queries as judging
from contest.judging import service as rubrics
from contest.judging.service import Draft
from contest.kernel import clock
from contest.people import queries as persons
from contest.web import actor, wording
from contest.web.office import sections
from contest.web.office.edition_forms import ZONES, BasicsForm
from contest.web.office.fields import TicksField
from contest.web.office.inviting import invite
from contest.web.office.pages import pages
from contest.web.office.settings_forms import is_sound


class CopyForm(BasicsForm):
    """Title and dates of the new edition, and what else comes along."""

    rubrics = BooleanField(lazy_gettext("Take over the rubrics"))
    people = TicksField(lazy_gettext("Invite again"), validate_choice=False)


@pages.page("/<slug>/copy", Permission.COPY_EDITION, methods=("GET", "POST"))
def copy(edition: EditionView) -> ResponseReturnValue:
    """Show the next edition filled in, dates a year later; make it."""
    before = queries.spec(edition.id)
    start = copying.following(before)
    form = CopyForm()
    people = _people(edition)
    form.people.choices = [SelectChoice(key, label) for key, label, _ in people]
    if not form.is_submitted():
        form.show(start)
        form.rubrics.data = True
        return _page(edition, form, before, 200)
    if form.validate() and is_sound(form, form.spec(start)):
        made: list[int] = []
        chosen = [invitee for key, _, invitee in people if key in set(form.people.data or ())]
        if form.try_to(lambda: made.append(_make(edition, form, form.spec(start), chosen))):
            flash(
                gettext(
                    "The contest has been copied. Read its rules through: dates in the text are last year's."
                ),
                "success",
            )
            return redirect(url_for("office.home", slug=queries.by_id(made[0], now=clock.now()).slug), 303)
    return _page(edition, form, before, 422)


def _people(edition: EditionView) -> list[tuple[str, str, Invitee]]:
    """Give (key, what is shown, invitation) of everybody with a duty in the edition, but the person at the desk."""
    mine = actor.current().account_id
    officials = [o for o in roster.officials(edition.id) if o.account_id != mine and o.duty in INVITED]
    known = persons.people(frozenset(official.account_id for official in officials))
    return [
        (
            f"{official.account_id}-{official.duty}",
            f"{person.name} · {wording.DUTIES[official.duty]}",
            Invitee(
                person.email, person.name, Duty(official.duty), person.language, unit_id=official.unit_id
            ),
        )
        for official in officials
        for person in [known[official.account_id]]
    ]


def _make(edition: EditionView, form: CopyForm, spec: EditionSpec, invited: list[Invitee]) -> int:
    who, now = actor.current().account_id, clock.now()
    made = service.create_edition(spec, actor_id=who, now=now, copied_from=edition.id)
    if form.rubrics.data:
        _copy_rubrics(edition.id, made, actor_id=who)
    for invitee in invited:
        invite(made, invitee)
    return made


def _copy_rubrics(old_id: int, new_id: int, *, actor_id: int) -> None:
    pairs = zip(queries.categories(old_id), queries.categories(new_id), strict=True)
    categories: dict[int | None, int | None] = {None: None} | {old.id: new.id for old, new in pairs}
    for old, new in zip(queries.rounds(old_id), queries.rounds(new_id), strict=True):
        for category_id, kept in judging.rubrics(old.id).own.items():
            draft = Draft(new.id, kept.full_score, kept.lines, categories[category_id], kept.weighing)
            rubrics.save(draft, actor_id=actor_id, now=clock.now())


def _page(edition: EditionView, form: CopyForm, before: EditionSpec, status: int) -> ResponseReturnValue:
    return (
        sections.render(
            "office/edition_copy.html",
            edition,
            here_in_menu="office.home",
            form=form,
            before=before,
            has_rubrics=any(judging.rubrics(each.id).own for each in queries.rounds(edition.id)),
            zones=ZONES,
        ),
        status,
    )
