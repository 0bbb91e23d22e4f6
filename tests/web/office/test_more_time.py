"""More time for one author: given, used, taken back; and what it keeps from happening meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions import late, permitting, queries
from contest.entries import intake
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform.database import db
from tests.web.office.office_browsing import errors, fields, send, text

HOUR = timedelta(hours=1)
REASON = "Mất điện toàn xã"


class World:
    """A contest that closed an hour ago, an author who came too late, and the secretary."""

    def __init__(self, factory, client_for, phase="closed"):
        self.factory, self.client_for = factory, client_for
        self.organiser = factory.person("Phạm Thị Tổ Chức")
        self.edition = factory.edition(organiser_id=self.organiser, phase=phase)
        self.author = factory.person("Nguyễn Văn Muộn", email="muon@example.org")
        self.secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition, self.secretary, Duty.SECRETARY)
        self.view = factory.read(queries.by_id, self.edition, now=clock.now())
        self.office, self.home = client_for(self.secretary), client_for(self.author)
        self.path = f"/office/{self.view.slug}/late"

    def typed(self, *, until=None, email="muon@example.org", reason=REASON):
        moment = (until or clock.now() + 3 * HOUR).astimezone(self.view.zone)
        return {"email": email, "until": f"{moment:%Y-%m-%dT%H:%M}", "reason": reason}

    def permit(self, until):
        self.factory.do(
            permitting.permit, self.edition, "muon@example.org", until,
            reason=REASON, actor_id=self.secretary, now=clock.now(),
        )  # fmt: skip

    def given(self):
        return self.factory.read(late.given, self.edition)

    def start(self):
        return self.factory.do(intake.start_draft, self.edition, author_id=self.author, now=clock.now())


@pytest.fixture
def world(factory, client_for):
    return World(factory, client_for)


def test_an_author_with_more_time_hands_in_after_the_closing_time(world, factory):
    key = factory.entry(
        world.edition,
        world.author,
        text="Đêm ấy cả xã không có điện, tôi viết dưới ngọn đèn dầu.",
        submit=False,
    )
    with pytest.raises(Conflict, match="is over"):
        factory.submit(key, world.author)

    done = send(world.office, world.path, world.typed())

    assert (done.status_code, done.location) == (303, world.path)
    assert "Nguyễn Văn Muộn muon@example.org" in text(world.office.get(world.path))
    with factory.work():
        row = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        notice, letter = row.notice, rendering.letter(row)
    assert (notice, letter.to, REASON in letter.text) == ("late_permitted", "muon@example.org", True)
    assert "you were given more time, until" in text(world.home.get(f"/editions/{world.view.slug}/"))
    factory.submit(key, world.author)
    assert "/receipt/1" in world.home.get(f"/author/entries/{key}/receipt").location


def test_everybody_else_is_still_too_late(world, factory):
    other = factory.person("Trần Thị Khác")
    key = factory.entry(world.edition, other, submit=False)
    world.permit(clock.now() + HOUR)

    with pytest.raises(Conflict, match="is over"):
        factory.submit(key, other)
    assert "more time" not in text(world.client_for(other).get(f"/editions/{world.view.slug}/"))
    with pytest.raises(Conflict, match="is over"):
        factory.do(intake.start_draft, world.edition, author_id=other, now=clock.now())


def test_more_time_ends_by_itself(world):
    until = clock.now() + HOUR
    world.permit(until)

    with clock.fixed(until - timedelta(microseconds=1)):
        world.start()
    with clock.fixed(until), pytest.raises(Conflict, match="is over"):
        world.start()


def test_more_time_is_taken_back(world):
    world.permit(clock.now() + HOUR)
    (given,) = world.given()

    done = send(world.office, f"{world.path}/take-back", page=world.path, action=f"{world.path}/take-back")

    assert done.status_code == 303
    assert world.given()[0].taken_back_at is not None
    assert fields(world.office.get(world.path), f"{world.path}/take-back") == {}
    token = fields(world.office.get(f"/office/{world.view.slug}/barred"))["csrf_token"]
    again = world.office.post(f"{world.path}/take-back", data={"key": given.key, "csrf_token": token})
    assert again.status_code == 404
    with pytest.raises(Conflict, match="is over"):
        world.start()


def test_no_codes_are_drawn_while_somebody_has_more_time(world, factory):
    key = factory.entry(world.edition, factory.person("Trần Thị Khác"))
    factory.screen(world.edition, key, world.secretary)
    world.permit(clock.now() + HOUR)
    round_id = factory.read(queries.rounds, world.edition)[0].id

    with pytest.raises(RuleBroken, match="by an exception"):
        factory.do(coding.draw_codes, round_id, actor_id=world.secretary, now=clock.now())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"email": "ai@example.org"},
            (
                "E-mail address of the author: Nobody has registered with this address. Check its spelling, or ask"
                " the author to register."
            ),
        ),
        (
            {"until": "2020-01-01T00:00"},
            "May hand in until: Choose a moment that is still to come, and after the closing time.",
        ),
        (
            {"until": "2999-01-01T00:00"},
            (
                "May hand in until: An exception may last at most 31 days. For longer put the closing time off."
            ),
        ),
        ({"until": "mai"}, "May hand in until: Write the date and time like 31/12/2026 17:00."),
        ({"reason": "x"}, "Reason: Write the reason in 3 to 300 characters."),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_named_and_kept(world, typed, expected):
    sent = {**world.typed(), **typed}

    refused = send(world.office, world.path, sent)

    assert (refused.status_code, errors(refused)) == (422, [expected])
    kept = fields(refused)
    assert {name: kept[name][0] for name in sent} == sent
    assert world.given() == ()


def test_an_official_is_not_given_time_to_take_part(world, factory):
    judge = factory.person("Lê Giám Khảo", email="judge@example.org")
    factory.appoint(world.edition, judge, Duty.JUDGE)

    refused = send(world.office, world.path, world.typed(email="judge@example.org"))

    assert errors(refused) == [
        (
            "E-mail address of the author: This person holds a duty in the contest and so cannot take part in it."
        )
    ]  # fmt: skip


def test_once_codes_are_drawn_nobody_is_given_more_time(factory, client_for):
    world = World(factory, client_for, phase="coded")

    assert world.office.get(world.path).status_code == 403
    with pytest.raises(RuleBroken, match="drawing of the codes"):
        world.permit(clock.now() + HOUR)


def test_a_judge_learns_nothing_of_it(world, factory):
    judge = factory.person("Lê Giám Khảo")
    factory.appoint(world.edition, judge, Duty.JUDGE)
    world.permit(clock.now() + HOUR)
    browser = world.client_for(judge)

    assert browser.get(world.path).status_code == 403
    for path in (
        f"/judge/{world.view.slug}/",
        f"/editions/{world.view.slug}/",
        f"/editions/{world.view.slug}/rules/fixed",
    ):
        page = browser.get(path).text
        assert ("Muộn" in page, REASON in page) == (False, False)
