import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries
from contest.editions.rules.edition import CategorySpec, PrizeSpec, RoundSpec
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def settings(factory, draft):
    return f"/office/{factory.read(queries.by_id, draft, now=clock.now()).slug}/settings"


def spec(factory, edition):
    return factory.read(queries.spec, edition)


# --- a new edition --------------------------------------------------------------------------------------------


def test_an_administrator_creates_an_edition_and_is_led_to_its_office(factory, client_for):
    administrator = factory.administrator()
    browser = client_for(administrator)

    made = send(
        browser,
        "/office/new",
        {"title": "Cuộc thi chính luận", "number": "6", "year": "2026", "opens_at": "2026-12-01T08:00",
         "closes_at": "2027-02-01T00:00", "summary": "Viết về quê hương."},
    )  # fmt: skip

    assert (made.status_code, made.location) == (303, "/office/cuoc-thi-chinh-luan-2026/")
    # Whoever makes a contest by hand needs a second factor, unless they say otherwise.
    assert browser.get(made.location).location.startswith("/account/second-factor?next=/office/")
    page = browser.get("/account/")
    assert "Only its officials see it until it is announced." in text(page)
    edition = factory.read(queries.by_slug, "cuoc-thi-chinh-luan-2026", now=clock.now())
    stored = spec(factory, edition.id)
    assert (stored.opens_at, stored.closes_at) == (
        datetime(2026, 12, 1, 1, 0, tzinfo=UTC),
        datetime(2027, 1, 31, 17, 0, tzinfo=UTC),
    )
    assert [c.name for c in stored.categories] == ["Essay"]
    assert stored.second_factor == ("organiser", "chair", "treasurer")


def test_who_needs_a_second_factor_can_be_changed_after_the_announcement(factory, client_for, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open")
    browser, path = (
        client_for(organiser),
        f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings",
    )

    done = send(browser, path, {"second_factor": ["secretary", "key_holder"]})

    assert done.status_code == 303
    assert spec(factory, edition).second_factor == ("secretary", "key_holder")


def test_an_unsound_new_edition_is_refused_with_everything_kept(factory, client_for):
    browser = client_for(factory.administrator())

    refused = send(
        browser,
        "/office/new",
        {"title": "Hai", "number": "sáu", "year": "26", "time_zone": "Hà Nội", "closes_at": "mai"},
    )

    assert refused.status_code == 422
    assert errors(refused) == [
        "Which time it is held: Write a whole number, with digits only.",
        "Time zone: There is no time zone “Hà Nội”. Write one like Asia/Ho_Chi_Minh.",
        "Closes: Write the date and time like 31/12/2026 17:00.",
    ]
    kept = fields(refused)
    assert [kept[n] for n in ("title", "number", "year", "time_zone", "closes_at")] == [
        ["Hai"], ["sáu"], ["26"], ["Hà Nội"], ["mai"],
    ]  # fmt: skip


def test_rules_of_the_contest_are_checked_all_at_once(factory, client_for):
    browser = client_for(factory.administrator())

    refused = send(
        browser,
        "/office/new",
        {"title": "Ha", "year": "26", "opens_at": "2026-12-01T08:00", "closes_at": "2026-12-01T08:00"},
    )

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "Title: Write at least 3 characters here.",
            "Year: Write a whole number from 2000 to 2100.",
            "Closes: The closing time must come after the opening time. Correct one of the two.",
        ],
    )


def test_only_administrators_create_editions(browser, client):
    assert browser.get("/office/new").status_code == 403
    assert client.get("/office/new").location == "/account/sign-in?next=/office/new"


def test_the_office_lists_the_own_editions_with_their_duties(factory, browser, draft, client_for):
    assert "Cuộc thi viết" in text(browser.get("/office/"))
    stranger = client_for(factory.person())
    assert "You hold no duty" in text(stranger.get("/office/"))


# --- basics and rules -----------------------------------------------------------------------------------------


