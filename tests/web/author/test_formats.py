"""Other kinds of file than Word's and PDF: taken in where the category wants them, refused with its list elsewhere."""

import pytest

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from tests import planted_doc
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
    assert "The text as it will be read" in desk.browser.get(desk.page(key)).text


@pytest.mark.parametrize("kind", FILES)
def test_a_category_that_does_not_take_a_kind_says_what_it_takes(desk: Desk, kind: str) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=(f"bai.{kind}", FILES[kind]))
    assert answer.status_code == 422
    assert errors(answer) == [
        f"This category does not take files of the kind {kind.upper()}. It takes: DOCX, PDF, TXT."
    ]
