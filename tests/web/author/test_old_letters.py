"""Text of before Unicode is shown beside what it means and taken with one click; nothing is changed without that."""

import re

import pytest

from contest.kernel.conversion import decode_bytes
from tests.rules.kernel.test_conversion import ROAD, tcvn3, vni
from tests.web.author.conftest import Desk
from tests.web.author.test_writing import draft, stamp

# As Windows stores it: a byte a letter.
OLD_FILE = bytes(vni(ROAD).replace("“", '"').replace("”", '"').replace("–", "-"), "cp1252")
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


def test_where_a_word_fits_nothing_the_sentence_stands_alone(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=("bai.txt", OLD_FILE + b" caf\xe9"))
    assert (answer.status_code, offered(answer.text), "UniKey" in answer.text) == (422, "", True)
