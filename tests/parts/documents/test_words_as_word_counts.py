"""Twenty documents, each with the words that Word counts in it, "Include textboxes, footnotes and endnotes" ticked.

Word is not on a test machine. The figures were counted by hand from its rules: a word is what stands between white
space (space, tab, line or page break, end of a paragraph or cell); notes and text boxes count with that box ticked;
numbers and bullets that a list makes, headers, footers, comments, field codes and hidden text do not count.
"""

import unicodedata

import pytest

from contest.platform.documents.inspection import inspect
from tests import hostile

_NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NOTES = (
    "<w:{kind}s {w}>"
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:id="2">{text}</w:{kind}></w:{kind}s>'
)


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner, properties=""):
    runs = (each if each.startswith("<") else run(each) for each in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>{paragraph()}"


def field(code, result):
    begin, apart, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{apart}{run(result)}{end}"


def box(*paragraphs):
    """Draw a text box as Word does: once in the new form and once more in the old one."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
    new = f"<w:drawing><wp:inline><a:graphic>{shape}</a:graphic></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f"<w:r><mc:AlternateContent {_NAMES}><mc:Choice Requires='wps'>{new}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def noted(kind):
    """Make a text with one note, and its part, registered as Word does."""
    parts = hostile.parts()
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    text = paragraph(f"<w:r><w:{kind}Ref/></w:r>", " Báo cáo năm 2025, trang 12.")
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/{kind}s.xml" ContentType="{content_type}"/></Types>'.encode()
    )
    relations = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId77" Type="{relation}" Target="{kind}s.xml"/></Relationships>'.encode(),
    )
    return hostile.word(
        paragraph("Thư viện có ba vạn cuốn sách", f'<w:r><w:{kind}Reference w:id="2"/></w:r>', "."),
        **{
            f"word/{kind}s.xml": _NOTES.format(kind=kind, w=_W, text=text).encode(),
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": relations,
        },
    )


_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_SENTENCE = "Đường làng trải nhựa sạch sẽ."  # six words

DOCUMENTS = {
    "plain paragraphs": (paragraph(_SENTENCE) + paragraph() + paragraph("Hết."), 7),
    "a word in three runs": (
        paragraph(run("Thư "), run("v", "<w:b/>"), run("i"), run("ện", "<w:i/>"), " tỉnh"),
        3,
    ),
    "letters taken apart": (paragraph(unicodedata.normalize("NFD", _SENTENCE)), 6),
    "tabs and breaks": (paragraph("<w:r><w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t></w:r>"), 3),
    "a page break": (paragraph('<w:r><w:t>một</w:t><w:br w:type="page"/><w:t>hai</w:t></w:r>'), 2),
    "a hyphen that does not break": (
        paragraph("<w:r><w:t>COVID</w:t><w:noBreakHyphen/><w:t>19</w:t></w:r>"),
        1,
    ),
    "a soft hyphen": (paragraph("<w:r><w:t>tài</w:t><w:softHyphen/><w:t>liệu số</w:t></w:r>"), 2),
    "lone dashes and points": (paragraph("Đọc – một thói quen … tốt"), 7),
    "numbers and signs": (paragraph("1.200.000 đồng/m2, tức 15 % (năm 2025)."), 7),
    "a dash without spaces": (paragraph("cán bộ—viên chức và/hoặc người dân"), 6),
    "a numbered list": ("".join(paragraph(each, properties=_NUMBERED) for each in ("đọc", "viết sách")), 3),
    "a list typed by hand": (paragraph("1. đọc sách") + paragraph("• viết sách"), 6),
    "a table": (table(("Năm", "Bạn đọc"), ("2024", "31.200"), ("2025", "")), 6),
    "a link": (paragraph("Xem ", f"<w:hyperlink>{run('trang của thư viện')}</w:hyperlink>", "."), 5),
    "a field and its code": (paragraph("Xem ", field(" REF bang1 \\h ", "Bảng 1"), " dưới đây"), 5),
    "a table of contents": (
        paragraph(field(' TOC \\o "1-3" ', "Mở đầu"), "<w:r><w:tab/></w:r>", field(" PAGEREF _Toc1 ", "3")),
        3,
    ),
    "hidden text and a change": (
        paragraph("còn ", run("không thấy", "<w:vanish/>"), f'<w:ins w:author="A">{run("thêm vào")}</w:ins>'),
        3,
    ),
    "text boxes": (
        paragraph("Trước", box(paragraph("Khung thứ nhất"), paragraph("hai dòng")), " sau")
        + paragraph("Cuối"),
        8,
    ),
    "a footnote": (noted("footnote"), 13),
    "an endnote": (noted("endnote"), 13),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_words_of_a_document_are_those_that_word_counts(name):
    made, words = DOCUMENTS[name]
    raw = made if isinstance(made, bytes) else hostile.word(made)

    assert inspect(raw, "bai.docx").words == words


def test_there_are_twenty_documents():
    assert len(DOCUMENTS) == 20


def test_text_in_boxes_follows_the_paragraph_beside_which_it_stands():
    inside = paragraph("Trong khung", box(paragraph("khung trong khung")))
    raw = hostile.word(paragraph("Trước ", box(inside), "sau") + table(("ô", "hai")) + paragraph("Cuối"))

    found = inspect(raw, "bai.docx")

    assert found.text.splitlines() == ["Trước sau", "Trong khung", "khung trong khung", "ô", "hai", "Cuối"]
    assert found.flags == {"text-box"}


def test_a_box_that_nobody_sees_stays_hidden():
    hidden = box(paragraph("nơi không ai thấy")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)

    found = inspect(hostile.word(paragraph("Thấy", hidden)), "bai.docx")

    assert (found.text, found.flags) == ("Thấy", {"hidden-text"})
