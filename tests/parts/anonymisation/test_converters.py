"""What judges see of each kind of entry: all of the text, none of the author."""

import html
import io
import re
import time
from contextlib import suppress

import docx
import pikepdf
import pytest
from PIL import Image

from contest.anonymisation.converters import CONVERTERS, render
from contest.anonymisation.rules.leaks import Identity, find_leaks
from contest.kernel.errors import RuleBroken
from contest.platform import sandbox
from contest.platform.documents.inspection import inspect
from contest.platform.documents.reading import Removed
from tests import deepgrep, hostile, planted, planted_doc, planted_odt, planted_pdf, planted_rtf

FIXTURES = {"word": "docx", "doc": "doc", "odt": "odt", "rtf": "rtf", "pdf": "pdf"}


@pytest.fixture(scope="module")
def word():
    document = planted.word_document()
    return document, render("docx", document.raw)


@pytest.fixture(scope="module")
def doc():
    document = planted_doc.doc_document()
    return document, render("doc", document.raw)


@pytest.fixture(scope="module")
def odt():
    document = planted_odt.odt_document()
    return document, render("odt", document.raw)


@pytest.fixture(scope="module")
def rtf():
    document = planted_rtf.rtf_document()
    return document, render("rtf", document.raw)


@pytest.fixture(scope="module")
def pdf():
    document = planted_pdf.pdf_document()
    return document, render("pdf", document.raw)


def shown(rendition) -> list[object]:
    return [rendition.kind, rendition.html, rendition.text, *rendition.pages]


def words_of(markup: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup)).split()


def test_the_corpus_has_enough_channels_and_the_search_sees_them_all(word, doc, odt, rtf, pdf):
    for (document, _), least in ((word, 100), (doc, 25), (odt, 90), (rtf, 55), (pdf, 60)):
        assert len(document.tokens) >= least
        assert document.tokens <= deepgrep.tokens_in(document.raw)


@pytest.mark.parametrize("fixture", FIXTURES)
def test_no_planted_token_is_left_and_all_the_text_is(fixture, request):
    document, rendition = request.getfixturevalue(fixture)
    assert deepgrep.tokens_in(shown(rendition)) == set()
    for text in (rendition.text, rendition.html):
        assert {word for word in document.kept if word not in text} == set()


@pytest.mark.parametrize("fixture", FIXTURES)
def test_every_hidden_text_is_told_to_the_secretary(fixture, request):
    document, rendition = request.getfixturevalue(fixture)
    told = " ".join(item.text for item in rendition.removed if item.kind in {"hidden-text", "field"})
    assert {token for token in document.hidden if token not in told} == set()
    assert "hidden-text" in rendition.flags


def test_what_was_left_out_of_a_word_document_is_told_by_kind(word):
    _, rendition = word
    told = {kind: " ".join(item.text for item in rendition.removed if item.kind == kind) for kind in
            {item.kind for item in rendition.removed}}  # fmt: skip
    for kind, channel in {
        "header": "Header", "footer": "Footer", "comment": "CommentText", "property": "CoreAuthor",
        "field": "AuthorField", "deleted-text": "DeletedText",
        "picture": "PictureDescription", "formula": "Formula", "embedded-object": "ShapeAlt",
    }.items():  # fmt: skip
        assert f"ZQX{channel}" in told[kind]


def test_what_was_left_out_of_a_pdf_is_told_by_kind(pdf):
    _, rendition = pdf
    told = {(item.kind, item.text) for item in rendition.removed}
    assert ("comment", "ZQXNoteAuthor · ZQXNoteText") in told
    assert ("attachment", "ZQXAttachmentUF · ZQXAttachmentF · ZQXAttachmentText") in told
    assert ("form-value", "ZQXFormName · ZQXFormValue") in told
    assert ("property", "ZQXXmpCreator") in told
    assert ("replacement-text", "ZQXSpanActual") in told


