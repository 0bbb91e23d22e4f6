"""Before publication there is no page of results, not even a trace; afterwards only those are named who agreed."""

import re

import pytest

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.entries import queries as entries
from contest.entries import telling
from contest.entries.rules.about import NO_GUARDIAN, About
from contest.kernel import clock
from contest.people import service as people
from contest.results import service
from tests.deepgrep import tokens_in
from tests.judged import Judged
from tests.web.office.office_browsing import text
from tests.worlds import world

CATEGORIES = (
    CategorySpec("Văn", 5, 3000, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 1))),
    CategorySpec("Thơ", 5, 3000, prizes=(PrizeSpec("Hoa sen", 1),)),
)
# Title to marks, the best first; titles, names and the unit are found wherever they should not be.
MARKS = {"ZQXSONG Bến": [("9", "9")] * 2, "ZQXNGO Nhỏ": [("8", "8")] * 2, "ZQXGAT Mùa": [("7", "7")] * 2}
NAMES = dict(zip(MARKS, ("Đặng ZQXMOT Tú", "Hồ ZQXHAI Trâm", "Lương ZQXBA Tường"), strict=True))
UNIT = "Trường ZQXUNIT Kiều"


@world
def contest(factory):
    unit_id = factory.unit(UNIT)
    contest = Judged(factory, (), categories=CATEGORIES)
    contest.titles = tuple(MARKS)
    contest.authors = {title: factory.person(name, unit_id=unit_id) for title, name in NAMES.items()}
    agreed = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý công bố."}
    first, *_ = contest.authors.values()
    factory.do(people.give_consents, first, agreed, language="vi", now=contest.now)
    return contest


@pytest.fixture
def decided(contest):
    return contest.judging().marked(MARKS).closed().awarded().approved()


def path(contest):
    view = contest.factory.read(editions.by_id, contest.edition_id, now=contest.now)
    return f"/editions/{view.slug}/results"


def english(browser, at):
    with browser.session_transaction() as cookie:
        cookie["language"] = "en"
    return browser.get(at)


def bare(answer):
    """The page without what differs at every look: the address, the token and the clock."""
    page = re.sub(r'name="csrf_token" value="[^"]*"|<time.*?</time>', "", answer.text, flags=re.DOTALL)
    changing = {"Date", "Set-Cookie", "Content-Length"}
    headers = [pair for pair in answer.headers if pair[0] not in changing]
    return answer.status_code, headers, page.replace(answer.request.path, "")


# --- before -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["draft", "announced", "open", "closed", "judging", "deliberation"])
def test_before_publication_the_page_is_as_if_the_contest_did_not_exist(factory, client, phase):
    slug = factory.read(editions.by_id, factory.edition(phase=phase), now=clock.now()).slug

    nothing = client.get("/editions/khong-co-gi-2026/results")

    assert nothing.status_code == 404
    assert bare(client.get(f"/editions/{slug}/results")) == bare(nothing)


def test_decided_results_leak_to_nobody_before_publication(decided, client, client_for):
    officials = (decided.organiser_id, decided.chair_id, decided.secretary_id, *decided.judges)
    codes = [decided.code(title) for title in MARKS]

    for browser in (client, *map(client_for, officials)):
        answer = browser.get(path(decided))
        assert answer.status_code == 404
        assert tokens_in([answer.data, list(answer.headers)]) == set()
        assert [code for code in codes if code in answer.text] == []
    last = client_for(decided.authors["ZQXGAT Mùa"]).get(path(decided))
    assert (last.status_code, tokens_in(last.data)) == (
        404,
        {"ZQXBA"},
    )  # the own name, in the head of the page


# --- afterwards ---------------------------------------------------------------------------------------------


def test_winners_are_shown_by_category_and_only_those_are_named_who_agreed(decided, client):
    decided.published()

    page = english(client, path(decided))

    shown = text(page)
    assert page.status_code == 200
    assert (
        f"ZQXSONG Bến Nhất Đặng ZQXMOT Tú {UNIT} ZQXNGO Nhỏ Nhì name withheld at the author's wish Thơ"
        in shown
    )
    assert "Thơ No prize was given in this category." in shown
    assert tokens_in(page.data) == {"ZQXSONG", "ZQXMOT", "ZQXUNIT", "ZQXNGO"}
    for secret in (*(decided.code(title) for title in MARKS), "Giám Khảo", "@example.org"):
        assert secret not in page.text


