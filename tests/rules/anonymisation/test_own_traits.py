"""The search for what authors say about themselves: pen name, position, address, number of papers."""

import pytest

from contest.anonymisation.rules.leaks import Identity
from tests.rules.anonymisation.test_leaks import tokens

WHO = Identity(
    names=("Sông Quê",),
    positions=("Hiệu trưởng Trường THPT Lam Kiều", "Giáo viên"),
    addresses=("Số 12 ngõ 4 Lê Lợi, phường Bến Thành, Tỉnh Mẫu", "Tỉnh Mẫu"),
    id_numbers=("001185000123",),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ký tên: Sông Quê.", [("name", "Sông Quê")]),
        ("Là hiệu trưởng trường THPT Lam Kiều, tôi", [("position", "hiệu trưởng trường THPT Lam Kiều")]),
        ("ở số 12, ngõ 4, Lê Lợi có cây", [("address", "số 12, ngõ 4, Lê Lợi")]),
        (
            "Nhà tôi: So 12 ngo 4 Le Loi, phuong Ben Thanh.",
            [("address", "So 12 ngo 4 Le Loi, phuong Ben Thanh")],
        ),
        ("căn cước 001 185 000 123 đây", [("id-number", "001 185 000 123")]),
        ("căn cước 001185000123", [("id-number", "001185000123")]),
        ("Về thăm Tỉnh Mẫu, ra phường Bến Thành.", [("place", "Tỉnh Mẫu"), ("place", "phường Bến Thành")]),
    ],
)
def test_what_an_author_says_of_themselves_is_found_in_the_text(text, found):
    assert tokens(text, WHO) == found


@pytest.mark.parametrize(
    "text",
    [
        "Dòng sông quê tôi chảy mãi.",
        "Mỗi giáo viên đều là người học.",
        "Ra phường, về tỉnh, đi xã.",
        "số 9001185000123 và 0011850001234",
    ],
)
def test_what_many_could_write_is_left_in_peace(text):
    assert tokens(text, WHO) == []