def test_the_text_is_the_one_the_author_saw_counted(word, doc, odt, rtf, pdf):
    for (document, rendition), name in (
        (word, "a.docx"),
        (doc, "a.doc"),
        (odt, "a.odt"),
        (rtf, "a.rtf"),
        (pdf, "a.pdf"),
    ):
        found = inspect(document.raw, name)
        assert (found.text, found.flags) == (rendition.text, rendition.flags)
    assert (
        words_of(word[1].html.replace("<sup>[1]</sup>", "").replace("<sup>[2]</sup>", ""))
        == word[1].text.split()
    )


@pytest.mark.parametrize("fixture", FIXTURES)
def test_the_same_file_gives_the_same_bytes(fixture, request):
    document, rendition = request.getfixturevalue(fixture)
    assert render(FIXTURES[fixture], document.raw) == rendition


def _authored(author: str) -> bytes:
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = author
    made.sections[0].header.paragraphs[0].text = author
    made.add_heading("Quê hương", 1)
    made.add_comment(made.add_paragraph("Một buổi sáng.").runs, text="Xem lại", author=author)
    made.add_paragraph("Hai", style="List Number")
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_two_authors_of_the_same_words_cannot_be_told_apart():
    one, other = (render("docx", _authored(author)) for author in ("Nguyễn Văn An", "Trần Thị Bích"))
    assert shown(one) == shown(other)
    assert one.removed != other.removed


def test_the_shape_of_a_word_document_is_kept():
    made = docx.Document()
    made.add_heading("Quê hương", 0)
    made.add_heading("Một", 1)
    made.add_heading("Hai", 2)
    paragraph = made.add_paragraph("Đậm ")
    paragraph.add_run("nghiêng").italic = True
    paragraph.add_run(" gạch").underline = True
    paragraph.add_run(" xoá").font.strike = True
    paragraph.add_run("2").font.superscript = True
    made.add_paragraph("a < b & c", style="Quote")
    made.add_paragraph("chấm", style="List Bullet")
    made.add_paragraph("số", style="List Number")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ô 1", "ô 2"
    target = io.BytesIO()
    made.save(target)
    assert render("docx", target.getvalue()).html == (
        "<h1>Quê hương</h1><h1>Một</h1><h2>Hai</h2>"
        "<p>Đậm <em>nghiêng</em><u> gạch</u><s> xoá</s><sup>2</sup></p>"
        "<blockquote><p>a &lt; b &amp; c</p></blockquote>"
        "<ul><li>chấm</li></ul><ol><li>số</li></ol>"
        "<table><tbody><tr><td><p>ô 1</p></td><td><p>ô 2</p></td></tr></tbody></table>"
    )


def test_a_note_stands_at_the_end_without_a_way_back(word):
    _, rendition = word
    assert rendition.html.endswith("<li><p>KEEPFootnotex</p></li><li><p>KEEPEndnote</p></li></ol>")


def test_merged_cells_keep_the_columns_in_line():
    body = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p/></w:tc><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:sdtContent>"
        "</w:sdt></w:tr></w:tbl>"
    )
    rendition = render("docx", hostile.word(body))
    assert rendition.html == (
        "<table><tbody><tr><td><p>a</p></td><td></td></tr><tr><td></td><td><p>b</p></td></tr></tbody></table>"
    )


def test_a_field_that_is_never_closed_swallows_what_follows_it_and_is_flagged():
    body = (
        "<w:p><w:r><w:t>Một</w:t><w:fldChar w:fldCharType='begin'/><w:instrText>AUTHOR</w:instrText></w:r></w:p>"
        "<w:p><w:r><w:t>ZQXSwallowed</w:t></w:r></w:p>"
    )
    rendition = render("docx", hostile.word(body))
    assert (rendition.html, rendition.text, rendition.flags) == ("<p>Một</p>", "Một", {"field"})


