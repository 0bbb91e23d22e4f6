"""Tests of the files made of essays: what is in them, and that they never differ."""

import io
import random
import time
import unicodedata
import zipfile
from functools import cache

import pypdfium2
from docx import Document

from contest.demonstration.essays import Essay, Kind, Paragraph, essay
from contest.demonstration.files import WRITTEN_AT, docx_file, pdf_file, txt_file

AUTHOR, COMPANY = "Nguyễn Thị Ổn & <Bạn>", "Sở A & B"
RICH = Essay(
    "Tiêu đề #1: *đậm* [x] $y$",
    (
        Paragraph(Kind.TEXT, "Một câu có #ký-hiệu, $tiền$, \\ và “ngoặc”."),
        Paragraph(Kind.HEADING, "Đề mục"),
        Paragraph(Kind.ITEM, "Việc một: làm ngay."),
        Paragraph(Kind.QUOTE, "“Ăn quả nhớ kẻ trồng cây.”"),
        Paragraph(Kind.NOTE, "(1) Ghi chú."),
    ),
    "river",
)
COMPANY_ELEMENT = "<Company>Sở A &amp; B</Company>"


@cache
def written() -> Essay:
    return essay(random.Random(12), words=1400)


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def letters(text: str) -> str:
    """Leave out what the page adds or breaks: white space, list bullets, page numbers are handled by callers."""
    return "".join(text.replace("•", "").split())


def test_plain_text_is_the_essay_with_the_line_ends_of_windows():
    text = txt_file(written()).decode()
    assert text.replace("\r\n", "\n") == f"{written().title}\n\n{written().text}\n"
    assert "\n" not in text.replace("\r\n", "")


def test_a_docx_holds_every_paragraph_in_order():
    document = Document(io.BytesIO(docx_file(written(), author=AUTHOR, company=COMPANY)))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        written().title,
        *(paragraph.text for paragraph in written().paragraphs),
    ]


def test_a_docx_is_laid_out_with_styles_bold_and_italic():
    document = Document(io.BytesIO(docx_file(RICH, author=AUTHOR, company=COMPANY)))
    assert [
        (paragraph.style.name, [(run.text, run.bold, run.italic) for run in paragraph.runs])
        for paragraph in document.paragraphs[2:]
    ] == [
        ("Heading 2", [("Đề mục", None, None)]),
        ("List Bullet", [("Việc một:", True, None), (" làm ngay.", None, None)]),
        ("Normal", [("“Ăn quả nhớ kẻ trồng cây.”", None, True)]),
        ("Normal", [("(1) Ghi chú.", None, True)]),
    ]


def test_a_docx_tells_its_author_and_company_as_word_does():
    file = docx_file(RICH, author=AUTHOR, company=COMPANY)
    properties = Document(io.BytesIO(file)).core_properties
    assert (properties.author, properties.last_modified_by) == (AUTHOR, AUTHOR)
    assert (properties.created, properties.modified) == (WRITTEN_AT, WRITTEN_AT)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert COMPANY_ELEMENT in archive.read("docProps/app.xml").decode()


def test_the_same_essay_makes_the_same_bytes_at_another_time():
    def make():
        return docx_file(written(), author=AUTHOR, company=COMPANY), pdf_file(written(), author=AUTHOR)

    first = make()
    time.sleep(2.1)  # a ZIP keeps times in steps of two seconds
    assert make() == first


def test_the_text_of_a_pdf_comes_out_as_it_was_written():
    text = pdf_text(pdf_file(written(), author=AUTHOR))
    assert unicodedata.is_normalized("NFC", text)
    body = letters(text)
    for paragraph in written().paragraphs:
        # A paragraph may be broken by the number at a page's foot: its two halves must be there.
        whole = letters(paragraph.text)
        assert whole in body or (whole[:25] in body and whole[-25:] in body), paragraph.text
    assert letters(written().title) in body


def test_signs_that_mean_something_to_typst_stay_signs():
    body = letters(pdf_text(pdf_file(RICH, author=AUTHOR)))
    assert [letters(p.text) in body for p in RICH.paragraphs] == [True] * 5
    assert letters(RICH.title) in body


def test_a_pdf_tells_its_author_and_title():
    document = pypdfium2.PdfDocument(pdf_file(RICH, author=AUTHOR))
    found = document.get_metadata_dict()
    document.close()
    assert (found["Author"], found["Title"]) == (AUTHOR, RICH.title)


def test_a_pdf_of_a_long_essay_has_several_pages():
    long = essay(random.Random(2), words=2500)
    document = pypdfium2.PdfDocument(pdf_file(long, author=AUTHOR))
    pages = len(document)
    document.close()
    assert 4 <= pages <= 8
