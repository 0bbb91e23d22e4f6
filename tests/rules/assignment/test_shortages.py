from contest.assignment.rules.engine import propose
from contest.assignment.rules.instance import Entry, Instance, Judge
from tests.rules.assignment.problems import contest, panel, pile


def told(proposal):
    return [(each.category, each.missing, each.why.params) for each in proposal.shortages]


def test_a_category_without_judges_is_named():
    proposal = propose(Instance(2, "s", panel(3, fit={"essay": 1}), (Entry("F", "video"), *pile(2))))
    assert told(proposal) == [("video", 2, {"free": 0, "wanted": 2, "entries": 1})]
    assert str(proposal.shortages[0].why) == "No judge reads this category. Let at least 2 judges read it."


def test_too_few_judges_free_of_conflict_are_counted():
    keys = frozenset({"k"})
    judges = (Judge("own1", keys=keys), Judge("own2", keys=keys), Judge("free"))
    proposal = propose(Instance(2, "s", judges, pile(4, keys=keys)))
    assert proposal.loads == {"free": 4, "own1": 0, "own2": 0}
    assert told(proposal) == [("essay", 4, {"free": 1, "wanted": 2, "entries": 4})]
    assert str(proposal.shortages[0].why) == (
        "Judges free of conflict who read this category: 1, for entries that want 2 readings each"
        " (entries: 4). Appoint more judges for it or ask for fewer readings."
    )


def test_reached_ceilings_are_told_and_nobody_misses_two_before_all_miss_one():
    proposal = propose(contest(10, judges=panel(3, capacity=4), readings=2))
    assert told(proposal) == [("essay", 8, {"free": 0, "wanted": 0, "entries": 8})]
    assert str(proposal.shortages[0].why) == (
        "All judges who may read these entries have reached their ceilings (entries: 8)."
        " Raise a ceiling or appoint more judges."
    )
    read = [entry for entry, _ in proposal.assignments]
    assert {read.count(entry.id) for entry in pile(10)} == {1, 2}


def test_categories_share_what_is_missing():
    entries = (*pile(6), *(Entry(f"F{index}", "video") for index in range(6)))
    proposal = propose(Instance(3, "s", panel(4, capacity=6), entries))
    read = [entry for entry, _ in proposal.assignments]
    assert {read.count(entry.id) for entry in entries} == {2}


def test_the_readings_an_entry_has_already_count_among_its_free_judges():
    proposal = propose(contest(1, 2, 3, previous=(("E001", "J01"),)))
    assert told(proposal) == [("essay", 1, {"free": 2, "wanted": 3, "entries": 1})]


def test_lines_of_one_category_and_reason_are_added_up():
    judges = (Judge("A", keys=frozenset({"a"})), Judge("B", keys=frozenset({"b"})))
    entries = (
        *pile(3, keys=frozenset({"a"})),
        *(Entry(f"F{i}", "essay", frozenset({"b"})) for i in range(2)),
    )
    proposal = propose(Instance(2, "s", judges, entries))
    assert told(proposal) == [("essay", 5, {"free": 1, "wanted": 2, "entries": 5})]
