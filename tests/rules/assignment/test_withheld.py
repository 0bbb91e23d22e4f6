"""One further entry is kept from each judge, so that what is missing on a desk proves nothing (security.md L27)."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.assignment.rules import engine, withheld
from contest.assignment.rules.instance import Entry
from tests.rules.assignment.problems import contest, faults, instances, may_read, panel, pile


def chosen(instance, salt="salt", reserve=0):
    return withheld.chosen(instance, salt, reserve=reserve)


def test_each_judge_lacks_one_entry_whether_or_not_a_conflict_keeps_another_away():
    close = replace(panel(6)[0], keys=frozenset({"k"}))
    entries = (*pile(9), Entry("close", "essay", frozenset({"k"})))
    instance = contest(entries, judges=(close, *panel(6)[1:]), readings=4)
    found = chosen(instance)
    assert Counter(judge for _, judge in found) == {judge.id: 1 for judge in instance.judges}
    assert ("close", close.id) not in found
    assert len({entry for entry, _ in found}) > 1


def test_of_two_missing_entries_either_may_be_the_one_of_the_own_unit():
    """A judge of five who read nearly all lacks E001 and E002: as often where the one is of the unit as the other."""

    def missing(close, salt):
        entries = tuple(replace(each, keys=frozenset({"k"} & {"k" * (each.id == close)})) for each in pile(5))
        judges = (replace(panel(5)[0], keys=frozenset({"k"})), *panel(5)[1:])
        pairs = chosen(contest(entries, judges, readings=3), str(salt))
        return {close, *(entry for entry, judge in pairs if judge == "J01")}

    often = [
        sum(missing(close, salt) == {"E001", "E002"} for salt in range(400)) for close in ("E001", "E002")
    ]
    assert all(70 < times < 130 for times in often)  # 100 each are to be expected


def test_it_follows_from_the_salt_and_not_from_the_order_of_lists():
    instance = contest(40, 6, readings=2)
    turned = replace(instance, entries=instance.entries[::-1], judges=instance.judges[::-1])
    assert chosen(instance) == chosen(turned)
    assert chosen(instance) != chosen(instance, "other")


def test_the_entries_are_spread_by_chance_over_all_there_are():
    lots = Counter(
        entry for salt in range(300) for entry, judge in chosen(contest(10, 4), str(salt)) if judge == "J01"
    )
    assert set(lots) == {f"E{number:03}" for number in range(1, 11)}
    assert max(lots.values()) < 60  # 30 each are to be expected


@pytest.mark.parametrize(
    ("judges", "readings", "reserve", "expected"),
    [(3, 3, 0, 0), (3, 2, 0, 3), (3, 2, 1, 0), (4, 2, 1, 3), (2, 2, 0, 0)],
)
def test_an_entry_keeps_as_many_free_judges_as_its_readings_and_the_reserve_need(
    judges, readings, reserve, expected
):
    instance = contest(3, judges, readings=readings)
    found = chosen(instance, reserve=reserve)
    assert len(found) == expected
    off = Counter(entry for entry, _ in found)
    assert all(
        judges - off[entry.id] >= readings + reserve or not off[entry.id] for entry in instance.entries
    )


def test_ceilings_that_want_every_judge_everywhere_come_before_what_is_withheld():
    judges = (panel(2)[0], replace(panel(2)[1], capacity=1))
    instance = contest(2, (*judges, replace(panel(3)[2], capacity=1)), readings=2)
    proposal, count = withheld.propose(instance, chosen(instance))
    assert proposal.shortages == ()
    assert faults(withheld.without(instance, chosen(instance)[:count]), proposal) == []


def test_what_is_started_stays_on_its_desk():
    instance = contest(6, 4)
    pair = chosen(instance)[0]
    assert pair not in withheld.without(replace(instance, started=(pair,)), [pair]).forbidden
    assert pair in withheld.without(instance, [pair]).forbidden


@given(instances(), st.integers(0, 1))
def test_nothing_goes_unfilled_that_would_be_filled_without_it(instance, reserve):
    pairs = chosen(instance, reserve=reserve)
    judges, entries = instance.judge_by_id, instance.entry_by_id
    assert all(may_read(instance, entries[entry], judges[judge]) for entry, judge in pairs)
    assert max(Counter(judge for _, judge in pairs).values(), default=0) <= 1
    proposal, count = withheld.propose(instance, pairs)
    kept = withheld.without(instance, pairs[:count])
    assert faults(kept, proposal) == []
    assert proposal == engine.propose(kept)
    missing = [sum(s.missing for s in each.shortages) for each in (proposal, engine.propose(instance))]
    assert missing[0] == missing[1]
