"""Authors compared with those who must not take part, and the lists of them read row by row."""

import pytest

from contest.editions.rules.barring import Listed, matches, rows

LAN = Listed("Nguyễn Thị Lan", "lan@example.org", "Ban Chỉ đạo")
NAM = Listed("Trần Văn Nam", "", "Tổ Thư ký")
CHAIR = Listed("Võ Minh Chủ", "chu@example.org", "chair", account_id=7)


@pytest.mark.parametrize(
    ("name", "email", "account", "expected"),
    [
        ("Nguyễn Thị Lan", "khac@example.org", 1, [(LAN, "name")]),
        ("nguyen thi lan", "khac@example.org", 1, [(LAN, "name")]),
        ("Lan Nguyễn Thị", "khac@example.org", 1, [(LAN, "name")]),
        ("Tên Khác Hẳn", "lan@example.org", 1, [(LAN, "email")]),
        ("Trần Văn Nam", "chu@example.org", 7, [(NAM, "name"), (CHAIR, "account")]),
        ("Nguyễn Lan", "khac@example.org", 1, []),
        ("Lan", "khac@example.org", 1, []),
        ("Trần Thị Nam", "", 1, []),
    ],
)
def test_an_author_is_matched_by_the_surest_sign(name, email, account, expected):
    found = matches(name, email, account, [LAN, NAM, CHAIR])

    assert [(match.listed, match.by) for match in found] == expected


def test_one_word_is_no_name_to_be_matched_by():
    assert matches("Lan", "", 1, [Listed("Lan", "", "")]) == ()


def test_a_list_with_a_heading_may_have_its_columns_in_any_order():
    read = rows([(1, ["Chức danh", "Họ và tên"]), (2, ["Ban Giám khảo", " Lê  Thị Hoa "])])

    assert [(row.number, row.name, row.email, row.why, row.problems) for row in read] == [
        (2, "Lê Thị Hoa", "", "Ban Giám khảo", ())
    ]


def test_each_row_says_what_is_wrong_with_it():
    read = rows([(1, ["", "a@example.org"]), (2, ["Lê Hoa", "a@"]), (3, ["Lê Hoa", "", "x" * 121])])

    assert [len(row.problems) for row in read] == [1, 1, 1]
    assert str(read[2].problems[0]) == "The reason is too long: at most 120 characters."


def test_an_author_is_matched_by_the_number_of_papers_before_address_and_name():
    known = Listed("Ai Khác Hẳn", "", "Tổ Thư ký", id_number="001185000123")

    assert [(m.listed, m.by) for m in matches("Lan", "", 1, [known, LAN], id_number="001185000123")] == [
        (known, "id_number")
    ]
    assert matches("Lan", "", 1, [known, LAN], id_number="") == ()


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("001 185 000 123", "001185000123"),
        ("1185000123", "001185000123"),  # a spreadsheet dropped the noughts
        ("79193000001", "079193000001"),
        ("12345678", "012345678"),
        ("", ""),
    ],
)
def test_the_number_of_papers_on_a_list_is_kept_as_digits(cell, kept):
    (row,) = rows([(1, ["Họ tên", "Số CCCD"]), (2, ["Lê Thị Hoa", cell])])[-1:]

    assert (row.id_number, row.problems) == (kept, ())


def test_a_number_that_cannot_be_is_named_and_stays_as_it_was_typed():
    (row,) = rows([(1, ["Lê Hoa", "", "", "12AB"])])

    assert (row.id_number, [p.field for p in row.problems]) == ("12AB", ["id_number"])
