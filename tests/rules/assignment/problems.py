"""Instances for the tests of the assignment, what every answer must keep, and the slow way to the best."""

from collections import Counter
from itertools import chain, combinations, product

from hypothesis import strategies as st

from contest.assignment.rules.engine import propose
from contest.assignment.rules.instance import Entry, Instance, Judge

CATEGORIES = ("essay", "video")
KEYS = ("k1", "k2", "k3")


def panel(count, **common):
    return tuple(Judge(f"J{index:02}", **common) for index in range(1, count + 1))


def pile(count, category="essay", **common):
    return tuple(Entry(f"E{index:03}", category, **common) for index in range(1, count + 1))


def contest(entries=6, judges=3, readings=2, **more):
    """A plain contest; entries and judges by number or as they are."""
    return Instance(
        readings=readings,
        seed=more.pop("seed", "seed"),
        judges=panel(judges) if isinstance(judges, int) else judges,
        entries=pile(entries) if isinstance(entries, int) else entries,
        **more,
    )


def may_read(instance, entry, judge):
    return (
        judge.fit_for(entry.category) > 0
        and entry.keys.isdisjoint(judge.keys)
        and (entry.id, judge.id) not in instance.forbidden
    )


def faults(instance, proposal):
    """What a proposal breaks, in words; started readings are facts and may break a ceiling or a fit."""
    entries = {entry.id: entry for entry in instance.entries}
    judges = {judge.id: judge for judge in instance.judges}
    found = []
    started = set(instance.started)
    if len(set(proposal.assignments)) != len(proposal.assignments):
        found.append("a judge twice on an entry")
    if list(proposal.assignments) != sorted(proposal.assignments):
        found.append("not sorted")
    found.extend(
        f"{pair} is barred"
        for pair in proposal.assignments
        if pair not in started and not may_read(instance, entries[pair[0]], judges[pair[1]])
    )
    loads = Counter(judge for _, judge in proposal.assignments)
    if {judge: load for judge, load in proposal.loads.items() if load} != dict(loads):
        found.append("loads do not add up")
    for judge in instance.judges:
        begun = sum(pair[1] == judge.id for pair in started)
        if judge.capacity is not None and loads[judge.id] > max(judge.capacity, begun):
            found.append(f"{judge.id} is above the ceiling")
    return found + _miscounted(instance, proposal)


def _miscounted(instance, proposal):
    found = []
    read = Counter(entry for entry, _ in proposal.assignments)
    begun = Counter(entry for entry, _ in instance.started)
    missing = 0
    for entry in instance.entries:
        wanted = max(instance.wanted(entry), begun[entry.id])
        if read[entry.id] > wanted:
            found.append(f"{entry.id} has too many")
        missing += wanted - read[entry.id]
    if missing != sum(shortage.missing for shortage in proposal.shortages):
        found.append(f"{missing} missing, {proposal.shortages} told")
    return found


def every_answer(instance):
    """Every valid set of readings without previous ones, complete or not. Only for tiny instances."""
    choices = []
    for entry in instance.entries:
        able = [judge.id for judge in instance.judges if may_read(instance, entry, judge)]
        sizes = range(instance.wanted(entry) + 1)
        choices.append([
            [(entry.id, judge) for judge in chosen]
            for chosen in chain.from_iterable(combinations(able, size) for size in sizes)
        ])  # fmt: skip
    for picked in product(*choices):
        pairs = [pair for chosen in picked for pair in chosen]
        loads = Counter(judge for _, judge in pairs)
        if all(judge.capacity is None or loads[judge.id] <= judge.capacity for judge in instance.judges):
            yield pairs


@st.composite
def instances(draw, entries=12, judges=6, fits=(0, 1, 2, 3), repair=False):
    """Contests of every kind: conflicts, ceilings, forbidden and pinned pairs, and repairs."""
    some_keys = st.frozensets(st.sampled_from(KEYS), max_size=1)
    bench = tuple(
        Judge(
            f"J{index}",
            capacity=draw(st.none() | st.integers(0, 8)),
            fit=draw(st.none() | st.fixed_dictionaries({name: st.sampled_from(fits) for name in CATEGORIES})),
            keys=draw(some_keys),
        )
        for index in range(draw(st.integers(0, judges)))
    )
    works = tuple(
        Entry(
            f"E{index}",
            draw(st.sampled_from(CATEGORIES)),
            keys=draw(some_keys),
            readings=draw(st.none() | st.integers(0, 3)),
        )
        for index in range(draw(st.integers(0, entries)))
    )
    pairs = [(entry.id, judge.id) for entry in works for judge in bench]
    forbidden = tuple(draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))) if pairs else ()
    plain = Instance(draw(st.integers(1, 3)), draw(st.text(max_size=3)), bench, works, forbidden=forbidden)
    return draw(repairs(plain)) if repair else plain


@st.composite
def repairs(draw, before):
    """The same contest later: part of it started, a judge gone, an entry withdrawn, ceilings changed."""
    done = propose(before).assignments
    started = tuple(pair for pair in done if draw(st.booleans()))
    gone = draw(st.sampled_from([None, *(judge.id for judge in before.judges)]))
    withdrawn = draw(st.sampled_from([None, *(entry.id for entry in before.entries)]))
    return Instance(
        readings=draw(st.integers(1, 3)),
        seed=before.seed,
        judges=tuple(judge for judge in before.judges if judge.id != gone),
        entries=tuple(
            Entry(entry.id, entry.category, entry.keys) for entry in before.entries if entry.id != withdrawn
        ),
        previous=done,
        started=tuple(pair for pair in started if pair[0] != withdrawn),
    )
