"""Everybody in the office sees how far judging is, nobody sees a mark, and organisers end a round."""

import pytest

from contest.access.duties import Duty
from contest.assignment import service as assigning
from contest.editions import queries as editions
from contest.editions.models import Round
from contest.judging import service as marking
from contest.platform.database import db
from contest.results import queries
from tests.judged import Judged
from tests.watching import asked
from tests.web.office.office_browsing import fields, send, text
from tests.worlds import world

ALL = {"Một": [("9", "9"), ("8", "8.5")], "Hai": [("7", "7"), ("6", "6")]}


@world
def contest(factory):
    return Judged(factory, tuple(ALL)).judging()


def path(contest):
    view = contest.factory.read(editions.by_id, contest.edition_id, now=contest.now)
    return f"/office/{view.slug}/progress"


@pytest.fixture
def browser(contest, client_for):
    return client_for(contest.organiser_id)


def state(contest, position=0):
    return contest.factory.read(editions.round_by_id, contest.rounds[position]).state


def close(browser, contest, **more):
    at = path(contest)
    token = fields(browser.get(at), "/language")["csrf_token"][0]
    return browser.post(f"{at}/1/close", data={"csrf_token": token, **more})


# --- looking ------------------------------------------------------------------------------------------------


def test_before_judging_the_page_says_what_will_be_here(factory, client_for):
    contest = Judged(factory, ("Một",)).coded()

    page = client_for(contest.organiser_id).get(path(contest))
    assert "Judging has not begun" in text(page)


def test_judges_are_named_with_counts_and_no_mark_is_shown(contest, browser):
    contest.marked({"Một": ALL["Một"]})
    contest.save_marks(contest.readings("Hai")[0].id, ("3.5",))

    shown = text(browser.get(path(contest)))
    assert "Readings submitted 2 / 4" in shown
    assert "Giám Khảo A 2 2 1 0 Giám Khảo B 2 1 1 0" in shown
    assert "Readings that have not been submitted: 2." in shown
    for secret in ("3.5", "8.5", "88", contest.code("Một")):
        assert secret not in shown


@pytest.mark.parametrize(("duty", "status"), [(Duty.OBSERVER, 200), (Duty.CHAIR, 200), (Duty.SECRETARY, 403)])
def test_who_may_see_it_and_only_organisers_may_act(contest, factory, client_for, duty, status):
    contest.marked(ALL)
    person = contest.chair_id if duty is Duty.CHAIR else factory.person()
    if duty is not Duty.CHAIR:
        factory.appoint(contest.edition_id, person, duty)
    browser = client_for(person)

    page = browser.get(path(contest))
    assert page.status_code == status
    assert "/1/close" not in page.text
    assert close(client_for(person), contest, confirmed="yes").status_code == 403
    assert browser.get(path(contest)).status_code == status
    assert client_for(contest.judges[0]).get(path(contest)).status_code == 403
    assert client_for(contest.authors["Một"]).get(path(contest)).status_code == 404
    assert state(contest) == "judging"


def test_it_asks_the_database_equally_often_however_many_works(factory, app, client_for):
    counts = []
    for titles in (("Một",), ("Một", "Hai", "Ba", "Bốn")):
        contest = Judged(factory, titles, title=f"Cuộc thi {len(titles)}").judging()
        contest.marked({title: [("7", "7"), ("7", "7")] for title in titles})
        browser, at = client_for(contest.organiser_id), path(contest)
        with app.app_context(), asked() as statements:
            browser.get(at)
        counts.append(len(statements))

    assert counts[0] == counts[1]


# --- closing ------------------------------------------------------------------------------------------------


def test_an_organiser_closes_a_round_that_is_complete(contest, browser):
    contest.marked(ALL)
    assert "Every reading is in. The round can be closed." in text(browser.get(path(contest)))

    answer = send(browser, path(contest), {"confirmed": "yes"}, action=f"{path(contest)}/1/close")

    assert (answer.status_code, answer.location) == (303, path(contest))
    assert "is closed, and its works are ranked" in text(browser.get(answer.location))
    assert contest.places() == {"Một": 1, "Hai": 2}


def test_without_the_tick_nothing_is_closed(contest, browser):
    contest.marked(ALL)

    answer = close(browser, contest)

    assert (answer.status_code, state(contest)) == (422, "judging")
    assert "Tick the box" in text(answer)


def test_a_round_with_open_readings_is_not_closed_and_the_answer_says_what_is_missing(contest, browser):
    contest.marked({"Một": ALL["Một"]})
    assert "/1/close" not in browser.get(path(contest)).text

    answer = close(browser, contest, confirmed="yes", accept_gaps="yes")

    assert (answer.status_code, state(contest)) == (422, "judging")
    assert "Readings that have not been submitted: 2. Wait for them" in text(answer)


