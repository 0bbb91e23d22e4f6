"""Lists from Excel and CSV come in as rows of clean text, hostile ones with a sentence; none goes out alive."""

import io
import re
import unicodedata
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from contest.kernel.errors import RuleBroken
from contest.platform import spreadsheets
from contest.platform.spreadsheets import Line


def excel(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def refusal(raw, name):
    with pytest.raises(RuleBroken) as caught:
        spreadsheets.read_file(raw, name)
    assert caught.value.field == "file"
    return str(caught.value)


def test_an_excel_list_is_read_as_people_see_it():
    raw = excel(
        ["Họ tên", "Năm", "Từ ngày"], [], ["  Đỗ   Thị\nBích ", 1964, date(2025, 7, 1)], [None, 2.5, "=1+1"]
    )

    assert spreadsheets.read_file(raw, "ds.xlsx") == (
        Line(1, ("Họ tên", "Năm", "Từ ngày")),
        Line(3, ("Đỗ Thị Bích", "1964", "01/07/2025")),
        Line(4, ("", "2.5")),  # a formula that was never reckoned shows nothing
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_every_form_that_excel_writes(separator, encoding):
    typed = f'Tên{separator}Mã\r\n"Nguyễn{separator} Văn ""A"""{separator}X1\r\n\r\n'

    assert spreadsheets.read_file(typed.encode(encoding), "ds.csv") == (
        Line(1, ("Tên", "Mã")),
        Line(2, (f'Nguyễn{" " if separator == chr(9) else separator} Văn "A"'.replace("  ", " "), "X1")),
    )


def test_text_is_nfc_at_this_entrance_too():
    assert spreadsheets.read_text(unicodedata.normalize("NFD", "Đặng;Huế"), field="rows") == (
        Line(1, ("Đặng", "Huế")),
    )


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"", "ds.xlsx", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ds.xls", "Save As"),
        (b"not a workbook", "ds.xlsx", "neither"),
        (zipped(word__document_dot_xml="<a/>"), "ds.xlsx", "neither"),
        (zipped(xl__workbook_dot_xml="<a/>"), "ds.xlsx", "cannot be read"),
        (zipped(xl__workbook_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "ds.xlsx", ""),
        (zipped(xl__workbook_dot_xml="<a/>", xl__media__a=b"\0" * 30_000_000), "ds.xlsx", ""),
        (b"PK\x03\x04 and then nothing", "ds.xlsx", ""),
        ("Nguy\xf4n".encode("latin-1"), "ds.csv", "Unicode"),
        (b'a;"b' + b"c" * 200_000, "ds.csv", ""),
        (b"a" * (10 * 1024 * 1024 + 1), "ds.csv", "10 MB"),
        (b"x\n" * 20_001, "ds.csv", "20000 rows"),
        (b"x" * 2_001, "ds.csv", "Row 1: a cell has more than 2000 characters."),
    ],
)
def test_what_cannot_be_a_list_is_refused_with_a_sentence(raw, name, said):
    assert said in refusal(raw, name)


DANGEROUS = ["=1+1", "+84912", "-5", "@SUM(A1)", "Xã Bình Minh"]


def test_nothing_written_is_a_formula():
    book = load_workbook(
        io.BytesIO(spreadsheets.write_excel(["Tên", "Số"], [(d, 7) for d in DANGEROUS], sheet="Đơn vị"))
    )

    cells = [(row[0].value, row[0].data_type, row[1].value) for row in book["Đơn vị"].iter_rows(min_row=2)]
    assert cells == [(d, "s", 7) for d in DANGEROUS]
    assert spreadsheets.write_csv(["Tên"], [[d] for d in DANGEROUS]).decode("utf-8-sig").split("\r\n") == [
        "Tên",
        *(f"'{d}" for d in DANGEROUS[:4]),
        "Xã Bình Minh",
        "",
    ]


def test_an_excel_list_says_nothing_of_the_moment_at_which_it_was_made():
    raw = spreadsheets.write_excel(["Đơn vị"], [["Thư viện tỉnh"]], sheet="Lần này")
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        dates = {member.date_time for member in package.infolist()}
        properties = package.read("docProps/core.xml").decode()

    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert sorted(set(re.findall(r"\d{4}-\d\d-\d\dT[0-9:]+Z", properties))) == ["2000-01-01T00:00:00Z"]


def test_sheets_that_can_be_seen_and_are_not_empty_are_read_in_their_order():
    book = Workbook()
    book.active.title = "Trống"
    for title, state in (("Một", "visible"), ("Ẩn", "hidden"), ("Hai", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append([title])
    made = io.BytesIO()
    book.save(made)
    one, two = (("Một", (Line(1, ("Một",)),)), ("Hai", (Line(1, ("Hai",)),)))
    assert spreadsheets.read_sheets(made.getvalue(), "ds.xlsx") == (one, two)
    assert spreadsheets.read_file(made.getvalue(), "ds.xlsx") == one[1]


def test_a_workbook_of_empty_sheets_has_no_rows_and_one_of_too_many_is_refused():
    book = Workbook()
    made = io.BytesIO()
    book.save(made)
    assert spreadsheets.read_sheets(made.getvalue(), "ds.xlsx") == (("Sheet", ()),)
    for _ in range(spreadsheets.SHEETS):
        book.create_sheet()
    book.save(made)
    assert refusal(made.getvalue(), "ds.xlsx") == "The file has more than 20 sheets. Split it."