def test_title_and_dates_are_changed_in_the_zone_that_is_typed(factory, browser, draft, settings):
    before = spec(factory, draft)

    saved = send(
        browser,
        settings,
        {"title": "Tên mới", "time_zone": "Asia/Tokyo", "opens_at": "2026-12-01T08:00",
         "closes_at": "2027-01-01T00:00"},
    )  # fmt: skip

    assert (saved.status_code, saved.location) == (303, settings)
    assert spec(factory, draft) == replace(
        before,
        title="Tên mới",
        time_zone="Asia/Tokyo",
        opens_at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
        closes_at=datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
    )


def test_saving_what_is_shown_changes_nothing(factory, browser, draft, settings):
    before = spec(factory, draft)

    for page in ("", "/rules", "/categories", "/prizes", "/rounds", "/declarations"):
        assert send(browser, settings + page).status_code == 303

    assert before.opens_at.microsecond, "the form shows minutes, and what a program set to the second stays"
    assert spec(factory, draft) == before


def test_rules_are_previewed_clean_and_unsaved(factory, browser, draft, settings):
    before = spec(factory, draft)
    typed = "# Thể lệ\n\n<script>alert(1)</script> [trang](https://example.org)"

    shown = send(browser, f"{settings}/rules", {"rules_text": typed, "preview": "1"})

    assert shown.status_code == 200
    assert "<h2>Thể lệ</h2>" in shown.text
    assert '<a href="https://example.org" rel="noopener">trang</a>' in shown.text
    assert "<script>alert" not in shown.text
    assert fields(shown)["rules_text"] == [typed]
    assert spec(factory, draft) == before


def test_rules_are_saved_as_they_were_written(factory, browser, draft, settings):
    send(browser, f"{settings}/rules", {"rules_text": "# Thể lệ\r\n\r\nMới"})

    assert spec(factory, draft).rules_text == "# Thể lệ\n\nMới"


def test_too_long_rules_are_refused(browser, settings):
    refused = send(browser, f"{settings}/rules", {"rules_text": "x" * 100_001})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Rules of the contest: This is too long: at most 100000 characters."],
    )


# --- rows -----------------------------------------------------------------------------------------------------


def test_a_category_is_changed_and_another_added(factory, browser, draft, settings):
    before = spec(factory, draft)

    send(
        browser,
        f"{settings}/categories",
        {"categories-0-name": "Tạp chí", "categories-0-length_maximum": "3.500",
         "categories-0-file_kinds": ["docx"], "categories-1-name": "Báo", "categories-1-length_maximum": "2000"},
    )  # fmt: skip

    first, second = spec(factory, draft).categories
    assert first == replace(before.categories[0], name="Tạp chí", length_maximum=3500, file_kinds=("docx",))
    assert second == CategorySpec("Báo", 0, 2000, id=second.id)


def test_adding_a_row_keeps_all_that_is_typed_and_saves_nothing(factory, browser, draft, settings):
    before = spec(factory, draft)

    shown = send(
        browser,
        f"{settings}/categories",
        {"categories-0-name": "Đang gõ", "categories-1-name": "Báo", "add": "1"},
    )

    kept = fields(shown)
    assert shown.status_code == 200
    assert (kept["categories-0-name"], kept["categories-1-name"]) == (["Đang gõ"], ["Báo"])
    assert kept["categories-2-name"] == [""]
    assert spec(factory, draft) == before


def test_a_category_is_removed_by_its_box(factory, browser, draft, settings):
    send(
        browser, f"{settings}/categories", {"categories-1-name": "Báo", "categories-1-length_maximum": "2000"}
    )

    saved = send(browser, f"{settings}/categories", {"categories-0-remove": "y", "categories-0-name": ""})

    assert saved.status_code == 303
    assert [c.name for c in spec(factory, draft).categories] == ["Báo"]


