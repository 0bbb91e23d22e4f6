"""What the guided set-up consists of: eight steps at most, each with a page that is needed and parts that may stay."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.editions import queries, roster
from contest.editions.queries import EditionView
from contest.editions.rules import demands, ties
from contest.editions.rules.conditions import OPEN_TO_ALL
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.identity import NOTHING_ASKED
from contest.editions.rules.levels import NO_LEVEL
from contest.editions.rules.paper import BY_ARRIVAL
from contest.editions.rules.prizes import NO_CAPS
from contest.editions.rules.secrecy import NO_HOLDERS
from contest.judging import queries as judging
from contest.kernel import clock
from contest.web.office import edition_starts

RUBRIC = ("office.rubric_save", "office.rubric_remove", "office.rubric_library")


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a step.

    `fields`: a pattern of the settings that are its own. `beside`: endpoints that belong to it, without a place of
    their own. A part that may stay as it is tells so by `preset`, in words, and by `is_set`, whether it was changed.
    """

    endpoint: str
    label: LazyString
    fields: str = "(?!)"
    beside: tuple[str, ...] = ()
    preset: LazyString | None = None
    is_set: Callable[[EditionSpec], bool] = lambda _: False

    def owns(self, field: str) -> bool:
        """Tell whether the setting, a path like categories-0-name, is on this page."""
        return re.fullmatch(self.fields, field) is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """A step: its own page first, then what may stay as preset. `later`: what may still wait, as sentences."""

    hint: LazyString
    parts: tuple[Part, ...]
    later: Callable[[EditionView, EditionSpec], Iterator[str]] = lambda _, __: iter(())
    is_judging: bool = False  # not there where works are only collected


# --- what may wait --------------------------------------------------------------------------------------------


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


def _rubric(edition: EditionView, _: EditionSpec) -> Iterator[str]:
    bare = [each.name for each in queries.rounds(edition.id) if judging.without_rubric(edition.id, each.id)]
    if bare:
        yield gettext(
            "No rubric yet for: %(rounds)s. It can wait until judging begins, but authors like to know it.",
            rounds=", ".join(bare),
        )


def _holders(there: int, invited: int, spec: EditionSpec) -> Iterator[str]:
    """Say how many key holders are missing: without them no code is drawn, and they need time for their sheets."""
    if not spec.sealing.is_by_holders or there >= spec.sealing.keys_needed:
        return
    yield gettext(
        "Key holders: %(there)d of at least %(needed)d.", there=there, needed=spec.sealing.keys_needed
    )
    if invited:
        yield gettext("Key holders who are invited and have not accepted yet: %(num)d.", num=invited)


def _people(edition: EditionView, spec: EditionSpec) -> Iterator[str]:
    held = Counter(official.duty for official in roster.officials(edition.id))
    invited = Counter(
        each.duty for each in roster.invitations(edition.id, now=clock.now()) if each.state == "open"
    )
    needed = max((each.readings for each in spec.rounds), default=1)
    if not held[Duty.SECRETARY]:
        yield (
            gettext("No secretary yet.")
            if not invited[Duty.SECRETARY]
            else gettext("A secretary is invited and has not accepted yet.")
        )
    if spec.level.collects_only:
        return
    if not held[Duty.CHAIR]:
        yield (
            gettext("No chair yet.")
            if not invited[Duty.CHAIR]
            else gettext("A chair is invited and has not accepted yet.")
        )
    yield from _holders(held[Duty.KEY_HOLDER], invited[Duty.KEY_HOLDER], spec)
    if held[Duty.JUDGE] < needed:
        yield gettext("Judges: %(there)d of at least %(needed)d.", there=held[Duty.JUDGE], needed=needed)
        if invited[Duty.JUDGE]:
            yield gettext(
                "Judges who are invited and have not accepted yet: %(num)d.", num=invited[Duty.JUDGE]
            )


# --- what may stay as preset ----------------------------------------------------------------------------------


def _on_its_page(set_so: Demands) -> Demands:
    """The unit of length and recordings are chosen with the category, on another page."""
    plain = demands.PLAIN
    return replace(set_so, length_unit=plain.length_unit, recordings=plain.recordings)


def _works_are_set(spec: EditionSpec) -> bool:
    plain = demands.PLAIN
    return any(_on_its_page(c.demands) != plain for c in spec.categories)


def _questions_are_set(spec: EditionSpec) -> bool:
    return bool(spec.own_fields) or any(category.own_fields for category in spec.categories)


