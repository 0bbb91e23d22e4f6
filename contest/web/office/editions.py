"""The editions that somebody works in, a new one, and the settings of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries, service, unit_awards
from contest.editions.queries import EditionView
from contest.editions.rules import edition as rules
from contest.editions.rules import passing
from contest.editions.rules.edition import EditionSpec
from contest.judging import queries as judging
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.settings import Settings
from contest.web import actor, identity_words, wording
from contest.web.office import (
    condition_forms,
    edition_forms,
    edition_starts,
    folds,
    guide,
    guide_plan,
    identity_forms,
    level_forms,
    overtaken,
    own_field_forms,
    paper_settings,
    prize_forms,
    round_forms,
    sealing_forms,
    sections,
    settings_forms,
    unit_prize_forms,
    works_forms,
)
from contest.web.office.overtaken import Difference
from contest.web.office.pages import pages
from contest.web.office.settings_forms import SettingsForm
from contest.web.prose import prose


@pages.page("/", Permission.SEE_ACCOUNT)
def editions() -> ResponseReturnValue:
    mine = [
        (edition, sorted(duties), allows(Permission.SEE_OFFICE, actor.circumstances(edition)))
        for edition, duties in actor.current().duties
    ]
    return render_template(
        "office/editions.html",
        editions=mine,
        may_create=allows(Permission.CREATE_EDITION, actor.circumstances(None)),
        wording=wording,
    )


class NewForm(edition_forms.BasicsForm):
    """Title and dates of a new edition, and what it starts with."""

    start = RadioField(
        lazy_gettext("Start with"),
        choices=[SelectChoice(key, start.said) for key, start in edition_starts.STARTS.items()],
        default="essays",
    )

    def beginning(self) -> EditionSpec:
        """Return what was chosen to start with."""
        settings: Settings = current_app.extensions["contest_settings"]
        spec = edition_starts.plain(clock.now(), settings.time_zone)
        return edition_starts.STARTS[self.start.data].build(spec)


@pages.page("/new", Permission.CREATE_EDITION, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    form = NewForm()
    if not form.is_submitted():
        form.show(form.beginning())
        return _new_page(form, 200)
    if form.validate() and settings_forms.is_sound(form, form.spec(form.beginning())):
        made: list[int] = []
        who, now = actor.current().account_id, clock.now()
        if form.try_to(
            lambda: made.append(service.create_edition(form.spec(form.beginning()), actor_id=who, now=now))
        ):
            flash(
                gettext("The contest has been created. Only its officials see it until it is announced."),
                "success",
            )
            return redirect(url_for("office.home", slug=queries.by_id(made[0], now=now).slug), 303)
    return _new_page(form, 422)


def _new_page(form: NewForm, status: int) -> ResponseReturnValue:
    own = actor.current().editions_with(frozenset({Duty.ORGANISER}))
    page = render_template(
        "office/edition_new.html",
        form=form,
        zones=edition_forms.ZONES,
        own=own,
    )
    return page, status


@pages.page("/<slug>/settings", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, edition_forms.BasicsForm(), "office/edition_basics.html", always=True).answer()


@pages.page("/<slug>/settings/dates", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_dates(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, condition_forms.DatesForm(), "office/edition_dates.html", always=True).answer()


@pages.page("/<slug>/settings/rules", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_rules(edition: EditionView) -> ResponseReturnValue:
    form = edition_forms.RulesTextForm()
    return _Editor(edition, form, "office/edition_rules.html", always=True).answer()


@pages.page("/<slug>/settings/categories", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_categories(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, edition_forms.CategoriesForm(), "office/edition_categories.html").answer()


@pages.page("/<slug>/settings/works", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_works(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, works_forms.WorksForm(), "office/edition_works.html").answer()


@pages.page("/<slug>/settings/own-fields", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_own_fields(edition: EditionView) -> ResponseReturnValue:
    form = own_field_forms.OwnFieldsForm()
    form.offer([(category.id, category.name) for category in queries.categories(edition.id)])
    return _Editor(edition, form, "office/edition_own_fields.html").answer()


@pages.page("/<slug>/settings/conditions", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_conditions(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, condition_forms.ConditionsForm(), "office/edition_conditions.html").answer()


@pages.page("/<slug>/settings/identity", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_identity(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, identity_forms.IdentityForm(), "office/edition_identity.html").answer()


@pages.page("/<slug>/settings/prizes", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_prizes(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, edition_forms.PrizesForm(), "office/edition_prizes.html").answer()


@pages.page("/<slug>/settings/extra-prizes", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_extra_prizes(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, prize_forms.ExtraPrizesForm(), "office/edition_extra_prizes.html").answer()


@pages.page("/<slug>/settings/unit-prizes", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_unit_prizes(edition: EditionView) -> ResponseReturnValue:
    form, today = unit_prize_forms.UnitPrizesForm(), clock.now().date()
    editor = _Editor(
        edition,
        form,
        "office/edition_unit_prizes.html",
        before_showing=lambda: form.offer(unit_awards.kinds(today), unit_awards.levels(today)),
    )
    return editor.answer()


@pages.page("/<slug>/settings/limits", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_limits(edition: EditionView) -> ResponseReturnValue:
    form = prize_forms.LimitsForm()
    editor = _Editor(
        edition, form, "office/edition_limits.html", before_showing=lambda: _offer(edition, form)
    )
    return editor.answer()


def _offer(edition: EditionView, form: prize_forms.LimitsForm) -> None:
    rubrics = (
        rubric for each in queries.rounds(edition.id) for rubric in judging.rubrics(each.id).own.values()
    )
    lines = (line for rubric in rubrics for line in rubric.criteria)
    form.offer([line.settings.name for line in lines if line.settings.weight])


@pages.page("/<slug>/settings/rounds", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_rounds(edition: EditionView) -> ResponseReturnValue:
    form = round_forms.RoundsForm()
    return _Editor(
        edition, form, "office/edition_rounds.html", always=True, also=round_forms.out_of_reach
    ).answer()


@pages.page("/<slug>/settings/declarations", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_declarations(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, edition_forms.DeclarationsForm(), "office/edition_declarations.html").answer()


@pages.page("/<slug>/settings/level", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_level(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, level_forms.LevelForm(), "office/edition_level.html").answer()


@pages.page("/<slug>/settings/sealing", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_sealing(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, sealing_forms.SealingForm(), "office/edition_sealing.html").answer()


@pages.page("/<slug>/settings/paper", Permission.EDIT_EDITION, methods=("GET", "POST"))
def settings_paper(edition: EditionView) -> ResponseReturnValue:
    return _Editor(edition, paper_settings.PaperForm(), "office/edition_paper.html").answer()


@dataclass(frozen=True, slots=True)
class _Editor:
    """One page of settings: shows a part of them, keeps what is typed, saves it.

    `always`: something on the page can still be changed after the announcement. `before_showing`: what the form
    still needs when it is shown. `also`: what else may be wrong.
    """

    edition: EditionView
    form: SettingsForm
    template: str
    always: bool = False
    before_showing: Callable[[], None] = lambda: None
    also: Callable[[EditionSpec], Iterable[RuleBroken]] = lambda _: ()

    def answer(self) -> ResponseReturnValue:
        before = queries.spec(self.edition.id)
        if not self.form.is_submitted():
            self.form.show(before)
            self.form.note(before)
            return self._page(before, 200)
        if self.form.shows_again(request.form):
            return self._page(before, 200)
        if not (self.form.validate() and self._save(before)):
            return self._refused()
        flash(gettext("Saved."), "success")
        return redirect(self._next_url(), 303)

    def _next_url(self) -> str:
        """Stay on the page; go on to the next step of the set-up where that was asked for."""
        way = guide.of(self.edition) if "go" in request.form else None
        if way is not None and way.following is not None:
            return way.following.url
        return url_for(str(request.endpoint), slug=self.edition.slug)

    def _save(self, before: EditionSpec) -> bool:
        spec = self.form.spec(before)
        who, now = actor.current().account_id, clock.now()
        return self._is_sound(spec) and self.form.try_to(
            lambda: service.change_edition(
                self.edition.id,
                spec,
                actor_id=who,
                now=now,
                part=self.form.part(),
                reason=self.form.reason.data or "",
            )
        )

    def _is_sound(self, spec: EditionSpec) -> bool:
        """Put everything that is wrong beside its field: by the rules of settings, and by what is known beside them."""
        found = tuple(self.also(spec))
        for problem in found:
            self.form.take(problem)
        return settings_forms.is_sound(self.form, spec) and not found

    def _refused(self) -> ResponseReturnValue:
        """Show what is wrong; where somebody else saved this page meanwhile, show the two beside each other."""
        stored = queries.spec(self.edition.id)
        if self.form.part().seen == rules.digest(stored, self.form.PART):
            return self._page(stored, 422)
        theirs = type(self.form)(formdata=None)
        theirs.show(stored)
        theirs.reason.data = self.form.reason.data  # it belongs to this saving, not to what is saved
        self.form.note(stored)
        return self._page(stored, 409, overtaken.differences(self.form, theirs))

    def _page(
        self, before: EditionSpec, status: int, differences: tuple[Difference, ...] = ()
    ) -> ResponseReturnValue:
        self.before_showing()
        is_draft = self.edition.stored_phase == "draft"
        typed = self.form.data.get("rules_text")
        parts = guide_plan.settings(collects_only=self.edition.collects_only)
        return (
            sections.render(
                self.template,
                self.edition,
                here_in_menu="office.settings",
                form=self.form,
                stored=before,
                folds=folds,
                planned=rules.prize_money(before),
                differences=differences,
                is_draft=is_draft,
                states={each.id: each.state for each in queries.rounds(self.edition.id)},
                beyond=passing.beyond(before),
                can_save=is_draft or (self.always and self.edition.stored_phase != "archived"),
                tabs=[(p.endpoint, p.label, url_for(p.endpoint, slug=self.edition.slug)) for p in parts],
                tab=request.endpoint,
                heading=next((p.label for p in parts if p.endpoint == request.endpoint), gettext("Settings")),
                preview=prose(typed) if typed else None,
                zones=edition_forms.ZONES,
                wording=wording,
                labels=identity_words.LABELS,
                purposes=identity_words.PURPOSES,
            ),
            status,
        )
