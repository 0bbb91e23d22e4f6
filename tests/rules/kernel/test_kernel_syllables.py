"""The spelling of Vietnamese syllables."""

import pytest

from contest.kernel.syllables import is_syllable

GOOD = """
a à của nghiêng nghĩa giếng gìn già giữa giặt quốc quýt quỳnh quyển quả khuya khuỷu thuở thuyền hoà hòa thuỷ
thủy loắt ngoằn ngoèo xoong huỵch tuýp được ướt hươu rượu yếu yểu đẹp ỷ ưỡn nguệch khoắt chuếnh
"""


@pytest.mark.parametrize("word", GOOD.split())
def test_good_spelling_is_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "ng",
        "taùc",  # the second letter of a VNI pair is no vowel of its own
        "thaù",  # "au" is a rime, but carries its tone on the a
        "tôt",  # t at the end asks for sắc or nặng
        "mảt",
        "toàn̄",
        "été",
        "phaåm",
        "Nam",  # lower case is asked for
        "kafka",
    ],
)
def test_what_cannot_be_a_syllable_is_not_taken_for_one(word):
    assert not is_syllable(word)