def test_mistakes_in_rows_land_beside_their_fields(factory, browser, draft, settings):
    send(
        browser, f"{settings}/categories", {"categories-1-name": "Báo", "categories-1-length_maximum": "2000"}
    )

    refused = send(
        browser,
        f"{settings}/categories",
        {"categories-0-remove": "y", "categories-1-length_minimum": "5000", "categories-1-works_per_author": "",
         "categories-1-file_kinds": [], "categories-2-name": "Báo", "categories-2-length_maximum": "nhiều"},
    )  # fmt: skip

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Length at most: Write a whole number, with digits only."],
    )
    again = send(
        browser,
        f"{settings}/categories",
        {"categories-0-remove": "y", "categories-1-length_minimum": "5000", "categories-1-works_per_author": "",
         "categories-1-file_kinds": [], "categories-2-name": "Báo", "categories-2-length_maximum": "10"},
    )  # fmt: skip
    assert errors(again) == [
        "Length at most: The least length is greater than the greatest. Correct one of the two.",
        "Works per author: Write a whole number from 1 to 20.",
        "Handed in as: Choose at least one way to hand in a work: typed text or a kind of file.",
        "Name: “Báo” is here twice. Give each a name of its own.",
    ]
    assert 'href="#categories-1-length_maximum"' in again.text
    assert 'href="#categories-2-name"' in again.text


def test_the_last_category_is_not_removed(browser, settings):
    refused = send(browser, f"{settings}/categories", {"categories-0-remove": "y"})

    assert (refused.status_code, errors(refused)) == (422, ["At least 1 is needed here. Fill in a row."])


def test_prizes_are_written_from_the_highest_down(factory, browser, draft, settings):
    send(
        browser,
        f"{settings}/prizes",
        {"categories-0-prizes-0-name": "Giải A", "categories-0-prizes-0-count": "1",
         "categories-0-prizes-0-threshold": "80,5", "categories-0-prizes-1-name": "",
         "categories-0-prizes-1-count": "", "categories-0-prizes-2-name": "Giải C",
         "categories-0-prizes-2-count": "3"},
    )  # fmt: skip

    assert spec(factory, draft).categories[0].prizes == (
        PrizeSpec("Giải A", 1, Decimal("80.5")),
        PrizeSpec("Giải C", 3),
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"count": ""}, "How many: Write a whole number from 1 to 1000."),
        ({"name": ""}, "Prize: Write at least 1 characters here."),
        ({"threshold": "101"}, "Least points: Write points from 0 to 100, or nothing."),
        ({"threshold": "tám"}, "Least points: Write points like 12 or 12.5."),
        ({"threshold": "1.234"}, "Least points: Write points with at most two decimals, like 12 or 12.5."),
        ({"threshold": "NaN"}, "Least points: Write points with at most two decimals, like 12 or 12.5."),
        ({"threshold": "1e9"}, "Least points: Write points from 0 to 100, or nothing."),
        ({"count": "9" * 400}, "How many: Write a whole number, with digits only."),
    ],
)
def test_a_wrong_prize_is_named(browser, settings, typed, sentence):
    changes = {f"categories-0-prizes-0-{name}": value for name, value in typed.items()}
    refused = send(browser, f"{settings}/prizes", changes)

    assert (refused.status_code, errors(refused)) == (422, [sentence])


def test_a_second_round_is_added(factory, browser, draft, settings):
    before = spec(factory, draft)

    send(
        browser,
        f"{settings}/rounds",
        {"rounds-0-name": "Sơ khảo", "rounds-0-advancing": "30", "rounds-0-counting": "third",
         "rounds-1-name": "Chung khảo", "rounds-1-readings": "3"},
    )  # fmt: skip

    first, second = spec(factory, draft).rounds
    assert first == replace(before.rounds[0], name="Sơ khảo", advancing=30, counting="third")
    assert second == RoundSpec("Chung khảo", 3, id=second.id)


def test_a_first_round_of_two_says_how_many_go_on(browser, settings):
    refused = send(browser, f"{settings}/rounds", {"rounds-1-name": "Chung khảo"})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Works of each category that go on: Write how many works of each category go on to the next round."],
    )


def test_declarations_are_kept_in_order_and_empty_ones_dropped(factory, browser, draft, settings):
    send(
        browser,
        f"{settings}/declarations",
        {"declarations-0-text": "", "declarations-2-text": "Tôi đã đọc thể lệ."},
    )

    assert spec(factory, draft).declarations == ("Tác phẩm chưa được công bố.", "Tôi đã đọc thể lệ.")


# --- who and when ---------------------------------------------------------------------------------------------


