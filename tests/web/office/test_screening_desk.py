"""The screening desk in a browser: take the next, what a colleague has in hand, causes, a day, take back, own lines."""

import re
from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.entries import holding, screening_queries
from contest.entries.rules.screening import CHECKLIST
from contest.kernel import clock
from tests.factories import NOW
from tests.web.account.browsing import errors, token, told
from tests.web.office.test_screening import REASON, Office, last_letter, office

__all__ = ["last_letter", "office"]


@pytest.fixture
def colleague(office: Office):
    account_id = office.factory.person("Đỗ Văn Thư")
    office.factory.appoint(office.edition_id, account_id, Duty.SECRETARY)
    return account_id


def press(office: Office, path: str, **fields: str):
    held = {"csrf_token": token(office.browser, office.queue), **fields}
    return office.browser.post(f"{office.queue}/{path}", data=held)


def in_hand_of(office: Office, account_id: int, key: str) -> None:
    given = {"secretary_id": account_id, "now": NOW}
    office.factory.do(holding.take_over, key, office.edition_id, **given)


def test_the_next_work_is_taken_by_a_button_and_the_last_one_says_so(office, colleague):
    first, second = office.entry("Một"), office.entry("Hai")
    in_hand_of(office, colleague, first)

    assert press(office, "take").location == f"{office.queue}/{second}"
    page = office.browser.get(office.queue).text
    hands = re.findall(r'data-label="In hand">\s*<span[^>]*>\s*(.*?)\s*</span>', page)
    assert hands == ["Đỗ Văn Thư", "you"]

    answer = press(office, "take", leave=second)
    assert told(office.browser.get(answer.location)) == ["There is no other work that nobody has in hand."]


def test_a_colleagues_work_is_read_decided_knowingly_or_taken_over(office, colleague):
    key = office.entry("Một")
    in_hand_of(office, colleague, key)
    assert "A colleague has this work in hand" in office.browser.get(f"{office.queue}/{key}").text

    refused = office.decide(key, "accept", checklist=list(CHECKLIST))
    assert (refused.status_code, office.states()) == (422, {"submitted": 1})
    assert errors(refused) == [
        (
            "Đỗ Văn Thư has this work in hand until 09:15. Ask first, or tick that you decide all the same."
            " Nothing was decided."
        )
    ]
    assert office.decide(key, "accept", checklist=list(CHECKLIST), knowingly="y").status_code == 303

    other = office.entry("Hai")
    in_hand_of(office, colleague, other)
    page = office.browser.get(press(office, f"{other}/hold", act="over").location).text
    assert "A colleague has this work in hand" not in page
    assert press(office, f"{other}/hold", act="keep").status_code == 204
    assert press(office, f"{other}/hold", act="back").location == office.queue
    assert press(office, f"{other}/hold", act="burn").status_code == 404


def test_a_cause_and_a_day_are_told_to_the_author(office, last_letter):
    key = office.entry("Một")
    answer = office.decide(key, "return", causes=["form"], return_by="2026-03-05T12:00")
    assert answer.status_code == 303
    name, letter = last_letter()
    assert name == "entry_returned"
    assert "- The form is not as the rules ask for it." in letter.text
    assert "asks for the corrected work before 12:00:00, 5 March 2026 (GMT+7)" in letter.text


def test_a_day_that_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(office):
    answer = office.decide(office.entry("Một"), "return", reason=REASON, return_by="2027-01-01T12:00")
    assert (answer.status_code, [e[:40] for e in errors(answer)]) == (
        422,
        ["Works are taken in until the closing tim"],
    )
    assert REASON in answer.text
    assert '<details class="more" open' in answer.text


def test_the_last_decision_is_taken_back_and_the_work_is_there_again(office):
    first, second = office.entry("Một"), office.entry("Hai")
    page = office.browser.get(office.decide(first, "refuse", causes=["topic"]).location).text
    decision = re.search(r'name="decision" value="(\d+)"', page)[1]

    answer = press(office, f"{first}/undo", decision=decision)
    assert (answer.location, office.states()) == (f"{office.queue}/{first}", {"submitted": 2})
    assert "taken back, " in office.browser.get(answer.location).text
    assert press(office, f"{second}/undo", decision=decision).status_code == 404
    assert press(office, f"{first}/undo", decision="x").status_code == 404


def test_all_lines_are_ticked_beforehand_here_and_in_the_next_works(office):
    first, second = office.entry("Một"), office.entry("Hai")
    page = office.browser.get(f"{office.queue}/{first}?ticked=1").text
    assert len(re.findall(r'<input checked[^>]*name="checklist"', page)) == 5
    answer = office.decide(first, "accept", checklist=list(CHECKLIST), ticked="1")
    assert answer.location == f"{office.queue}/{second}?ticked=1"


def test_what_is_to_be_done_stands_on_the_home_page_of_the_office(office, client_for):
    key = office.entry("Một")
    home = f"/office/{office.slug}/"
    assert "1 work waits to be screened." in office.browser.get(home).text
    office.decide(key, "return", reason=REASON, return_by="2026-03-02T12:00")
    assert "not corrected by the day" not in office.browser.get(home).text
    with clock.fixed(NOW + timedelta(days=2)):
        browser = client_for(office.secretary_id)
        assert "1 returned work was not corrected by the day that was named." in browser.get(home).text
        assert "1 returned work was not" in browser.get(office.queue).text


def test_two_works_of_two_secretaries_are_not_the_same(office, colleague, client_for):
    keys = {office.entry("Một"), office.entry("Hai")}
    browser = client_for(colleague)
    sent = {"csrf_token": token(browser, office.queue)}
    theirs = browser.post(f"{office.queue}/take", data=sent).location
    mine = press(office, "take").location
    assert {mine.rsplit("/", 1)[-1], theirs.rsplit("/", 1)[-1]} == keys
    queue = office.factory.read(screening_queries.queue, office.edition_id)
    assert len(queue.lines) == 2


def test_why_works_were_refused_is_counted_for_the_organiser(office, client_for):
    for title, fields in (("Một", {"causes": ["late", "topic"]}), ("Hai", {"reason": REASON})):
        office.decide(office.entry(title), "refuse", **fields)
    organiser = office.factory.read(editions.appointed, office.edition_id, Duty.ORGANISER)[0]
    page = client_for(organiser).get(f"/office/{office.slug}/statistics").text
    rows = re.findall(r'<th scope="row">([^<]*)</th>\s*<td class="num" data-label="Works">(\d+)</td>', page)
    assert rows == [
        ("The work is off the topic.", "1"),
        ("The work came after the closing time.", "1"),
        ("In words alone", "1"),
    ]
