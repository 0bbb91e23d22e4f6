"""The draft as judges will read it: what they see, what they do not, and why they could not be shown it."""

import re
from base64 import b64decode
from collections.abc import Callable

import pypdfium2
from flask.testing import FlaskClient

from contest.editions.rules.secrecy import Sealing
from contest.entries import queries
from tests import hostile
from tests.factories import Factory
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.web.author.conftest import TEXT, Desk

PATH = "/as-judges-read-it"


def shown(desk: Desk, key: str, query: str = "") -> str:
    """Return what stands on the sheet, or the whole page where there is none."""
    page = desk.browser.get(desk.page(key, PATH) + query)
    assert page.status_code == 200
    found = re.search(r'<article class="sheet">(.*?)</article>', page.text, re.DOTALL)
    return found[1] if found else page.text


def test_a_typed_text_is_shown_in_paragraphs(desk: Desk) -> None:
    key = desk.entry(submit=False, title="Bến sông", text=f"{TEXT}\n\nHết.")
    sheet = shown(desk, key)
    assert "<h2>Bến sông</h2>" in sheet
    assert f'<div class="reading"><p>{TEXT}</p><p>Hết.</p></div>' in sheet


def test_of_a_sealed_work_nothing_is_shown_and_its_own_page_says_why(
    factory: Factory, client_for: Callable[[int], FlaskClient]
) -> None:
    contest = Judged(factory, ("Một",), settings={"sealing": Sealing("sealed", 2)})
    three_holders(factory, contest.edition_id, contest.organiser_id)
    entry_id = contest.accepted(contest.authors["Một"], title="Một")
    contest.coded_only()
    own = f"/author/entries/{factory.read(queries.entry_facts, entry_id).key}"
    author = client_for(contest.authors["Một"])
    answer = author.get(f"{own}{PATH}")
    assert (answer.status_code, answer.location) == (303, own)
    assert "sealed until the opening" in author.get(own).text
    assert author.get(f"{own}{PATH}/pdf").status_code == 404


def test_of_a_word_file_the_structure_is_shown_and_what_judges_do_not_see_is_said(desk: Desk) -> None:
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Mở đầu</w:t></w:r></w:p><w:p><w:r><w:t>Chuyện làng tôi.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ZQXHidden</w:t></w:r></w:p>"
    )
    key = desk.entry(submit=False)
    desk.save(key, file=("bai.docx", hostile.word(body)))
    page = desk.browser.get(desk.page(key, PATH)).text
    assert "<p><strong>Mở đầu</strong></p><p>Chuyện làng tôi.</p>" in shown(desk, key)
    assert "hidden" in page.casefold()
    assert "ZQXHidden" not in page


def test_of_a_pdf_five_pages_are_shown_at_once(desk: Desk) -> None:
    key = desk.entry(submit=False)
    desk.save(key, file=("bai.pdf", pdf(7)))
    first, last = shown(desk, key), shown(desk, key, "?page=6")
    assert [pictures(sheet) for sheet in (first, last)] == [5, 2]
    assert "Pages 1 to 5 of 7" in first
    assert "Pages 6 to 7 of 7" in last
    assert 'rel="next"' in first
    assert 'rel="prev"' in last


def test_the_draft_comes_as_the_pdf_that_judges_may_print(desk: Desk) -> None:
    key = desk.entry(submit=False, title="Bến sông", text=f"{TEXT}\n\nHết.")
    address = desk.page(key, f"{PATH}/pdf")
    answer = desk.browser.get(address)
    words = pypdfium2.PdfDocument(answer.data)[0].get_textpage().get_text_range()

    assert f'href="{address}" download' in desk.browser.get(desk.page(key, PATH)).text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="as-judges-read-it.pdf"'
    assert " ".join(words.split()) == f"······· Bến sông {TEXT} Hết. 1 / 1"


def test_the_draft_of_somebody_else_is_not_there(desk: Desk) -> None:
    other = desk.factory.person("Người Khác")
    key = desk.factory.entry(desk.edition_id, other, submit=False)
    assert desk.browser.get(desk.page(key, PATH)).status_code == 404


def pictures(sheet: str) -> int:
    found = re.findall(r'<img src="data:image/(png|webp);base64,([^"]+)"', sheet)
    assert all(b64decode(picture)[:4] in {b"\x89PNG", b"RIFF"} for _, picture in found)
    return len(found)


def pdf(count: int) -> bytes:
    import typst

    pages = "\n#pagebreak()\n".join(f"Trang {number}: con đường làng." for number in range(1, count + 1))
    made: bytes = typst.compile(pages.encode(), ignore_system_fonts=True)
    return made
