"""RTF texts: letters of every code page, shape and notes are kept, everything else is told apart."""

import pytest

from contest.anonymisation.converters import render
from contest.platform.documents import rtf as reader
from contest.platform.documents.inspection import inspect
from tests.planted_rtf import rtf, rtf_document


@pytest.mark.parametrize(("body", "text"), [
    ("Tiếng Việt 😀", "Tiếng Việt 😀"),
    (r"\uc2\u7871ab\uc0\u7871 c{\uc1\u273?}d", "ếếcđd"),
    (r"caf\'e9 {\f1 \'e2\'ec} {\f2 \'cc\'e8\'f0}", "café ấ Мир"),
    (r"a\~b\_c\-d\tab e\line f\emdash\lquote", "a\u00a0b\u2011cd\te\nf—‘"),
    ("một\r\n hai\\\nba", "một hai\nba"),
    (r"{\upr{x}{\*\ud{ế}}}a", "ếa"),
    (r"\{a\}\\", "{a}\\"),
    (r"{\pict\bin3 }}}}a\par b", "a\nb"),
    (r"a}b", "a"),
    (r"{a{b", "ab"),
])  # fmt: skip
def test_letters_of_rtf_are_read_as_they_are_meant(body, text):
    assert reader.read(rtf(body)).text == text


def test_the_shape_of_an_rtf_text_is_kept():
    head = (
        r"{\stylesheet{\s1 heading 1;}{\s2 Quote;}}{\*\listtable{\list{\listlevel\levelnfc23}\listid1}"
        r"{\list{\listlevel\levelnfc0}{\listlevel\levelnfc0}\listid2}}"
        r"{\*\listoverridetable{\listoverride\listid1\ls1}{\listoverride\listid2\ls2}}"
    )
    body = (
        r"\s1\b Một\par\pard\plain\s2\i a < b\par\pard\plain {\b đậm}{\i  nghiêng}{\ul  gạch}{\strike "
        r" xoá}{\super 2}\par"
        r"\pard\ls1 chấm\par\pard\ls2 số\par\ls2\ilvl1 sâu\par\pard\outlinelevel1 Hai\par"
        r"\trowd\cellx1\cellx2\pard\intbl ô 1\cell ô 2\cell\row\pard cuối\par"
    )
    assert render("rtf", rtf(body, head)).html == (
        "<h1>Một</h1><blockquote><p>a &lt; b</p></blockquote>"
        "<p><strong>đậm</strong><em> nghiêng</em><u> gạch</u><s> xoá</s><sup>2</sup></p>"
        "<ul><li>chấm</li></ul><ol><li>số<ol><li>sâu</li></ol></li></ol><h2>Hai</h2>"
        "<table><tbody><tr><td><p>ô 1</p></td><td><p>ô 2</p></td></tr></tbody></table><p>cuối</p>"
    )


def test_what_is_in_an_rtf_text_beside_its_letters_is_told():
    found = inspect(rtf_document().raw, "a.rtf")
    assert found.flags == {
        "comments", "embedded-object", "field", "formula", "hidden-text", "picture", "text-box", "tracked-changes",
    }  # fmt: skip
    named = {
        "InfoAuthor",
        "InfoOperator",
        "InfoCompany",
        "OwnValue",
        "RevisionAuthor",
        "CommentAuthor",
        "TemplatePath",
    }
    assert {f"ZQX{name}" for name in named} <= set(found.traces)
    assert found.note_lines == 1


def test_five_megabytes_of_hexadecimal_picture_cost_little():
    line = "0123456789abcdef" * 8 + "\n"
    assert reader.read(rtf(r"{\pict " + line * 40_000 + "}chữ")).text == "chữ"