def test_after_the_announcement_words_are_changed_and_the_rest_is_shown(factory, browser, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", title="Đang mở")
    path = f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings"
    before = spec(factory, edition)

    unexplained = send(browser, path, {"summary": "Mới"})
    assert (unexplained.status_code, errors(unexplained)) == (
        422,
        ["Why it is changed: Write the reason in 3 to 300 characters."],
    )
    assert spec(factory, edition) == before
    assert send(browser, path, {"summary": "Mới", "reason": "Viết rõ hơn"}).status_code == 303
    refused = send(browser, f"{path}/categories", {"categories-0-name": "Khác"})

    assert refused.status_code == 422
    assert "people rely on its settings" in text(refused)
    after = spec(factory, edition)
    assert (after.summary, after.categories) == ("Mới", before.categories)


def test_rules_that_people_rely_on_are_not_emptied(factory, browser, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", title="Đang mở")
    path = f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings/rules"
    before = spec(factory, edition)

    refused = send(browser, path, {"rules_text": " "})

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            (
                "Rules of the contest: The contest is announced, so its rules cannot be empty. "
                "Write what authors must know."
            )
        ],
    )
    assert spec(factory, edition) == before


def test_points_are_written_with_the_comma_of_vietnamese_and_read_with_either(
    factory, browser, settings, draft
):
    page = f"{settings}/rounds"
    send(browser, page, {"rounds-0-tolerance": "12.5"})

    token = fields(browser.get(page), "/language")["csrf_token"]
    browser.post("/language", data={"csrf_token": token, "language": "vi"})
    shown = fields(browser.get(page))["rounds-0-tolerance"]
    saved = send(browser, page, {"rounds-0-tolerance": "7,5"})

    assert (shown, saved.status_code, spec(factory, draft).rounds[0].tolerance) == (
        ["12,5"],
        303,
        Decimal("7.5"),
    )


@pytest.mark.parametrize("page", ["", "/rules", "/categories", "/prizes", "/rounds", "/declarations"])
def test_settings_are_for_organisers(factory, client_for, client, draft, settings, page):
    observer, stranger = factory.person(), factory.person()
    factory.appoint(draft, observer, Duty.OBSERVER)

    assert client_for(observer).get(settings + page).status_code == 403
    assert client_for(stranger).get(settings + page).status_code == 404
    assert client.get(settings + page).status_code == 302


# --- two organisers at one page -------------------------------------------------------------------------------


def test_the_second_of_two_organisers_sees_what_the_first_saved_and_loses_nothing(
    factory, browser, settings, draft
):
    page = f"{settings}/categories"
    held = fields(browser.get(page))
    send(browser, page, {"categories-0-name": "Tạp chí", "categories-0-length_maximum": "5.000"})
    first = spec(factory, draft)

    typed = {**held, "categories-0-name": ["Báo in"], "categories-0-works_per_author": ["4"]}
    refused = browser.post(page, data=typed)

    assert (refused.status_code, spec(factory, draft)) == (409, first)
    assert errors(refused)[0].startswith("Somebody saved this page while you were writing.")
    assert fields(refused)["categories-0-name"] == ["Báo in"]
    told = re.findall(r'<th scope="row">(.*?)</th>\s*<td.*?>(.*?)</td>\s*<td.*?>(.*?)</td>', refused.text)
    assert told == [
        ("Row 1, Name", "Báo in", "Tạp chí"),
        ("Row 1, Length at most", held["categories-0-length_maximum"][0], "5000"),
        ("Row 1, Works per author", "4", held["categories-0-works_per_author"][0]),
    ]

    again = browser.post(page, data=fields(refused))

    assert again.status_code == 303
    saved = spec(factory, draft).categories[0]
    assert (saved.name, saved.works_per_author) == ("Báo in", 4)


def test_two_organisers_at_different_pages_do_not_disturb_each_other(factory, browser, settings, draft):
    held = fields(browser.get(f"{settings}/rules"))
    send(browser, f"{settings}/declarations", {"declarations-0-text": "Tôi tự viết."})

    saved = browser.post(f"{settings}/rules", data={**held, "rules_text": ["Thể lệ mới"]})

    after = spec(factory, draft)
    assert (saved.status_code, after.rules_text, after.declarations[0]) == (303, "Thể lệ mới", "Tôi tự viết.")
