import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec
from contest.editions.rules.fixing import Difference, Line, concerns, differences, document, fingerprint
from contest.editions.rules.milestones import Milestone

SPEC = EditionSpec(
    title="Văn hoá đọc",
    number=6,
    year=2027,
    time_zone="Asia/Ho_Chi_Minh",
    opens_at=datetime(2027, 1, 1, tzinfo=UTC),
    closes_at=datetime(2027, 5, 31, 17, tzinfo=UTC),
    categories=(
        CategorySpec("Bài viết", 500, 3000, prizes=(PrizeSpec("Giải Nhất", 1, Decimal("85.50")),), id=7),
    ),
    rounds=(RoundSpec("Sơ khảo", tolerance=Decimal(20), id=3),),
    rules_text="# Thể lệ\n\nAi cũng có thể dự thi.\n\nMỗi người một bài.",
    milestones=(Milestone("ceremony", datetime(2027, 9, 2, 1, tzinfo=UTC)),),
)


def test_the_document_is_the_public_settings_as_json():
    read = json.loads(document(SPEC))

    assert (read["title"], read["closes_at"], read["milestones"]) == (
        "Văn hoá đọc",
        "2027-05-31T17:00:00+00:00",
        {"ceremony": "2027-09-02T01:00:00+00:00"},
    )
    assert read["categories"][0]["prizes"] == [
        {"name": "Giải Nhất", "count": 1, "threshold": "85.5", "amount": None}
    ]
    assert "second_factor" not in read


def test_ids_of_rows_and_who_needs_a_second_factor_change_no_document():
    other = replace(
        SPEC,
        second_factor=(),
        rounds=(replace(SPEC.rounds[0], id=99, tolerance=Decimal("20.0")),),
    )

    assert document(other) == document(SPEC)
    assert (concerns(("second_factor",)), concerns(("second_factor", "title"))) == (False, True)


def test_the_fingerprint_is_what_anybody_computes_of_the_saved_file():
    text = document(SPEC)

    assert fingerprint(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert fingerprint(document(replace(SPEC, summary="Khác"))) != fingerprint(text)


def test_what_differs_is_told_by_setting_and_line():
    later = replace(
        SPEC,
        closes_at=datetime(2027, 6, 3, 17, tzinfo=UTC),
        rules_text="# Thể lệ\n\nAi cũng có thể dự thi.\n\nMỗi người tối đa hai bài.",
        milestones=(Milestone("ceremony", datetime(2027, 9, 5, 1, tzinfo=UTC)),),
    )

    assert differences(document(SPEC), document(later)) == (
        Difference(
            "closes_at", (Line((), "2027-05-31T17:00:00+00:00"),), (Line((), "2027-06-03T17:00:00+00:00"),)
        ),
        Difference(
            "milestones",
            (Line(("ceremony",), "2027-09-02T01:00:00+00:00"),),
            (Line(("ceremony",), "2027-09-05T01:00:00+00:00"),),
        ),
        Difference("rules_text", (Line((), "Mỗi người một bài."),), (Line((), "Mỗi người tối đa hai bài."),)),
    )


def test_a_setting_that_an_older_document_does_not_know_is_told_as_come():
    older = json.loads(document(SPEC))
    del older["declarations"]
    newer = document(replace(SPEC, declarations=("Tác phẩm là của tôi.",)))

    assert differences(json.dumps(older), newer) == (
        Difference("declarations", (), (Line((), "Tác phẩm là của tôi."),)),
    )


def test_a_line_tells_what_it_is_about_and_stays_the_same_when_that_gets_another_name():
    first = SPEC.categories[0]
    later = replace(
        SPEC,
        categories=(replace(first, name="Bài báo", prizes=(replace(first.prizes[0], count=2),)),),
    )

    [found] = differences(document(SPEC), document(later))

    assert found == Difference(
        "categories",
        (Line(("name",), "Bài viết"), Line(("prizes", "count"), "1")),
        (Line(("name",), "Bài báo"), Line(("prizes", "count"), "2")),
    )
    assert [line.of for line in (*found.gone, *found.come)] == [
        ("Bài viết",), ("Bài viết", "Giải Nhất"), ("Bài báo",), ("Bài báo", "Giải Nhất"),
    ]  # fmt: skip
