"""What an inspection says of sound files, and of unusual ones that are let in with a flag."""

import hashlib
import io
import time

import docx
import pytest
import typst

from contest.kernel.errors import RuleBroken
from contest.platform.documents.docx import properties
from contest.platform.documents.inspection import inspect
from contest.platform.documents.kinds import recognise
from tests import hostile, planted, planted_pdf

SENTENCE = "Trời hửng sáng, những tia nắng đầu tiên rọi qua kẽ lá. "


def _word(paragraphs: int, words: int) -> bytes:
    made = docx.Document()
    for _ in range(paragraphs):
        paragraph = made.add_paragraph()
        for _ in range(words // 10):
            paragraph.add_run("Trời hửng sáng, những tia nắng ")
            paragraph.add_run("rọi qua kẽ lá. ").bold = True
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_a_plain_text_is_told_whole():
    raw = "\ufeffMột bài\r\n\r\nviết ngắn\n".encode()
    found = inspect(raw, "Bài.TXT")
    assert (found.kind, found.text, found.words, found.size, found.pages) == (
        "txt",
        "Một bài\n\nviết ngắn",
        4,
        len(raw),
        0,
    )
    assert found.sha256 == hashlib.sha256(raw).hexdigest()
    assert (found.flags, found.traces) == (frozenset(), ())


def test_decomposed_letters_come_out_composed():
    raw = hostile.word("<w:p><w:r><w:t>Tie\u0302\u0301ng Vie\u0323\u0302t</w:t></w:r></w:p>")
    assert inspect(raw, "a.docx").text == "Tiếng Việt"


def test_a_word_document_is_told_in_lines_with_insertions_and_without_deletions():
    body = (
        "<w:p><w:r><w:t>Một </w:t></w:r><w:ins w:author='An'><w:r><w:t>hai</w:t></w:r></w:ins></w:p><w:p/>"
        "<w:p><w:del w:author='An'><w:r><w:delText>ba</w:delText></w:r></w:del><w:r><w:t>bốn</w:t><w:tab/>"
        "<w:t>năm</w:t><w:br/><w:t>sáu</w:t></w:r></w:p>"
    )
    found = inspect(hostile.word(body), "a.docx")
    assert (found.text, found.words) == ("Một hai\nbốn\tnăm\nsáu", 5)
    assert found.flags == {"tracked-changes"}
    assert "An" in found.traces


def test_a_paragraph_whose_mark_was_deleted_runs_on_into_the_next():
    mark = "<w:pPr><w:rPr><w:del w:author='x'/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}<w:r><w:t>Một </w:t></w:r></w:p><w:p><w:r><w:t>hai</w:t></w:r></w:p>"
    assert inspect(hostile.word(body), "a.docx").text == "Một hai"


def test_a_document_saved_as_strict_xml_is_read_like_any_other():
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members = hostile.parts()
    members["word/document.xml"] = members["word/document.xml"].replace(
        usual,
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert inspect(hostile.zipped(members), "a.docx").text == "Câu chuyện KEEPTHIS"


def test_a_main_part_under_another_name_is_found():
    members = hostile.parts()
    members["word/document2.xml"] = members.pop("word/document.xml")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        members[name] = members[name].replace(b"word/document.xml", b"word/document2.xml")
    assert inspect(hostile.zipped(members), "a.docx").text == "Câu chuyện KEEPTHIS"


def test_members_that_point_out_of_the_package_do_no_harm():
    members = {**hostile.parts(), "../../../outside": b"x", "/abs/evil": b"x", "C:\\evil": b"x"}
    assert inspect(hostile.zipped(members), "a.docx").text == "Câu chuyện KEEPTHIS"


def test_linked_pictures_are_flagged_and_not_fetched():
    found = inspect(hostile.linked_word(), "a.docx")  # pytest-socket would fail on a connection
    assert (found.text, found.flags) == ("KEEPTHIS", {"linked-picture"})


def test_a_document_of_pictures_only_cannot_be_checked():
    found = inspect(hostile.word("<w:p><w:r><w:drawing/></w:r></w:p>"), "a.docx")
    assert (found.text, found.words, found.flags) == ("", 0, {"no-text"})


def test_a_scanned_pdf_cannot_be_checked():
    found = inspect(hostile.scanned_pdf(), "a.pdf")
    assert (found.kind, found.text, found.pages, found.flags) == ("pdf", "", 1, {"no-text", "picture"})


def test_a_pdf_with_a_script_is_flagged():
    found = inspect(hostile.scripted_pdf(), "a.pdf")
    assert (found.text, found.flags) == ("KEEPTHIS", {"javascript"})


def test_a_page_of_700_metres_is_read_and_not_drawn_large():
    found = inspect(hostile.huge_page(), "a.pdf")
    assert (found.pages, found.text, found.flags) == (1, "", {"no-text"})


def test_a_vietnamese_pdf_is_read_by_paragraphs():
    source = "= Tiêu đề\n\n" + "\n\n".join([SENTENCE * 8] * 12)
    found = inspect(typst.compile(source.encode(), format="pdf"), "a.pdf")
    assert found.text.splitlines()[:2] == ["Tiêu đề", (SENTENCE * 8).strip()]
    assert (found.words, found.pages, found.flags) == (2 + 12 * 8 * 12, 2, frozenset())


@pytest.mark.parametrize("file_name", ["a.txt", "a.docx"])
def test_letters_of_an_old_encoding_are_refused(file_name):
    text = "Ñaõ laâu laém roài toâi môùi trôû laïi queâ höông, nôi nhöõng ngaøy thô aáu " * 3
    raw = text.encode() if file_name == "a.txt" else hostile.word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    with pytest.raises(RuleBroken) as refusal:
        inspect(raw, file_name)
    assert "UniKey" in refusal.value.message


def test_text_with_a_tag_in_it_stays_text():
    assert inspect(b"one <script>alert(1)</script>", "a.txt").text == "one <script>alert(1)</script>"


def test_every_channel_of_names_is_told_as_a_trace():
    document = planted.word_document()
    traces = inspect(document.raw, "a.docx").traces
    assert traces == tuple(properties(document.raw))
    named = {"CoreAuthor", "CoreLastModifiedBy", "AppCompany", "AppManager", "CustomValue", "CommentAuthor",
             "InsAuthor", "DelAuthor", "PeopleAuthor", "AppTemplate"}  # fmt: skip
    assert {f"ZQX{name}" for name in named} <= set(traces)


def test_the_flags_of_a_planted_document_name_all_that_is_in_it():
    assert inspect(planted.word_document().raw, "a.docx").flags == {
        "comments",
        "embedded-object",
        "field",
        "formula",
        "hidden-text",
        "linked-picture",
        "picture",
        "text-box",
        "tracked-changes",
    }
    assert inspect(planted_pdf.pdf_document().raw, "a.pdf").flags == {
        "attachments",
        "comments",
        "forms",
        "hidden-text",
        "javascript",
        "picture",
    }


def test_a_document_too_large_for_this_process_is_read_alike_in_the_sandbox():
    paragraph = "<w:p><w:r><w:t>" + SENTENCE + "</w:t></w:r></w:p>"
    small, large = (inspect(hostile.word(paragraph * count), "a.docx") for count in (1_000, 45_000))
    assert large.text.splitlines()[:1_000] == small.text.splitlines()
    assert (large.words, large.flags) == (45 * small.words, small.flags)


def test_inspecting_5000_words_is_quick():
    raw = _word(100, 100)
    assert inspect(raw, "a.docx").words == 10 * 1000
    began = time.process_time()
    inspect(raw, "a.docx")
    assert time.process_time() - began < 0.3  # measured 0.02 s on an idle machine


def test_ten_megabytes_of_text_in_one_line_are_read():
    found = inspect(b"word " * 2_000_000, "a.txt")
    assert found.words == 2_000_000


def test_a_name_without_an_ending_tells_nothing():
    with pytest.raises(RuleBroken):
        recognise(b"text", "txt")


def test_footnotes_and_endnotes_stand_at_the_end_of_a_word_text_and_are_counted_in_lines():
    found = inspect(planted.word_document().raw, "a.docx")
    notes = found.text.split("\n")[-found.note_lines :]
    assert found.note_lines == 2
    assert ["note" in line.casefold() for line in notes] == [True, True]
    assert inspect(hostile.word("<w:p><w:r><w:t>Một</w:t></w:r></w:p>"), "a.docx").note_lines == 0
