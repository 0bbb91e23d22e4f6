"""Other kinds of file than Word's and PDF: taken in where the category wants them, refused with its list elsewhere."""

import pytest

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from tests import planted_doc, planted_odt
from tests.factories import Factory
from tests.planted_odt import odt, p
from tests.planted_rtf import rtf
from tests.web.author.conftest import Desk
from tests.web.author.test_writing import draft, errors, stamp

WORDS = "Một buổi sáng đầu thu ở phố nhỏ."
FILES = {
    "doc": planted_doc.raw(),
    "odt": odt(p(WORDS)),
    "rtf": rtf(WORDS),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_another_kind_is_read_and_shown_to_its_author(
    desk: Desk, factory: Factory, kind: str
) -> None:
    taken = CategorySpec("Bài viết", 5, 400, file_kinds=(kind,))
    edition_id = factory.edition(title="Cuộc thi khác", categories=(taken,))
    chosen = factory.read(editions.categories, edition_id)[0].id
    key = factory.entry(edition_id, desk.author_id, submit=False)
    answer = desk.save(
        key, stamp(desk, key), file=(f"bai.{kind}", FILES[kind]), text="", category_id=str(chosen)
    )
    assert answer.status_code == 303
    now = draft(desk, key)
    assert (now.file.kind, "KEEPPlain Đậm" in now.file_text or now.file_text == WORDS) == (kind, True)
    page = desk.browser.get(desk.page(key)).text
    assert "The text as it will be read" in page
    assert f'href="{desk.page(key, "/as-judges-read-it")}"' in page


@pytest.mark.parametrize("kind", FILES)
def test_a_category_that_does_not_take_a_kind_says_what_it_takes(desk: Desk, kind: str) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=(f"bai.{kind}", FILES[kind]))
    assert answer.status_code == 422
    assert errors(answer) == [
        f"This category does not take files of the kind {kind.upper()}. It takes: DOCX, PDF, TXT."
    ]


@pytest.mark.parametrize("part", ["", "/submit", "/as-judges-read-it"])
def test_all_that_was_noticed_in_a_file_stands_in_one_box_and_forms_are_told_of_any_document(
    desk: Desk, factory: Factory, part: str
) -> None:
    taken = CategorySpec("Bài viết", 5, 400, file_kinds=("odt",))
    edition_id = factory.edition(title="Cuộc thi khác", categories=(taken,))
    chosen = factory.read(editions.categories, edition_id)[0].id
    key = factory.entry(edition_id, desk.author_id, submit=False)
    file = ("bai.odt", planted_odt.odt_document().raw)
    desk.save(key, stamp(desk, key), file=file, text="", category_id=str(chosen))
    page = desk.browser.get(desk.page(key, part)).text
    box = page.split("What was noticed in your file")[1].split("</div>")[0]
    assert (page.count("What was noticed in your file"), box.count("<li>")) == (1, 11)
    assert "The document contains form fields." in box
