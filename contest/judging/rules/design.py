"""What a rubric that an organiser designs may be: cleaned at the entrance, and everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from contest.judging.rules import figures
from contest.judging.rules.criteria import KINDS, criterion
from contest.judging.rules.criteria.heading import Heading
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

CRITERIA: Final = 30
NAME, DESCRIPTION = 120, 1000
DESCRIPTORS, DESCRIPTOR_TEXT = 20, 300
HIGHEST_FULL_SCORE: Final = Decimal(10_000)
_FINEST: Final = Decimal("0.0001")
# What an organiser means by the weights: the most points, per cent that add up to 100, or free proportions.
POINTS, PERCENT, FREE = "points", "percent", "free"
WEIGHINGS: Final = (POINTS, PERCENT, FREE)


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion as an organiser writes it."""

    kind: str
    settings: Settings


def clean(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Bring every text into the form it is kept in. Raises RuleBroken for what cannot be kept."""
    return tuple(replace(line, settings=_clean(line.settings)) for line in lines)


def _clean(s: Settings) -> Settings:
    return replace(
        s,
        name=text.one_line(s.name),
        description=text.nfc(s.description).strip(),
        descriptors=tuple(replace(d, text=text.one_line(d.text)) for d in s.descriptors),
    )


def problems(full_score: Decimal, lines: tuple[Line, ...], weighing: str = FREE) -> Iterator[RuleBroken]:
    """Name everything that is wrong. `field` is a path like criteria-0-weight."""
    if not _is_full_score(full_score):
        yield RuleBroken(
            N_("Write a full score above 0 and up to %(most)d, like 100."),
            field="full_score",
            most=int(HIGHEST_FULL_SCORE),
        )
    if len(lines) > CRITERIA:
        yield RuleBroken(
            N_("There is room for %(most)d criteria, and you wrote %(count)d. Remove some."),
            field="criteria",
            most=CRITERIA,
            count=len(lines),
        )
    if not any(line.kind in KINDS and KINDS[line.kind].scored for line in lines):
        yield RuleBroken(
            N_("A rubric needs at least one criterion that is marked in points."), field="criteria"
        )
    yield from _weighing(full_score, lines, weighing)
    yield from _twice([line.settings.name for line in lines])
    for position, line in enumerate(lines):
        yield from _line(line, f"criteria-{position}")


def _weighing(full_score: Decimal, lines: Sequence[Line], weighing: str) -> Iterator[RuleBroken]:
    """Name what does not agree with what the organiser means by the weights."""
    scored = [line.settings for line in lines if line.kind in KINDS and KINDS[line.kind].scored]
    if weighing not in WEIGHINGS:
        yield RuleBroken(N_("Choose from the list what the weights mean."), field="weighing")
    elif scored and weighing == PERCENT:
        yield from _percent(sum((s.weight for s in scored), Decimal(0)))
    elif scored and weighing == POINTS:
        yield from _points_add_up(full_score, scored)


def _percent(added: Decimal) -> Iterator[RuleBroken]:
    if added != 100:
        yield RuleBroken(
            N_("The weights are to be per cent and add up to 100; they add up to %(sum)s. Correct them."),
            field="weighing",
            sum=figures.tidy(added),
        )


def _points_add_up(full_score: Decimal, scored: Sequence[Settings]) -> Iterator[RuleBroken]:
    added = sum((s.maximum for s in scored), Decimal(0))
    if any(s.weight != s.maximum for s in scored):
        yield RuleBroken(
            N_(
                "The points are to count as they are, so every weight must be the most points. Leave the weights empty,"
                " or choose another meaning."
            ),
            field="weighing",
        )
    elif added != full_score:
        yield RuleBroken(
            N_(
                "The points are to count as they are: the most points of all criteria add up to %(sum)s, so the full"
                " score must be %(sum)s too."
            ),
            field="full_score",
            sum=figures.tidy(added),
        )


def shares(lines: Sequence[Line]) -> tuple[Decimal | None, ...]:
    """Return each line's part of the whole, from 0 to 1: a heading's is that of its group; None: it counts nothing."""
    weights = [line.settings.weight if KINDS[line.kind].scored else Decimal(0) for line in lines]
    whole = sum(weights, Decimal(0))
    found: list[Decimal | None] = []
    for position, line in enumerate(lines):
        weight = weights[position]
        if line.kind == Heading.kind:
            weight = sum(_group(lines, weights, position), Decimal(0))
        found.append(weight / whole if weight and whole else None)
    return tuple(found)


def _group(lines: Sequence[Line], weights: Sequence[Decimal], heading: int) -> Iterator[Decimal]:
    for line, weight in zip(lines[heading + 1 :], weights[heading + 1 :], strict=True):
        if line.kind == Heading.kind:
            return
        yield weight


def never_apart(full_score: Decimal, tolerance: Decimal | None) -> Iterator[RuleBroken]:
    """Say it where the round's tolerance in points is more than two readings can ever lie apart."""
    if tolerance is not None and tolerance > full_score:
        yield RuleBroken(
            N_(
                "This round asks for a third reading where two are more than %(tolerance)s points apart, which"
                " never happens with this full score. Raise it, or change the rounds."
            ),
            field="full_score",
            tolerance=figures.tidy(tolerance),
        )


def no_prize(full_score: Decimal, thresholds: Iterable[Decimal | None]) -> Iterator[RuleBroken]:
    """Say it where a prize asks for more points than there are."""
    yield from _too_high(
        full_score,
        thresholds,
        N_(
            "A prize asks for at least %(threshold)s points, which nobody can reach with this full score."
            " Raise it, or change the prizes."
        ),
    )


def none_goes_on(full_score: Decimal, thresholds: Iterable[Decimal | None]) -> Iterator[RuleBroken]:
    """Say it where going on asks for more points than there are."""
    yield from _too_high(
        full_score,
        thresholds,
        N_(
            "To go on from this round a work needs at least %(threshold)s points, which none can reach with this full"
            " score. Raise it, or change the rounds."
        ),
    )


def _too_high(
    full_score: Decimal, thresholds: Iterable[Decimal | None], message: str
) -> Iterator[RuleBroken]:
    highest = max((each for each in thresholds if each is not None), default=Decimal(0))
    if highest > full_score:
        yield RuleBroken(message, field="full_score", threshold=figures.tidy(highest))


def _is_full_score(value: Decimal) -> bool:
    return value.is_finite() and 0 < value <= HIGHEST_FULL_SCORE and value % _FINEST == 0


def _twice(names: list[str]) -> Iterator[RuleBroken]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name and name.casefold() in seen:
            yield RuleBroken(
                N_('Two criteria are called "%(name)s". Rename one of them.'),
                field=f"criteria-{position}-name",
                name=name,
            )
        seen.add(name.casefold())


def _line(line: Line, path: str) -> Iterator[RuleBroken]:
    s = line.settings
    yield from _text(s.name, f"{path}-name", least=1, most=NAME)
    yield from _text(s.description, f"{path}-description", least=0, most=DESCRIPTION)
    try:
        criterion(line.kind, s)
    except RuleBroken as error:
        yield RuleBroken(error.message, field=f"{path}-{error.field}", **error.params)
    else:
        yield from _descriptors(line, f"{path}-descriptors")


def _descriptors(line: Line, path: str) -> Iterator[RuleBroken]:
    s = line.settings
    if len(s.descriptors) > DESCRIPTORS:
        yield RuleBroken(
            N_("There is room for %(most)d descriptions of points here. Remove some."),
            field=path,
            most=DESCRIPTORS,
        )
    for each in s.descriptors:
        yield from _text(each.text, path, least=1, most=DESCRIPTOR_TEXT)
        yield from _points(each, line, path)


def _points(descriptor: Descriptor, line: Line, path: str) -> Iterator[RuleBroken]:
    s = line.settings
    has_points = KINDS[line.kind].scored or KINDS[line.kind].bonus
    if has_points and not s.minimum <= descriptor.points <= s.maximum:
        yield RuleBroken(
            N_(
                "The points %(points)s lie outside this criterion, which goes from %(lowest)s to %(highest)s."
            ),
            field=path,
            points=figures.tidy(descriptor.points),
            lowest=figures.tidy(s.minimum),
            highest=figures.tidy(s.maximum),
        )


def _text(value: str, path: str, *, least: int, most: int) -> Iterator[RuleBroken]:
    if len(value) < least:
        yield RuleBroken(N_("Write something here."), field=path)
    elif len(value) > most:
        yield RuleBroken(
            N_("This has %(length)d characters; there is room for %(most)d. Shorten it."),
            field=path,
            length=len(value),
            most=most,
        )
