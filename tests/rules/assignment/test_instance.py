import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.assignment.rules.instance import Entry, Instance, Judge, read
from contest.kernel.errors import RuleBroken

WHOLE = {
    "readings": 2,
    "seed": "announced beforehand",
    "mixing": 0.5,
    "judges": [
        {"id": "J1", "capacity": 110, "fit": {"magazine": 3, "newspaper": 1}, "keys": ["k7f2"]},
        {"id": "J2"},
        {"id": "J3", "capacity": None, "fit": None},
    ],
    "entries": [
        {"id": "E1", "category": "magazine", "keys": [], "readings": 3},
        {"id": "E2", "category": "newspaper", "keys": ["k7f2"]},
    ],
    "pinned": [["E1", "J1"]],
    "forbidden": [["E2", "J3"]],
    "previous": [["E1", "J9"]],
    "started": [["E1", "J1"]],
}


def changed(place, value):
    """The whole instance as text with one place changed; a value of `del` takes the field away."""
    document = json.loads(json.dumps(WHOLE))
    target = document
    *way, last = place
    for step in way:
        target = target[step]
    if value is del_:
        del target[last]
    else:
        target[last] = value
    return json.dumps(document)


del_ = object()


def sentence(text):
    with pytest.raises(RuleBroken) as refused:
        read(text)
    return str(refused.value)


def test_a_whole_file_is_read():
    assert read("\ufeff" + json.dumps(WHOLE)) == Instance(
        readings=2,
        seed="announced beforehand",
        mixing=0.5,
        judges=(
            Judge("J1", 110, {"magazine": 3, "newspaper": 1}, frozenset({"k7f2"})),
            Judge("J2"),
            Judge("J3"),
        ),
        entries=(Entry("E1", "magazine", frozenset(), 3), Entry("E2", "newspaper", frozenset({"k7f2"}))),
        pinned=(("E1", "J1"),),
        forbidden=(("E2", "J3"),),
        previous=(("E1", "J9"),),
        started=(("E1", "J1"),),
    )


def test_the_shortest_file_is_read():
    assert read('{"readings": 1, "seed": 7, "judges": [], "entries": []}') == Instance(1, "7", (), ())


def test_one_word_is_one_word_however_it_was_typed():
    found = read(changed(["entries", 0, "category"], "thể loại"))
    assert found.entries[0].category == "th\u1ec3 lo\u1ea1i"


