"""What a secretary must look at, what is marked for the eyes, what stands in a seal."""

import pytest

from contest.anonymisation.rules import clearing, highlight, seal
from contest.anonymisation.rules.seal import Link


@pytest.mark.parametrize(
    ("kind", "findings", "flags", "state"),
    [
        ("html", 0, set(), "clear"),
        ("html", 1, set(), "to_clear"),
        ("html", 0, {"comments", "tracked-changes", "picture"}, "clear"),
        ("html", 0, {"hidden-text"}, "to_clear"),
        ("html", 0, {"no-text"}, "to_clear"),
        ("pages", 0, {"javascript", "attachments"}, "clear"),
        ("pages", 0, {"picture"}, "to_clear"),
        ("pages", 0, {"no-text"}, "to_clear"),
    ],
)
def test_findings_and_flags_that_only_eyes_can_settle_hold_a_copy_back(kind, findings, flags, state):
    assert clearing.state(kind, findings, frozenset(flags)) == state


@pytest.mark.parametrize(
    ("html", "tokens", "marked"),
    [
        ("<p>Tôi là An.</p>", ["An"], "<p>Tôi là <mark>An</mark>.</p>"),
        ("<p>Anh An, An!</p>", ["An"], "<p>Anh <mark>An</mark>, <mark>An</mark>!</p>"),
        ("<p>Lê <u>An</u> ạ</p>", ["Lê An"], "<p><mark>Lê </mark><u><mark>An</mark></u> ạ</p>"),
        ("<p>Lê</p><p>An</p>", ["Lê An"], "<p><mark>Lê</mark></p><p><mark>An</mark></p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", ["<b>"], "<p>a <mark>&lt;b&gt;</mark> &amp; c</p>"),
        ("<p>x &amp; y</p>", ["x & y"], "<p><mark>x &amp; y</mark></p>"),
        ("<p>Lê Văn An, Lê</p>", ["Lê", "Lê Văn An"], "<p><mark>Lê Văn An</mark>, <mark>Lê</mark></p>"),
        ("<p>không</p>", [], "<p>không</p>"),
        ("<p>không</p>", ["", " "], "<p>không</p>"),
    ],
)
def test_words_are_marked_whole_and_over_bold_letters(html, tokens, marked):
    assert highlight.mark(html, tokens) == marked


def test_the_words_of_html_are_what_a_reader_sees():
    html = "<h2>Quê</h2><p>m<em>ộ</em>t &amp; hai<br>ba</p>"
    assert highlight.plain(html).split() == ["Quê", "một", "&", "hai", "ba"]


@pytest.mark.parametrize("link", [Link("entry", 7), Link("copy", 12345), Link("entry", 7, "ab" * 32)])
def test_a_seal_gives_back_what_was_put_in(link):
    assert seal.read(seal.written(link)) == link


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"entry": "7"}',
        b'{"entry": true}',
        b'{"a": 1}',
        b"\xff",
        b'{"nonce": "a"}',
        b'{"entry": 7, "nonce": 1}',
    ],
)
def test_anything_else_is_no_seal(content):
    with pytest.raises(ValueError):  # noqa: PT011 -- JSON and we say different things
        seal.read(content)
