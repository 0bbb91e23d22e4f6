"""Administrators keep the tree of units: one by one, and by lists that show what they would change."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from contest.kernel import clock
from contest.people import queries, units
from contest.people.rules.unit_tree import Unit
from contest.platform import spreadsheets
from tests.web.office.office_browsing import errors, fields, send, text

PAGE = "/account/administration/units"
HEADER = ("Mã", "Tên", "Loại", "Mã đơn vị cấp trên", "Từ ngày", "Đến ngày", "Mã đơn vị kế thừa")
TREE = (
    Unit("T", "Tỉnh Mẫu", "tỉnh"),
    Unit("X1", "Xã Suối Mơ", "xã", "T", None, date(2025, 6, 30), ("X9",)),
    Unit("X2", "Xã Rừng Cọ", "xã", "T", None, date(2025, 6, 30), ("X9",)),
    Unit("X9", "Xã “Đồi Chè”", "xã", "T", date(2025, 7, 1)),
)


@pytest.fixture
def chief(client_for, factory):
    return client_for(factory.administrator())


@pytest.fixture
def filled(factory):
    for unit in (TREE[0], TREE[3], *TREE[1:3]):
        factory.do(units.save, unit, seen=None, actor_id=None, now=clock.now())


def stored(factory):
    return tuple(factory.read(units.tree).values())


def rows(*listed):
    return [
        (u.code, u.name, u.kind, u.parent or "", f"{u.valid_from:%d/%m/%Y}" if u.valid_from else "",
         f"{u.valid_until:%d/%m/%Y}" if u.valid_until else "", " ".join(u.successors))
        for u in listed
    ]  # fmt: skip


def upload(client, content, name="don-vi.xlsx"):
    held = fields(client.get(f"{PAGE}/import"))
    return client.post(f"{PAGE}/import", data={**held, "file": (io.BytesIO(content), name)})


def excel(*listed, header=HEADER):
    return spreadsheets.write_excel(header, listed, sheet="x")


# --- one by one -----------------------------------------------------------------------------------------------


def test_a_unit_is_renamed_and_ended_with_its_successor(factory, chief, filled):
    at = f"{PAGE}/{factory.read(units.ids, ['X9'])['X9']}"
    factory.do(units.save, Unit("X10", "Phường Mới", valid_from=date(2027, 1, 1)), seen=None, actor_id=None,
               now=clock.now())  # fmt: skip

    saved = send(chief, at, {"name": "Xã Đồi", "valid_until": "31/12/2026", "successors": "X10"})

    assert (saved.status_code, saved.location) == (303, f"{PAGE}?q=X9")
    assert factory.read(units.tree)["X9"] == Unit(
        "X9", "Xã Đồi", "xã", "T", date(2025, 7, 1), date(2026, 12, 31), ("X10",)
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"valid_until": "mai"}, "Last day: Write the day like 30/06/2025, or nothing."),
        (
            {"parent": "X9"},
            (
                "Code of the unit above it: A unit cannot belong to itself or to one below it. "
                "Choose another one above it."
            ),
        ),
        (
            {"valid_until": "31/12/2026", "successors": "Z"},
            "Codes of its successors: There is no unit with the code Z.",
        ),
        ({"name": ""}, "Name: Please fill in this field."),
    ],
)
def test_what_a_unit_cannot_be_is_said_beside_the_field_with_everything_kept(
    factory, chief, filled, typed, sentence
):
    at = f"{PAGE}/{factory.read(units.ids, ['X9'])['X9']}"

    refused = send(chief, at, {"kind": "phường", **typed})

    assert (refused.status_code, errors(refused)[0]) == (422, sentence)
    assert {name: fields(refused)[name][0] for name in typed} == typed
    assert (fields(refused)["kind"], stored(factory)) == (["phường"], TREE)


def test_the_second_of_two_administrators_is_told_and_nothing_is_overwritten(factory, chief, filled):
    at = f"{PAGE}/{factory.read(units.ids, ['X9'])['X9']}"
    old = fields(chief.get(at))
    send(chief, at, {"name": "Xã Thứ Nhất"})

    refused = chief.post(at, data={**old, "name": ["Xã Thứ Hai"]})

    assert refused.status_code == 422
    assert "Somebody changed the units while you were looking." in errors(refused)[0]
    assert factory.read(units.tree)["X9"].name == "Xã Thứ Nhất"


@pytest.mark.parametrize(
    ("words", "found"), [("đồi che", ["X9"]), ("SUOI", ["X1"]), ("x", ["X1", "X2", "X9"])]
)
def test_units_are_found_without_diacritics_or_by_the_beginning_of_the_code(factory, filled, words, found):
    assert [unit.code for unit in factory.read(units.search, words)] == found


def test_a_long_list_has_pages_that_are_read_on_from_the_last_code(factory, chief):
    listed = [(f"U{number:04}", f"Đơn vị {number}", "", "", "", "", "") for number in range(150)]
    send_list(chief, excel(*listed))

    first = chief.get(PAGE)
    second = chief.get(f"{PAGE}?after=U0099")

    assert ("U0099</code>" in first.text, "U0100</code>" in first.text) == (True, False)
    assert ('rel="next"' in first.text, 'rel="next"' in second.text) == (True, False)
    assert ("U0100</code>" in second.text, "U0149</code>" in second.text) == (True, True)


# --- who may choose which -------------------------------------------------------------------------------------


def test_only_units_of_today_are_offered_and_an_own_unit_that_ended_stays(factory, client_for, filled):
    ended, today = (factory.read(units.ids, [code])[code] for code in ("X1", "X9"))
    person = factory.person("Lê Văn Tám", unit_id=today)
    offered = [unit.code for unit in factory.read(queries.units, on=date(2026, 1, 1))]

    refused = send(client_for(person), "/account/details", {"unit_id": str(ended)})

    assert (offered, refused.status_code) == (["T", "X9"], 422)
    assert factory.read(queries.person, person).unit_id == today


def test_the_territory_and_the_successors_of_a_unit_are_found_by_its_id(factory, filled):
    known = factory.read(units.ids, ["X1", "X2", "X9"])

    assert factory.read(units.territory, known["X9"]) == frozenset(known.values())
    assert factory.read(units.current, known["X1"], date(2026, 1, 1)) == ("X9",)


# --- lists ----------------------------------------------------------------------------------------------------


def send_list(client, content):
    return client.post(f"{PAGE}/import", data={**fields(upload(client, content)), "apply": "1"})


def test_a_list_is_shown_first_and_then_saved_as_it_was_shown(factory, chief):
    shown = upload(chief, excel(*rows(*TREE)))
    before = stored(factory)
    saved = chief.post(f"{PAGE}/import", data={**fields(shown), "apply": "1"})

    assert (shown.status_code, before) == (200, ())
    assert "To be added: 4. To be changed: 0. There already, as they are: 0." in text(shown)
    assert (saved.status_code, stored(factory)) == (303, TREE)
    assert "The list is in the tree: 4 units added, 0 changed." in text(chief.get(PAGE))


def test_what_was_saved_as_a_list_is_read_in_again_without_a_change(factory, chief, filled):
    for kind in ("xlsx", "csv"):
        exported = chief.get(f"{PAGE}/export.{kind}")

        shown = upload(chief, exported.data, f"units.{kind}")

        assert exported.headers["Content-Disposition"] == f'attachment; filename="units.{kind}"'
        assert "To be added: 0. To be changed: 0. There already, as they are: 4." in text(shown)
    book = load_workbook(io.BytesIO(chief.get(f"{PAGE}/template.xlsx").data))
    heading = ["Code", "Name", "Kind", "Parent code", "Valid from", "Valid until", "Successor codes"]
    assert [cell.value for cell in book.active[1]] == heading
    assert chief.get(f"{PAGE}/export.exe").status_code == 404


def test_a_change_is_shown_column_by_column(factory, chief, filled):
    changed = Unit("X9", "Xã Đồi Chè", "xã", None, date(2025, 7, 1))

    shown = upload(chief, excel(*rows(changed)))

    assert "To be added: 0. To be changed: 1." in text(shown)
    assert "Name: Xã “Đồi Chè” → Xã Đồi Chè Parent code: T → —" in text(shown)


def test_five_thousand_wrong_rows_are_counted_and_the_first_hundred_shown(factory, chief):
    bad = [(f"U{number}", "", "", "KHÔNG", "mai", "", "") for number in range(5000)]

    refused = upload(chief, excel(*bad))

    assert (refused.status_code, refused.text.count("A unit needs a code and a name.")) == (422, 100)
    assert "5000 rows cannot be read in." in text(refused)
    assert "These are the first 100 of them." in text(refused)
    assert stored(factory) == ()


def test_a_tree_that_changed_meanwhile_is_shown_anew_before_anything_is_saved(factory, chief, filled):
    shown = upload(chief, excel(*rows(Unit("X9", "Xã Khác", "xã", "T", date(2025, 7, 1)))))
    factory.do(units.save, Unit("M", "Mới"), seen=None, actor_id=None, now=clock.now())

    refused = chief.post(f"{PAGE}/import", data={**fields(shown), "apply": "1"})
    again = chief.post(f"{PAGE}/import", data={**fields(refused), "apply": "1"})

    assert (refused.status_code, again.status_code) == (422, 303)
    assert "Somebody changed the units while you were looking." in text(refused)
    assert factory.read(units.tree)["X9"].name == "Xã Khác"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "", "Choose a file."),
        (b"\xd0\xcf\x11\xe0", "x.xls", "This Excel file cannot be read."),
        ("Tên;Loại\nXã;xã".encode(), "x.csv", "The first row must name the columns"),
    ],
)
def test_a_file_that_is_no_list_of_units_is_refused_beside_the_field(chief, content, name, said):
    refused = upload(chief, content, name)

    assert refused.status_code == 422
    assert errors(refused)[0].startswith(f"Excel or CSV file: {said}")


def test_only_administrators_keep_the_units(factory, client_for, filled):
    browser = client_for(factory.person())
    paths = (PAGE, f"{PAGE}/1", f"{PAGE}/import", f"{PAGE}/export.xlsx", f"{PAGE}/template.xlsx")

    assert [browser.get(path).status_code for path in paths] == [403] * len(paths)
