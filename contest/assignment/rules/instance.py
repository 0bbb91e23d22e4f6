"""What an assignment is asked for: judges, entries, readings, and what must stay as it is."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contest.assignment.rules import fields
from contest.kernel.errors import N_, RuleBroken

Pair = tuple[str, str]
"""An entry and a judge, in this order."""

MOST_READINGS: Final = 99
BEST_FIT: Final = 3
MOST_MIXING: Final = 100.0
PAIR_LISTS: Final = ("pinned", "forbidden", "previous", "started")


@dataclass(frozen=True, slots=True)
class Judge:
    """`capacity`: most readings, None for no ceiling. `fit` by category, 0 to 3; None reads all at 1."""

    id: str
    capacity: int | None = None
    fit: Mapping[str, int] | None = None
    keys: frozenset[str] = frozenset()

    def fit_for(self, category: str) -> int:
        return 1 if self.fit is None else self.fit.get(category, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """`readings` overrides the common number; `keys` shared with a judge are a conflict."""

    id: str
    category: str
    keys: frozenset[str] = frozenset()
    readings: int | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An assignment problem that makes sense: making a senseless one raises RuleBroken naming the place.

    `previous` and `started` may name judges who have left and entries that were withdrawn; the other lists
    may not. With `started` alone, what is started is all that was there before.
    """

    readings: int
    seed: str
    judges: tuple[Judge, ...]
    entries: tuple[Entry, ...]
    mixing: float = 0.25
    pinned: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] = ()
    started: tuple[Pair, ...] = ()
    judge_by_id: Mapping[str, Judge] = field(init=False, repr=False, compare=False)
    entry_by_id: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "judge_by_id", {judge.id: judge for judge in self.judges})
        object.__setattr__(self, "entry_by_id", {entry.id: entry for entry in self.entries})
        _check_common(self)
        _check_judges(self)
        _check_entries(self)
        _check_known(self, "pinned", self.pinned)
        _check_known(self, "forbidden", self.forbidden)
        _check_fixed(self)
        _check_pinned(self)

    def wanted(self, entry: Entry) -> int:
        return self.readings if entry.readings is None else entry.readings


def read(json_text: str) -> Instance:
    """Return the instance of that file. Raises RuleBroken naming the place of what is wrong."""
    found = fields.record(
        fields.parse(json_text),
        "",
        needs=("readings", "seed", "judges", "entries"),
        may=("mixing", *PAIR_LISTS),
    )
    return Instance(
        readings=fields.whole(found["readings"], "readings"),
        seed=_read_seed(found["seed"]),
        judges=tuple(_read_judge(*item) for item in _numbered(found["judges"], "judges")),
        entries=tuple(_read_entry(*item) for item in _numbered(found["entries"], "entries")),
        mixing=fields.number(found.get("mixing", 0.25), "mixing"),
        **{name: _read_pairs(found.get(name, []), name) for name in PAIR_LISTS},
    )


def _numbered(value: object, place: str) -> list[tuple[object, str]]:
    return [(item, f"{place}[{index}]") for index, item in enumerate(fields.items(value, place))]