def test_white_letters_in_a_table_with_coloured_cells_are_kept():
    members = hostile.parts()
    style = (
        b"<w:style w:type='table' w:styleId='Dark'><w:tblStylePr w:type='firstRow'><w:tcPr>"
        b"<w:shd w:fill='000080'/></w:tcPr></w:tblStylePr></w:style></w:styles>"
    )
    styles = members["word/styles.xml"].replace(b"</w:styles>", style)
    body = (
        "<w:tbl><w:tblPr><w:tblStyle w:val='Dark'/></w:tblPr><w:tr><w:tc><w:p><w:r><w:rPr>"
        "<w:color w:val='FFFFFF'/></w:rPr><w:t>đầu bảng</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    rendition = render("docx", hostile.word(body, **{"word/styles.xml": styles}))
    assert (rendition.text, rendition.flags) == ("đầu bảng", frozenset())


def test_the_pages_of_a_pdf_are_pictures_of_ours(pdf):
    _, rendition = pdf
    (page,) = rendition.pages
    image = Image.open(io.BytesIO(page))
    assert (rendition.kind, image.format, image.size) == ("pages", "WEBP", (910, 1287))
    assert set(image.info) <= {"background", "loop", "timestamp", "duration"}


def test_grey_pages_are_small_pngs_without_anything_but_points():
    (page,) = render("pdf", hostile.pdf()).pages
    image = Image.open(io.BytesIO(page))
    assert (image.format, image.mode, image.info) == ("PNG", "L", {})
    assert len(page) < 10_000


def test_annotations_and_form_values_are_not_drawn(pdf):
    """Where the free text of an annotation would stand, the page is white."""
    _, rendition = pdf
    image = Image.open(io.BytesIO(rendition.pages[0])).convert("L")
    scale = 110 / 72
    place = image.crop(tuple(int(edge * scale) for edge in (72, 842 - 620, 172, 842 - 600)))
    assert place.getextrema() == (255, 255)


def test_a_page_of_700_metres_is_drawn_within_20_megapixels():
    (page,) = render("pdf", hostile.huge_page()).pages
    width, height = Image.open(io.BytesIO(page)).size
    assert width * height <= 20_100_000


def test_a_scanned_pdf_is_shown_and_flagged():
    rendition = render("pdf", hostile.scanned_pdf())
    assert (rendition.html, rendition.text, len(rendition.pages)) == ("", "", 1)
    assert rendition.flags == {"no-text", "picture"}


def test_a_link_of_a_pdf_leads_nowhere_and_its_text_is_escaped():
    rendition = render("pdf", hostile.pdf(text="<b>1 < 2 & 3</b>"))
    assert rendition.html == "<p>&lt;b&gt;1 &lt; 2 &amp; 3&lt;/b&gt;</p>"


def test_the_signs_of_a_font_without_a_map_are_no_text():
    made = pikepdf.open(io.BytesIO(hostile.pdf()))
    odd = pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array(
        [65, *(pikepdf.Name(f"/g{n}") for n in range(26))],
    ))  # fmt: skip
    made.pages[0].obj.Resources.Font.F1.Encoding = odd
    made.pages[0].obj.Resources.Font.F1.ToUnicode = made.make_stream(
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <5a> <e000> endbfrange",
    )
    target = io.BytesIO()
    made.save(target)
    assert "no-text" in render("pdf", target.getvalue()).flags


def test_a_letter_without_a_meaning_does_not_make_a_pdf_unreadable():
    made = pikepdf.open(io.BytesIO(hostile.pdf(text="KEEPTHIS Z")))
    made.pages[0].obj.Resources.Font.F1.ToUnicode = made.make_stream(
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <5a> <0000> endbfchar",
    )
    target = io.BytesIO()
    made.save(target)
    assert render("pdf", target.getvalue()).text.startswith("KEEPTHIS")


def test_plain_text_becomes_paragraphs():
    rendition = render("txt", "Một <b>\r\nhai & ba\r\n\r\n\r\n  bốn\r\n".encode())
    assert rendition.html == "<p>Một &lt;b&gt;<br>hai &amp; ba</p><p>bốn</p>"
    assert (rendition.text, rendition.removed, rendition.flags) == (
        "Một <b>\nhai & ba\n\n\n  bốn",
        (),
        frozenset(),
    )


