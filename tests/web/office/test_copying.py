"""Next year's contest is made of this year's on one page."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries, roster
from contest.judging import queries as judging
from contest.judging import service as judging_service
from contest.kernel import clock
from tests.judged import LINES
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def this_year(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="closed", title="Cuộc thi viết năm 2026")
    return factory.read(queries.by_id, edition, now=clock.now())


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


def made_from(factory, answer):
    return factory.read(queries.by_slug, answer.location.split("/")[-2], now=clock.now())


def test_a_copy_has_all_settings_and_dates_a_year_later_and_is_a_draft(
    factory, browser, this_year, organiser
):
    before = factory.read(queries.spec, this_year.id)
    page = f"/office/{this_year.slug}/copy"

    made = send(browser, page, {})

    copy = made_from(factory, made)
    after = factory.read(queries.spec, copy.id)
    assert (made.status_code, copy.stored_phase, copy.number, copy.year) == (
        303,
        "draft",
        this_year.number + 1,
        this_year.year + 1,
    )
    # To the minute, as the form shows them.
    assert [d.replace(second=0, microsecond=0) for d in (after.opens_at, after.closes_at)] == [
        d.replace(year=d.year + 1, second=0, microsecond=0) for d in (before.opens_at, before.closes_at)
    ]
    assert (after.rules_text, after.declarations) == (before.rules_text, before.declarations)
    assert [replace(c, id=None) for c in after.categories] == [replace(c, id=None) for c in before.categories]
    assert [replace(r, id=None) for r in after.rounds] == [replace(r, id=None) for r in before.rounds]
    assert [(o.account_id, o.duty) for o in factory.read(roster.officials, copy.id)] == [
        (organiser, Duty.ORGANISER)
    ]
    assert "dates in the text are last year's" in text(browser.get(made.location))


def test_rubrics_come_along_or_stay_as_is_asked(factory, browser, this_year, organiser):
    first = factory.read(queries.rounds, this_year.id)[0].id
    factory.do(judging_service.save_rubric, first, Decimal(100), LINES, actor_id=organiser, now=clock.now())
    page = f"/office/{this_year.slug}/copy"

    with_rubric = made_from(factory, send(browser, page, {}))
    without = made_from(factory, send(browser, page, {"title": "Cuộc thi khác", "rubrics": []}))

    def criteria(edition):
        kept = factory.read(judging.rubric, factory.read(queries.rounds, edition.id)[0].id)
        return kept and [line.settings for line in kept.criteria]

    assert (criteria(with_rubric), criteria(without)) == ([line.settings for line in LINES], None)


def test_those_who_are_ticked_are_invited_again_to_the_same_duty(factory, browser, this_year):
    secretary, judge = factory.person("Lê Văn Thư"), factory.person("Trần Thị Khảo")
    factory.appoint(this_year.id, secretary, Duty.SECRETARY)
    factory.appoint(this_year.id, judge, Duty.JUDGE)
    page = f"/office/{this_year.slug}/copy"

    copy = made_from(factory, send(browser, page, {"people": f"{judge}-judge"}))

    invited = factory.read(roster.invitations, copy.id, now=clock.now())
    assert [(i.name, i.duty) for i in invited] == [("Trần Thị Khảo", Duty.JUDGE)]


def test_a_contest_that_is_there_already_is_refused_beside_its_title_with_everything_kept(browser, this_year):
    page = f"/office/{this_year.slug}/copy"
    send(browser, page, {})

    again = send(browser, page, {"summary": "Viết tay"})

    assert (again.status_code, errors(again)) == (
        422,
        ["Title: There is a contest with this title, number and year already. Change one of them."],
    )
    assert fields(again)["summary"] == ["Viết tay"]


def test_only_an_organiser_copies(factory, client_for, this_year):
    secretary = factory.person("Lê Văn Thư")
    factory.appoint(this_year.id, secretary, Duty.SECRETARY)
    page = f"/office/{this_year.slug}/copy"

    answers = [client_for(who).get(page).status_code for who in (secretary, factory.person("Người Lạ"))]

    assert answers == [403, 404]
