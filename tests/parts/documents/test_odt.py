"""OpenDocument texts: shape and text are kept, everything else is told apart."""

import pytest

from contest.anonymisation.converters import render
from contest.platform.documents.inspection import inspect
from tests.planted_odt import SPACES, odt, odt_document, p, span

TITLES = (
    f"<office:document-styles {SPACES}><office:styles>"
    '<style:style style:name="Title" style:family="paragraph"/></office:styles></office:document-styles>'
).encode()


def test_the_shape_of_an_opendocument_text_is_kept():
    cell = "<table:table-cell>{}</table:table-cell>"
    emphasis = "".join(
        span(word, style)
        for word, style in (
            ("đậm", "Bold"),
            (" nghiêng", "Slanted"),
            (" gạch", "Under"),
            (" xoá", "Struck"),
            ("2", "Super"),
        )
    )
    raw = odt(
        "".join(
            (
                p("Quê hương", "Title"),
                '<text:h text:outline-level="2">Hai</text:h>',
                p(emphasis),
                p("cả đoạn", "BoldParagraph"),
                f'<text:list text:style-name="Dots"><text:list-item>{p("chấm")}</text:list-item></text:list>',
                (
                    f'<text:list text:style-name="Numbers"><text:list-item>{p("số")}<text:list>'
                    f"<text:list-item>{p('sâu')}"
                    "</text:list-item></text:list></text:list-item></text:list>"
                ),
                (
                    f"<table:table><table:table-row>{cell.format(p('ô 1'))}{cell.format(p('a &lt; b'))}"
                    f"</table:table-row></table:table>"
                ),
            )
        ),
        **{"styles.xml": TITLES},
    )
    assert render("odt", raw).html == (
        "<h1>Quê hương</h1><h2>Hai</h2>"
        "<p><strong>đậm</strong><em> nghiêng</em><u> gạch</u><s> xoá</s><sup>2</sup></p><p><strong>cả"
        " đoạn</strong></p>"
        "<ul><li>chấm</li></ul><ol><li>số<ol><li>sâu</li></ol></li></ol>"
        "<table><tbody><tr><td><p>ô 1</p></td><td><p>a &lt; b</p></td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("  một \n  hai\t ba ", "một hai ba"),
        ('một<text:s text:c="2"/>hai<text:tab/>ba<text:line-break/>bốn', "một  hai\tba\nbốn"),
        ("<text:span> một</text:span> <text:span> hai</text:span>", "một hai"),
        (
            "<text:ruby><text:ruby-base>chữ</text:ruby-base><text:ruby-text>âm</text:ruby-text></text:ruby>",
            "chữ",
        ),
    ],
)
def test_white_space_counts_as_opendocument_means_it(inner, text):
    assert inspect(odt(p(inner)), "a.odt").text == text


def test_names_in_an_opendocument_text_are_told_as_traces():
    found = inspect(odt_document().raw, "a.odt")
    named = {
        "Metacreator",
        "Metainitialcreator",
        "OwnValue",
        "DeletionAuthor",
        "InsertionAuthor",
        "CommentAuthor",
    }
    assert {f"ZQX{name}" for name in named} <= set(found.traces)
    assert found.note_lines == 2
    assert found.flags == {
        "comments",
        "embedded-object",
        "field",
        "formula",
        "forms",
        "hidden-text",
        "linked-picture",
        "macros",
        "picture",
        "text-box",
        "tracked-changes",
    }


def test_members_of_an_opendocument_text_that_point_out_of_it_do_no_harm():
    members = {"../../outside": b"x", "/abs/evil": b"x", "C:\\evil": b"x"}
    assert inspect(odt(p("Câu chuyện"), **members), "a.odt").text == "Câu chuyện"


def test_a_large_opendocument_text_is_read_alike_in_the_sandbox():
    sentence = "Một buổi sáng đầu thu, gió từ con sông thổi vào phố nhỏ. "
    small, large = (inspect(odt(p(sentence) * count), "a.odt") for count in (100, 45_000))
    assert (large.words, large.flags) == (450 * small.words, small.flags)
