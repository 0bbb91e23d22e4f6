from datetime import UTC, datetime, timedelta

import pytest

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.editions import queries, roster
from contest.editions import service as editions
from contest.editions.rules.officials import APART, INVITATION_LASTS
from contest.editions.service import Invitee
from contest.kernel.errors import NotFound, RuleBroken
from tests.worlds import world

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
JUDGE = Invitee("Giam.Khao@Example.org", "Lê Thị Giám Khảo", Duty.JUDGE, "vi")


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="open", now=NOW)


def log(factory, edition_id, last):
    lines = factory.read(audit.log, edition_id, limit=last)
    return [(line.name, line.actor_id, line.details) for line in reversed(lines)]


# --- appointments -------------------------------------------------------------------------------------------


def test_an_appointment_gives_a_duty_and_is_in_the_log(factory, edition, organiser):
    person = factory.person()
    factory.do(editions.appoint, edition, person, Duty.CHAIR, actor_id=organiser, now=NOW)

    assert factory.read(queries.duties, person, edition) == {Duty.CHAIR}
    assert log(factory, edition, 1) == [
        ("appointment.made", organiser, {"account_id": person, "duty": "chair"})
    ]


def test_duties_apart_are_refused_with_the_reason(factory, edition, organiser):
    person = factory.person()
    factory.appoint(edition, person, Duty.SECRETARY)

    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.appoint, edition, person, Duty.JUDGE, actor_id=organiser, now=NOW)

    assert str(refused.value) == APART[Duty.SECRETARY]
    assert factory.read(queries.duties, person, edition) == {Duty.SECRETARY}


def test_duties_in_another_edition_do_not_matter(factory, edition, organiser):
    person = factory.person()
    other = factory.edition(phase="open", title="Cuộc thi khác", now=NOW)
    factory.appoint(other, person, Duty.SECRETARY)

    factory.appoint(edition, person, Duty.JUDGE)

    assert factory.read(queries.duties, person, edition) == {Duty.JUDGE}


def test_an_unknown_person_is_not_appointed(factory, edition, organiser):
    with pytest.raises(NotFound):
        factory.do(editions.appoint, edition, 9999, Duty.JUDGE, actor_id=organiser, now=NOW)


def test_an_ended_duty_is_gone_and_can_be_given_again(factory, edition, organiser):
    person = factory.person()
    factory.appoint(edition, person, Duty.OBSERVER)
    factory.do(editions.end_appointment, edition, person, Duty.OBSERVER, actor_id=organiser, now=NOW)

    assert factory.read(queries.duties, person, edition) == frozenset()
    assert log(factory, edition, 1) == [
        ("appointment.ended", organiser, {"account_id": person, "duty": "observer"})
    ]
    with pytest.raises(NotFound):
        factory.do(editions.end_appointment, edition, person, Duty.OBSERVER, actor_id=organiser, now=NOW)
    factory.appoint(edition, person, Duty.OBSERVER)
    assert factory.read(queries.duties, person, edition) == {Duty.OBSERVER}


