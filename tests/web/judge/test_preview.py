"""The page of an essay as organisers may look at it before there is an essay; the public page of a draft."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries, service
from contest.editions.rules.own_fields import OwnField
from contest.judging import service as judging
from contest.judging.rules.criteria.kind import Settings
from contest.judging.rules.design import Line
from contest.kernel import clock
from tests.web.office.office_browsing import text

pytestmark = pytest.mark.both_databases  # on PostgreSQL under the role of judges: each page needs its rights


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", rounds=2)


@pytest.fixture
def slug(factory, draft):
    return factory.read(queries.by_id, draft, now=clock.now()).slug


def write_rubric(factory, draft, organiser, position, name):
    round_id = factory.read(queries.rounds, draft)[position].id
    line = Line("steps", Settings(name, Decimal(100), Decimal(0), Decimal(10), Decimal(1)))
    factory.do(
        judging.save_rubric, round_id, Decimal(100), (line,), actor_id=organiser, now=clock.now()
    )  # fmt: skip


def test_an_organiser_sees_what_a_judge_will_see_with_the_rubric_of_each_round(
    factory, client_for, draft, slug, organiser
):
    write_rubric(factory, draft, organiser, 0, "Lập luận")
    browser, path = client_for(organiser), f"/judge/{slug}/preview"

    first, second = browser.get(path), browser.get(f"{path}?round=2")

    assert "Only a look" in text(first)
    assert "A reading room at the market" in text(first)
    assert "Lập luận" in text(first)
    assert [first.text.count(what) for what in ('type="radio"', "disabled")] == [11, 12]  # the comment too
    assert "data-autosave-url" not in first.text
    assert 'value="submit"' not in first.text
    assert "This round is closed." not in text(first)
    assert "This round has no rubric yet" in text(second)
    assert f"/judge/{slug}/preview" in browser.get(f"/office/{slug}/").text


def test_the_look_shows_the_contests_own_questions_whose_answers_judges_read(
    factory, client_for, draft, slug, organiser
):
    write_rubric(factory, draft, organiser, 0, "Lập luận")
    spec = factory.read(queries.spec, draft)
    way = OwnField("Lối viết", "choice", options=("Nghị luận", "Kể chuyện"), for_judges=True)
    asked = replace(spec, own_fields=(way, OwnField("Bút danh")))
    factory.do(service.change_edition, draft, asked, actor_id=organiser, now=clock.now())

    shown = text(client_for(organiser).get(f"/judge/{slug}/preview"))

    assert "What was asked besides Lối viết Nghị luận" in shown
    assert "Bút danh" not in shown


def test_nobody_else_looks_at_the_previews_of_a_draft(factory, client, client_for, draft, slug):
    judge = factory.person("Lê Thị Giám Khảo")
    factory.appoint(draft, judge, Duty.JUDGE)
    paths = [f"/judge/{slug}/preview", f"/editions/{slug}/"]

    strangers = [client_for(factory.person("Người Lạ")).get(path).status_code for path in paths]

    assert strangers == [404, 404]
    assert [client_for(judge).get(path).status_code for path in paths] == [403, 404]
    assert [client.get(path).status_code for path in paths] == [302, 404]


def test_organisers_see_the_public_page_of_their_draft(client_for, slug, organiser):
    page = client_for(organiser).get(f"/editions/{slug}/")

    assert page.status_code == 200
    assert (
        "This is how the page will look. Nobody outside the office sees it before the announcement."
        in text(page)
    )
