"""A blind copy as a PDF: all of its structure, in one typography, no word of its own, the same bytes each time."""

import io
import json

import pypdfium2
import pytest
from PIL import Image

from contest.anonymisation import essay_paper
from contest.anonymisation.essay_paper import Paper, pdf, tree
from contest.kernel.errors import RuleBroken
from contest.platform import sandbox
from tests import planted_pictures

STRUCTURE = (
    "<h1>Một</h1><h2>Hai</h2><h6>Sáu</h6><p>Nghiêng <em>ngả</em>, <strong>đậm</strong>, <u>gạch</u>, <s>xoá</s>,"
    " H<sub>2</sub>O<sup>[1]</sup><br>dòng &amp; dòng</p><hr><ul><li>chấm<ol><li><p>số</p></li></ol></li></ul>"
    "<blockquote><p>Trích</p></blockquote><table><thead><tr><th>Đầu</th><th></th></tr></thead>"
    "<tbody><tr><td>Ô</td></tr></tbody></table><ol><li><p>Chú thích cuối</p></li></ol>"
)
WORDS = (
    "Một Hai Sáu Nghiêng ngả, đậm, gạch, xoá, H2O[1] dòng & dòng • chấm 1. số Trích Đầu Ô 1. Chú thích cuối"
)


def words(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    said = " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    return " ".join(said.replace("\u200b", "").split())


def test_every_structure_of_an_essay_is_set():
    assert words(pdf(Paper("K7QR2XC", "Tên bài", STRUCTURE))) == f"K7QR2XC Tên bài {WORDS} 1 / 1"


def test_answers_stand_below_the_text():
    own = (("Bạn viết ở đâu?", "Ở quê"), ("Vì sao?", "#let *x* = $1$"))
    said = words(pdf(Paper("K7QR2XC", "", "<p>Bài.</p>", own=own)))
    assert said == "K7QR2XC Bài. Bạn viết ở đâu? Ở quê Vì sao? #let *x* = $1$ 1 / 1"


def test_the_tree_knows_lists_tables_and_texts():
    assert tree("<ul> <li>a<br>b</li>\n</ul><table><tr><td>1</td><th>2</th></tr></table>c &lt;") == [
        ("ul", [("li", ["a", ("br", []), "b"])]),
        ("table", [("tr", [("td", ["1"]), ("th", ["2"])])]),
        "c <",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p></p>",
        "<ul></ul>",
        "<table></table>",
        "<table><tr></tr></table>",
        "<strong></strong><em></em>",
        "</p>",
        "<blockquote>" * 200 + "sâu" + "</blockquote>" * 200,
        "<ul><li>" * 60 + "sâu" + "</li></ul>" * 60,
        "<table><tr><td>" * 30 + "sâu" + "</td></tr></table>" * 30,
        "<p>" + "w" * 5000 + "</p>",
        '<p>#import "@preview/x:1"; \\ $ ` </p>',
    ],
)
def test_odd_texts_are_set_too(html):
    said = words(pdf(Paper("K7QR2XC", "", html)))
    assert said.startswith("K7QR2XC")
    assert ("sâu" in said) == ("sâu" in html)


def test_a_long_word_stays_on_the_paper():
    raw = pdf(Paper("K7QR2XC", "", "<table><tr><td>" + "w" * 400 + "</td><td>x</td></tr></table>"))
    page = pypdfium2.PdfDocument(raw)[0].get_textpage()
    right = max(page.get_charbox(number)[2] for number in range(page.count_chars()))
    assert right < 595 - 70
    assert words(raw).count("w") == 400


def test_the_same_copy_gives_the_same_bytes_and_all_fonts_are_ours():
    one, other = (pdf(Paper("K7QR2XC", "Tên", STRUCTURE)) for _ in range(2))
    assert one == other
    fonts = {part.split(b"+")[1].split(b"/")[0].strip() for part in one.split(b"/FontName/")[1:]}
    assert all(name.startswith((b"LibertinusSerif", b"DejaVuSansMono")) for name in fonts)


def coloured(size=(600, 800)) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(target, "WEBP", quality=80)
    return target.getvalue()


def test_pictures_of_both_kinds_are_set_and_stay_small():
    pages = [planted_pictures.png(1), coloured(), planted_pictures.png(2)]
    raw = pdf(Paper("K7QR2XC", "Ảnh", "<p>của máy</p>", pages))
    document = pypdfium2.PdfDocument(raw)

    assert len(document) == 3
    assert "của máy" not in words(raw)
    assert len(raw) < 2 * sum(map(len, pages)) + 60_000


def test_a_picture_that_is_none_gives_a_sentence(monkeypatch):
    with pytest.raises(RuleBroken):
        pdf(Paper("K7QR2XC", "", "", [b"RIFF\0\0\0\0WEBPnothing"]))
    monkeypatch.setattr(essay_paper.sandbox, "run", lambda *_: sandbox.Answer({}, (b"MZ",)))
    with pytest.raises(RuleBroken):
        pdf(Paper("K7QR2XC", "", "", [coloured()]))


def test_what_is_written_holds_nothing_but_data():
    assert json.loads(json.dumps(tree(STRUCTURE), ensure_ascii=False))[0] == ["h1", ["Một"]]
