"""Nothing ties two works of one author together, and nothing drawn by chance tells the order of arrival."""

import html
import io
import re
import secrets
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from scipy.stats import spearmanr

from contest.anonymisation.converters import render
from contest.anonymisation.rules.codes import new_code
from contest.kernel.keys import new_key
from tests.canary.chance import repeatable

DRAWN = 10_000
LIMIT = 0.05  # five times what chance gives ten thousand draws (security.md 1.5, L14)
RSIDS = ("00A1B2C3", "00D4E5F6", "007A8B9C")
HANDS = {"font": "VnTime Riêng", "style": "KieuRiengCuaToi", "language": "fr-CA", "name": "Lê Thị Mực"}


def written(words: list[str], *, signed: bool) -> bytes:
    """A Word file of these paragraphs; `signed`: with all that the author's own word processor leaves in each file."""
    made = docx.Document()
    for number, line in enumerate(words):
        paragraph = made.add_paragraph()
        run = paragraph.add_run(line)
        if signed:
            paragraph._p.set(qn("w:rsidR"), RSIDS[number % 3])
            paragraph._p.set(qn("w:rsidRDefault"), RSIDS[0])
            run._r.set(qn("w:rsidRPr"), RSIDS[1])
            run.font.name = HANDS["font"]
            run._r.get_or_add_rPr().append(run._r.makeelement(qn("w:lang"), {qn("w:val"): HANDS["language"]}))
    if signed:
        made.styles.add_style(HANDS["style"], 1)
        made.paragraphs[0].style = HANDS["style"]
        made.sections[0].page_width, made.sections[0].page_height = Mm(148), Mm(210)
        made.core_properties.author = HANDS["name"]
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def shown(raw: bytes) -> list[object]:
    """What judges get of a Word file."""
    rendition = render("docx", raw)
    return [rendition.kind, rendition.html, rendition.text, *rendition.pages]


def signs(said: object) -> set[str]:
    return set(re.findall(r"\w+", html.unescape(str(said))))


FIRST = ["Sông chảy qua làng.", "Mẹ gánh nước sớm.", "Nắng lên."]
SECOND = ["Đồi chè xanh ngát.", "Bố kể chuyện cũ.", "Trăng tròn."]


def test_two_files_of_one_author_share_nothing_but_the_tags_that_all_works_have():
    files = [written(words, signed=True) for words in (FIRST, SECOND)]
    for raw in files:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = b"".join(map(package.read, package.namelist())).decode("utf-8", "replace")
        assert [sign for sign in (*RSIDS, *HANDS.values()) if sign not in parts] == []

    one, other = map(shown, files)

    assert signs(one) & signs(other) == signs(shown(written(["…"], signed=False)))


def test_font_page_style_and_language_of_the_word_processor_leave_no_byte_behind():
    assert shown(written(FIRST, signed=True)) == shown(written(FIRST, signed=False))


@pytest.mark.parametrize("draw", [lambda: new_code(secrets.randbelow), new_key], ids=["codes", "keys"])
def test_what_is_drawn_has_no_likeness_to_the_order_in_which_it_was_drawn(draw):
    with repeatable("ten thousand"):
        drawn = [draw() for _ in range(DRAWN)]
    order = sorted(range(DRAWN), key=drawn.__getitem__)

    assert abs(float(spearmanr(order, range(DRAWN)).statistic)) < LIMIT
