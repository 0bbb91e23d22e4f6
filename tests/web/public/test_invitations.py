from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.editions import links, queries, roster, service
from contest.editions.service import Invitee
from contest.kernel import clock
from contest.people import queries as people
from tests.web.account.browsing import errors as field_errors
from tests.web.account.browsing import is_signed_in, sign_in
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world

PASSWORD = "bốn từ không ai ghép"
ADDRESS = "gk@example.org"


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="open", title="Cuộc thi viết")


@pytest.fixture
def invite(app, factory, edition, organiser):
    def make(duty=Duty.JUDGE, now=None):
        invitee = Invitee(ADDRESS, "Lê Thị Giám Khảo", duty, "en")
        made = factory.do(service.invite, edition, invitee, actor_id=organiser, now=now or clock.now())
        key = factory.read(roster.invitation_by_id, made, now=clock.now()).key
        with app.app_context():
            return f"/invitations/{links.token(key)}", key

    return make


@pytest.fixture
def visitor(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


JOIN = {"full_name": "Lê Thị Giám Khảo", "unit_id": "0", "password": PASSWORD, "consent": "y"}


def duties(factory, edition, email=ADDRESS):
    person = factory.read(people.by_email, email)
    return factory.read(queries.duties, person.id, edition) if person else None


def test_the_link_shows_who_invites_to_what(visitor, invite):
    path, _ = invite()

    page = text(visitor.get(path))

    assert (
        "For Lê Thị Giám Khảo (gk@example.org) Duty Judge Contest Cuộc thi viết Invited by Phạm Thị Tổ Chức"
    ) in page


def test_somebody_new_is_at_the_desk_after_two_screens(factory, visitor, edition, invite):
    path, _ = invite()

    joined = send(visitor, path, JOIN)

    slug = factory.read(queries.by_id, edition, now=clock.now()).slug
    assert (joined.status_code, joined.location) == (303, f"/judge/{slug}/")
    assert visitor.get(joined.location).status_code == 200
    person = factory.read(people.by_email, ADDRESS)
    assert (person.name, person.is_confirmed, person.language) == ("Lê Thị Giám Khảo", True, "en")
    assert duties(factory, edition) == {Duty.JUDGE}


def test_the_new_password_works_and_the_agreement_is_kept(factory, visitor, invite, app):
    path, _ = invite()
    send(visitor, path, JOIN)

    again = app.test_client()
    sign_in(again, ADDRESS, PASSWORD)

    assert is_signed_in(again)
    person = factory.read(people.by_email, ADDRESS)
    assert [c.purpose for c in factory.read(people.consents, person.id)] == ["contest"]


def test_joining_is_in_the_log_step_by_step(factory, visitor, edition, invite):
    path, _ = invite()
    send(visitor, path, JOIN)

    names = [line.name for line in reversed(factory.read(audit.log, None))]
    assert names[names.index("invitation.made") + 1 :] == [
        "account.registered",
        "consent.given",
        "account.address-confirmed",
        "invitation.accepted",
        "appointment.made",
        "session.begun",
    ]


def test_a_judge_names_the_unit_and_others_need_not(factory, visitor, invite, app):
    unit = factory.unit("Xã Bình Minh")
    path, _ = invite()
    send(visitor, path, JOIN | {"unit_id": str(unit)})

    assert factory.read(people.by_email, ADDRESS).unit_id == unit
    other = app.test_client()
    path = invite_chair(factory, app)
    assert "unit_id" not in fields(other.get(path))


def invite_chair(factory, app):
    edition = factory.edition(title="Cuộc thi khác")
    organiser = factory.read(queries.appointed, edition, Duty.ORGANISER)[0]
    invitee = Invitee("moi@example.org", "Vũ Thị Chủ Tịch", Duty.CHAIR, "en")
    made = factory.do(service.invite, edition, invitee, actor_id=organiser, now=clock.now())
    key = factory.read(roster.invitation_by_id, made, now=clock.now()).key
    with app.app_context():
        return f"/invitations/{links.token(key)}"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": "L3"}, "A name has letters only. Remove digits and signs."),
        ({"unit_id": ""}, "Choose your unit from the list. If it is not there, choose the last line."),
        ({"unit_id": "x"}, "Choose your unit from the list. If it is not there, choose the last line."),
        (
            {"password": "ngắn"},
            "At least 15 characters, please. Four words that only you would put together are easy to keep.",
        ),
        ({"consent": []}, "Tick this box to go on: without your agreement we may not keep your details."),
    ],
)
def test_a_wrong_registration_makes_nothing(factory, visitor, edition, invite, wrong, sentence):
    path, key = invite()

    refused = send(visitor, path, JOIN | wrong)

    assert (refused.status_code, field_errors(refused)) == (422, [sentence])
    assert factory.read(people.by_email, ADDRESS) is None
    assert factory.read(roster.invitation, key, now=clock.now()).state == "open"
    assert not is_signed_in(visitor)


