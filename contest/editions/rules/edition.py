"""What the settings of an edition may be: a spec cleaned at the entrance, and what is wrong with it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contest.access.duties import PROTECTABLE, PROTECTED
from contest.editions.rules import conditions as entering
from contest.editions.rules import demands as demanding
from contest.editions.rules import extra_prizes as extra
from contest.editions.rules import grace, levels, own_fields, paper, passing, secrecy
from contest.editions.rules import identity as asking
from contest.editions.rules import milestones as later
from contest.editions.rules import prizes as winning
from contest.editions.rules import ties as equal
from contest.editions.rules import unit_prizes as of_units
from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions
from contest.editions.rules.demands import PLAIN, Demands
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.identity import NOTHING_ASKED, IdentitySpec
from contest.editions.rules.levels import NO_LEVEL, Level
from contest.editions.rules.milestones import Milestone
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.paper import BY_ARRIVAL, Closing, PaperRules
from contest.editions.rules.prizes import NO_CAPS, Caps
from contest.editions.rules.unit_prizes import NO_UNIT_PRIZES, Tables, UnitPrizes
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, RuleBroken

FILE_KINDS: Final = ("text", "docx", "doc", "odt", "rtf", "pdf", "txt", "pictures")
USUAL_KINDS: Final = ("text", "docx", "pdf", "txt")  # what a new category takes until somebody chooses
COUNTING: Final = ("mean", "third", "nearest_two", "median")
# The scale of marks; a rubric with a smaller full score of its own checks its round's tolerance again.
FULL_SCORE: Final = Decimal(100)

TITLE, SUMMARY, RULES_TEXT, DECLARATION = 200, 500, 100_000, 500
CATEGORY_NAME, ROUND_NAME, PRIZE_NAME = 120, 80, 80
YEARS, NUMBERS = (2000, 2100), (1, 999)
CATEGORIES, PRIZES, DECLARATIONS, ROUNDS = 20, 30, 20, 2
LENGTH = 1_000_000
WORKS_PER_AUTHOR, AUTHORS, READINGS = 20, 10, 9
ADVANCING, PRIZE_COUNT = 10_000, 1000
# Settings that came later: the fixed rules name them only where they are set, so that older ones stay what they were.
SILENT: Final = MappingProxyType({"silent": True})


@dataclass(frozen=True, slots=True)
class PrizeSpec:
    """A line of the prize table: so many of this prize, to works of at least `threshold` points.

    `amount`: whole đồng for each, None where the prize brings no money.
    """

    name: str
    count: int
    threshold: Decimal | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """A category; limits in the unit it demands, prizes from the highest down. `id` names the row that is changed.

    `advancing`, `threshold`: what the category has instead of the first round's, where it has its own.
    """

    name: str
    length_minimum: int
    length_maximum: int
    file_kinds: tuple[str, ...] = USUAL_KINDS
    works_per_author: int = 1
    prizes: tuple[PrizeSpec, ...] = ()
    demands: Demands = PLAIN
    id: int | None = None
    own_fields: tuple[OwnField, ...] = ()  # asked in this category, after those of all
    authors_most: int = 1  # of one work, the one who sends it included
    advancing: int | None = field(default=None, metadata=SILENT)
    threshold: Decimal | None = field(default=None, metadata=SILENT)


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """A round. `tolerance` in points or per cent of the full score (`unit`), None for never a third reading.

    From each category as many as `advancing` go on, from the top down, none below `threshold`. In the last round
    `carried` per cent of the score are those of the round before; None: it stands alone.
    """

    name: str
    readings: int = 2
    tolerance: Decimal | None = None
    counting: str = "mean"
    advancing: int | None = None
    id: int | None = None
    unit: str = field(default=passing.POINTS, metadata=SILENT)
    threshold: Decimal | None = field(default=None, metadata=SILENT)
    carried: int | None = field(default=None, metadata=SILENT)


@dataclass(frozen=True, slots=True)
class EditionSpec:
    """All that an organiser sets."""

    title: str
    number: int
    year: int
    time_zone: str
    opens_at: datetime
    closes_at: datetime
    categories: tuple[CategorySpec, ...]
    rounds: tuple[RoundSpec, ...]
    summary: str = ""
    rules_text: str = ""
    declarations: tuple[str, ...] = ()
    second_factor: tuple[str, ...] = PROTECTED  # duties that need one to enter the office
    milestones: tuple[Milestone, ...] = ()  # dates after the closing time, as planned
    conditions: Conditions = OPEN_TO_ALL
    level: Level = NO_LEVEL
    paper: PaperRules = BY_ARRIVAL  # how works on paper count
    grace_minutes: int = 0  # after the closing time, in which works are still taken in and marked
    identity: IdentitySpec = NOTHING_ASKED  # what authors are asked about themselves
    caps: Caps = NO_CAPS
    ties: tuple[str, ...] = equal.DEFAULT
    extra_prizes: tuple[ExtraPrize, ...] = ()
    unit_prizes: UnitPrizes = NO_UNIT_PRIZES
    own_fields: tuple[OwnField, ...] = ()  # asked in every category
    keeps_drafts: bool = False  # authors may keep drafts and notes sealed with a work
    sealing: secrecy.Sealing = secrecy.NO_HOLDERS  # of the identities, while it is judged


@dataclass(frozen=True, slots=True)
class Part:
    """The settings that one page shows, by their names, and the digest of what it showed."""

    fields: tuple[str, ...]
    seen: str


def digest(spec: EditionSpec, names: Sequence[str]) -> str:
    """Return what tells these settings from any others."""
    return hashlib.sha256(repr([(name, getattr(spec, name)) for name in names]).encode()).hexdigest()


def merged(stored: EditionSpec, typed: EditionSpec, part: Part) -> EditionSpec:
    """Return what is stored with the part as it was typed. Raises Conflict where the part is not what was shown.

    The other settings stay as they are stored, whatever the page that was sent knew of them.
    """
    if digest(stored, part.fields) != part.seen:
        raise Conflict(
            N_(
                "Somebody saved this page while you were writing. Nothing of yours is lost, and nothing"
                " is saved yet:"
                " compare the two, then save again."
            )
        )
    return replace(stored, **{name: getattr(typed, name) for name in part.fields})


def clean(spec: EditionSpec) -> EditionSpec:
    """Bring every text of the spec into the form it is kept in. Raises RuleBroken for what cannot be kept."""
    return replace(
        spec,
        title=text.one_line(spec.title),
        summary=text.one_line(spec.summary),
        rules_text=text.nfc(spec.rules_text).strip(),
        time_zone=spec.time_zone.strip(),
        second_factor=tuple(duty.value for duty in PROTECTABLE if duty in spec.second_factor),
        declarations=tuple(text.one_line(sentence) for sentence in spec.declarations),
        milestones=later.ordered(spec.milestones),
        identity=asking.clean(spec.identity),
        ties=equal.clean(spec.ties),
        extra_prizes=extra.clean(spec.extra_prizes),
        unit_prizes=of_units.clean(spec.unit_prizes),
        own_fields=tuple(map(own_fields.clean, spec.own_fields)),
        conditions=entering.clean(spec.conditions),
        rounds=tuple(replace(r, name=text.one_line(r.name)) for r in spec.rounds),
        categories=tuple(_clean_category(c) for c in spec.categories),
    )


def _clean_category(category: CategorySpec) -> CategorySpec:
    return replace(
        category,
        name=text.one_line(category.name),
        file_kinds=tuple(kind for kind in FILE_KINDS if kind in category.file_kinds),
        prizes=tuple(replace(p, name=text.one_line(p.name)) for p in category.prizes),
        demands=demanding.clean(category.demands),
        own_fields=tuple(map(own_fields.clean, category.own_fields)),
    )


def check(spec: EditionSpec) -> None:
    """Raise the first problem of the spec, if there is one."""
    for problem in problems(spec):
        raise problem


def problems(spec: EditionSpec) -> Iterator[RuleBroken]:
    """Name everything that is wrong. `field` is a path like categories-0-prizes-1-count."""
    yield from _basics(spec)
    yield from _dates(spec)
    yield from _categories(spec.categories)
    yield from _rounds(spec.rounds)
    yield from passing.problems(spec)
    yield from _declarations(spec.declarations)
    yield from entering.problems(spec.conditions, year=spec.year)
    yield from asking.problems(spec.identity)
    yield from winning.problems(spec.caps)
    yield from equal.problems(spec.ties)
    yield from extra.problems(spec.extra_prizes, year=spec.year)
    yield from of_units.problems(spec.unit_prizes, prize_tables(spec))
    yield from own_fields.problems(spec.own_fields, "own_fields")
    for position, category in enumerate(spec.categories):
        path, common = f"categories-{position}-own_fields", len(spec.own_fields)
        yield from own_fields.problems(category.own_fields, path, common=common)
    yield from levels.problems(spec.level)
    yield from secrecy.problems(spec.sealing, collects_only=spec.level.collects_only)


def prize_money(spec: EditionSpec) -> int:
    """Return what all prizes together cost if each is given, in whole đồng."""
    tables = (category.prizes for category in spec.categories)
    return winning.money(chain(*tables, spec.extra_prizes, spec.unit_prizes.prizes))


def prize_tables(spec: EditionSpec) -> Tables:
    """Return the names of the prizes of each category, from the highest down."""
    return tuple(tuple(prize.name for prize in category.prizes) for category in spec.categories)


def changed(before: EditionSpec, after: EditionSpec) -> tuple[str, ...]:
    """Name the settings that differ, in the order of the spec."""
    return tuple(f.name for f in fields(EditionSpec) if getattr(before, f.name) != getattr(after, f.name))


# --- the parts ----------------------------------------------------------------------------------------------


def _basics(spec: EditionSpec) -> Iterator[RuleBroken]:
    yield from _text(spec.title, "title", least=3, most=TITLE)
    yield from _text(spec.summary, "summary", least=0, most=SUMMARY)
    yield from _text(spec.rules_text, "rules_text", least=0, most=RULES_TEXT)
    yield from _number(spec.number, "number", NUMBERS)
    yield from _number(spec.year, "year", YEARS)


def _dates(spec: EditionSpec) -> Iterator[RuleBroken]:
    if not zone_is_known(spec.time_zone):
        yield RuleBroken(
            N_("There is no time zone “%(zone)s”. Write one like Asia/Ho_Chi_Minh."),
            field="time_zone",
            zone=spec.time_zone,
        )
    else:
        yield from paper.problems(spec.paper, Closing.of(spec))
    if spec.opens_at >= spec.closes_at:
        yield RuleBroken(
            N_("The closing time must come after the opening time. Correct one of the two."),
            field="closes_at",
        )
    yield from grace.problems(spec.grace_minutes)
    yield from later.problems(spec.milestones, closes_at=spec.closes_at, rounds=len(spec.rounds))


def zone_is_known(name: str) -> bool:
    """Tell whether the time zone database knows the name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of the database
        return False
    return True