def test_typed_text_becomes_the_same_paragraphs_as_a_text_file():
    text = "Một\n\nhai\nba"
    assert render("editor", text.encode()) == render("txt", text.encode())
    assert render("editor", text.encode()).html == "<p>Một</p><p>hai<br>ba</p>"


def test_decomposed_text_is_composed():
    assert render("editor", "Tie\u0302\u0301ng".encode()).html == "<p>Tiếng</p>"


@pytest.mark.parametrize(
    "kind", [kind for kind in CONVERTERS if kind not in {"editor", "formatted"}]
)  # their bytes are our own
@pytest.mark.parametrize("raw", [b"", b"\0", b"PK\3\4", b"%PDF-1.7", b"\xff\xfe\xfd"])
def test_no_converter_fails_on_nonsense_but_with_a_sentence(kind, raw):
    with suppress(RuleBroken):
        assert render(kind, raw).kind == "html"


def test_a_child_that_is_taken_over_cannot_send_scripts(monkeypatch):
    code = "({'html': '<p onclick=x>a<script>alert(1)</script></p>', 'text': 'a', 'flags': [], 'removed': []}, ())"
    monkeypatch.setitem(sandbox.JOBS, "render-docx", "builtins:eval")
    assert render("docx", code.encode()).html == "<p>a</p>"


def test_a_child_that_is_taken_over_cannot_send_other_files_as_pages(monkeypatch):
    code = "({'text': 'a', 'flags': [], 'removed': []}, [b'%PDF-1.7 the original'])"
    monkeypatch.setitem(sandbox.JOBS, "render-pdf", "builtins:eval")
    with pytest.raises(RuleBroken):
        render("pdf", code.encode())


def test_names_that_run_over_several_runs_are_found_in_the_text():
    body = (
        "<w:p><w:r><w:t>Nguyễn </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Văn</w:t></w:r>"
        "<w:r><w:t> An</w:t></w:r></w:p>"
    )
    rendition = render("docx", hostile.word(body))
    assert [item.token for item in find_leaks(rendition.text, Identity(names=("Nguyễn Văn An",)))] == [
        "Nguyễn Văn An"
    ]


def test_rendering_5000_words_takes_seconds_at_most():
    raw = hostile.word(("<w:p><w:r><w:t>" + "từ " * 50 + "</w:t></w:r></w:p>") * 100)
    began = time.monotonic()
    assert len(render("docx", raw).text.split()) == 5_000
    assert time.monotonic() - began < 5  # measured 0.5 s on an idle machine


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_is_seen_on_turned_and_cropped_pages(turn):
    made = pikepdf.open(io.BytesIO(hostile.pdf(text="KEEPTHIS")))
    page = made.pages[0].obj
    page.Rotate = turn
    page.CropBox = pikepdf.Array([50, 100, 500, 800])
    page.Contents = made.make_stream(b"BT /F1 12 Tf 60 700 Td (KEEPTHIS) Tj 0 -650 Td (ZQXCropped) Tj ET")
    target = io.BytesIO()
    made.save(target)
    rendition = render("pdf", target.getvalue())
    assert (rendition.text, rendition.flags) == ("KEEPTHIS", {"hidden-text"})
    assert Removed("hidden-text", "ZQXCropped") in rendition.removed


def test_white_letters_on_a_dark_ground_are_seen_in_a_pdf():
    made = pikepdf.open(io.BytesIO(hostile.pdf()))
    made.pages[0].obj.Contents = made.make_stream(
        b"0 0 0.4 rg 50 680 300 60 re f BT /F1 12 Tf 1 g 72 700 Td (KEEPTHIS) Tj ET",
    )
    target = io.BytesIO()
    made.save(target)
    rendition = render("pdf", target.getvalue())
    assert (rendition.text, rendition.flags) == ("KEEPTHIS", frozenset())
