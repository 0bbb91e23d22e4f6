"""Vietnamese names and the order of the Vietnamese alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel import names, text

NAMES = st.text(
    st.sampled_from("aAăÂbdđĐeêghoòỏõóọôơớuưyÝzü -'5漢 \u0301\u0323"),
    max_size=14,
)


def sorted_by(key, values):
    backwards = values[::-1]
    return sorted(backwards, key=key)


def test_the_letters_stand_in_dictionary_order():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted_by(names.alphabet_key, letters) == letters


def test_the_tones_stand_in_dictionary_order():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted_by(names.alphabet_key, tones) == tones


def test_letters_decide_before_tones_within_a_word():
    words = ["Hạ Long", "hạc", "ham", "hám", "hàn", "hang", "hăm", "hẳn", "hậm", "hân"]
    assert sorted_by(names.alphabet_key, words) == words


def test_one_word_decides_before_the_next():
    places = ["Ba Vì", "Bà Rịa", "Bắc Giang", "Bắc Ninh", "Cà Mau", "Đà Nẵng", "Hà Nội", "Hà Tĩnh", "Hạ Long"]
    assert sorted_by(names.alphabet_key, places) == places


def test_where_the_tone_is_written_does_not_matter():
    words = ["hòa", "hoà", "hóa", "hoá", "hoạ", "họa"]
    assert [text.fold(word) for word in sorted_by(names.alphabet_key, words)] == ["hoa"] * 6
    assert sorted_by(names.alphabet_key, words) == ["hoà", "hòa", "hoá", "hóa", "hoạ", "họa"]


def test_capitals_decide_last():
    assert sorted_by(names.alphabet_key, ["đỗ an", "Đỗ An", "Đỗ Ân", "VÕ AN"]) == [
        "Đỗ An",
        "đỗ an",
        "Đỗ Ân",
        "VÕ AN",
    ]


def test_signs_digits_letters_and_other_scripts_follow_each_other():
    values = ["- a", "1 a", "an", "Müller", "muz", "漢"]
    assert sorted_by(names.alphabet_key, values) == values


def test_lists_are_ordered_by_given_then_middle_then_family_name():
    people = [
        "Bùi Thị An",
        "Trần Văn An",
        "Lê Ân",
        "Nguyễn Văn Bình",
        "Đỗ Minh Đức",
        "Võ Minh Đức",
        "Lê Hà",
        "Phạm Thị Hà",
        "Lâu Văn Mua",
        "Lỳ Y Sềnh",
        "Nguyễn Thị Tú",
    ]
    assert sorted_by(names.sort_key, people) == people


def test_a_name_of_one_token_is_a_given_name():
    assert sorted_by(names.sort_key, ["", "An", "Lê An", "Bình"]) == ["", "An", "Lê An", "Bình"]


@given(NAMES, NAMES)
def test_the_order_of_names_is_complete(one, other):
    same = text.nfc(one) == text.nfc(other)
    assert (names.sort_key(one) == names.sort_key(other)) == same
    assert (names.alphabet_key(one) == names.alphabet_key(other)) == same
    assert names.sort_key(one) <= names.sort_key(other) or names.sort_key(other) < names.sort_key(one)


@given(st.lists(NAMES, max_size=6), st.randoms())
def test_the_order_is_the_same_whatever_came_first(people, chance):
    shuffled = list(people)
    chance.shuffle(shuffled)
    in_order = [text.nfc(name) for name in sorted(people, key=names.sort_key)]
    assert [text.nfc(name) for name in sorted(shuffled, key=names.sort_key)] == in_order


@pytest.mark.parametrize("function", [names.sort_key, names.alphabet_key, names.given_name, names.initials])
@given(name=NAMES)
def test_decomposed_names_give_what_composed_names_give(function, name):
    assert function(unicodedata.normalize("NFD", name)) == function(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    ("full_name", "given_name", "initials"),
    [
        ("Nguyễn Thị Thùy Linh", "Linh", "NTTL"),
        ("  Đỗ   Ánh ", "Ánh", "ĐÁ"),
        ("Lỳ Y Sềnh", "Sềnh", "LYS"),
        ("Tố Hữu (Nguyễn Kim Thành)", "Thành)", "THNKT"),
        ("Mua", "Mua", "M"),
        ("đặng văn 2", "2", "ĐV"),
        ("", "", ""),
    ],
)
def test_given_name_and_initials(full_name, given_name, initials):
    assert (names.given_name(full_name), names.initials(full_name)) == (given_name, initials)
