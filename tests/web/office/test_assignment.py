"""Organisers give works to judges: they see a proposal, confirm it, and fill the holes that judges leave."""

import html
import re

import pytest

from contest.access.duties import Duty
from contest.assignment import queries, service
from contest.communications.models import OutboxMessage
from contest.communications.rendering import letter
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.platform.database import db
from tests.parts.assignment.conftest import Coded


class Office:
    """The organiser's browser on the assignment of a contest with coded works."""

    def __init__(self, factory, client_for, *, works=4, judges=3, **edition):
        self.world = Coded(factory, **edition)
        self.factory = factory
        for _ in range(judges):
            self.world.judge()
        self.world.code([None] * works)
        slug = factory.read(editions.by_id, self.world.edition_id, now=self.world.now).slug
        self.path = f"/office/{slug}/assignment"
        self.browser = client_for(self.world.organiser_id)

    def get(self):
        answer = self.browser.get(self.path)
        assert answer.status_code == 200
        return " ".join(html.unescape(answer.text).split())

    def act(self, act, **data):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.browser.get(self.path).text)[1]
        return self.browser.post(self.path, data={"csrf_token": token, "act": act, **data})

    def proposal(self):
        return self.factory.read(queries.waiting_proposal, self.world.round_id)

    def give_out(self):
        self.act("propose")
        return self.act("confirm", proposal=self.proposal().id)

    def recuse(self):
        reading = self.factory.read(queries.readings, self.world.round_id)[0]
        self.factory.do(
            service.recuse, reading.id, judge_id=reading.judge_id, reason="Bài của cháu tôi, ZQXreason.",
            now=self.world.now,
        )  # fmt: skip
        return reading


@pytest.fixture
def office(factory, client_for) -> Office:
    return Office(factory, client_for)


def test_a_proposal_is_shown_with_what_every_judge_would_read(office):
    assert "Propose who reads what" in office.get()
    answer = office.act("propose")
    assert (answer.status_code, answer.location) == (303, office.path)
    page = office.get()
    assert "It gives out 8 readings." in page
    assert sorted(re.findall(r'data-label="With the proposal" class="num">(\d+)<', page)) == ["2", "3", "3"]
    assert office.factory.read(queries.readings, office.world.round_id) == ()


def test_a_confirmed_proposal_is_given_out_and_judges_are_told_how_many(office):
    assert office.give_out().status_code == 303
    page = office.get()
    assert "8 readings were given out. The judges are told by mail." in page
    assert "Every work has all its readers." in page
    letters = office.factory.read(_letters, "readings_assigned")
    loads = office.factory.read(queries.loads, office.world.round_id)
    assert {each.account: each.count for each in letters} == loads
    assert all(re.search(rf"^{each.count} works? ", each.subject) for each in letters)


def test_a_letter_to_a_judge_names_no_work(office):
    office.give_out()
    copies = office.world.copies()
    for each in office.factory.read(_letters, "readings_assigned"):
        assert not any(title in each.body for title in copies)
        assert "/judge/" in each.body


def test_a_third_reading_is_told_by_mail_without_saying_why(office):
    office.give_out()
    copy_id = min(office.world.copies().values())
    office.factory.do(service.assign_third, copy_id, now=office.world.now)
    [told] = office.factory.read(_letters, "reading_added")
    assert (told.count, "third" in told.body) == (1, False)


def test_a_proposal_is_put_aside(office):
    office.act("propose")
    office.act("discard", proposal=office.proposal().id)
    assert "The proposal was put aside." in office.get()
    assert office.proposal() is None


def test_what_changed_since_the_proposal_is_said_and_nothing_is_given_out(office):
    office.act("propose")
    office.world.judge()
    office.act("confirm", proposal=office.proposal().id)
    assert "have changed since this was proposed. Propose anew." in office.get()
    assert office.factory.read(queries.readings, office.world.round_id) == ()


def test_shortages_are_said_in_plain_words(factory, client_for):
    office = Office(factory, client_for, works=3, judges=1)
    office.act("propose")
    page = office.get()
    assert "Bài viết: 3 readings find no judge" in page
    assert "Appoint more judges for it or ask for fewer readings." in page


def test_without_judges_the_page_says_what_to_do(factory, client_for):
    office = Office(factory, client_for, judges=0)
    assert "Appoint judges, or give those there are a seat" in office.get()
    office.act("propose")
    assert "There are no judges on the panel of this round. Appoint judges first." in office.get()


def test_a_work_given_back_is_listed_by_code_without_the_reason_and_repaired(office):
    office.give_out()
    reading = office.recuse()
    code = next(h.code for h in office.factory.read(queries.unfilled, office.world.round_id))
    page = office.get()
    assert "Bài viết: 1 reading" in page
    assert code in page
    assert "ZQXreason" not in page
    office.act("propose")
    assert "It adds 1 reading and moves nothing else." in office.get()
    office.act("confirm", proposal=office.proposal().id)
    assert office.factory.read(queries.unfilled, office.world.round_id) == ()
    assert "Every work has all its readers." in office.get()
    loads = office.factory.read(queries.readings_of, reading.blind_copy_id)
    assert [r.state for r in loads].count("assigned") == 2


def test_a_judge_who_left_is_marked_while_works_lie_on_the_desk(office):
    office.give_out()
    office.factory.do(
        editions_service.end_appointment, office.world.edition_id, office.world.judges[0], Duty.JUDGE,
        actor_id=None, now=office.world.now,
    )  # fmt: skip
    assert "no longer on the panel" in office.get()


@pytest.mark.parametrize(
    ("act", "proposal"),
    [("", ""), ("delete", "1"), ("confirm", ""), ("confirm", "x"), ("confirm", "99"), ("discard", "²")],
)
def test_other_acts_and_other_proposals_are_not_found(office, act, proposal):
    assert office.act(act, proposal=proposal).status_code == 404


def test_a_proposal_of_another_contest_is_not_found(office, client_for):
    other = Office(office.factory, client_for, title="Một cuộc thi khác")
    other.act("propose")
    assert office.act("confirm", proposal=other.proposal().id).status_code == 404


@pytest.mark.parametrize(
    ("duty", "status"),
    [(Duty.CHAIR, 200), (Duty.SECRETARY, 403), (Duty.JUDGE, 403), (Duty.OBSERVER, 403)],
)
def test_organiser_and_chair_may_give_works_out_and_nobody_else(office, client_for, duty, status):
    person = office.factory.person()
    office.factory.appoint(office.world.edition_id, person, duty)
    assert client_for(person).get(office.path).status_code == status


class _Letter:
    def __init__(self, message):
        rendered = letter(message)
        self.account, self.count = message.account_id, message.context["count"]
        self.subject, self.body = rendered.subject, rendered.text + rendered.html


def _letters(notice):
    query = db.select(OutboxMessage).where(OutboxMessage.notice == notice).order_by(OutboxMessage.id)
    return [_Letter(message) for message in db.session.scalars(query)]