def test_who_has_an_account_signs_in_and_accepts(factory, visitor, edition, invite, client_for):
    person = factory.person("Lê Thị Giám Khảo", email=ADDRESS)
    path, _ = invite(Duty.CHAIR)

    page = visitor.get(path)
    assert f'href="/account/sign-in?next={path}"' in page.text
    browser = client_for(person)
    accepted = send(browser, path)

    slug = factory.read(queries.by_id, edition, now=clock.now()).slug
    assert (accepted.status_code, accepted.location) == (303, f"/office/{slug}/")
    assert "You have taken up the duty." in text(browser.get(accepted.location))
    assert duties(factory, edition) == {Duty.CHAIR}
    assert factory.read(people.person, person).is_confirmed


def test_a_visitor_cannot_take_over_an_account_that_exists(factory, visitor, edition, invite):
    factory.person("Lê Thị Giám Khảo", email=ADDRESS)
    path, _ = invite()
    token = fields(visitor.get("/"), "/language")["csrf_token"]

    refused = visitor.post(path, data={"csrf_token": token, **JOIN})

    assert refused.status_code == 422
    assert duties(factory, edition) == frozenset()
    assert not is_signed_in(visitor)


def test_another_account_is_told_so_and_accepts_nothing(factory, client_for, edition, invite):
    other = factory.person("Trần Văn Khác", email="khac@example.org")
    path, _ = invite()
    browser = client_for(other)

    page = browser.get(path)
    token = fields(page, "/account/sign-out")["csrf_token"]
    refused = browser.post(path, data={"csrf_token": token})

    sentence = "This invitation is for gk@example.org, and you are signed in as khac@example.org."
    assert sentence in text(page)
    assert "Accept the invitation" not in text(page)
    assert refused.status_code == 422
    assert duties(factory, edition, "khac@example.org") == frozenset()


def test_duties_that_do_not_go_together_are_refused_with_the_reason(factory, client_for, edition, invite):
    person = factory.person(email=ADDRESS)
    path, key = invite()
    factory.appoint(edition, person, Duty.SECRETARY)

    refused = send(client_for(person), path)

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            (
                "This person is or was a secretary of this contest and knows the authors, so may not judge or chair"
                " it. Choose somebody else."
            )
        ],
    )
    assert factory.read(roster.invitation, key, now=clock.now()).state == "open"


def test_a_withdrawn_invitation_says_so(factory, visitor, edition, organiser, invite):
    path, key = invite()
    how = {"edition_id": edition, "actor_id": organiser, "now": clock.now()}
    factory.do(service.revoke_invitation, key, **how)

    page = visitor.get(path)

    assert "The organisers have withdrawn this invitation." in text(page)
    assert "password" not in fields(page)


def test_an_expired_invitation_says_so_and_takes_nothing(factory, visitor, edition, invite):
    path, _ = invite(now=clock.now() - timedelta(days=14))
    token = fields(visitor.get("/"), "/language")["csrf_token"]

    page = visitor.get(path)
    refused = visitor.post(path, data={"csrf_token": token, **JOIN})

    assert "This invitation has expired. Ask the organisers to send a new one." in text(page)
    assert refused.status_code == 409
    assert factory.read(people.by_email, ADDRESS) is None


def test_a_used_invitation_leads_to_the_duties(factory, visitor, invite, app):
    path, _ = invite()
    send(visitor, path, JOIN)

    assert "Your account leads to your duties." in text(visitor.get(path))
    other = app.test_client()
    assert "This invitation has been accepted already" in text(
        other.get(path, headers={"Accept-Language": "en"})
    ) or ("accepted" not in other.get(path).text)


@pytest.mark.parametrize("token", ["x", "Im5vIg.abc", "a.b.c", "%00"])
def test_an_address_that_we_did_not_sign_is_not_found(factory, visitor, organiser, token):
    assert visitor.get(f"/invitations/{token}").status_code == 404


def test_the_bare_key_is_no_address(factory, visitor, invite):
    _, key = invite()

    assert visitor.get(f"/invitations/{key}").status_code == 404
