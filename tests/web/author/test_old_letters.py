"""Text of before Unicode is shown beside what it means and taken with one click; nothing is changed without that."""

import re

import pytest

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.kernel.conversion import decode_bytes
from tests.factories import Factory
from tests.planted_odt import odt, p
from tests.planted_rtf import rtf
from tests.rules.kernel.test_conversion import ROAD, tcvn3, vni
from tests.web.author.conftest import Desk
from tests.web.author.test_writing import draft, stamp
from tests.works import word_file

# As Windows stores it: a byte a letter.
OLD_FILE = bytes(vni(ROAD).replace("“", '"').replace("”", '"').replace("–", "-"), "cp1252")
IN_WORD = ROAD.replace("\n\n", "\n")  # its paragraphs are lines
MEANT = ROAD.replace("“", '"').replace("”", '"').replace("–", "-")


def offered(page: str) -> str:
    found = re.search(r'<textarea name="converted" hidden readonly>\n(.*?)</textarea>', page, re.DOTALL)
    return found[1].replace("&#34;", '"') if found else ""


@pytest.mark.parametrize("old", [vni(ROAD), tcvn3(ROAD)])
def test_typed_letters_of_before_unicode_are_kept_offered_and_taken(desk: Desk, old: str) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), text=old, action="save")
    assert (answer.status_code, offered(answer.text)) == (200, ROAD)
    assert draft(desk, key).text == old.replace("\u00ad", "")  # nothing but what cannot be kept is changed
    taken = desk.save(
        key, stamp(desk, key), text=old, action="take-converted", converted=ROAD, converted_name=""
    )
    assert (taken.status_code, draft(desk, key).text) == (303, ROAD)


def test_a_text_file_of_before_unicode_is_refused_offered_and_taken_as_a_new_file(desk: Desk) -> None:
    assert decode_bytes(OLD_FILE) == vni(MEANT)
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=("bai.txt", OLD_FILE))
    assert (answer.status_code, offered(answer.text)) == (422, MEANT)
    assert draft(desk, key).file is None
    taken = desk.save(
        key, stamp(desk, key), action="take-converted", converted=MEANT, converted_name="bai.txt"
    )
    now = draft(desk, key)
    assert (taken.status_code, now.file.file_name, now.file_text) == (303, "bai.txt", MEANT)


@pytest.mark.parametrize("old", [vni(ROAD), tcvn3(ROAD)])
def test_a_word_document_of_before_unicode_is_refused_offered_and_taken_as_text(desk: Desk, old: str) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=("bài.docx", word_file(*old.split("\n\n"))))
    assert (answer.status_code, offered(answer.text)) == (422, IN_WORD)
    assert draft(desk, key).file is None
    taken = desk.save(
        key, stamp(desk, key), action="take-converted", converted=IN_WORD, converted_name="bài.txt"
    )
    now = draft(desk, key)
    assert (taken.status_code, now.file.file_name, now.file_text) == (303, "bài.txt", IN_WORD)


@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_other_documents_with_the_letter_that_looks_like_a_soft_hyphen_are_offered_too(
    desk: Desk, factory: Factory, kind: str
) -> None:
    taken = CategorySpec("Bài viết", 5, 400, file_kinds=("txt", kind))
    edition_id = factory.edition(title="Cuộc thi khác", categories=(taken,))
    key = factory.entry(edition_id, desk.author_id, submit=False)
    old = tcvn3(MEANT).replace("\n\n", "\n")
    made = {
        "odt": lambda: odt("".join(p(line) for line in old.split("\n"))),
        "rtf": lambda: rtf(old.replace("\n", "\\par ")),
    }[kind]()
    category = str(factory.read(editions.categories, edition_id)[0].id)
    answer = desk.save(key, stamp(desk, key), file=(f"bài.{kind}", made), category_id=category)
    assert (answer.status_code, offered(answer.text)) == (422, MEANT.replace("\n\n", "\n"))


def test_where_a_category_takes_no_text_files_a_word_document_becomes_the_typed_text(
    factory: Factory, desk: Desk
) -> None:
    edition_id = factory.edition(
        title="Cuộc thi khác", categories=(CategorySpec("Bài viết", 5, 400, file_kinds=("text", "docx")),)
    )
    key = factory.entry(edition_id, desk.author_id, submit=False)
    category = str(factory.read(editions.categories, edition_id)[0].id)
    answer = desk.save(
        key, stamp(desk, key), file=("bài.docx", word_file(*vni(ROAD).split("\n\n"))), category_id=category
    )
    assert (answer.status_code, offered(answer.text)) == (422, IN_WORD)
    assert 'name="converted_name" value=""' in answer.text
    taken = desk.save(
        key,
        stamp(desk, key),
        action="take-converted",
        converted=IN_WORD,
        converted_name="",
        category_id=category,
    )
    assert (taken.status_code, draft(desk, key).file, draft(desk, key).text) == (303, None, IN_WORD)


def test_where_a_word_fits_nothing_the_sentence_stands_alone(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=("bai.txt", OLD_FILE + b" caf\xe9"))
    assert (answer.status_code, offered(answer.text), "UniKey" in answer.text) == (422, "", True)