def _categories(categories: Sequence[CategorySpec]) -> Iterator[RuleBroken]:
    yield from _how_many(len(categories), "categories", least=1, most=CATEGORIES)
    yield from _twice([c.name for c in categories], "categories-%d-name")
    for position, category in enumerate(categories):
        yield from _category(category, f"categories-{position}")


def _category(category: CategorySpec, path: str) -> Iterator[RuleBroken]:
    yield from _text(category.name, f"{path}-name", least=1, most=CATEGORY_NAME)
    yield from _number(category.length_minimum, f"{path}-length_minimum", (0, LENGTH))
    yield from _number(category.length_maximum, f"{path}-length_maximum", (1, LENGTH))
    if category.length_minimum > category.length_maximum:
        yield RuleBroken(
            N_("The least length is greater than the greatest. Correct one of the two."),
            field=f"{path}-length_maximum",
        )
    yield from _number(category.works_per_author, f"{path}-works_per_author", (1, WORKS_PER_AUTHOR))
    yield from _number(category.authors_most, f"{path}-authors_most", (1, AUTHORS))
    if not category.file_kinds:
        yield RuleBroken(
            N_("Choose at least one way to hand in a work: typed text or a kind of file."),
            field=f"{path}-file_kinds",
        )
    yield from demanding.problems(category.demands, path, file_kinds=category.file_kinds)
    yield from _how_many(len(category.prizes), f"{path}-prizes", least=0, most=PRIZES)
    yield from _twice([p.name for p in category.prizes], f"{path}-prizes-%d-name")
    for position, prize in enumerate(category.prizes):
        yield from _prize(prize, f"{path}-prizes-{position}")


