"""Text at the entrance: NFC, nothing hidden, folded, counted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel import text
from contest.kernel.errors import RuleBroken

# Any text without NUL, enriched with what makes normalising and cleaning hard, too short to heap 31 marks.
AWKWARD = (
    "\u0301\u0323\u0309\u0f73\u0344\u200d\u200b\ufe0f\u202e\u00ad\r\n\x0b\u2028\x85\ud800\U000e0067"
    "😀❤↔🏴©5đĐƯờỗİΣ가ᄀ"
)
TEXTS = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_characters="\0")), max_size=12)
LINE = "Nguyễn Thị Thùy Linh – Hà Tĩnh, bảo vệ nền tảng tư tưởng"


def nfd(value):
    return unicodedata.normalize("NFD", value)


@pytest.mark.parametrize(
    "function",
    [
        text.nfc,
        text.one_line,
        text.fold,
        text.count_words,
        text.count_characters,
        lambda value: text.count_characters(value, spaces=False),
    ],
)
@given(value=TEXTS)
def test_decomposed_text_gives_what_composed_text_gives(function, value):
    assert function(nfd(value)) == function(unicodedata.normalize("NFC", value)) == function(value)


@pytest.mark.parametrize("function", [text.nfc, text.one_line, text.fold])
@given(value=TEXTS)
def test_what_has_passed_once_passes_again_unchanged(function, value):
    assert function(function(value)) == function(value)


@given(value=TEXTS)
def test_kept_text_is_nfc_and_can_be_stored_anywhere(value):
    kept = text.nfc(value)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert {char for char in kept if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}} <= {"\t", "\n"}


def test_a_vietnamese_line_is_composed():
    assert (len(nfd(LINE)), len(text.nfc(nfd(LINE)))) == (72, 56)


def test_line_ends_become_line_feeds_and_part_words():
    assert text.nfc("a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i\tk") == "a\nb\nc\nd\ne\nf\ng\nh\ni\tk"


def test_controls_are_removed():
    assert text.nfc("\x01a\x08b\x1bc\x1fd\x7fe\x9ff") == "abcdef"


def test_what_nobody_sees_is_removed():
    hidden = (
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u061c\u3164\U000e0041\ufe01"
    )
    assert text.nfc(f"Hà{hidden} Tĩnh{hidden}") == "Hà Tĩnh"


def test_zero_width_characters_cheat_no_word_count():
    assert text.count_words("một\u200bhai ba\u2060bốn \u200b năm") == 3


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "❤️‍🔥", "👩🏽‍⚕️", "1️⃣", "🏳️‍🌈", "🙂‍↔️", "\ue000", "𝄞"])
def test_emoji_and_private_use_characters_come_back_whole(emoji):
    assert text.nfc(f"xin {emoji} chào") == f"xin {emoji} chào"


def test_half_a_surrogate_pair_is_removed():
    assert text.nfc("a\ud83db") == "ab"


def test_nul_is_refused_with_advice():
    with pytest.raises(RuleBroken) as refusal:
        text.nfc("a\0b")
    assert str(refusal.value) == (
        "The text contains a null character, which cannot be kept. Type it anew or copy it again."
    )


@pytest.mark.parametrize(
    "heap",
    [
        "a" + "\u0301\u0323" * 50_000,
        "a" + "\u0301\u200b\u0323\u00ad" * 50_000,
        "\u0f73" * 100_000,
        "a" + "\u0301\u034f" * 100_000,
        "a" + "\u0301" * 31,
    ],
)
@pytest.mark.parametrize(
    "function", [text.nfc, text.one_line, text.fold, text.count_words, text.count_characters]
)
def test_heaped_marks_are_refused_before_normalising(function, heap):
    with pytest.raises(RuleBroken) as refusal:
        function(heap)
    assert str(refusal.value) == (
        "More than 30 accents are heaped on one letter of the text."
        " Delete that letter, type it again and save once more."
    )


def test_thirty_marks_in_a_row_are_kept():
    assert text.nfc("x" + "\u0301" * 30) == "x" + "\u0301" * 30


def test_marks_that_come_apart_to_more_than_thirty_are_refused_at_once():
    with pytest.raises(RuleBroken):
        text.nfc("z" + "\u0344" * 30)


def test_long_text_of_another_script_is_no_heap_of_marks():
    assert text.nfc("ข้อความ" * 40 + "漢字" * 40) == "ข้อความ" * 40 + "漢字" * 40


def test_a_name_is_one_line():
    assert text.one_line("  Nguyễn \t Thị\u00a0\r\n Hà ") == "Nguyễn Thị Hà"


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("Đặng Đức", "dang duc"),
        ("Hòa  HOÀ", "hoa hoa"),
        ("ỨNG xử: “được”, 20,5 %!", "ung xu: “duoc”, 20,5 %!"),
        ("Ðặng", "dang"),
        ("  Tư\ntưởng ", "tu tuong"),
        ("qùỵết định qùản trọng", "quyet dinh quan trong"),
        ("", ""),
    ],
)
def test_folding_makes_spellings_comparable(value, folded):
    assert text.fold(value) == folded


@given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ")))
def test_folded_vietnamese_letters_are_ascii(letters):
    assert text.fold(letters.upper()) == text.fold(letters)
    assert text.fold(letters).isascii()


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60))
def test_words_of_plain_text_are_white_space_tokens(value):
    plain = text.nfc(value)
    assert text.count_words(value) == len(plain.split())


def test_words_are_counted_as_word_counts_them():
    assert text.count_words(LINE) == 13
    assert text.count_words("") == 0
    assert text.count_words("một\u00a0hai\nba") == 3


def test_characters_are_counted_with_or_without_spaces_never_line_ends():
    assert text.count_characters("Hà Tĩnh\r\nđẹp\tlắm") == 14
    assert text.count_characters("Hà Tĩnh\r\nđẹp\tlắm", spaces=False) == 12
    assert text.count_characters(nfd(LINE)) == 56
