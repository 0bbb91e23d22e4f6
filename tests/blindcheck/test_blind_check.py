"""`flask blind-check`: carries made-up authors to the desks on a copy, and tells what a judge could learn of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.identity import KINDS, Asked, IdentitySpec
from contest.editions.rules.own_fields import OwnField
from contest.judging import service as marking
from contest.judging.rules.criteria.kind import Settings
from contest.judging.rules.design import Line
from contest.kernel import clock
from contest.platform.database import db
from contest.reports.blindness import Finding, Look, Report
from contest.reports.blindness import text as report_text

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
RUBRIC = (
    Line("steps", Settings("Nội dung", Decimal(100), Decimal(0), Decimal(100), Decimal(1))),
    Line("comment", Settings("Nhận xét")),
)
ASKED = IdentitySpec(
    tuple(Asked(kind, is_required=True, purpose="Để liên hệ với tác giả.") for kind in KINDS)
)
CATEGORY = CategorySpec(
    "Bài viết", 1, 3000, prizes=(PrizeSpec("Giải Nhất", 1),), authors_most=2,
    own_fields=(OwnField("Câu hỏi của tổ thư ký"), OwnField("Câu hỏi của giám khảo", for_judges=True)),
)  # fmt: skip


@pytest.fixture
def set_up(app, factory):
    """An announced contest of two rounds that asks all there is, and its address."""

    def make(*, rubric=True, **settings):
        with clock.fixed(NOW):
            organiser = factory.person("Phạm Thị Tổ Chức")
            edition = factory.edition(
                organiser_id=organiser, phase="announced", rounds=2, categories=(CATEGORY,), identity=ASKED,
                now=NOW, settings=settings,
            )  # fmt: skip
            for each in factory.read(editions.rounds, edition) if rubric else ():
                factory.do(marking.save_rubric, each.id, Decimal(100), RUBRIC, actor_id=organiser, now=NOW)
        return factory.read(editions.by_id, edition, now=NOW).slug

    return make


def checked(app, slug, *options):
    return app.test_cli_runner().invoke(args=["blind-check", "--edition", slug, *options])


def rows(app):
    """Every row of the installation, by table."""
    with app.app_context():
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
            for table in db.metadata.sorted_tables
        }


def test_a_contest_as_it_is_set_up_tells_no_judge_who_wrote_what_and_nothing_of_it_is_touched(
    app, set_up, instance, tmp_path
):
    slug = set_up()
    before, files = rows(app), sorted(instance.rglob("*"))
    target = tmp_path / "report.json"

    done = checked(app, slug, "--json", "--out", str(target))

    assert done.exception is None
    report = json.loads(target.read_text())
    assert (done.exit_code, report["findings"], report["left_out"]) == (0, [], [])
    assert report["is_clean"]
    assert report["ways"] == {"docx": 2, "pdf": 2, "text": 2, "txt": 2}
    assert report["planted"]["person"] >= 40
    assert report["planted"]["trace"] >= 80
    assert report["planted"]["time"] >= 400
    assert [(look["round"], look["judge"]) for look in report["looks"]] == [
        ("Sơ khảo", "1"), ("Sơ khảo", "2"), ("Chung khảo", "1"), ("Chung khảo", "2"),
    ]  # fmt: skip
    assert all(look["kinds"]["200"] >= 20 and look["letters"] >= 1 for look in report["looks"])
    assert sum(look["compared"] for look in report["looks"]) >= 20
    assert rows(app) == before
    assert sorted(instance.rglob("*")) == files


LOOK = Look("Sơ khảo", "1", 4, 812, {"200": 60, "404": 752}, 2_000_000, 24, 1)
REPORT = Report(
    "binh-minh", "Cuộc thi viết Bình Minh", "2026-03-01 02:00", 4, {"text": 4}, {"person": 44}, [LOOK], [],
    [("Thơ: pictures", "…")],
)  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the report is no matter of the database
@pytest.mark.parametrize(
    ("language", "nothing", "one"),
    [
        ("vi", "Không phát hiện: ", "Phát hiện: 1 chỗ lộ."),
        ("en", "Found: nothing. ", "Found: 1 leak."),
    ],
)
def test_the_report_can_be_published_in_both_languages(app, language, nothing, one):
    found = replace(REPORT, findings=[Finding("Sơ khảo", "1", "person: name (A)", "GET /judge/x/")])
    with app.app_context():
        clean, leaking = (report_text(each.as_json(), language) for each in (REPORT, found))

    assert nothing in clean
    assert one in leaking
    assert leaking.endswith("  Sơ khảo, 1: person: name (A) – GET /judge/x/\n")
    assert all(
        said in clean
        for said in ("“Cuộc thi viết Bình Minh”", "812", "2000000", "200 60, 404 752", "Thơ: pictures")
    )


def test_a_contest_that_cannot_be_judged_yet_is_not_checked_and_it_is_said_why(app, set_up):
    done = checked(app, set_up(rubric=False))

    assert (done.exit_code, done.output) == (
        2,
        "Give every round a rubric first: without one nobody can judge.\n",
    )


def test_an_unknown_address_is_refused(app):
    assert checked(app, "no-such-contest").exit_code == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_tried_is_named(app, set_up):
    with_pictures = replace(CATEGORY, file_kinds=("text", "pictures"))

    done = checked(app, set_up(categories=(with_pictures,)), "--json")

    report = json.loads(done.output)
    assert report["ways"] == {"text": 8}
    assert [what for what, _ in report["left_out"]] == ["Bài viết: pictures"]
