"""Tests of the phrase files and of the little language they are written in."""

import random
import unicodedata

import pytest

from contest.demonstration.phrasebook import (
    PHRASES,
    Choice,
    Number,
    Slot,
    book,
    capitalised,
    expand,
    parse,
    parse_book,
    topics,
)
from contest.demonstration.writer import CAST, SETTING

GIVEN_BY_WRITER = {*CAST, *SETTING, "name", "author", "unit", "phone", "email"}
OF_A_TOPIC = {
    "topic", "title", "subject", "act", "site", "worker", "people", "thing", "good", "bad", "opening", "scene",
    "value", "difficulty", "proposal", "quote", "closing",
}  # fmt: skip
FILES = ["general", "comments", *(f"topics/{key}" for key in topics())]


def said(template, seed=1, **slots):
    return expand(parse(template), random.Random(seed), slots.__getitem__)


def slots(template):
    for node in template:
        if isinstance(node, Slot):
            yield node.name
        elif isinstance(node, Choice):
            for option in node.options:
                yield from slots(option)


def test_a_template_is_read_into_its_parts():
    assert parse("a [b|{c}|[d|]] {2..5}") == (
        "a ",
        Choice((("b",), (Slot("c"),), (Choice((("d",), ())),))),
        " ",
        Number(2, 5),
    )


@pytest.mark.parametrize("line", ["[a|b", "a]", "a|b", "[a]]", "{9..3}"])
def test_a_broken_template_is_refused(line):
    with pytest.raises(ValueError, match=r"bracket|range"):
        parse(line)


def test_every_alternative_and_every_number_of_a_range_comes_up():
    assert {said("[a|b|[c|d]]", seed) for seed in range(60)} == {"a", "b", "c", "d"}
    assert {said("{3..5}", seed) for seed in range(60)} == {"3", "4", "5"}


def test_a_slot_is_filled_by_the_caller_and_an_unknown_one_is_an_error():
    assert said("ở {village}, {village}", village="thôn Đoài") == "ở thôn Đoài, thôn Đoài"
    with pytest.raises(KeyError):
        said("{nobody}")


def test_spaces_are_put_in_order_where_an_alternative_is_empty():
    assert said("Một [|] hai [|] , ba [|] .") == "Một hai, ba."


def test_the_capital_goes_to_the_first_letter_behind_a_quotation_mark_too():
    assert [capitalised(text) for text in ("đi", "“đi”", "21 nhà", "…", "")] == [
        "Đi",
        "“Đi”",
        "21 nhà",
        "…",
        "",
    ]


def test_a_file_is_read_into_sections_of_blocks():
    found = parse_book("# no\n== a\nx\ny\n\nz\n\n\n== b\n")
    assert found.sections == {"a": ((("x",), ("y",)), (("z",),)), "b": ()}
    assert found.lines("a") == (("x",), ("y",), ("z",))
    assert found.blocks("nothing") == ()


@pytest.mark.parametrize("name", FILES)
def test_every_phrase_file_is_nfc_and_every_slot_of_it_is_known(name):
    text = (PHRASES / f"{name}.txt").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    known = GIVEN_BY_WRITER | set(book("general").sections) | OF_A_TOPIC
    used = {
        slot for section in book(name).sections for line in book(name).lines(section) for slot in slots(line)
    }
    assert used <= known


@pytest.mark.parametrize("key", topics())
def test_every_topic_is_complete(key):
    topic = book(f"topics/{key}")
    assert set(topic.sections) == OF_A_TOPIC
    counts = {
        name: len(topic.blocks(name)) for name in ("opening", "scene", "difficulty", "proposal", "closing")
    }
    assert counts == {"opening": 3, "scene": 4, "difficulty": 4, "proposal": 5, "closing": 2}
    assert all(
        len(block) >= 3 for name in ("scene", "difficulty", "proposal") for block in topic.blocks(name)
    )
