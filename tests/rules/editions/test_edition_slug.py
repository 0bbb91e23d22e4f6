import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.editions.rules.slug import slug
from contest.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Cuộc thi chính luận", "cuoc-thi-chinh-luan-2026"),
        ("Đặng Thùy Trâm: nhật ký!", "dang-thuy-tram-nhat-ky-2026"),
        ("Giải viết 2026", "giai-viet-2026"),
        ("征文", "edition-2026"),
        ("a" * 70, "a" * 50 + "-2026"),
        (
            "Bảo vệ nền tảng tư tưởng của Đảng trong tình hình mới",
            "bao-ve-nen-tang-tu-tuong-cua-dang-trong-tinh-hinh-2026",
        ),
    ],
)
def test_an_address_is_made_of_plain_words_and_the_year(title, address):
    assert slug(title, 2026) == address


def test_a_taken_address_gets_a_number():
    assert slug("Thi", 2026, {"thi-2026", "thi-2026-2"}) == "thi-2026-3"


@given(st.text(max_size=200), st.integers(2000, 2100))
def test_an_address_always_fits_into_a_url_and_a_column(title, year):
    try:
        found = slug(title, year)
    except RuleBroken:  # a null character or heaped marks: refused before it comes here
        return

    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", found)
    assert len(found) <= 60