def test_who_was_secretary_while_works_came_in_never_judges(factory, edition, organiser):
    person = factory.person()
    factory.appoint(edition, person, Duty.SECRETARY)
    factory.do(editions.end_appointment, edition, person, Duty.SECRETARY, actor_id=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refused:
        factory.appoint(edition, person, Duty.JUDGE)

    assert str(refused.value) == APART[Duty.SECRETARY]


def test_a_mistaken_appointment_before_the_opening_can_be_mended(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="announced", now=NOW)
    person = factory.person()
    factory.appoint(edition, person, Duty.SECRETARY)
    factory.do(editions.end_appointment, edition, person, Duty.SECRETARY, actor_id=organiser, now=NOW)

    factory.appoint(edition, person, Duty.JUDGE)

    assert factory.read(queries.duties, person, edition) == {Duty.JUDGE}


def test_the_last_organiser_is_not_relieved(factory, edition, organiser):
    with pytest.raises(RuleBroken):
        factory.do(editions.end_appointment, edition, organiser, Duty.ORGANISER, actor_id=organiser, now=NOW)

    second = factory.person()
    factory.appoint(edition, second, Duty.ORGANISER)
    factory.do(editions.end_appointment, edition, organiser, Duty.ORGANISER, actor_id=second, now=NOW)
    assert factory.read(queries.appointed, edition, Duty.ORGANISER) == (second,)


def test_a_relieved_judge_leaves_the_panel(factory, edition, organiser):
    judges = [factory.person() for _ in range(2)]
    for judge in judges:
        factory.appoint(edition, judge, Duty.JUDGE)
    round_id = factory.read(queries.rounds, edition)[0].id
    category = factory.read(queries.categories, edition)[0].id
    seats = {judge: editions.Seat((category,)) for judge in judges}
    factory.do(editions.set_panel, round_id, seats, actor_id=organiser, now=NOW)

    factory.do(editions.end_appointment, edition, judges[0], Duty.JUDGE, actor_id=organiser, now=NOW)

    assert factory.read(queries.panel, round_id) == (queries.SeatView(judges[1], category, None),)


def test_officials_are_listed_by_duty_then_by_time(factory, edition, organiser):
    judge, chair, secretary = (factory.person() for _ in range(3))
    for person, duty in ((judge, Duty.JUDGE), (chair, Duty.CHAIR), (secretary, Duty.SECRETARY)):
        factory.do(editions.appoint, edition, person, duty, actor_id=organiser, now=NOW)

    found = factory.read(roster.officials, edition)

    assert [(o.account_id, o.duty) for o in found] == [
        (organiser, Duty.ORGANISER),
        (secretary, Duty.SECRETARY),
        (judge, Duty.JUDGE),
        (chair, Duty.CHAIR),
    ]


# --- invitations --------------------------------------------------------------------------------------------


@pytest.fixture
def invitation(factory, edition, organiser):
    invitation_id = factory.do(editions.invite, edition, JUDGE, actor_id=organiser, now=NOW)
    return factory.read(roster.invitation_by_id, invitation_id, now=NOW)


def test_an_invitation_is_good_for_fourteen_days(factory, edition, organiser, invitation):
    assert invitation == roster.InvitationView(
        id=invitation.id,
        key=invitation.key,
        edition_id=edition,
        email="giam.khao@example.org",
        name="Lê Thị Giám Khảo",
        duty=Duty.JUDGE,
        language="vi",
        invited_by=organiser,
        invited_at=NOW,
        expires_at=NOW + timedelta(days=14),
        state="open",
        unit_id=None,
        category_ids=(),
    )
    assert factory.read(roster.invitation, invitation.key, now=NOW + INVITATION_LASTS).state == "expired"
    assert log(factory, edition, 1) == [
        ("invitation.made", organiser, {"invitation_id": invitation.id, "duty": "judge"})
    ]


def test_the_invited_person_accepts_and_has_the_duty(factory, edition, invitation):
    person = factory.person("Lê Thị Giám Khảo", email="giam.khao@example.org")

    assert factory.do(editions.accept, invitation.key, person, now=NOW) == Duty.JUDGE

    assert factory.read(queries.duties, person, edition) == {Duty.JUDGE}
    assert factory.read(roster.invitations, edition, now=NOW) == ()
    assert log(factory, edition, 2) == [
        ("invitation.accepted", person, {"invitation_id": invitation.id, "account_id": person}),
        ("appointment.made", person, {"account_id": person, "duty": "judge"}),
    ]


@pytest.mark.parametrize("state", ["accepted", "revoked", "expired"])
def test_an_invitation_that_is_not_open_cannot_be_accepted(factory, edition, organiser, invitation, state):
    person = factory.person(email="giam.khao@example.org")
    now = NOW
    if state == "accepted":
        factory.do(editions.accept, invitation.key, person, now=NOW)
    elif state == "revoked":
        revoke(factory, edition, organiser, invitation)
    else:
        now = NOW + INVITATION_LASTS

    with pytest.raises(RuleBroken):
        factory.do(editions.accept, invitation.key, person, now=now)

    assert factory.read(roster.invitation, invitation.key, now=now).state == state


def revoke(factory, edition, organiser, invitation):
    factory.do(editions.revoke_invitation, invitation.key, edition_id=edition, actor_id=organiser, now=NOW)


def test_another_account_cannot_accept(factory, edition, invitation):
    stranger = factory.person(email="khac@example.org")

    with pytest.raises(RuleBroken):
        factory.do(editions.accept, invitation.key, stranger, now=NOW)

    assert factory.read(queries.duties, stranger, edition) == frozenset()
    assert factory.read(roster.invitation, invitation.key, now=NOW).state == "open"


def test_a_duty_taken_meanwhile_stops_the_acceptance_and_leaves_the_invitation_open(
    factory, edition, invitation
):
    person = factory.person(email="giam.khao@example.org")
    factory.appoint(edition, person, Duty.SECRETARY)

    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.accept, invitation.key, person, now=NOW)

    assert str(refused.value) == APART[Duty.SECRETARY]
    assert factory.read(roster.invitation, invitation.key, now=NOW).state == "open"


def test_who_may_not_hold_the_duty_is_not_even_invited(factory, edition, organiser):
    person = factory.person(email="giam.khao@example.org")
    factory.appoint(edition, person, Duty.SECRETARY)

    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.invite, edition, JUDGE, actor_id=organiser, now=NOW)

    assert (refused.value.field, str(refused.value)) == ("email", APART[Duty.SECRETARY])


def test_nobody_is_invited_twice_to_one_duty_while_the_first_is_open(factory, edition, organiser, invitation):
    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.invite, edition, JUDGE, actor_id=organiser, now=NOW)
    assert refused.value.field == "email"

    later = NOW + INVITATION_LASTS
    factory.do(editions.invite, edition, JUDGE, actor_id=organiser, now=later)
    states = [i.state for i in factory.read(roster.invitations, edition, now=later)]
    assert states == ["open", "expired"]


@pytest.mark.parametrize(
    ("invitee", "field"),
    [
        (Invitee("khong phai", "Lê Thị Giám Khảo", Duty.JUDGE), "email"),
        (Invitee("a@example.org", "L", Duty.JUDGE), "full_name"),
    ],
)
def test_an_invitation_needs_an_address_and_a_name(factory, edition, organiser, invitee, field):
    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.invite, edition, invitee, actor_id=organiser, now=NOW)

    assert refused.value.field == field


def test_an_invitation_is_withdrawn_once(factory, edition, organiser, invitation):
    revoke(factory, edition, organiser, invitation)

    assert factory.read(roster.invitations, edition, now=NOW) == ()
    assert log(factory, edition, 1) == [("invitation.revoked", organiser, {"invitation_id": invitation.id})]
    with pytest.raises(NotFound):
        revoke(factory, edition, organiser, invitation)


def test_an_invitation_of_another_edition_cannot_be_withdrawn(factory, organiser, invitation):
    other = factory.edition(organiser_id=organiser, title="Cuộc thi khác", now=NOW)

    with pytest.raises(NotFound):
        revoke(factory, other, organiser, invitation)


def test_an_accepted_invitation_cannot_be_withdrawn(factory, edition, organiser, invitation):
    person = factory.person(email="giam.khao@example.org")
    factory.do(editions.accept, invitation.key, person, now=NOW)

    with pytest.raises(RuleBroken):
        revoke(factory, edition, organiser, invitation)