def _prize(prize: PrizeSpec, path: str) -> Iterator[RuleBroken]:
    yield from _text(prize.name, f"{path}-name", least=1, most=PRIZE_NAME)
    yield from _number(prize.count, f"{path}-count", (1, PRIZE_COUNT))
    yield from _points(prize.threshold, f"{path}-threshold")
    yield from winning.amount(prize.amount, f"{path}-amount")


def _rounds(rounds: Sequence[RoundSpec]) -> Iterator[RuleBroken]:
    yield from _how_many(len(rounds), "rounds", least=1, most=ROUNDS)
    for position, each in enumerate(rounds):
        yield from _round(each, f"rounds-{position}", is_last=position == len(rounds) - 1)


def _round(each: RoundSpec, path: str, *, is_last: bool) -> Iterator[RuleBroken]:
    yield from _text(each.name, f"{path}-name", least=1, most=ROUND_NAME)
    yield from _number(each.readings, f"{path}-readings", (1, READINGS))
    yield from _points(each.tolerance, f"{path}-tolerance")
    if each.counting not in COUNTING:
        yield RuleBroken(N_("Choose from the list how readings are counted."), field=f"{path}-counting")
    yield from _advancing(each.advancing, f"{path}-advancing", is_last=is_last)


def _advancing(advancing: int | None, path: str, *, is_last: bool) -> Iterator[RuleBroken]:
    if is_last and advancing is not None:
        yield RuleBroken(N_("After the last round nothing goes on. Leave this field empty."), field=path)
    if not is_last:
        if advancing is None:
            yield RuleBroken(N_("Write how many works of each category go on to the next round."), field=path)
        else:
            yield from _number(advancing, path, (1, ADVANCING))


