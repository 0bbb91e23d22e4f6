"""A key as words on paper: typed back without diacritics and in any case, and every slip is named."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.anonymisation.rules import key_words
from contest.anonymisation.rules.word_lists import ENGLISH, LISTS, VIETNAMESE
from contest.kernel import text
from contest.kernel.errors import RuleBroken, RulesBroken

SEED = bytes(range(0, 256, 16))


@given(st.binary(min_size=16, max_size=16), st.sampled_from(["vi", "en", "fr"]))
def test_a_key_is_read_as_it_was_written(seed, language):
    words = key_words.written(seed, language)

    assert len(words) == 17
    assert key_words.read(" ".join(words)) == seed
    assert key_words.read(text.fold("  \n".join(words)).upper()) == seed
    assert key_words.read(unicodedata.normalize("NFD", ", ".join(words))) == seed
    assert key_words.read("\n".join(f"{at}. {word}" for at, word in enumerate(words, start=1))) == seed


def test_no_two_words_are_the_same_without_diacritics_in_either_list():
    folded = [text.fold(word) for words in LISTS.values() for word in words]

    assert (len(VIETNAMESE), len(ENGLISH), len(set(folded))) == (256, 256, 512)
    assert all(word.isalpha() for word in folded)


def test_the_words_of_a_key_never_change():
    """Printed sheets rely on the lists."""
    vietnamese = "áo bếp cam chim dao đồi gương hươu làng mía nếp ngựa quả sao tai tỏi giường"
    english = (
        "acid bacon bison bucket castle coast dance elder flower giraffe hero kitchen market north palace pocket"
        " dawn"
    )

    assert " ".join(key_words.written(SEED, "vi")) == vietnamese
    assert " ".join(key_words.written(SEED, "en")) == english


def refusal(typed):
    with pytest.raises(RuleBroken) as refused:
        key_words.read(typed)
    assert refused.value.field == "words"
    return str(refused.value)


def test_a_word_of_no_list_is_named_with_its_number():
    words = list(key_words.written(SEED, "en"))
    words[4] = "qwerty"

    assert refusal(" ".join(words)) == (
        "Word 5, “qwerty”, is not a word of any key. Compare it with your sheet."
    )


def test_all_words_that_are_wrong_are_named_at_once_and_a_wrong_number_with_them():
    words = list(key_words.written(SEED, "en"))
    words[4], words[9] = "qwerty", "z" * 5000

    with pytest.raises(RulesBroken) as refused:
        key_words.read(" ".join(words[:-1]))

    assert [str(each) for each in refused.value.each] == [
        "A key has 17 words; here are 16. Compare them with your sheet.",
        "Word 5, “qwerty”, is not a word of any key. Compare it with your sheet.",
        f"Word 10, “{'z' * 30}”, is not a word of any key. Compare it with your sheet.",
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_wrong_word_is_named_with_its_diacritics_as_the_sheet_and_the_field_have_it(form):
    words = list(key_words.written(SEED, "vi"))
    unknown, exchanged = [*words[:4], "Quẫng", *words[5:]], [words[1], words[0], *words[2:]]

    assert [refusal(unicodedata.normalize(form, " ".join(each))) for each in (unknown, exchanged)] == [
        "Word 5, “Quẫng”, is not a word of any key. Compare it with your sheet.",
        (
            "The last word, “giường”, does not fit the others, so a word is wrong or in the wrong place."
            " Compare all of them with your sheet."
        ),
    ]


@pytest.mark.parametrize("typed", ["", "acid acorn", " ".join(["acid"] * 18)])
def test_too_few_and_too_many_words_are_counted(typed):
    assert refusal(typed).startswith(f"A key has 17 words; here are {len(typed.split())}.")


def test_one_wrong_word_and_two_exchanged_are_caught_by_the_check_word():
    """The check word is one byte of SHA-512: one slip in 256 passes it, and then the key is not the holder's."""
    words = list(key_words.written(SEED, "en"))
    slips = []
    for at in range(16):
        others = [other for other in ENGLISH[:40] if other != words[at]]
        slips += [[*words[:at], other, *words[at + 1 :]] for other in others]
        slips.append([*words[:at], words[(at + 1) % 16], *words[at + 1 :]])
    passed = 0
    for slip in slips:
        try:
            passed += key_words.read(" ".join(slip)) != SEED
        except RuleBroken as error:
            assert "does not fit the others" in str(error)  # noqa: PT017
    assert passed < len(slips) / 100


def test_words_of_two_languages_are_no_key():
    mixed = [*key_words.written(SEED, "vi")[:8], *key_words.written(SEED, "en")[8:]]

    assert "does not fit the others" in refusal(" ".join(mixed))


def test_three_words_are_asked_back_each_once_and_in_order():
    for _ in range(50):
        asked = key_words.asked_back()
        assert len(set(asked)) == 3
        assert list(asked) == sorted(asked)
        assert asked[0] >= 1
        assert asked[-1] <= 17
