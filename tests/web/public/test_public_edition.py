from dataclasses import replace

import pytest

from contest.access.duties import Duty
from contest.editions import queries, service
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from tests.factories import CATEGORY
from tests.web.office.office_browsing import text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def visitor(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


@pytest.fixture
def make(factory, organiser):
    def edition(phase, **how):
        made = factory.edition(organiser_id=organiser, phase=phase, **how)
        return made, f"/editions/{factory.read(queries.by_id, made, now=clock.now()).slug}/"

    return edition


def test_a_draft_is_not_there_for_the_public(factory, visitor, client_for, make, organiser):
    edition, path = make("draft")
    judge = factory.person()
    factory.appoint(edition, judge, Duty.JUDGE)

    for browser in (visitor, client_for(factory.person()), client_for(judge)):
        assert [browser.get(path + page).status_code for page in ("", "rules")] == [404, 404]
    seen = client_for(organiser).get(path)
    assert (seen.status_code, "This is how the page will look." in text(seen)) == (200, True)


def test_a_contest_says_what_is_asked_for(visitor, make):
    other = CategorySpec("Báo", 0, 2000, ("docx",), 1)
    _, path = make("open", categories=(CATEGORY, other), tolerance="12.5")

    page = text(visitor.get(path))

    assert (
        "Bài viết 5 to 3,000 words. Not counted: the title. Up to 3 works per author. Handed in as: typed or pasted"
        " text, Word file (.docx), PDF file, plain text file (.txt)."
        " Prizes: Bài viết Prize How many Giải Nhất 1 Giải Nhì 2"
    ) in page
    assert (
        "Báo At most 2,000 words. Not counted: the title. One work per author. Handed in as: Word file (.docx)."
        in page
    )
    assert "Tác phẩm là của tôi." in page
    assert (
        "each work is read by 2 judges; where they differ by more than 12.5 points, one more reads."
    ) in page


def test_rules_are_shown_clean_below_the_headings_of_the_page(factory, visitor, make, organiser):
    edition, path = make("open")
    spec = factory.read(queries.spec, edition)
    changed = replace(spec, rules_text="# Thể lệ\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))")
    factory.do(service.change_edition, edition, changed, actor_id=organiser, now=clock.now(), reason="Rõ hơn")

    page, alone = visitor.get(path), visitor.get(f"{path}rules")

    assert "<h3>Thể lệ</h3>" in page.text
    assert "<h2>Thể lệ</h2>" in alone.text
    for shown in (page.text, alone.text):
        assert "<img src=x" not in shown
        assert 'href="javascript' not in shown


def test_a_visitor_of_an_open_contest_finds_the_way_in(visitor, make):
    _, path = make("open")

    page = visitor.get(path)

    assert f'href="/author{path.removeprefix("/editions")}new">Enter</a>' in page.text
    assert "data-countdown" in page.text
    assert "You need an account." in text(page)


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("announced", "Works are not taken in yet. Come back when the contest opens."),
        ("closed", "No more works are taken in. The works received are being looked through."),
        ("judging", "The works are being judged, without names."),
        ("deliberation", "The works are judged, and the jury decides the awards."),
    ],
)
def test_a_contest_that_is_not_open_says_why_and_has_no_way_in(visitor, make, phase, sentence):
    _, path = make(phase)

    page = visitor.get(path)

    assert sentence in text(page)
    assert ">Enter</a>" not in page.text


def test_who_holds_a_duty_that_bars_is_told_so(factory, client_for, make):
    edition, path = make("open")
    judge = factory.person()
    factory.appoint(edition, judge, Duty.JUDGE)

    page = client_for(judge).get(path)

    assert "You hold a duty in this contest (Judge) and so cannot take part in it." in text(page)
    assert ">Enter</a>" not in page.text


def test_an_unknown_contest_is_not_found(visitor, factory, organiser):
    assert visitor.get("/editions/khong-co-2026/").status_code == 404


def test_times_are_those_of_the_contests_own_zone(factory, visitor, make):
    edition, path = make("open", time_zone="America/New_York")
    closes = factory.read(queries.by_id, edition, now=clock.now())

    assert f"{closes.closes_at.astimezone(closes.zone):%H:%M}, " in text(visitor.get(path))
    assert "All times: United States (New York) Time." in text(visitor.get(path))
