import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.assignment.rules.engine import Quality, propose
from contest.assignment.rules.files import written
from contest.assignment.rules.instance import Entry, Instance, Judge
from contest.assignment.rules.windows import Seat, windows
from tests.rules.assignment.problems import contest, every_answer, faults, instances, panel, pile

many = settings(deadline=None, max_examples=80)
tiny = instances(entries=4, judges=4, fits=(0, 1))


def windows_of(instance, total):
    seats = [Seat(0, total if judge.capacity is None else judge.capacity) for judge in instance.judges]
    return dict(zip([judge.id for judge in instance.judges], windows(seats, total), strict=True))


def in_window(loads, limits):
    return all(window.lowest <= loads[judge] <= window.highest for judge, window in limits.items())


@many
@given(instances())
def test_every_proposal_is_valid(instance):
    assert faults(instance, propose(instance)) == []


@many
@given(tiny)
def test_no_other_distribution_places_more_readings(instance):
    assert len(propose(instance).assignments) == max(map(len, every_answer(instance)))


@many
@given(tiny)
def test_loads_keep_their_window_wherever_any_distribution_does(instance):
    proposal = propose(instance)
    most = len(proposal.assignments)
    limits = windows_of(instance, most)
    answers = [Counter(judge for _, judge in pairs) for pairs in every_answer(instance) if len(pairs) == most]
    assert proposal.level == any(in_window(loads, limits) for loads in answers)
    assert proposal.level == in_window(proposal.loads, limits)


@many
@given(tiny)
def test_where_the_window_cannot_be_kept_loads_are_as_level_as_conflicts_permit(instance):
    proposal = propose(instance)
    best = min(
        sum(load * load for load in Counter(judge for _, judge in pairs).values())
        for pairs in every_answer(instance)
        if len(pairs) == len(proposal.assignments)
    )
    assert sum(load * load for load in proposal.loads.values()) == best


@many
@given(instances(entries=4, judges=4))
def test_without_mixing_the_fit_is_the_best_that_level_loads_allow(instance):
    instance = replace(instance, mixing=0)
    proposal = propose(instance)
    fits = {judge.id: judge for judge in instance.judges}
    kinds = {entry.id: entry.category for entry in instance.entries}
    limits = windows_of(instance, len(proposal.assignments))
    if proposal.level and not proposal.shortages:
        assert proposal.quality.fit == max(
            sum(fits[judge].fit_for(kinds[entry]) for entry, judge in pairs)
            for pairs in every_answer(instance)
            if len(pairs) == len(proposal.assignments)
            and in_window(Counter(judge for _, judge in pairs), limits)
        )


@many
@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(instance, chance):
    def mixed(items):
        return tuple(chance.sample(items, len(items)))

    turned = replace(
        instance,
        judges=mixed(instance.judges),
        entries=mixed(instance.entries),
        forbidden=mixed(instance.forbidden),
    )
    assert written(propose(turned)) == written(propose(instance))


def test_another_seed_deals_otherwise():
    first, second = (propose(contest(30, 6, seed=seed)) for seed in ("a", "b"))
    assert first.assignments != second.assignments
    assert first.loads == second.loads == dict.fromkeys(["J01", "J02", "J03", "J04", "J05", "J06"], 10)


def test_the_bytes_do_not_depend_on_the_process():
    program = (
        "from tests.rules.assignment.problems import *\n"
        "from contest.assignment.rules.files import written\n"
        "pairs = tuple((f'E{i:03}', f'J{i % 7 + 1:02}') for i in range(1, 40))\n"
        "print(written(propose(contest(40, 7, 3, forbidden=pairs, previous=pairs[::-1]))))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hashing},
            check=True,
            capture_output=True,
        ).stdout
        for hashing in ("1", "2")
    }
    assert len(answers) == 1