def test_prizes_stand_in_the_order_of_the_table_not_of_the_places(decided, client, factory):
    contest = decided
    for title, prize in (("ZQXSONG Bến", "Nhì"), ("ZQXNGO Nhỏ", "Nhất")):
        factory.do(
            service.change_award, contest.edition_id, contest.code(title), contest.prize(prize),
            reason="Hội đồng đã bàn.", actor_id=contest.chair_id, now=contest.now,
        )  # fmt: skip
    contest.approved().published()

    shown = text(english(client, path(contest)))
    assert shown.index("ZQXNGO Nhỏ Nhất") < shown.index("ZQXSONG Bến Nhì")


def test_the_contests_own_page_leads_to_the_results_only_once_there_are_some(decided, client):
    own = path(decided).removesuffix("results")
    assert path(decided) not in client.get(own).text

    decided.published()
    assert path(decided) in client.get(own).text


def test_who_wants_it_is_named_by_the_pen_name_and_only_if_they_agreed_to_be_named(factory, client):
    asked = IdentitySpec((Asked("pen_name"),))
    contest = Judged(factory, (), categories=CATEGORIES, identity=asked)
    contest.titles = ("ZQXSONG Bến", "ZQXNGO Nhỏ")
    contest.authors = {title: factory.person(NAMES[title]) for title in contest.titles}
    agreed = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý công bố."}
    factory.do(people.give_consents, contest.authors["ZQXSONG Bến"], agreed, language="vi", now=contest.now)
    contest.entries = {}
    for number, (title, author) in enumerate(contest.authors.items()):
        key = contest.submitted(author, title=title)
        contest.accept(key)
        contest.entries[title] = factory.read(entries.own_work, key, author).entry_id
        said = About(pen_name=f"ZQXBUT{number} Danh", by_pen_name=True)
        factory.do(telling.say, key, said, NO_GUARDIAN, author_id=author, language="vi", now=contest.then)
    marks = {"ZQXSONG Bến": [("9", "9")] * 2, "ZQXNGO Nhỏ": [("8", "8")] * 2}
    contest.coded_only().rubric().given_out().marked(marks).closed().awarded().approved().published()

    page = english(client, path(contest))

    assert "ZQXSONG Bến Nhất ZQXBUT0 Danh" in text(page)
    assert tokens_in(page.data) == {"ZQXSONG", "ZQXNGO", "ZQXBUT0"}


def test_once_published_the_office_reads_how_to_reach_who_won_and_of_nobody_else(factory, client_for):
    asked = IdentitySpec((Asked("address"),))
    contest = Judged(factory, (), categories=CATEGORIES, identity=asked)
    contest.titles = tuple(MARKS)
    contest.authors = {title: factory.person(name, phone="0912 345 678") for title, name in NAMES.items()}
    contest.entries = {}
    for number, (title, author) in enumerate(contest.authors.items()):
        key = contest.submitted(author, title=title)
        contest.accept(key)
        contest.entries[title] = factory.read(entries.own_work, key, author).entry_id
        said = About(address=f"Số {number} ngõ ZQXADDR{number}")
        factory.do(telling.say, key, said, NO_GUARDIAN, author_id=author, language="vi", now=contest.then)
    contest.coded_only().rubric().given_out().marked(MARKS).closed().awarded().approved()
    place = path(contest).replace("/editions/", "/office/").replace("/results", "/winners")
    assert client_for(contest.organiser_id).get(place).status_code == 403

    contest.published()

    for who in (contest.organiser_id, contest.secretary_id):
        page = client_for(who).get(place)
        assert tokens_in(page.data) == {"ZQXSONG", "ZQXMOT", "ZQXADDR0", "ZQXNGO", "ZQXHAI", "ZQXADDR1"}
        assert "Postal address Số 0 ngõ ZQXADDR0" in text(page)
        assert "Phone 0912345678" in text(page)
    assert client_for(contest.judges[0]).get(place).status_code in {403, 404}
