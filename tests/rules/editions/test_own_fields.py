"""What fields of its own an edition may ask, and how a number or a day that people write is read."""

from dataclasses import replace

import pytest

from contest.editions.rules import copying, fixing
from contest.editions.rules import edition as settings
from contest.editions.rules.own_fields import FIELDS, OwnField, clean, day, number, shown
from tests.rules.editions.specs import CATEGORY, SOUND

LINE = OwnField("Bút danh")
FILE = OwnField("Bản chụp bài đã đăng", "file", file_kinds=("pdf",))


def wrong(*fields, common=()):
    spec = settings.clean(
        replace(SOUND, own_fields=common, categories=(replace(CATEGORY, own_fields=fields),))
    )
    return [(p.field.removeprefix("categories-0-"), p.message) for p in settings.problems(spec)]


def places(*fields, common=()):
    return [field for field, _ in wrong(*fields, common=common)]


def unreadable(read, typed):
    try:
        read(typed)
    except ValueError:
        return True
    return False


def test_sound_fields_of_every_kind_have_no_problems():
    fields = (
        LINE,
        OwnField("Lời giới thiệu", "text", help="Vài dòng về tác phẩm."),
        OwnField("Lối viết", "choice", options=("Nghị luận", "Kể chuyện"), for_judges=True),
        OwnField("Số bài trong loạt", "number", least="1", most="5"),
        OwnField("Ngày đăng", "date", least="01/01/2026", most="30/4/2026"),
        FILE,
        OwnField("Địa chỉ bài đã đăng", "link", is_required=False),
    )
    assert wrong(*fields) == []


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (replace(LINE, label="x"), "label"),
        (replace(LINE, label="x" * 121), "label"),
        (replace(LINE, help="x" * 301), "help"),
        (replace(LINE, kind="colour"), "kind"),
        (OwnField("Lối viết", "choice", options=("một", " ")), "options"),
        (OwnField("Lối viết", "choice", options=("Một", "một")), "options"),
        (OwnField("Lối viết", "choice", options=("một", "h" * 121)), "options"),
        (OwnField("Số", "number", least="mười"), "least"),
        (OwnField("Số", "number", least="10", most="9,5"), "most"),
        (OwnField("Ngày", "date", most="31/2/2026"), "most"),
        (OwnField("Ngày", "date", least="2/1/2026", most="1/1/2026"), "most"),
        (replace(FILE, file_kinds=()), "file_kinds"),
        (replace(FILE, file_kinds=("exe",)), "file_kinds"),
        (replace(FILE, megabytes=21), "megabytes"),
        (replace(FILE, for_judges=True), "for_judges"),
        (OwnField("Trang", "link", for_judges=True), "for_judges"),
    ],
)
def test_a_wrong_field_is_named_with_its_place(field, place):
    assert places(field) == [f"own_fields-0-{place}"]


def test_two_fields_of_one_name_are_named():
    assert places(LINE, replace(LINE, label="bút danh")) == ["own_fields-1-label"]


def test_a_category_asks_at_most_twenty_fields_those_of_all_categories_counted_in():
    many = tuple(OwnField(f"Câu hỏi {number}") for number in range(FIELDS))
    assert wrong(*many) == []
    assert places(*many, common=(LINE,)) == ["own_fields"]


def test_a_field_keeps_only_what_its_kind_needs():
    typed = OwnField(
        "  Bút   danh ", "line", options=("a", "b"), least="1", most="2", file_kinds=("pdf",), megabytes=9
    )
    assert clean(typed) == LINE
    assert clean(OwnField("Số", "number", least="1.000", most="2,5")).least == "1000"
    assert clean(OwnField("Ngày", "date", most="1/2/2026")).most == "2026-02-01"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", "12"),
        (" 12,5 ", "12.5"),
        ("1.234.567", "1234567"),
        ("3 000", "3000"),
        ("-4", "-4"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, kept):
    assert number(typed) == kept


@pytest.mark.parametrize("typed", ["", "mười", "1,2,3", "1e5", "NaN", "1.2345", "9" * 16])
def test_what_is_no_number_is_refused(typed):
    assert unreadable(number, typed)


def test_a_day_is_read_as_people_write_it_and_shown_so():
    assert [day(typed) for typed in ("31/12/2026", "1-2-2026", "1.2.2026", "2026-02-01")] == [
        "2026-12-31", "2026-02-01", "2026-02-01", "2026-02-01",
    ]  # fmt: skip
    assert [shown("date", "2026-12-31"), shown("date", "hôm qua"), shown("number", "2.5")] == [
        "31/12/2026", "hôm qua", "2.5",
    ]  # fmt: skip
    for typed in ("30/2/2026", "mai", "1/1/26"):
        assert unreadable(day, typed)


def test_a_copy_asks_the_same_in_new_rows_and_the_fixed_rules_tell_it_without_numbers_of_rows():
    spec = replace(
        SOUND,
        own_fields=(replace(LINE, id=7),),
        categories=(replace(CATEGORY, own_fields=(replace(FILE, id=8),)),),
    )
    copied = copying.following(spec)
    assert (copied.own_fields, copied.categories[0].own_fields) == ((LINE,), (FILE,))
    other = replace(spec, own_fields=(replace(LINE, id=9),))
    assert fixing.document(spec) == fixing.document(other)
    assert '"label": "Bút danh"' in fixing.document(spec)
