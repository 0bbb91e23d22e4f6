"""Signing in by a mailed link, and another e-mail address."""

from datetime import timedelta

import pytest

from contest.communications.models import OutboxMessage
from contest.people import queries
from contest.people.models import Account
from contest.platform.database import db
from tests.web.account.browsing import (
    OTHER_PASSWORD,
    PASSWORD,
    errors,
    is_signed_in,
    register,
    send,
    sign_in,
    told,
)

LINK = "/account/sign-in/link"
ADDRESS = "/account/address"
GONE = "This link does not work: it was used already, is too old or is incomplete. Ask for a new one."


@pytest.fixture
def lan(visitor):
    browser = visitor()
    register(browser)
    return browser


def person(app, email="lan@example.org"):
    with app.app_context():
        return queries.by_email(email)


def test_a_known_and_an_unknown_address_are_answered_alike(lan, visitor, letters, happened):
    said = []
    for email in ("lan@example.org", "niemand@example.org"):
        browser = visitor()
        answer = send(browser, LINK, {"email": email})
        page = browser.get(answer.headers["Location"])
        said.append(
            (answer.status_code, answer.headers["Location"], [s.replace(email, "…") for s in told(page)])
        )

    assert said[0] == said[1]
    assert said[0][0] == 303
    assert [name for name, _ in letters()] == ["confirm_address", "sign_in_link"]
    assert happened()[-2:] == ["account.mail-requested"] * 2


def test_the_link_signs_in_once_and_shows_the_address_to_be_ones_own(app, lan, visitor, link):
    send(visitor(), LINK, {"email": "lan@example.org"})
    path = link("sign_in_link")
    browser, later = visitor(), visitor()

    looked = browser.get(path)
    looked_again = visitor().get(path)
    done = send(browser, path)
    again = later.get(path)

    assert (looked.status_code, looked_again.status_code) == (200, 200)
    assert "You sign in as Nguyễn Thị Lan." in looked.text
    assert (done.status_code, done.headers["Location"]) == (303, "/account/")
    assert is_signed_in(browser)
    assert person(app).is_confirmed
    assert again.status_code == 422
    assert GONE in again.text
    assert not is_signed_in(later)


def test_one_use_ends_all_links_that_were_mailed_before(lan, visitor, link, letters):
    send(visitor(), LINK, {"email": "lan@example.org"})
    first = link("sign_in_link")
    send(visitor(), LINK, {"email": "lan@example.org"})
    send(visitor(), link("sign_in_link"))

    assert visitor().get(first).status_code == 422


def test_a_link_is_good_for_a_quarter_of_an_hour(lan, visitor, link, monkeypatch):
    send(visitor(), LINK, {"email": "lan@example.org"})
    path = link("sign_in_link")
    monkeypatch.setattr("contest.people.links.SIGN_IN_WITHIN", timedelta(seconds=-1))

    assert visitor().get(path).status_code == 422


@pytest.mark.parametrize("token", ["x", "WyJhIl0.x.y", "%00", "a" * 3000])
def test_a_forged_link_is_a_plain_sentence(client, token):
    for path in (LINK, ADDRESS):
        response = client.get(f"{path}/{token}")
        assert response.status_code == 422
        assert GONE in response.text


def test_a_changed_password_ends_the_links(app, lan, visitor, link):
    send(visitor(), LINK, {"email": "lan@example.org"})
    path = link("sign_in_link")
    new = {"password": PASSWORD, "new_password": OTHER_PASSWORD, "new_password_confirm": OTHER_PASSWORD}

    send(lan, "/account/password", new)

    assert visitor().get(path).status_code == 422


def test_no_link_stands_in_the_outbox(app, lan, visitor):
    send(visitor(), LINK, {"email": "lan@example.org"})
    with app.app_context():
        rows = db.session.scalars(
            db.select(OutboxMessage).where(OutboxMessage.notice == "sign_in_link")
        ).all()

    assert [row.context for row in rows] == [{}]


def test_asking_too_often_is_stopped_alike_for_known_and_unknown(lan, visitor, limited):
    answers = {
        email: [send(visitor(), LINK, {"email": email}).status_code for _ in range(6)]
        for email in ("lan@example.org", "niemand@example.org")
    }

    assert answers["lan@example.org"] == answers["niemand@example.org"] == [303] * 5 + [429]


def test_an_address_that_is_none_is_said_beside_its_field(client):
    response = send(client, LINK, {"email": "lan"})

    assert (response.status_code, errors(response)) == (
        422,
        ["Write an e-mail address like lan@example.org."],
    )


# --- another address -----------------------------------------------------------------------------------------------


def wish(browser, email="moi@example.org", password=PASSWORD):
    return send(browser, ADDRESS, {"email": email, "password": password})


def test_the_new_address_confirms_and_the_old_one_is_told(app, lan, visitor, link, letters):
    asked = wish(lan)
    before = person(app).email
    path = link("new_address")
    opened = visitor().get(path)
    done = send(visitor(), path)

    assert (asked.status_code, before) == (303, "lan@example.org")
    assert "moi@example.org" in opened.text
    assert done.status_code == 303
    assert person(app) is None
    assert person(app, "moi@example.org").is_confirmed
    sent = [(name, letter.to) for name, letter in letters()][-2:]
    assert sent == [("new_address", "moi@example.org"), ("address_changed", "lan@example.org")]
    assert "moi@example.org" not in letters()[-1][1].text
    assert sign_in(visitor(), email="moi@example.org").status_code == 302
    assert visitor().get(path).status_code == 422


def test_it_needs_the_password_and_another_address(app, lan):
    wrong = wish(lan, password=OTHER_PASSWORD)
    same = wish(lan, email="Lan@example.org")

    assert (wrong.status_code, same.status_code) == (422, 422)
    assert errors(same) == ["This is your address already. Write the new one."]
    with app.app_context():
        assert set(db.session.scalars(db.select(Account.new_email))) == {None}


def test_an_address_of_somebody_else_is_answered_as_any_and_gets_no_letter(lan, letters):
    free = told(lan.get(wish(lan).headers["Location"]))
    taken = told(lan.get(wish(lan, email="khac@example.org").headers["Location"]))

    assert [s.replace("moi@", "khac@") for s in free] == taken
    assert [name for name, _ in letters()] == ["confirm_address", "new_address"]


def test_who_registers_the_address_first_has_it(app, lan, visitor, link):
    wish(lan)
    path = link("new_address")
    register(visitor(), email="moi@example.org")

    late = send(visitor(), path)

    assert late.status_code == 422
    assert person(app).name == "Nguyễn Thị Lan"


def test_the_wish_can_be_taken_back(lan, visitor, link):
    wish(lan)
    path = link("new_address")

    send(lan, "/account/address/forget", page=ADDRESS)

    assert visitor().get(path).status_code == 422


def test_a_link_to_sign_in_that_went_to_the_old_address_is_worthless(lan, visitor, link):
    send(visitor(), LINK, {"email": "lan@example.org"})
    old = link("sign_in_link")
    wish(lan)
    send(visitor(), link("new_address"))

    assert visitor().get(old).status_code == 422