PLANS = (
    Plan(
        lazy_gettext("What the contest is called, and when works are taken in."),
        (
            Part(
                "office.settings",
                lazy_gettext("Title and dates"),
                "title|number|year|summary|time_zone|opens_at|closes_at|grace_minutes|second_factor",
            ),
            Part(
                "office.settings_dates",
                lazy_gettext("Later dates"),
                "milestone_.*",
                preset=lazy_gettext("none is set"),
                is_set=lambda spec: bool(spec.milestones),
            ),
            Part(
                "office.settings_level",
                lazy_gettext("Level"),
                "name|collects_only|quota|threshold",
                preset=lazy_gettext("no level, and works are judged here"),
                is_set=lambda spec: spec.level != NO_LEVEL,
            ),
            Part(
                "office.settings_paper",
                lazy_gettext("Works on paper"),
                "counts_by|last_arrival|unit_lists",
                preset=lazy_gettext("the moment of arrival counts"),
                is_set=lambda spec: spec.paper != BY_ARRIVAL,
            ),
        ),
    ),
    Plan(
        lazy_gettext("The kinds of work, and how long and in which form they may be."),
        (
            Part(
                "office.settings_categories",
                lazy_gettext("Categories"),
                r"categories(-\d+(-(name|length_.*|works_per_author|authors_most|file_kinds))?)?",
            ),
            Part(
                "office.settings_works",
                lazy_gettext("What works must be"),
                r"categories-\d+-(uncounted|file_limit_mb|similarity|main_language|other_languages|any_language"
                r"|translation|publication|published_.*|proof|own_declarations|own_checks|recording_limit_mb|script)",
                preset=lazy_gettext("in Vietnamese, nothing more is asked"),
                is_set=_works_are_set,
            ),
            Part(
                "office.settings_own_fields",
                lazy_gettext("Own questions"),
                r"(categories-\d+-)?own_fields.*|fields.*",
                preset=lazy_gettext("no questions"),
                is_set=_questions_are_set,
            ),
            Part(
                "office.settings_conditions",
                lazy_gettext("Who may enter"),
                "works_in_all|born_from|born_until|units|countries.*",
                preset=lazy_gettext("everybody"),
                is_set=lambda spec: spec.conditions != OPEN_TO_ALL,
            ),
        ),
    ),
    Plan(
        lazy_gettext("What can be won in each category."),
        (
            Part(
                "office.settings_prizes",
                lazy_gettext("Prizes"),
                r"categories-\d+-(prizes.*|id|remove)",
            ),
            Part(
                "office.settings_extra_prizes",
                lazy_gettext("Extra prizes"),
                "extra_prizes.*",
                preset=lazy_gettext("no extra prizes"),
                is_set=lambda spec: bool(spec.extra_prizes),
            ),
            Part(
                "office.settings_unit_prizes",
                lazy_gettext("Unit prizes"),
                "unit_(?!lists$).*|is_on",
                beside=("office.headcounts",),
                preset=lazy_gettext("no prizes for units"),
                is_set=lambda spec: spec.unit_prizes.is_on,
            ),
            Part(
                "office.settings_limits",
                lazy_gettext("Limits and ties"),
                "share.*|per_author|ties.*",
                preset=lazy_gettext("no limit; where works are equal, the criteria decide"),
                is_set=lambda spec: (spec.caps, spec.ties) != (NO_CAPS, ties.DEFAULT),
            ),
        ),
        _prizes,
        is_judging=True,
    ),
    Plan(
        lazy_gettext("How many judges read each work, and what happens when they differ."),
        (
            Part(
                "office.settings_rounds",
                lazy_gettext("Rounds"),
                r"rounds.*|categories-\d+-(advancing|threshold)",
            ),
            Part(
                "office.settings_sealing",
                lazy_gettext("Sealing"),
                "mode|keys_needed",
                preset=lazy_gettext("with the key of this installation"),
                is_set=lambda spec: spec.sealing != NO_HOLDERS,
            ),
        ),
        is_judging=True,
    ),
    Plan(
        lazy_gettext("What is judged, and for how many points."),
        (
            Part(
                "office.rubric",
                lazy_gettext("Rubric"),
                beside=RUBRIC,
            ),
        ),
        _rubric,
        is_judging=True,
    ),
    Plan(
        lazy_gettext("The sentences that authors agree to before they submit."),
        (
            Part("office.settings_declarations", lazy_gettext("Declarations"), "declarations.*|keeps_drafts"),
            Part(
                "office.settings_identity",
                lazy_gettext("Asked of authors"),
                ".*_asked|.*_purpose|of_age|id_number",
                preset=lazy_gettext("nothing beyond what stands in their account"),
                is_set=lambda spec: spec.identity != NOTHING_ASKED,
            ),
        ),
    ),
    Plan(
        lazy_gettext("The text that everybody can read."),
        (Part("office.settings_rules", lazy_gettext("Rules"), "rules_text"),),
        _gaps,
    ),
    Plan(
        lazy_gettext("Secretaries, judges and a chair are invited by mail."),
        (Part("office.people", lazy_gettext("People"), beside=("office.people_list",)),),
        _people,
    ),
)


def plans(*, collects_only: bool) -> tuple[Plan, ...]:
    """Return the steps of an edition in their order; those of judging are left out where works are only collected."""
    return tuple(plan for plan in PLANS if not (collects_only and plan.is_judging))


def settings(*, collects_only: bool) -> list[Part]:
    """Return the pages of settings in their order."""
    parts = (part for plan in plans(collects_only=collects_only) for part in plan.parts)
    return [part for part in parts if part.endpoint.startswith("office.settings")]
