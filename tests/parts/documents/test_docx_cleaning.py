"""Cleaned copies of Word documents: what tells of people is gone, the text and all other parts stay."""

import io
import re
import unicodedata
import zipfile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.platform.documents import docx, docx_cleaning
from contest.platform.documents.docx_cleaning import Removal, clean, cleaned, margins
from tests import hostile
from tests.planted import word_document
from tests.works import word_file

BESIDE = Removal()


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def paragraph(*runs: str, mark: str = "") -> str:
    made = "".join(
        f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' if run[0] != "<" else run for run in runs
    )
    return f"<w:p>{f'<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>' if mark else ''}{made}</w:p>"


def changed(kind: str, inner: str = "") -> str:
    return f'<w:{kind} w:id="1" w:author="Nguyễn An" w:date="2026-01-01T00:00:00Z">{inner}</w:{kind}>'


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def test_properties_comments_changes_and_margins_are_gone_and_the_text_is_what_it_was():
    planted = word_document()
    before, made = docx.read(planted.raw), clean(planted.raw, BESIDE)
    after = docx.read(made)
    assert (after.text, after.traces) == (before.text, ())
    assert after.flags == before.flags - {"comments", "tracked-changes"}
    assert not {"header", "footer", "comment", "deleted-text", "property"} & {
        item.kind for item in after.removed
    }
    assert margins(planted.raw) != ()
    assert margins(made) == ()
    python_docx.Document(io.BytesIO(made))
    assert clean(made, BESIDE) == made


def test_parts_that_tell_nothing_stay_byte_for_byte_and_in_their_order():
    raw = word_document().raw
    before, after = parts(raw), parts(clean(raw, BESIDE))
    touched = {name for name in before if before[name] != after[name]}
    assert list(after) == list(before)
    assert {name.split("/")[-1] for name in touched} == {
        "core.xml", "app.xml", "custom.xml", "document.xml", "settings.xml", "comments.xml", "footnotes.xml",
        "people.xml", "header9.xml", "footer9.xml", "settings.xml.rels",
    }  # fmt: skip


def test_a_document_without_anything_of_the_kind_is_not_touched_but_for_its_properties():
    raw = word_file("Chợ quê họp ven sông.", author="Nguyễn An")
    before, after = parts(raw), parts(clean(raw, BESIDE))
    assert {name for name in before if before[name] != after[name]} <= {
        "docProps/core.xml", "docProps/app.xml", "word/settings.xml"
    }  # fmt: skip


@pytest.mark.parametrize(("runs", "passage", "expected"), [
    (("Tôi là Nguyễn An.",), "Nguyễn An", "Tôi là …."), (("Tôi là Ngu", "yễn", " An."), "Nguyễn An", "Tôi là …."),
    ((unicodedata.normalize("NFD", "Tôi là Nguyễn An."),), "Nguyễn An", "Tôi là …."),
    (("Nguyễn", "<w:r><w:br/></w:r>", "An ơi"), "Nguyễn\nAn", "…\n ơi"), (("Nguyễn  An",), "Nguyễn An", "…"),
    (("Nguyễn An và Nguyễn An",), "Nguyễn An", "… và …"), (("Nguyễn Anh",), "Nguyễn An", None),
    (("a@b.vn,",), "a@b.vn", "…,"),
])  # fmt: skip
def test_a_passage_goes_however_its_runs_cut_it(runs, passage, expected):
    raw = hostile.word(paragraph(*runs) + paragraph("Chợ quê."))
    if expected is None:
        with pytest.raises(RuleBroken, match="could not be found"):
            clean(raw, Removal((passage,), strips=False))
        return
    made = clean(raw, Removal((passage,), strips=False))
    assert docx.read(made).text == f"{expected}\nChợ quê."


def test_a_line_goes_without_a_trace_and_other_lines_with_its_words_stay():
    raw = hostile.word(paragraph("Ký tên: An ở đây") + paragraph("Ký", " tên: An") + paragraph("Hết."))
    made = clean(raw, Removal(lines=("Ký tên: An",), strips=False))
    assert docx.read(made).text == "Ký tên: An ở đây\nHết."


@pytest.mark.parametrize(("body", "expected"), [
    (paragraph("một ", changed("ins", run("hai ")), changed("del", run("ba ", "delText")), "bốn"), "một hai bốn"),
    (paragraph("một", mark=changed("del")) + paragraph(" hai"), "một hai"),
    (paragraph("một", mark=changed("del")) + paragraph("-", mark=changed("del")) + paragraph("hai"), "một-hai"),
    (paragraph("một", mark=changed("ins")) + paragraph("hai"), "một\nhai"),
    (paragraph(changed("moveFrom", run("một", "t"))) + paragraph(changed("moveTo", run("hai"))), "hai"),
])  # fmt: skip
def test_changes_are_accepted_as_they_are_read(body, expected):
    raw = hostile.word(body)
    made = clean(raw, BESIDE)
    assert (docx.read(raw).text, docx.read(made).text, docx.read(made).traces) == (expected, expected, ())
    assert "Nguyễn An".encode() not in parts(made)["word/document.xml"]


PIECES = ["Nguyễn", " ", "An", "Ngu", "yễn A", "n", "Chợ", "quê ", "…", "Nguyễn An", "Nguye\u0302\u0303n An"]
RUNS = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(RUNS)
def test_whatever_the_runs_nothing_but_the_passage_changes(paragraphs):
    raw = hostile.word("".join(paragraph(*runs, ".") for runs in paragraphs))
    before = docx.read(raw).text
    expected = re.sub(r"(?<!\w)Nguyễn\s+An(?!\w)", "…", before)
    after = (
        before if expected == before else docx.read(clean(raw, Removal(("Nguyễn An",), strips=False))).text
    )
    assert after == expected


def test_a_large_document_is_cleaned_in_the_sandbox(monkeypatch):
    monkeypatch.setattr(docx_cleaning, "IN_PROCESS", 0)
    raw = word_file("Tôi là Nguyễn An.", author="Nguyễn An")
    made = docx.read(cleaned(raw, Removal(("Nguyễn An",))))
    assert (made.text, made.traces) == ("Tôi là ….", ())
    with pytest.raises(RuleBroken, match="could not be found"):
        cleaned(raw, Removal(("Trần Bình",), strips=False))


def test_a_strict_document_is_refused_in_words():
    raw = hostile.word(paragraph("Chợ quê."))
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in parts(raw).items()
    }
    with pytest.raises(RuleBroken, match="Strict Open XML"):
        clean(hostile.zipped(strict), BESIDE)


def test_headers_of_a_damaged_document_are_none():
    assert margins(b"PK nothing") == ()
