"""`flask blind-check`: carries made-up authors to the desks on a copy, and tells what a judge could learn of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from contest.blindcheck.ways import NOT_MADE, TOO_LONG, TOO_MANY
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.identity import KINDS, Asked, IdentitySpec
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.secrecy import BY_HOLDERS, Sealing
from contest.judging import service as marking
from contest.judging.rules.criteria.kind import Settings
from contest.judging.rules.design import Line
from contest.kernel import clock
from contest.platform.database import db
from contest.reports.blindness import WORDS, Finding, Look, Report, Untried
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
# All that can be handed in; of Word 97 and of an hour's film the check makes none.
EVERYTHING = replace(
    CATEGORY,
    name="Mọi cách",
    file_kinds=("text", "docx", "doc", "odt", "rtf", "pdf", "txt", "pictures"),
    demands=Demands(recordings=("mp3", "mp4")),
    own_fields=(),
)
AN_HOUR = CategorySpec(
    "Phim", 60, 90, demands=Demands(recordings=("mp4",), length_unit="minutes", script=False)
)


@pytest.fixture
def set_up(app, factory):
    """An announced contest of two rounds that asks all there is, and its address."""

    def make(*, rubric=True, rounds=2, **settings):
        with clock.fixed(NOW):
            organiser = factory.person("Phạm Thị Tổ Chức")
            edition = factory.edition(
                organiser_id=organiser, phase="announced", rounds=rounds, categories=(CATEGORY,), identity=ASKED,
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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other half reads from PostgreSQL
def test_a_contest_as_it_is_set_up_tells_no_judge_who_wrote_what_and_nothing_of_it_is_touched(
    app, set_up, instance, tmp_path
):
    slug = set_up(categories=(EVERYTHING, AN_HOUR))
    before, files = rows(app), sorted(instance.rglob("*"))
    target = tmp_path / "report.json"

    done = checked(app, slug, "--json", "--out", str(target))

    assert done.exception is None
    report = json.loads(target.read_text())
    assert (done.exit_code, report["findings"]) == (0, [])
    assert report["is_clean"]
    assert report["ways"] == {
        "docx": 1, "mp3": 1, "mp4": 1, "odt": 1, "paper": 1, "pdf": 1, "pictures": 1, "rtf": 1, "scan": 1,
        "text": 3, "txt": 1,
    }  # fmt: skip
    assert report["left_out"] == [
        {"what": "Mọi cách", "kind": "doc", "why": NOT_MADE, "params": {}},
        {"what": "Phim", "kind": "mp4", "why": TOO_LONG, "params": {"most": 30}},
    ]
    assert report["planted"]["person"] >= 40
    assert report["planted"]["trace"] >= 80
    assert report["planted"]["time"] >= 400
    assert [(look["round"], look["judge"]) for look in report["looks"]] == [
        ("Sơ khảo", "1"), ("Sơ khảo", "2"), ("Chung khảo", "1"), ("Chung khảo", "2"),
    ]  # fmt: skip
    assert all(look["kinds"]["200"] >= 20 and look["letters"] >= 1 for look in report["looks"])
    assert sum(look["compared"] for look in report["looks"]) >= 20
    assert all(look["asked"] >= look["compared"] for look in report["looks"])
    assert sum(look["parts"] for look in report["looks"]) >= 7
    assert rows(app) == before
    assert sorted(instance.rglob("*")) == files


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_contest_that_key_holders_seal_is_checked_with_holders_who_are_made_up(app, set_up, instance):
    slug = set_up(rounds=1, sealing=Sealing(BY_HOLDERS, 3))
    before, files = rows(app), sorted(instance.rglob("*"))

    done = checked(app, slug, "--json")

    assert done.exception is None
    report = json.loads(done.output)
    assert (report["findings"], report["left_out"]) == ([], [])
    assert report["ways"] == {"docx": 2, "paper": 1, "pdf": 1, "scan": 1, "text": 2, "txt": 1}
    assert (report["sealing"]["holders"], report["sealing"]["needed"]) == (4, 3)
    assert report["sealing"]["files"] >= 8
    assert report["sealing"]["rows"] >= 50
    assert report["sealing"]["database"] >= 1_000_000
    assert [look["judge"] for look in report["looks"]] == ["1", "2"]
    assert all(look["kinds"]["200"] >= 20 for look in report["looks"])
    assert rows(app) == before
    assert sorted(instance.rglob("*")) == files


LOOK = Look("Sơ khảo", "1", 4, 812, {"200": 60, "404": 752}, 2_000_000, 24, 1, 7, 240)
REPORT = Report(
    "binh-minh", "Cuộc thi viết Bình Minh", "2026-03-01 02:00", 4, {"text": 4}, {"person": 44}, [LOOK], [],
    [Untried("Thơ", "pictures", "Write at most %(most)d letters.", {"most": 5})],
)  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the report is no matter of the database
def test_the_report_can_be_published_in_both_languages_and_says_what_was_not_tried(app):
    found = replace(
        REPORT,
        sealing={"holders": 3, "needed": 2, "files": 27, "rows": 100, "database": 1_773_648},
        findings=[
            Finding("Sơ khảo", "1", "person: pen name (A)", "GET /judge/x/"),
            Finding("Sơ khảo", "–", "order of arrival", "/judge/x/"),
            Finding("–", "–", "database", "entry.title"),
        ],
    )
    with app.app_context():
        clean = [report_text(REPORT.as_json(), language) for language in ("vi", "en")]
        leaking = [report_text(found.as_json(), language) for language in ("vi", "en")]

    assert "Không phát hiện: " in clean[0]
    assert "Found: nothing. " in clean[1]
    assert "Phát hiện: 3 chỗ lộ." in leaking[0]
    assert "\n  Sơ khảo, giám khảo 1: " in leaking[0]
    assert leaking[1].endswith(
        "Found: 3 leaks.\n  Sơ khảo, judge 1: who somebody is: pen name (A) – GET /judge/x/\n"
        "  Sơ khảo: the order of arrival – /judge/x/\n"
        "  In the database and the files: bytes of the database – entry.title\n"
    )
    for said in (*clean, *leaking):
        assert all(each in said for each in ("“Cuộc thi viết Bình Minh”", "812", "200: 60; 404: 752"))
    assert ["2.000.000 byte" in clean[0], "2,000,000 bytes" in clean[1]] == [True, True]
    assert ["1.773.648 byte" in leaking[0], "1,773,648 bytes" in leaking[1]] == [True, True]
    lines = clean[1].splitlines()
    assert (
        "Not tried: Thơ, pictures of handwritten pages (JPEG, PNG, WEBP). Write at most 5 letters." in lines
    )
    assert [
        line
        for line in lines
        if "the database was asked 240 things; for none it must be asked the same" in line
    ]
    assert "  7 times a part of a recording was asked for, as players do." in lines
    assert [("sealed by key holders" in said) for said in (clean[1], leaking[1])] == [False, True]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_kind_and_no_reason_of_the_report_is_left_in_english(app):
    report = replace(REPORT, planted=dict.fromkeys(WORDS, 3)).as_json()
    with app.app_context(), force_locale("vi"):
        said = {name: gettext(word) for name, word in WORDS.items()}
        why = [gettext(each, most=9) for each in (NOT_MADE, TOO_LONG, TOO_MANY)]
        text = report_text(report, "vi")

    assert {name for name, word in said.items() if word == WORDS[name]} == set()
    assert not {each % {"most": 9} for each in (NOT_MADE, TOO_LONG, TOO_MANY)} & set(why)
    assert all(word in text for word in said.values())


def test_a_contest_that_cannot_be_judged_yet_is_not_checked_and_it_is_said_why(app, set_up):
    done = checked(app, set_up(rubric=False))

    assert (done.exit_code, done.output) == (
        2,
        "Give every round a rubric first: without one nobody can judge.\n",
    )


def test_an_unknown_address_is_refused(app):
    assert checked(app, "no-such-contest").exit_code == 2
