"""Text of before Unicode is converted where every word agrees, and left alone where one does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel import encodings
from contest.kernel.conversion import TCVN3, converted, decode_bytes

ROAD = (
    "Một buổi sáng đầu thu, gió từ con sông thổi vào phố nhỏ; người bán hàng rong gọi nhau ơi ới.\n"
    "Những ngày thơ ấu ở quê hương: trường làng, bến nước, gốc đa.\n\nĐường về ngõ cũ “rất xa” – nhưng ai cũng nhớ,"
    " nhất là mỗi độ xuân về, khi hoa mận nở trắng khắp sườn đồi và tiếng trống hội vang lên từ sân đình."
)
_TCVN3 = {letter: code for code, letter in reversed(TCVN3.items())} | {"ư": "\u00ad"}
_VNI = {unicodedata.normalize("NFC", letter): codes for codes, letter in encodings.VNI.items()}


def tcvn3(value: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in value)


def vni(value: str) -> str:
    return "".join(_VNI.get(char) or _VNI.get(char.lower(), "").upper() or char for char in value)


def viscii(value: str) -> str:
    return "".join(decode_bytes(bytes([0x80 + encodings.VISCII.index(char)])) if char in encodings.VISCII else char
                   for char in value)  # fmt: skip


def misread(value: str) -> str:
    return decode_bytes(value.encode())


WAYS = {"VNI Windows": vni, "TCVN3 (ABC)": tcvn3, "VISCII": viscii, "UTF-8": misread}


@pytest.mark.parametrize("name", WAYS)
def test_a_text_of_before_unicode_comes_back_as_it_was_meant(name):
    found = converted(WAYS[name](ROAD))
    assert found is not None
    assert (found.encoding, found.after) == (name, ROAD)


def test_capitals_come_back_in_vni():
    found = converted(vni(ROAD.upper()))
    assert found is not None
    assert found.after == ROAD.upper()


def test_a_word_of_capitals_comes_back_in_tcvn3_whose_fonts_have_the_capitals():
    found = converted(tcvn3(ROAD) + "\n" + "VI\u00d6T NAM")
    assert found is not None
    assert found.after.endswith("VIỆT NAM")


@pytest.mark.parametrize("value", [
    ROAD,
    vni(ROAD) + "\nCó là",  # fits both
    vni(ROAD) + " café",  # fits neither
    vni(ROAD).replace("saùng", "saùùng"),
    tcvn3(ROAD).replace("\u00ad", ""),  # letters were lost on the way
    misread(ROAD).replace("á", "x", 1),
    "où est le café de la gare, où sont les élèves, déjà partis à la forêt",
    "",
])  # fmt: skip
def test_nothing_is_offered_where_it_is_not_surely_right(value):
    assert converted(value) is None


def test_a_paragraph_of_unicode_among_old_ones_stays_as_it_is():
    found = converted(vni(ROAD) + "\nTiếng Việt được giữ nguyên")
    assert found is not None
    assert found.after == ROAD + "\nTiếng Việt được giữ nguyên"


@given(st.text(st.sampled_from("aâäeéoôuùñ ngth\n\u00ad¸µ©“–"), max_size=200))
def test_whatever_comes_nothing_breaks_and_what_is_offered_is_in_good_order(value):
    found = converted(value)
    assert found is None or encodings.legacy_encoding(found.after) is None
