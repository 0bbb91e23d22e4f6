import json

import pytest

from contest.assignment.rules.files import assign_file
from contest.kernel.errors import RuleBroken

TWO_BY_TWO = {
    "readings": 2,
    "seed": "announced beforehand",
    "judges": [{"id": "J1", "fit": {"thơ": 3}}, {"id": "J2", "capacity": 2}],
    "entries": [{"id": "E2", "category": "thơ"}, {"id": "E1", "category": "thơ"}],
}


def test_a_file_that_has_one_answer_gets_exactly_it():
    assert assign_file(json.dumps(TWO_BY_TWO)) == (
        '{"assignments": [["E1", "J1"], ["E1", "J2"], ["E2", "J1"], ["E2", "J2"]],\n'
        ' "loads": {"J1": 2, "J2": 2},\n'
        ' "shortages": [],\n'
        ' "quality": {"fit": 8, "components": 1, "pairs": 1, "connectivity": 1.0, "efficiency": 1.0},\n'
        ' "changed": 0}\n'
    )


def test_shortages_are_told_in_words():
    lacking = TWO_BY_TWO | {"judges": TWO_BY_TWO["judges"][:1], "previous": [["E1", "J1"]]}
    assert json.loads(assign_file(json.dumps(lacking))) == {
        "assignments": [["E1", "J1"], ["E2", "J1"]],
        "loads": {"J1": 2},
        "shortages": [
            {
                "category": "thơ",
                "missing": 2,
                "why": "Judges free of conflict who read this category: 1, for entries that want 2"
                " readings each (entries: 2). Appoint more judges for it or ask for fewer readings.",
            }
        ],
        "quality": {"fit": 6, "components": 1, "pairs": 0, "connectivity": 0.0, "efficiency": 0.0},
        "changed": 1,
    }


def test_a_malformed_file_is_refused_by_its_place():
    with pytest.raises(RuleBroken, match=r"^judges\[1\]\.capacity: a whole number is needed"):
        assign_file(json.dumps(TWO_BY_TWO).replace('"capacity": 2', '"capacity": "2"'))
