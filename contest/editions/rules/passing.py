"""From one round to the next: who goes on, what is carried along, and that it is decided before judging."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from contest.kernel.errors import N_, RuleBroken

if TYPE_CHECKING:
    from contest.editions.rules.edition import CategorySpec, EditionSpec, RoundSpec

POINTS, PERCENT = "points", "percent"
UNITS: Final = (POINTS, PERCENT)
HIGHEST: Final = Decimal(100)
MOST_ADVANCING: Final = 10_000
CARRIED: Final = (1, 99)
_BEGUN: Final = frozenset({"judging", "closed"})


def problems(spec: "EditionSpec") -> Iterator[RuleBroken]:
    """Name what is wrong. `field` is a path like rounds-0-threshold."""
    for position, each in enumerate(spec.rounds):
        path, is_last = f"rounds-{position}", position == len(spec.rounds) - 1
        if each.unit not in UNITS:
            yield RuleBroken(N_("Choose points or per cent from the list."), field=f"{path}-unit")
        yield from _threshold(each.threshold, f"{path}-threshold", is_last=is_last)
        yield from _carried(each.carried, f"{path}-carried", follows=position > 0)
    for position, category in enumerate(spec.categories):
        yield from _of_category(category, f"categories-{position}", rounds=len(spec.rounds))


def _threshold(value: Decimal | None, path: str, *, is_last: bool) -> Iterator[RuleBroken]:
    if value is not None and is_last:
        yield RuleBroken(N_("After the last round nothing goes on. Leave this field empty."), field=path)
    elif value is not None and not (value.is_finite() and 0 <= value <= HIGHEST):
        yield RuleBroken(N_("Write points from 0 to %(most)d, or nothing."), field=path, most=int(HIGHEST))


def _carried(value: int | None, path: str, *, follows: bool) -> Iterator[RuleBroken]:
    if value is not None and not follows:
        yield RuleBroken(
            N_("There is no round before the first whose score could count. Leave this field empty."),
            field=path,
        )
    elif value is not None and not CARRIED[0] <= value <= CARRIED[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field=path,
            least=CARRIED[0],
            most=CARRIED[1],
        )


def _of_category(category: "CategorySpec", path: str, *, rounds: int) -> Iterator[RuleBroken]:
    yield from _threshold(category.threshold, f"{path}-threshold", is_last=rounds == 1)
    if category.advancing is None:
        return
    if rounds == 1:
        yield RuleBroken(
            N_("After the last round nothing goes on. Leave this field empty."), field=f"{path}-advancing"
        )
    elif not 1 <= category.advancing <= MOST_ADVANCING:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field=f"{path}-advancing",
            least=1,
            most=MOST_ADVANCING,
        )


def beyond(spec: "EditionSpec") -> tuple[str, ...]:
    """Name the categories with more prizes than works that can reach the last round."""
    if len(spec.rounds) == 1:
        return ()
    found = []
    for category in spec.categories:
        limit = spec.rounds[0].advancing if category.advancing is None else category.advancing
        if limit is not None and sum(prize.count for prize in category.prizes) > limit:
            found.append(category.name)
    return tuple(found)


# --- decided before judging ---------------------------------------------------------------------------------


def others(before: "EditionSpec", after: "EditionSpec", changed: Collection[str]) -> tuple[str, ...]:
    """Return the changed settings that have nothing to do with the rounds."""
    own = {"rounds"}
    if _plain(before.categories) == _plain(after.categories):
        own.add("categories")
    return tuple(name for name in changed if name not in own)


def _plain(categories: Sequence["CategorySpec"]) -> list["CategorySpec"]:
    return [replace(category, advancing=None, threshold=None) for category in categories]


def refuse_begun(before: "EditionSpec", after: "EditionSpec", states: Mapping[int, str]) -> None:
    """Raise RuleBroken for a change of what was to be decided before judging. `states`: of the rounds, by id.

    What happens after the first round is decided before anybody knows its scores.
    """
    places = {each.id: position for position, each in enumerate(after.rounds)}
    for each in before.rounds:
        position = places.get(each.id)
        name = "name" if position is None else _first_changed(each, after.rounds[position])
        if has_begun(each, states) and name is not None:
            raise RuleBroken(
                N_(
                    "“%(round)s” is being judged or has been. What was decided about it beforehand stays as it is."
                ),
                field=f"rounds-{position or 0}-{name}",
                round=each.name,
            )
    if has_begun(before.rounds[0], states) and _after_first(before) != _after_first(after):
        raise RuleBroken(
            N_(
                "The first round is being judged or has been. Who goes on from it, and how much its score counts in"
                " the end, was decided before and stays as it is."
            ),
            field="rounds",
        )


def has_begun(each: "RoundSpec", states: Mapping[int, str]) -> bool:
    """Tell whether the round is being judged or has been."""
    return each.id is not None and states.get(each.id) in _BEGUN


def _first_changed(before: "RoundSpec", after: "RoundSpec") -> str | None:
    changed = (f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name))
    return next(changed, None)


def _after_first(spec: "EditionSpec") -> tuple[object, ...]:
    return (
        len(spec.rounds),
        [each.carried for each in spec.rounds],
        [(category.advancing, category.threshold) for category in spec.categories],
    )