def _declarations(sentences: Sequence[str]) -> Iterator[RuleBroken]:
    yield from _how_many(len(sentences), "declarations", least=0, most=DECLARATIONS)
    for position, sentence in enumerate(sentences):
        yield from _text(sentence, f"declarations-{position}", least=3, most=DECLARATION)
    yield from _twice(sentences, "declarations-%d")


# --- the kinds of problem -----------------------------------------------------------------------------------


def _text(value: str, path: str, *, least: int, most: int) -> Iterator[RuleBroken]:
    if len(value) < least:
        yield RuleBroken(N_("Write at least %(least)d characters here."), field=path, least=least)
    elif len(value) > most:
        yield RuleBroken(
            N_("This has %(length)d characters; there is room for %(most)d. Shorten it."),
            field=path,
            length=len(value),
            most=most,
        )


def _number(value: int, path: str, limits: tuple[int, int]) -> Iterator[RuleBroken]:
    if not limits[0] <= value <= limits[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field=path,
            least=limits[0],
            most=limits[1],
        )


def _points(value: Decimal | None, path: str) -> Iterator[RuleBroken]:
    if value is not None and not (value.is_finite() and 0 <= value <= FULL_SCORE):
        yield RuleBroken(N_("Write points from 0 to %(most)d, or nothing."), field=path, most=int(FULL_SCORE))


def _how_many(count: int, path: str, *, least: int, most: int) -> Iterator[RuleBroken]:
    if count < least:
        yield RuleBroken(N_("At least %(least)d is needed here. Fill in a row."), field=path, least=least)
    elif count > most:
        yield RuleBroken(
            N_("There is room for %(most)d here, and you wrote %(count)d. Remove some."),
            field=path,
            most=most,
            count=count,
        )


def _twice(names: Sequence[str], path: str) -> Iterator[RuleBroken]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name and name.casefold() in seen:
            yield RuleBroken(
                N_("“%(name)s” is here twice. Give each a name of its own."), field=path % position, name=name
            )
        seen.add(name.casefold())