def test_what_nobody_is_free_to_read_is_closed_only_when_said(contest, browser):
    contest.marked({"Một": [("2", "2"), ("9", "9")], "Hai": ALL["Hai"]})
    page = browser.get(path(contest))
    assert "no judge was free to read a third time: 1." in text(page)

    refused = close(browser, contest, confirmed="yes")
    assert (refused.status_code, state(contest)) == (422, "judging")
    send(
        browser, path(contest), {"confirmed": "yes", "accept_gaps": "yes"}, action=f"{path(contest)}/1/close"
    )
    assert state(contest) == "closed"


def test_third_readings_can_be_asked_for_again(contest, browser):
    contest.marked({"Một": [("2", "2"), ("9", "9")], "Hai": ALL["Hai"]})
    ask = f"{path(contest)}/1/thirds"

    answer = send(browser, path(contest), action=ask)
    assert "still no judge free" in text(browser.get(answer.location))
    contest.judge("Giám Khảo Mới")
    answer = send(browser, path(contest), action=ask)

    shown = text(browser.get(answer.location))
    assert "The third readings lie on the judges' desks." in shown
    assert "1 third readings asked for" in shown


def test_works_given_back_are_counted_and_named_as_missing(contest, browser, factory):
    reading = contest.readings("Một")[0]
    factory.do(
        marking.recuse, reading.id, judge_id=reading.judge_id, reason="Tôi nhận ra bài này.", now=contest.now
    )

    shown = text(browser.get(path(contest)))
    assert "1 readings given back" in shown
    assert "Giám Khảo A 1 0 0 1" in shown
    assert "Tôi nhận ra" not in shown


def test_the_open_works_of_a_judge_who_cannot_go_on_are_given_to_others(contest, browser, factory):
    contest.marked({"Một": ALL["Một"]})
    absent = contest.judges[0]
    take = f"{path(contest)}/1/take-back"
    token = fields(browser.get(path(contest)), take)["csrf_token"][0]
    assert browser.post(take, data={"csrf_token": token, "judge": str(absent)}).status_code == 422

    answer = send(browser, path(contest), {"judge": str(absent), "confirmed": "yes"}, action=take)

    assert answer.status_code == 303
    shown = text(browser.get(answer.location))
    assert "1 work was taken back." in shown
    assert "Giám Khảo A done 1 1 1 1" in shown
    assert "Works with fewer readings than this round asks for: 1." in shown
    again = browser.post(take, data={"csrf_token": token, "judge": str(absent), "confirmed": "yes"})
    assert (again.status_code, "has no open works" in text(again)) == (422, True)
    contest.judge("Giám Khảo Mới")
    by = {"actor_id": contest.organiser_id, "now": contest.now}
    factory.do(assigning.confirm, factory.do(assigning.replace, contest.round_id, seed="s", **by), **by)
    contest.marked({"Hai": ALL["Hai"]}).closed()
    assert contest.places() == {"Một": 1, "Hai": 2}


# --- the next round -----------------------------------------------------------------------------------------


def test_the_best_are_sent_on_and_the_page_says_so(factory, client_for):
    contest = Judged(factory, tuple(ALL), rounds=2)
    factory.do(lambda: setattr(db.session.get_one(Round, contest.round_id), "advancing", 1))
    contest.judging().marked(ALL).closed()
    browser = client_for(contest.organiser_id)
    assert "Send the best on to “Chung khảo”" in text(browser.get(path(contest)))

    answer = send(browser, path(contest), action=f"{path(contest)}/1/advance")

    assert answer.status_code == 303
    shown = text(browser.get(answer.location))
    assert "1 work goes on, under a new code." in shown
    assert "Send the best on to" not in shown
    assert state(contest, 1) == "coded"
    again = browser.post(
        f"{path(contest)}/1/advance",
        data={"csrf_token": fields(browser.get(path(contest)), "/language")["csrf_token"][0]},
    )
    assert again.status_code == 422


def test_rounds_that_are_not_there_are_not_found(contest, browser):
    token = fields(browser.get(path(contest)), "/language")["csrf_token"][0]

    found = [
        browser.post(
            f"{path(contest)}/{number}/{act}", data={"csrf_token": token, "confirmed": "yes"}
        ).status_code
        for number in (0, 2)
        for act in ("close", "advance", "thirds", "take-back")
    ]
    assert found == [404] * 8
    assert contest.factory.read(queries.latest, contest.round_id) is None