def test_the_slow_libraries_wait_for_the_first_use():
    program = (
        "import sys, contest.assignment.rules.files\n"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_own_key_keeps_a_judge_away():
    proposal = propose(
        Instance(
            readings=1,
            seed="s",
            judges=(Judge("own", keys=frozenset({"k"})), Judge("other")),
            entries=(Entry("E", "essay", keys=frozenset({"k", "z"})),),
        )
    )
    assert proposal.assignments == (("E", "other"),)


def test_pinned_readings_are_there_and_count():
    pins = (("E001", "J03"), ("E001", "J03"), ("E002", "J03"))
    proposal = propose(contest(4, 3, 1, pinned=pins))
    assert set(pins) <= set(proposal.assignments)
    assert sorted(proposal.loads.values()) == [1, 1, 2]
    assert proposal.changed == 0


def test_forbidden_pairs_are_avoided():
    barred = tuple((f"E{index:03}", "J01") for index in range(1, 7))
    proposal = propose(contest(6, 3, 2, forbidden=barred))
    assert proposal.loads == {"J01": 0, "J02": 6, "J03": 6}
    assert not proposal.level


def test_judges_of_different_categories_share_evenly_among_themselves():
    judges = (*panel(3, fit={"essay": 2}), Judge("V1", fit={"video": 2}), Judge("V2", fit={"video": 2}))
    entries = (*pile(90), Entry("F1", "video"), Entry("F2", "video"))
    proposal = propose(Instance(1, "s", judges, entries))
    assert proposal.loads == {"J01": 30, "J02": 30, "J03": 30, "V1": 1, "V2": 1}


def test_ceilings_are_filled_and_the_rest_is_level():
    judges = (Judge("low", capacity=3), *panel(3))
    assert propose(Instance(2, "s", judges, pile(15))).loads == {"J01": 9, "J02": 9, "J03": 9, "low": 3}


def test_experts_read_what_they_know():
    judges = (Judge("A", fit={"essay": 3, "video": 1}), Judge("B", fit={"essay": 1, "video": 3}))
    entries = (*pile(10), *(Entry(f"F{index}", "video") for index in range(10)))
    proposal = propose(Instance(1, "s", judges, entries, mixing=0))
    assert proposal.quality.fit == 60


def test_mixing_costs_some_fit_and_lets_more_judges_meet():
    judges = tuple(
        Judge(f"J{index:02}", fit={name: 1 + (index + spot) % 3 for spot, name in enumerate("abc")})
        for index in range(12)
    )
    entries = tuple(Entry(f"E{index:03}", "abc"[index % 3]) for index in range(120))
    alone, mixed = (propose(Instance(2, "s", judges, entries, mixing=mixing)).quality for mixing in (0, 2))
    assert alone.fit == 120 * 2 * 3 > mixed.fit
    assert (alone.components, mixed.components) == (3, 1)
    assert mixed.pairs > alone.pairs


def test_a_contest_without_entries_or_without_judges_is_answered():
    nothing = Quality(0, 0, 0, 0.0, 0.0)
    empty = propose(contest(0, 2))
    assert (empty.assignments, empty.loads, empty.shortages) == ((), {"J01": 0, "J02": 0}, ())
    assert (empty.quality, empty.level) == (nothing, True)
    alone = propose(contest(2, 0))
    assert (alone.assignments, alone.loads, alone.quality) == ((), {}, nothing)
    assert [shortage.missing for shortage in alone.shortages] == [4]


def test_an_entry_may_ask_for_no_reading_or_for_more_than_others():
    entries = (Entry("none", "essay", readings=0), Entry("four", "essay", readings=4), *pile(2))
    proposal = propose(Instance(1, "s", panel(4), entries))
    assert Counter(entry for entry, _ in proposal.assignments) == {"four": 4, "E001": 1, "E002": 1}


def test_two_thousand_entries_are_level_and_well_mixed():
    chance = random.Random(5)
    judges = tuple(
        Judge(
            f"J{index:02}",
            fit={name: chance.randint(1, 3) for name in "abcde"},
            keys=frozenset({f"u{index}"}),
        )
        for index in range(40)
    )
    entries = tuple(
        Entry(f"E{index:04}", chance.choice("abcde"), frozenset({f"u{chance.randrange(80)}"}))
        for index in range(2000)
    )
    instance = Instance(3, "s", judges, entries)
    proposal = propose(instance)
    assert faults(instance, proposal) == []
    assert set(proposal.loads.values()) == {150}
    assert (proposal.quality.components, proposal.shortages, proposal.level) == (1, (), True)
    assert proposal.quality.efficiency > 0.86
