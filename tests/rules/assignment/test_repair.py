from collections import Counter

from hypothesis import given, settings

from contest.assignment.rules.engine import propose
from contest.assignment.rules.instance import Entry, Instance, Judge
from tests.rules.assignment.problems import contest, faults, instances, panel, pile


def without(judges, *ids):
    return tuple(judge for judge in judges if judge.id not in ids)


@settings(deadline=None, max_examples=80)
@given(instances(repair=True))
def test_every_repair_is_valid_and_leaves_started_readings_alone(instance):
    proposal = propose(instance)
    assert faults(instance, proposal) == []
    assert set(instance.started) <= set(proposal.assignments)


@settings(deadline=None, max_examples=80)
@given(instances(repair=True))
def test_a_repair_touches_only_entries_with_holes(instance):
    proposal = propose(instance)
    present = {judge.id for judge in instance.judges} | {judge for _, judge in instance.started}
    kept = {pair for pair in instance.previous if pair[1] in present}
    full = {
        entry.id
        for entry in instance.entries
        if sum(pair[0] == entry.id for pair in kept) == instance.wanted(entry)
    }
    assert {pair for pair in kept if pair[0] in full and _stays(instance, pair)} <= set(proposal.assignments)
    there = {
        *instance.previous,
        *instance.started,
    }  # without any, nothing is repaired and nothing counts as changed
    assert proposal.changed == (len(set(proposal.assignments) - there) if there else 0)


def _stays(instance, pair):
    judge = {judge.id: judge for judge in instance.judges}.get(pair[1])
    return pair in instance.started or (
        judge is not None
        and (
            judge.capacity is None or sum(each[1] == judge.id for each in instance.previous) <= judge.capacity
        )
    )


def test_repairing_what_is_whole_changes_nothing():
    first = propose(contest(20, 5, 2))
    again = propose(contest(20, 5, 2, previous=first.assignments, seed="another"))
    assert again == first


def test_one_judge_gone_changes_exactly_the_holes_and_stays_level():
    before = contest(40, 5, 2)
    first = propose(before)
    gone = [pair for pair in first.assignments if pair[1] == "J03"]
    after = propose(contest(40, judges=without(before.judges, "J03"), previous=first.assignments))
    assert len(gone) == after.changed == 16
    assert set(first.assignments) - set(after.assignments) == set(gone)
    assert after.loads == {"J01": 20, "J02": 20, "J04": 20, "J05": 20}


def test_what_a_leaver_has_started_stays_with_the_leaver():
    before = contest(40, 5, 2)
    first = propose(before)
    own = [pair for pair in first.assignments if pair[1] == "J03"]
    after = propose(
        contest(
            40,
            judges=without(before.judges, "J03"),
            previous=first.assignments,
            started=tuple(own[:6]),
        )
    )
    assert after.changed == 10
    assert after.loads["J03"] == 6
    assert [pair for pair in after.assignments if pair[1] == "J03"] == own[:6]


def test_late_entries_are_read_by_those_with_fewest_readings():
    first = propose(contest(10, 5, 2))
    judges = (*panel(5), Judge("J06"))
    late = propose(Instance(2, "s", judges, pile(14), previous=first.assignments))
    assert set(first.assignments) <= set(late.assignments)
    assert late.changed == 8
    assert late.loads["J06"] == 4
    assert max(late.loads.values()) == 5


def test_a_third_reading_goes_to_somebody_who_has_not_read_the_entry():
    first = propose(contest(6, 3, 2))
    entries = (Entry("E001", "essay", readings=3), *pile(6)[1:])
    after = propose(contest(entries=entries, previous=first.assignments, started=first.assignments))
    assert after.changed == 1
    assert Counter(entry for entry, _ in after.assignments)["E001"] == 3


def test_a_conflict_declared_later_moves_only_that_reading():
    first = propose(contest(6, 3, 2))
    pair = first.assignments[0]
    after = propose(contest(6, 3, 2, previous=first.assignments, forbidden=(pair,)))
    assert set(first.assignments) - set(after.assignments) == {pair}
    assert after.changed == 1


def test_a_lower_ceiling_takes_away_only_what_is_above_it():
    first = propose(contest(6, 3, 2))
    judges = (Judge("J01", capacity=1), *panel(3)[1:])
    after = propose(contest(6, judges=judges, previous=first.assignments))
    assert after.loads in ({"J01": 1, "J02": 5, "J03": 6}, {"J01": 1, "J02": 6, "J03": 5})
    assert after.changed == 3


def test_started_readings_stay_above_a_lower_ceiling():
    first = propose(contest(6, 3, 2))
    judges = (Judge("J01", capacity=1), *panel(3)[1:])
    after = propose(contest(6, judges=judges, previous=first.assignments, started=first.assignments))
    assert after.assignments == first.assignments


def test_fewer_readings_take_away_the_worse_fit():
    judges = (Judge("A", fit={"essay": 1}), Judge("B", fit={"essay": 3}))
    both = (("E001", "A"), ("E001", "B"))
    after = propose(Instance(1, "s", judges, pile(1), previous=both))
    assert (after.assignments, after.changed) == ((("E001", "B"),), 0)


def test_what_was_started_stays_even_where_fewer_readings_are_wanted_now():
    both = (("E001", "J01"), ("E001", "J02"))
    assert propose(contest(1, 2, 1, started=both)).assignments == both


def test_a_judge_who_no_longer_reads_a_category_keeps_only_what_was_started():
    judges = (Judge("A", fit={}), Judge("B"))
    own = (("E001", "A"), ("E002", "A"))
    after = propose(Instance(1, "s", judges, pile(2), previous=own, started=own[:1]))
    assert after.assignments == (("E001", "A"), ("E002", "B"))


def test_a_withdrawn_entry_takes_its_readings_along():
    first = propose(contest(4, 2, 1))
    after = propose(contest(3, 2, 1, previous=first.assignments, started=first.assignments))
    assert after.assignments == tuple(pair for pair in first.assignments if pair[0] != "E004")
