"""A unit's lists read row by row: what is sound, what is wrong where, and what only the numbers are kept of."""

import pytest

from contest.entries.rules.batch_rows import FORWARDED, MOST, RECEIVED, Known, forwarded, received
from contest.kernel.errors import RuleBroken
from contest.kernel.text import fold

CALLED = {fold(label): name for name, label in FORWARDED.items()}
CALLED_RECEIVED = {fold(label): name for name, label in RECEIVED.items()}
KNOWN = Known(
    units={"U1": 1, "xa binh minh": 1, "U2": 2, "xa trung": None},
    categories={"bai viet": 7},
    files={"a.docx": "A.docx", "b.pdf": "b.pdf", "c.pdf": "c.pdf"},
    this_year=2026,
)
HEADING = (1, tuple(FORWARDED.values()))


def row(number, title="Bến sông", category="Bài viết", author="Lê Văn Giấy", year="1950", unit="U1", *more):
    rest = [*more, *["", "", "", ""][len(more) :]]
    return number, (title, category, author, year, unit, *rest)


def test_a_sound_row_is_kept_as_it_will_be_taken_in():
    found = forwarded(
        [
            HEADING,
            row(
                2, "Bến sông", "bài VIẾT", "Lê Văn Giấy", "01/02/1950", "Xã Bình Minh", "0912 345 678",
                "Giay@Example.org", "Đỗ Thị Hai; Trần Ba", "a.DOCX",
            ),
        ],
        Known(KNOWN.units, KNOWN.categories, {"a.docx": "A.docx"}, 2026), CALLED,
    )  # fmt: skip

    assert found.faults == ()
    assert found.rows == ({
        "number": 2, "title": "Bến sông", "category_id": 7, "file": "A.docx",
        "authors": [
            {
                "full_name": "Lê Văn Giấy", "birth_year": 1950, "unit_id": 1, "phone": "0912345678",
                "email": "giay@example.org",
            },
            {"full_name": "Đỗ Thị Hai", "unit_id": 1},
            {"full_name": "Trần Ba", "unit_id": 1},
        ],
    },)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (row(2, ""), "title"),
        (row(2, "x" * 201), "title"),
        (row(2, category="Thơ"), "category"),
        (row(2, author="1"), "author"),
        (row(2, year="50"), "birth_year"),
        (row(2, unit="Xã Lạ"), "unit"),
        (row(2, unit="Xã Trùng"), "unit"),
        (row(2, "Tên", "Bài viết", "Lê Văn Giấy", "", "", "12"), "phone"),
        (row(2, "Tên", "Bài viết", "Lê Văn Giấy", "", "", "", "không"), "email"),
        (row(2, "Tên", "Bài viết", "Lê Văn Giấy", "", "", "", "", "A1"), "others"),
    ],
)
def test_what_is_wrong_is_named_with_its_row_and_column(line, column):
    number, cells = line
    found = forwarded([HEADING, (number, (*cells[:8], "a.docx"))], KNOWN, CALLED)

    assert (found.rows, found.faults[0].row, found.faults[0].column) == ((), 2, FORWARDED[column])


def test_a_file_is_named_once_is_in_the_zip_and_none_is_left_over():
    lines = [
        HEADING,
        *(
            row(n, "Tên", "Bài viết", "Lê Văn Giấy", "", "", "", "", "", file)
            for n, file in ((2, "a.docx"), (3, "A.docx"), (4, ""), (5, "d.pdf"))
        ),
    ]

    found = forwarded(lines, KNOWN, CALLED)

    assert [each["number"] for each in found.rows] == [2]
    assert [(each.row, each.params) for each in found.faults] == [
        (3, {"row": 2}), (4, {}), (5, {"name": "d.pdf"}), (0, {"count": 2, "names": "b.pdf, c.pdf"}),
    ]  # fmt: skip


def test_a_contact_sends_works_of_the_own_units_alone():
    own = Known(KNOWN.units, KNOWN.categories, KNOWN.files, 2026, frozenset({2}))
    lines = [
        HEADING,
        row(2, "Tên", "Bài viết", "Lê Văn Giấy", "", "U1", "", "", "", "a.docx"),
        row(3, "Tên", "Bài viết", "Lê Văn Giấy", "", "", "", "", "", "b.pdf"),
    ]

    found = forwarded(lines, own, CALLED)

    assert [(each.row, each.column) for each in found.faults if each.row] == [
        (2, FORWARDED["unit"]),
        (3, FORWARDED["unit"]),
    ]


def test_rows_that_the_template_offered_are_passed_over():
    assert forwarded([HEADING, (2, ("", "Bài viết"))], Known({}, {}, {}, 2026), CALLED).faults == ()


def test_a_list_that_is_not_the_template_or_too_long_is_refused():
    with pytest.raises(RuleBroken, match="first row"):
        forwarded([(1, ("Tên", "Tuổi"))], KNOWN, CALLED)
    with pytest.raises(RuleBroken, match="first row"):
        received([], KNOWN, CALLED_RECEIVED)
    with pytest.raises(RuleBroken, match="more than 5000"):
        forwarded([HEADING, *(row(n) for n in range(2, MOST + 3))], KNOWN, CALLED)


def test_of_works_that_a_unit_keeps_the_numbers_are_kept_and_no_names():
    lines = [
        (1, tuple(RECEIVED.values())),
        (2, ("U1", "Bài viết", "Lê Văn Giấy", "Một", "")),
        (3, ("U1", "Bài viết", "lê văn giấy", "Hai", "")),
        (4, ("Xã Bình Minh", "Bài viết", "Đỗ Thị Hai", "Ba", "")),
        (5, ("U1", "Bài viết", "Trần Ba", "Bốn", "x")),
        (6, ("U2", "Bài viết", "", "Năm", "")),
        (7, ("", "Bài viết", "", "", "")),
    ]

    found = received(lines, KNOWN, CALLED_RECEIVED)

    assert found.rows == ({"unit_id": 1, "category_id": 7, "works": 3, "authors": 2},)
    assert [(each.row, each.column, each.of) for each in found.faults] == [(6, "Author", "received")]
