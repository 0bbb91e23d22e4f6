"""Formatted text in the one form that is kept, and read as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.kernel.markup import TAGS, has_structure, plain_text, tidy


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<h1>Một</h1><h5>Hai</h5>", "<h2>Một</h2><h4>Hai</h4>"),
        ("<b>đậm</b> và <i>nghiêng</i>", "<p><strong>đậm</strong> và <em>nghiêng</em></p>"),
        ("<div>một</div><div>hai</div>", "<p>một</p><p>hai</p>"),
        ("<p>một<p>hai", "<p>một</p><p>hai</p>"),
        ("<p>  a \n b<br> c </p>", "<p>a b<br>c</p>"),
        ("<p>&nbsp;</p><p><br></p><p><strong> </strong></p>", ""),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ol><li>a<li>b</ol>", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
        (
            "<table><thead><tr><th>A<td>B</thead><tr><td>1</table>",
            "<table><tbody><tr><th><p>A</p></th><td><p>B</p></td></tr><tr><td><p>1</p></td></tr></tbody></table>",
        ),
        ("<strong><p>a</p></strong>b", "<p>a</p><p>b</p>"),
        ("<strong>a<strong>b</strong></strong>", "<p><strong>ab</strong></p>"),
        ("x <del>bỏ</del><ins>thêm</ins>", "<p>x thêm</p>"),
        ("<p>a<!-- không ai đọc --><!-- b", "<p>a</p>"),
        ("<style>p{}</style><script>1</script>a<title>b", "<p>a</p>"),
        ("<img alt=\"x>y\" title='a<b'>c", "<p>c</p>"),
        ("1 < 2 & 3 &lt;b&gt;", "<p>1 &lt; 2 &amp; 3 &lt;b&gt;</p>"),
        ("<blockquote>a<hr></blockquote><hr>", "<blockquote><p>a</p><hr></blockquote><hr>"),
        ("<p>\u0338a</p>", "<p>a</p>"),  # would make one sign with the tag before it
        ("<p>Tie\u0302\u0301ng</p>", "<p>Tiếng</p>"),
    ],
)
def test_what_was_pasted_is_kept_in_one_form(pasted: str, kept: str) -> None:
    assert (tidy(pasted), tidy(kept)) == (kept, kept)


def test_the_words_of_formatted_text_stand_in_lines() -> None:
    html = (
        "<h2>Chợ quê</h2><p>Một <strong>ha</strong>i<br>ba &amp;</p>"
        "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>"
        "<table><tbody><tr><td><p>1</p><p>x</p></td><td><p>2</p></td></tr><tr><td></td><td><p>3</p></td></tr></tbody>"
        "</table><blockquote><p>q</p><p>r</p></blockquote>"
    )
    assert plain_text(html) == "Chợ quê\n\nMột hai\nba &\n\na\nb\n\n1 x\t2\n\t3\n\nq\n\nr"


@pytest.mark.parametrize(("html", "is_more"), [("<p>a<br>b</p><p>c</p>", False), ("<p><em>a</em></p>", True)])
def test_paragraphs_alone_are_plain_text(html: str, is_more: bool) -> None:
    assert has_structure(html) is is_more


@pytest.mark.parametrize(
    "html",
    ["<blockquote>" * 30, "<ul><li>" * 20, "<p>a" * 80_000, "<a " * 100_000, "a" * 2_000_001, "<" * 200_000],
)
def test_what_is_nobodys_text_is_refused_in_words(html: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        tidy(html)
    assert refused.value.field == "text"


PIECES = st.sampled_from(
    [f"<{tag}>" for tag in sorted(TAGS)]
    + [f"</{tag}>" for tag in sorted(TAGS)]
    + [
        "một ",
        "hai",
        "\n",
        "&amp;",
        "<",
        "<div>",
        "</div>",
        "<del>",
        "</del>",
        "<!--",
        "-->",
        "<td class=x>",
        "&#60;",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_tidying_twice_is_tidying_once(pieces: list[str]) -> None:
    once = tidy("".join(pieces))
    assert tidy(once) == once