def test_a_judge_reads_what_the_fit_says():
    assert [
        Judge("A").fit_for("x"),
        Judge("A", fit={"x": 2}).fit_for("x"),
        Judge("A", fit={}).fit_for("x"),
    ] == [1, 2, 0]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (["readings"], del_, "readings: this field is missing."),
        (["readings"], "2", 'readings: a whole number is needed here, not "2".'),
        (["readings"], True, "readings: a whole number is needed here, not true."),
        (["readings"], 2.0, "readings: a whole number is needed here, not 2.0."),
        (["readings"], 0, "readings: a whole number from 1 to 99 is needed, not 0."),
        (["seed"], None, "seed: text in quotation marks is needed here, not null."),
        (["seed"], False, "seed: text in quotation marks is needed here, not false."),
        (["mixing"], -1, "mixing: a number from 0 to 100 is needed here; 0.25 is usual."),
        (["mixing"], "x", 'mixing: a number is needed here, not "x".'),
        (["mixing"], True, "mixing: a number is needed here, not true."),
        (["mixing"], 10**400, "mixing: this number is too large."),
        (["colour"], 1, "colour: there is no such field."),
        (["judges"], {}, "judges: a list is needed here, not {…}."),
        (["judges", 1], "J2", 'judges[1]: an object with named fields is needed here, not "J2".'),
        (["judges", 1, "id"], del_, "judges[1].id: this field is missing."),
        (["judges", 1, "id"], "", "judges[1].id: this may not be empty."),
        (["judges", 1, "id"], "\u200b \t", "judges[1].id: this may not be empty."),
        (["judges", 1, "id"], "J1", "judges[1].id: J1 stands at judges[0].id already. Give each its own."),
        (["judges", 1, "id"], "a\0b", "judges[1].id: The text contains a null character"),
        (["judges", 1, "id"], ["J2"], "judges[1].id: text in quotation marks is needed here, not […]."),
        (
            ["judges", 1, "capcity"],
            3,
            "judges[1].capcity: there is no such field. The fields are id, capacity, fit",
        ),
        (["judges", 0, "capacity"], -1, "judges[0].capacity: -1 is too low; 0 is the least."),
        (["judges", 0, "capacity"], "many", 'judges[0].capacity: a whole number is needed here, not "many".'),
        (["judges", 0, "fit"], [1], "judges[0].fit: an object from category to fit is needed, not […]."),
        (
            ["judges", 0, "fit", "magazine"],
            4,
            "judges[0].fit.magazine: a whole number from 0 to 3 is needed, not 4.",
        ),
        (
            ["judges", 0, "fit", "magazine"],
            1.5,
            "judges[0].fit.magazine: a whole number is needed here, not 1.5.",
        ),
        (["judges", 0, "keys"], "k", 'judges[0].keys: a list is needed here, not "k".'),
        (["judges", 0, "keys"], [3], "judges[0].keys[0]: text in quotation marks is needed here, not 3."),
        (["entries", 1, "category"], del_, "entries[1].category: this field is missing."),
        (
            ["entries", 1, "readings"],
            100,
            "entries[1].readings: a whole number from 0 to 99 is needed, not 100.",
        ),
        (
            ["entries", 1, "readings"],
            "x" * 90,
            f'entries[1].readings: a whole number is needed here, not "{"x" * 38}….',
        ),
        (["entries", 1, "id"], "E1", "entries[1].id: E1 stands at entries[0].id already."),
        (["pinned", 0], ["E1"], "pinned[0]: an entry and a judge are needed here, not […]."),
        (["pinned", 0], "E1", 'pinned[0]: an entry and a judge are needed here, not "E1".'),
        (["pinned", 0, 1], "J9", 'pinned[0][1]: there is no "J9"; check the spelling.'),
        (["forbidden", 0, 0], "E9", 'forbidden[0][0]: there is no "E9"; check the spelling.'),
        (["forbidden", 0], ["E1", "J1"], "pinned[0]: J1 may not read E1 (a shared key, or forbidden)."),
        (["started", 0], ["E2", "J1"], "started[0]: J1 may not read E2 (a shared key, or forbidden)."),
        (["started", 0, 1], 5, "started[0][1]: text in quotation marks is needed here, not 5."),
        (["judges", 0, "fit", "magazine"], 0, None),
        (["pinned"], [["E1", "J1"], ["E1", "J2"], ["E1", "J3"]], None),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(place, value, told):
    if told is None:
        read(changed(place, value))
    else:
        assert sentence(changed(place, value)).startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: this is not JSON (Expecting value)."),
        ('{"readings": 2,\n "seed"}', "line 2, column 8: this is not JSON (Expecting ':' delimiter)."),
        ("[]", "the file: an object with named fields is needed here, not […]."),
        ('{"mixing": NaN}', "NaN is not a number that JSON knows. Write a plain number."),
        ('{"mixing": -Infinity}', "-Infinity is not a number that JSON knows. Write a plain number."),
        (
            '{"seed": 1, "a": 1, "seed": 2}',
            'The name "seed" stands twice in one object. Keep one of the two.',
        ),
        ("[" * 200_000, "The file is nested too deeply or holds a number that is too long."),
        ("9" * 5000, "The file is nested too deeply or holds a number that is too long."),
    ],
)
def test_what_is_no_instance_at_all_is_refused(text, told):
    assert sentence(text) == told


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsnjgdcpy \n\ud800', max_size=60))
def test_no_text_does_more_than_be_refused(text):
    with pytest.raises(RuleBroken):
        read(text)


def base(**more):
    return Instance(
        readings=2,
        seed="s",
        judges=(Judge("A", capacity=1), Judge("B", fit={"video": 1}), Judge("C")),
        entries=(Entry("E", "essay"), Entry("F", "essay", readings=1)),
        **more,
    )


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        (
            {"pinned": (("E", "B"),)},
            "pinned[0]: B does not read the category essay. Give a fit for it first.",
        ),
        (
            {"pinned": (("E", "A"), ("F", "A"))},
            (
                "pinned[1]: A has 1 readings at most and would have 2 pinned or started."
                " Take a pin away or raise the number."
            ),
        ),
        (
            {"pinned": (("F", "C"),), "started": (("F", "A"),)},
            (
                "pinned[0]: F has 1 readings at most and would have 2 pinned or started."
                " Take a pin away or raise the number."
            ),
        ),
        ({"mixing": math.nan}, "mixing: a number from 0 to 100 is needed here; 0.25 is usual."),
        ({"mixing": math.inf}, "mixing: a number from 0 to 100 is needed here; 0.25 is usual."),
    ],
)
def test_a_contradiction_is_refused_wherever_the_instance_comes_from(lists, told):
    with pytest.raises(RuleBroken) as refused:
        base(**lists)
    assert str(refused.value) == told


def test_what_is_started_may_be_pinned_and_may_name_who_has_left():
    instance = base(pinned=(("E", "A"), ("E", "A")), started=(("E", "A"), ("E", "gone"), ("withdrawn", "A")))
    assert instance.started == (("E", "A"), ("E", "gone"), ("withdrawn", "A"))
