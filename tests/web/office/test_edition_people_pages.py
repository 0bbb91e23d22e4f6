import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from contest.access.duties import Duty
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.communications.notices.office.invitation import DUTIES
from contest.editions import queries, roster, service
from contest.editions.rules import officials
from contest.editions.service import Invitee, Seat
from contest.kernel import clock
from contest.platform.database import db
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức", email="org@example.org")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="open", title="Cuộc thi viết", rounds=2)


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def office(factory, edition):
    return f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}"


def letters(app):
    with app.app_context():
        rows = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id))
        return [(row.notice, row.context, rendering.letter(row)) for row in rows]


INVITED = {"full_name": "Lê Thị Giám Khảo", "email": "gk@example.org", "duty": "judge", "language": "en"}


# --- people ---------------------------------------------------------------------------------------------------


def test_an_invitation_goes_out_by_mail_with_a_link_that_is_stored_nowhere(
    app, factory, browser, edition, office
):
    sent = send(browser, f"{office}/people", INVITED)

    assert (sent.status_code, sent.location) == (303, f"{office}/people")
    invitation = factory.read(roster.invitations, edition, now=clock.now())[0]
    [(notice, context, letter)] = letters(app)
    assert (notice, context) == ("invitation", {"invitation_id": invitation.id})
    assert (letter.to, letter.subject) == ("gk@example.org", "Invitation: Cuộc thi viết")
    assert "Dear Lê Thị Giám Khảo," in letter.text
    assert "You are invited to be a judge of this contest." in letter.text
    assert "Invited by: Phạm Thị Tổ Chức" in letter.text
    address = re.search(r"http\S+/invitations/(\S+)", letter.text)[1]
    assert f"/invitations/{address}" in letter.html


@pytest.mark.parametrize("duty", [duty for duty in officials.INVITED if duty != Duty.UNIT_CONTACT])
def test_whoever_can_be_invited_gets_a_letter_that_names_the_duty(app, browser, office, duty):
    send(browser, f"{office}/people", {**INVITED, "duty": duty.value})

    [(_, _, letter)] = letters(app)
    assert letter.to == "gk@example.org"
    assert str(DUTIES[duty]) in letter.text.replace("\n", " ")


def test_people_and_open_invitations_are_listed(browser, office):
    send(browser, f"{office}/people", INVITED)

    page = text(browser.get(f"{office}/people"))

    assert "Phạm Thị Tổ Chức Organiser org@example.org" in page
    assert "Lê Thị Giám Khảo Judge gk@example.org" in page


def test_a_wrong_invitation_says_what_is_wrong_and_keeps_what_was_typed(app, browser, office):
    refused = send(
        browser,
        f"{office}/people",
        {"full_name": "L", "email": "khong phai", "duty": "king", "language": "xx"},
    )

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "Duty: Choose what this person is invited to.",
            "Language of the letter: Choose one of the languages.",
        ],
    )
    assert (fields(refused)["full_name"], fields(refused)["email"]) == (["L"], ["khong phai"])
    again = send(browser, f"{office}/people", {**INVITED, "email": "khong phai"})
    assert errors(again) == ["E-mail address: Write an e-mail address like lan@example.org."]
    assert letters(app) == []


def test_duties_that_do_not_go_together_are_refused_beside_the_address(factory, browser, edition, office):
    secretary = factory.person(email="gk@example.org")
    factory.appoint(edition, secretary, Duty.SECRETARY)

    refused = send(browser, f"{office}/people", INVITED)

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            (
                "E-mail address: This person is or was a secretary of this contest and knows the authors, so may not"
                " judge or chair it. Choose somebody else."
            )
        ],
    )


def test_an_invitation_is_withdrawn(factory, browser, edition, office):
    send(browser, f"{office}/people", INVITED)

    done = send(browser, f"{office}/people/revoke", page=f"{office}/people", action=f"{office}/people/revoke")

    assert done.status_code == 303
    assert factory.read(roster.invitations, edition, now=clock.now()) == ()


def test_an_unknown_invitation_is_not_found(browser, office):
    send(browser, f"{office}/people", INVITED)

    path = f"{office}/people/revoke"
    assert send(browser, path, {"key": "x" * 26}, page=f"{office}/people", action=path).status_code == 404


def test_a_duty_is_ended(factory, browser, edition, office):
    judge = factory.person()
    factory.appoint(edition, judge, Duty.JUDGE)

    path = f"{office}/people/end"
    changes = {"account": str(judge), "duty": "judge"}
    done = send(browser, path, changes, page=f"{office}/people", action=path)

    assert done.status_code == 303
    assert factory.read(queries.duties, judge, edition) == frozenset()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"duty": "king"}, 404),
        ({"account": "x", "duty": "judge"}, 404),
        ({"account": "9" * 40, "duty": "judge"}, 404),
        ({"duty": "judge"}, 404),
        ({"duty": "organiser"}, 422),
    ],
)
def test_a_duty_that_nobody_holds_or_the_last_organisers_is_not_ended(browser, office, changes, status):
    path = f"{office}/people/end"

    assert send(browser, path, changes, page=f"{office}/people", action=path).status_code == status


