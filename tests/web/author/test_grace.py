"""The grace after the closing time: set once, said beforehand, used to the instant, and marked for good."""

from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions import permitting, queries
from contest.editions import service as editions
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform.database import db
from tests.factories import NOW, WEEK
from tests.web.author.conftest import Desk
from tests.web.office.office_browsing import errors, send, text

GRACE = timedelta(minutes=15)
CLOSES = NOW + WEEK
MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)


@pytest.fixture
def graced(desk, factory) -> Desk:
    """An open contest with fifteen minutes of grace."""
    edition_id = factory.edition(title="Cuộc thi có du di", grace_minutes=15)
    slug = factory.read(queries.by_id, edition_id, now=NOW).slug
    category = factory.read(queries.categories, edition_id)[0].id
    return Desk(
        factory, desk.sign_in, desk.browser, edition_id, slug, desk.author_id, desk.secretary_id, category
    )


def test_before_the_closing_time_the_grace_is_said_where_authors_look(graced):
    key = graced.entry(submit=False)

    public = text(graced.browser.get(f"/editions/{graced.slug}/"))
    writing = text(graced.browser.get(graced.page(key)))

    assert "Grace: for 15 minutes after the closing time a complete work is still taken in." in public
    assert "For 15 more minutes a work is still taken in, but it is marked" in writing


def test_within_the_grace_a_work_is_taken_in_and_marked_for_author_and_secretary(graced, factory):
    key = graced.entry(submit=False)
    with graced.at(CLOSES + GRACE - MINUTE):
        shown = text(graced.browser.get(graced.page(key)))
        sent = graced.submit(key)
        receipt = text(graced.browser.get(sent.location))
    with graced.at(CLOSES + GRACE):
        story = text(graced.browser.get("/author/"))
        factory.appoint(graced.edition_id, graced.secretary_id, Duty.SECRETARY)
        screened = text(graced.sign_in(graced.secretary_id).get(f"/office/{graced.slug}/screening/{key}"))
    with graced.factory.work():
        [letter] = [
            rendering.letter(m)
            for m in db.session.scalars(
                db.select(OutboxMessage).where(OutboxMessage.notice == "entry_received")
            )
        ]

    assert "Within the grace of 15 minutes a work is still taken in" in shown
    assert sent.status_code == 303
    assert "This was after the closing time, within the grace that the contest gives" in receipt
    assert "Received within the grace after the closing time, and so in time." in story
    assert "after the closing time, within the grace" in screened
    assert "You may submit a better version until" in letter.text


@pytest.mark.parametrize("late", [timedelta(0), TICK])
def test_at_the_end_of_the_grace_it_stops(graced, factory, late):
    key = graced.entry(submit=False)

    with pytest.raises(Conflict, match=r"^The time for handing in works is over\."):
        factory.submit(key, graced.author_id, now=CLOSES + GRACE + late)


def test_in_time_nothing_is_marked_nor_is_who_was_given_more_time(graced, factory):
    in_time, permitted = graced.entry(), factory.person("Lê Văn Muộn", email="muon@example.org")
    factory.do(
        permitting.permit, graced.edition_id, "muon@example.org", CLOSES + 2 * GRACE,
        reason="Mất điện toàn xã", actor_id=graced.secretary_id, now=NOW,
    )  # fmt: skip
    late = factory.entry(graced.edition_id, permitted, submit=False)
    factory.submit(late, permitted, now=CLOSES + MINUTE)

    with factory.work():
        marks = db.session.execute(db.text("select in_grace from version order by id")).scalars().all()
    assert [bool(mark) for mark in marks] == [False, False]
    assert in_time


def test_no_code_is_drawn_while_the_grace_runs(graced, factory):
    round_id = factory.read(queries.rounds, graced.edition_id)[0].id

    with pytest.raises(RuleBroken, match=r"^Works are still taken in\."):
        factory.do(coding.draw_codes, round_id, actor_id=graced.secretary_id, now=CLOSES + MINUTE)


def test_organisers_set_the_grace_before_the_announcement_only(factory, desk):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi mới")
    slug = factory.read(queries.by_id, edition, now=NOW).slug
    browser, path = desk.sign_in(organiser), f"/office/{slug}/settings"

    refused = send(browser, path, {"grace_minutes": "2000"})
    saved = send(browser, path, {"grace_minutes": "30"})
    factory.do(editions.announce, edition, actor_id=organiser, now=NOW)
    late = send(browser, path, {"grace_minutes": "60", "reason": "Cho thêm thời gian"})

    [sentence] = errors(refused)
    assert sentence.endswith(
        "Write a whole number of minutes from 0 to 1440. For longer, set a later closing time."
    )
    assert (saved.status_code, late.status_code) == (303, 422)
    assert factory.read(queries.by_id, edition, now=NOW).grace_minutes == 30
