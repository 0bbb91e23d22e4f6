"""Files of Word 97 to 2003: text, shape and notes are kept, everything else is told apart."""

import random

from contest.anonymisation.converters import render
from contest.kernel.errors import RuleBroken
from contest.platform.documents import doc
from contest.platform.documents.inspection import inspect
from tests import planted_doc


def test_the_shape_of_an_old_word_file_is_kept():
    html = render("doc", planted_doc.raw()).html
    assert html.startswith("<h1>KEEPTitle Quê hương</h1><h1>KEEPHeading Một</h1><h2>KEEPSecond Hai</h2>")
    for part in (
        (
            "<p>KEEPPlain Đậm <em>KEEPSlanted</em><u>KEEPUnder</u><s>KEEPStruck</s><sup>KEEPRaised</sup>"
            "<strong>KEEPBold</strong></p>"
        ),
        (
            "<blockquote><p>KEEPQuote a &lt; b</p></blockquote><ul><li>KEEPDot chấm</li></ul><ol>"
            "<li>KEEPNumber số</li></ol>"
        ),
        "<table><tbody><tr><td><p>KEEPCellOne</p></td><td><p>KEEPCellTwo ô</p></td></tr></tbody></table>",
        "<p>KEEPEmoji 😀 Tiếng Việt</p>",
    ):
        assert part in html
    assert html.endswith("<ol><li><p>KEEPFootnote</p></li><li><p>KEEPEndnote</p></li></ol>")


def test_what_is_in_an_old_word_file_beside_its_text_is_told():
    found = inspect(planted_doc.raw(), "a.doc")
    assert found.flags == {"comments", "field", "hidden-text", "tracked-changes"}
    named = {"CoreAuthor", "CoreLastModifiedBy", "InsAuthor", "DelAuthor", "CommentAuthor"}
    assert {f"ZQX{name}" for name in named} <= set(found.traces)
    assert found.note_lines == 2


def test_a_damaged_old_word_file_is_refused_or_read_and_never_takes_long():
    chance = random.Random(7)
    for _ in range(60):
        raw = bytearray(planted_doc.raw())
        for _ in range(8):
            raw[chance.randrange(512, len(raw))] = chance.randrange(256)
        try:
            assert len(doc.read(bytes(raw)).text) < 50_000
        except (
            RuleBroken,
            ValueError,
            LookupError,
        ):  # the parent of the sandbox makes one sentence of the last two
            continue