def test_who_gives_up_organising_is_led_out_of_the_office(factory, browser, edition, office, organiser):
    factory.appoint(edition, factory.person(), Duty.ORGANISER)

    path = f"{office}/people/end"
    changes = {"account": str(organiser), "duty": "organiser"}
    done = send(browser, path, changes, page=f"{office}/people", action=path)

    assert (done.status_code, done.location) == (303, "/office/")


@pytest.mark.parametrize("duty", [Duty.SECRETARY, Duty.CHAIR, Duty.OBSERVER, Duty.JUDGE])
@pytest.mark.parametrize("page", ["people", "panel", "schedule"])
def test_appointing_is_for_organisers(factory, client_for, edition, office, duty, page):
    person = factory.person()
    factory.appoint(edition, person, duty)

    assert client_for(person).get(f"{office}/{page}").status_code == 403


# --- the panel ------------------------------------------------------------------------------------------------


@pytest.fixture
def judges(factory, edition):
    found = [factory.person(name) for name in ("Nguyễn Thị Hoa", "Đặng Văn Bình")]
    for judge in found:
        factory.appoint(edition, judge, Duty.JUDGE)
    return found


def test_without_judges_the_panel_says_what_to_do_first(browser, office):
    assert "Invite judges first." in text(browser.get(f"{office}/panel"))


def test_a_panel_is_settled(factory, browser, edition, office, judges):
    category = factory.read(queries.categories, edition)[0].id
    first = factory.read(queries.rounds, edition)[0].id
    path = f"{office}/panel?round=1"

    changes = {"seats-0-categories": [str(category)], "seats-0-capacity": "40"}
    done = send(browser, path, changes, page=f"{office}/panel", action=path)

    assert (done.status_code, done.location) == (303, path)
    assert factory.read(queries.panel, first) == (queries.SeatView(judges[0], category, 40),)
    assert "Bài viết: 1 of 2 judges" in text(browser.get(path))


def test_the_panel_shows_who_sits_where(factory, browser, edition, office, judges, organiser):
    category = factory.read(queries.categories, edition)[0].id
    second = factory.read(queries.rounds, edition)[1].id
    seats = {judges[1]: Seat((category,), 7)}
    factory.do(service.set_panel, second, seats, actor_id=organiser, now=clock.now())

    path = f"{office}/panel?round=2"
    shown = fields(browser.get(path), path)

    assert shown["seats-1-categories"] == [str(category)]
    assert (shown["seats-0-capacity"], shown["seats-1-capacity"]) == ([""], ["7"])
    assert "seats-0-categories" not in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seats-0-capacity": "0"}, "At most (works): Write a whole number from 1 to 10000, or nothing."),
        ({"seats-0-capacity": "nhiều"}, "At most (works): Write a whole number, with digits only."),
        (
            {"seats-0-id": "999999"},
            "Only judges of this contest can sit on the panel. Look at the page again.",
        ),
        (
            {"seats-0-categories": ["999999"]},
            "One of the categories is no longer there. Look at the page again.",
        ),
    ],
)
@pytest.mark.usefixtures("judges")
def test_a_wrong_panel_is_refused(factory, browser, edition, office, changes, sentence):
    path = f"{office}/panel?round=1"
    refused = send(browser, path, changes, page=f"{office}/panel", action=path)

    assert (refused.status_code, errors(refused)) == (422, [sentence])
    assert factory.read(queries.panel, factory.read(queries.rounds, edition)[0].id) == ()


# --- lists ask the database equally often for one line and for many -------------------------------------------


def statements(app, client, path):
    asked = []

    def note(*arguments):
        asked.append(arguments[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([s for s in asked if s.lstrip().upper().startswith("SELECT")])


def test_the_list_of_people_asks_equally_often(app, factory, browser, edition, office, organiser):
    def grow(count):
        for n in range(count):
            factory.appoint(edition, factory.person(), Duty.JUDGE)
            invitee = Invitee(f"p{n}.{count}@example.org", "Lê Thị Mời", Duty.JUDGE, "vi")
            factory.do(service.invite, edition, invitee, actor_id=organiser, now=clock.now())

    grow(1)
    once = {page: statements(app, browser, f"{office}/{page}") for page in ("people", "panel", "")}
    grow(2)

    assert {page: statements(app, browser, f"{office}/{page}") for page in ("people", "panel", "")} == once


def test_an_expired_invitation_is_shown_as_such(factory, browser, edition, office, organiser):
    long_ago = clock.now() - timedelta(days=15)
    invitee = Invitee("cu@example.org", "Vũ Thị Hết Hạn", Duty.JUDGE, "vi")
    factory.do(service.invite, edition, invitee, actor_id=organiser, now=long_ago)

    assert "Vũ Thị Hết Hạn Judge cu@example.org Expired" in text(browser.get(f"{office}/people"))
