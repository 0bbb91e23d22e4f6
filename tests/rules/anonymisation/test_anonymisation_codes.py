"""Blind codes: what they look like and which slips they catch."""

import random
from itertools import combinations

import pytest

from contest.anonymisation.rules.codes import ALPHABET, LENGTH, is_code, new_code, written_in

LOOK_ALIKE = set("0O1IL2Z5S6G8BUVY") - {"V"}  # V stands for U, V and Y


@pytest.fixture
def codes() -> list[str]:
    chance = random.Random(1945)
    return [new_code(chance.randrange) for _ in range(300)]


def test_a_new_code_is_a_code_of_seven_characters(codes):
    assert {len(code) for code in codes} == {LENGTH}
    assert all(is_code(code) for code in codes)


def test_no_two_characters_of_the_alphabet_are_read_for_one_another_and_none_is_a_vowel():
    assert set(ALPHABET) & (LOOK_ALIKE | set("AEIOUY")) == set()
    assert len(set(ALPHABET)) == len(ALPHABET) == 19


def test_a_code_begins_with_a_letter_so_that_no_spreadsheet_takes_it_for_a_number(codes):
    assert all(code[0].isalpha() for code in codes)


def test_one_wrong_character_makes_it_no_code(codes):
    wrong = [
        code[:at] + other + code[at + 1 :]
        for code in codes[:60]
        for at in range(LENGTH)
        for other in ALPHABET
        if other != code[at]
    ]
    assert [code for code in wrong if is_code(code)] == []


def test_two_exchanged_characters_make_it_no_code(codes):
    for code in codes:
        for one, other in combinations(range(LENGTH), 2):
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if swapped != list(code):
                assert not is_code("".join(swapped)), (code, swapped)


@pytest.mark.parametrize("written", ["", "C", "CCCCCCCC", "ccccccc", "0000000", "Ơ" * 7, "CDFHJK M"])
def test_other_things_are_no_codes(written):
    assert not is_code(written)


def test_every_character_is_drawn_about_equally_often():
    chance = random.Random(2026)
    drawn = "".join(new_code(chance.randrange)[1:] for _ in range(4000))
    expected = len(drawn) / len(ALPHABET)
    assert [c for c in ALPHABET if abs(drawn.count(c) - expected) >= 0.15 * expected] == []


@pytest.mark.parametrize("how", ["{}", "{}.", "({})", "“{}”", "Số phách:{}"])
def test_a_code_is_found_in_a_sentence_however_it_is_written(codes, how):
    for code in codes[:40]:
        for written in (
            code,
            code.lower(),
            f"{code[:3]}-{code[3:]}",
            f"{code[:4]} {code[4:]}",
            " ".join(code),
        ):
            found = written_in(f"Bài {how.format(written)} là của ai?")
            assert found is not None
            assert written in found


def test_a_text_without_one_has_none():
    receipt = "Biên nhận 26hj-kmnp-rtvw-x347, gửi ngày 12/06/2026 lúc 17:05, điện thoại 0912 345 678."
    wrong = "CDFHJKM CDFHJKN CDFHJKP"  # at most one letter checks seven
    assert written_in(receipt) is None
    assert written_in("Kính gửi tổ thư ký: tôi viết bài này ở trường THPT Chu Văn An, quận 9.") is None
    assert written_in(wrong) in {None, *wrong.split()}
    assert written_in("") is None