def _read_seed(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return fields.text(value, "seed")


def _read_judge(value: object, place: str) -> Judge:
    found = fields.record(value, place, needs=("id",), may=("capacity", "fit", "keys"))
    capacity, fit = found.get("capacity"), found.get("fit")
    return Judge(
        id=fields.text(found["id"], f"{place}.id"),
        capacity=None if capacity is None else fields.whole(capacity, f"{place}.capacity"),
        fit=None if fit is None else _read_fit(fit, f"{place}.fit"),
        keys=_read_keys(found, place),
    )


def _read_entry(value: object, place: str) -> Entry:
    found = fields.record(value, place, needs=("id", "category"), may=("keys", "readings"))
    readings = found.get("readings")
    return Entry(
        id=fields.text(found["id"], f"{place}.id"),
        category=fields.text(found["category"], f"{place}.category"),
        keys=_read_keys(found, place),
        readings=None if readings is None else fields.whole(readings, f"{place}.readings"),
    )


def _read_fit(value: object, place: str) -> dict[str, int]:
    if not isinstance(value, dict):
        fields.refuse(value, place, N_("%(place)s: an object from category to fit is needed, not %(found)s."))
    return {fields.text(name, place): fields.whole(fit, f"{place}.{name}") for name, fit in value.items()}


def _read_keys(found: Mapping[str, object], place: str) -> frozenset[str]:
    return frozenset(fields.text(*item) for item in _numbered(found.get("keys", []), f"{place}.keys"))


def _read_pairs(value: object, place: str) -> tuple[Pair, ...]:
    return tuple(_read_pair(*item) for item in _numbered(value, place))


def _read_pair(value: object, place: str) -> Pair:
    if not isinstance(value, list) or len(value) != 2:
        fields.refuse(value, place, N_("%(place)s: an entry and a judge are needed here, not %(found)s."))
    return fields.text(value[0], f"{place}[0]"), fields.text(value[1], f"{place}[1]")


def _check_common(instance: Instance) -> None:
    _within(instance.readings, "readings", 1, MOST_READINGS)
    if not (math.isfinite(instance.mixing) and 0 <= instance.mixing <= MOST_MIXING):
        raise RuleBroken(
            N_("%(place)s: a number from 0 to %(highest)d is needed here; 0.25 is usual."),
            place="mixing",
            highest=int(MOST_MIXING),
        )


def _check_judges(instance: Instance) -> None:
    _check_ids("judges", [judge.id for judge in instance.judges])
    for index, judge in enumerate(instance.judges):
        _within(judge.capacity or 0, f"judges[{index}].capacity", 0)
        for category, fit in (judge.fit or {}).items():
            _within(fit, f"judges[{index}].fit.{category}", 0, BEST_FIT)


def _check_entries(instance: Instance) -> None:
    _check_ids("entries", [entry.id for entry in instance.entries])
    for index, entry in enumerate(instance.entries):
        _within(entry.readings or 0, f"entries[{index}].readings", 0, MOST_READINGS)


def _check_ids(place: str, ids: list[str]) -> None:
    seen: dict[str, int] = {}
    for index, identity in enumerate(ids):
        here = f"{place}[{index}].id"
        if not identity:
            raise RuleBroken(N_("%(place)s: this may not be empty."), place=here)
        if identity in seen:
            raise RuleBroken(
                N_("%(place)s: %(id)s stands at %(first)s already. Give each its own."),
                place=here,
                id=identity,
                first=f"{place}[{seen[identity]}].id",
            )
        seen[identity] = index


def _within(value: int, place: str, lowest: int, highest: int | None = None) -> None:
    if value < lowest or (highest is not None and value > highest):
        upward = N_("%(place)s: %(value)d is too low; %(lowest)d is the least.")
        between = N_("%(place)s: a whole number from %(lowest)d to %(highest)d is needed, not %(value)d.")
        message = upward if highest is None else between
        raise RuleBroken(message, place=place, value=value, lowest=lowest, highest=highest)


def _check_known(instance: Instance, name: str, pairs: tuple[Pair, ...]) -> None:
    for index, (entry, judge) in enumerate(pairs):
        for part, identity, known in ((0, entry, instance.entry_by_id), (1, judge, instance.judge_by_id)):
            if identity not in known:
                raise RuleBroken(
                    N_('%(place)s: there is no "%(id)s"; check the spelling.'),
                    place=f"{name}[{index}][{part}]",
                    id=identity,
                )


def _check_fixed(instance: Instance) -> None:
    """Refuse what is to stay and yet may not be: no engine can honour both."""
    forbidden = set(instance.forbidden)
    for name in ("pinned", "started"):
        for index, pair in enumerate(getattr(instance, name)):
            if pair in forbidden or _conflicted(instance, pair):
                raise RuleBroken(
                    N_(
                        "%(place)s: %(judge)s may not read %(entry)s (a shared key, or forbidden)."
                        " Take the pair out of one of the lists."
                    ),
                    place=f"{name}[{index}]",
                    entry=pair[0],
                    judge=pair[1],
                )


def _conflicted(instance: Instance, pair: Pair) -> bool:
    entry, judge = instance.entry_by_id.get(pair[0]), instance.judge_by_id.get(pair[1])
    return entry is not None and judge is not None and not entry.keys.isdisjoint(judge.keys)


def _check_pinned(instance: Instance) -> None:
    started = set(instance.started)
    on_entry = Counter(entry for entry, _ in started)
    on_judge = Counter(judge for _, judge in started)
    for index, pair in enumerate(dict.fromkeys(instance.pinned)):
        if pair in started:
            continue
        entry, judge = instance.entry_by_id[pair[0]], instance.judge_by_id[pair[1]]
        on_entry[entry.id] += 1
        on_judge[judge.id] += 1
        _check_pin(f"pinned[{index}]", entry, judge)
        _check_room(f"pinned[{index}]", entry.id, on_entry[entry.id], instance.wanted(entry))
        _check_room(f"pinned[{index}]", judge.id, on_judge[judge.id], judge.capacity)


def _check_pin(place: str, entry: Entry, judge: Judge) -> None:
    if not judge.fit_for(entry.category):
        raise RuleBroken(
            N_("%(place)s: %(judge)s does not read the category %(category)s. Give a fit for it first."),
            place=place,
            judge=judge.id,
            category=entry.category,
        )


def _check_room(place: str, identity: str, count: int, limit: int | None) -> None:
    if limit is not None and count > limit:
        raise RuleBroken(
            N_(
                "%(place)s: %(id)s has %(limit)d readings at most and would have %(count)d pinned or started."
                " Take a pin away or raise the number."
            ),
            place=place,
            id=identity,
            limit=limit,
            count=count,
        )
