"""Links by mail: a new password, once; an address confirmed; and a change of password from inside."""

from datetime import timedelta

import itsdangerous.timed
import pytest

from contest.communications.models import OutboxMessage
from contest.kernel import clock
from contest.people import queries as people
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
    token,
    told,
)

NEW = {"password": OTHER_PASSWORD, "password_confirm": OTHER_PASSWORD}
USED = "This link does not work: it was used already, or is incomplete. Ask for a new one here."
SENT = (
    "If there is an account for {}, we have sent a message with a link to it. The link is good for"
    " one hour. Look into the folder for unwanted mail too."
)


@pytest.fixture
def lan(visitor):
    browser = visitor()
    register(browser)
    return browser


def ask_for_link(browser, email="lan@example.org"):
    return send(browser, "/account/recover", {"email": email})


# --- a new password ------------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_replaced_with_a_link_by_mail(lan, client, visitor, link):
    asked = ask_for_link(client)
    path = link("reset_password")
    answer = send(client, path, NEW)

    assert (asked.status_code, told(asked)) == (200, [SENT.format("lan@example.org")])
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sign-in")
    assert told(client.get("/account/sign-in")) == ["Your new password is set. Sign in with it."]
    assert not is_signed_in(lan), "a new password signs out everywhere"
    assert sign_in(visitor()).status_code == 422
    assert sign_in(visitor(), password=OTHER_PASSWORD).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_mail(lan, visitor, letters):
    known = ask_for_link(visitor(), "lan@example.org")
    unknown = ask_for_link(visitor(), "niemand@example.org")

    assert known.status_code == unknown.status_code
    assert told(unknown) == [SENT.format("niemand@example.org")]
    assert [name for name, _ in letters()] == ["confirm_address", "reset_password"]


def test_known_and_unknown_addresses_leave_the_same_lines_in_the_log(lan, visitor, happened):
    before = len(happened())
    ask_for_link(visitor(), "lan@example.org")
    ask_for_link(visitor(), "niemand@example.org")

    assert happened()[before:] == ["account.mail-requested"] * 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Please fill in this field."), ("lan", "Write an e-mail address like lan@example.org.")],
)
def test_a_slip_in_the_address_is_said_and_nothing_is_claimed_to_be_sent(client, typed, sentence):
    response = ask_for_link(client, typed)

    assert (response.status_code, errors(response), told(response)) == (422, [sentence], [])


def test_a_link_for_a_new_password_works_once(lan, client, visitor, link):
    ask_for_link(client)
    path = link("reset_password")
    form = {"csrf_token": token(client, path), **NEW}
    client.post(path, data=form)
    again = client.post(path, data={**form, "password": PASSWORD, "password_confirm": PASSWORD})

    assert again.headers["Location"] == "/account/recover"
    assert told(client.get("/account/recover"))[-1] == USED
    assert client.get(path).headers["Location"] == "/account/recover"
    assert sign_in(visitor(), password=OTHER_PASSWORD).status_code == 302


def test_an_older_link_is_dead_once_the_password_was_changed(lan, client, link):
    ask_for_link(client)
    path = link("reset_password")
    send(
        lan,
        "/account/password",
        {"password": PASSWORD, "new_password": OTHER_PASSWORD, "new_password_confirm": OTHER_PASSWORD},
    )

    assert client.get(path).headers["Location"] == "/account/recover"


def test_a_link_for_a_new_password_dies_after_an_hour(lan, client, link, monkeypatch):
    ask_for_link(client)
    path = link("reset_password")
    now = itsdangerous.timed.time.time
    monkeypatch.setattr(itsdangerous.timed.time, "time", lambda: now() + 3700)

    assert client.get(path).headers["Location"] == "/account/recover"
    assert told(client.get("/account/recover"))[0].startswith("This link has expired")


@pytest.mark.parametrize("forged", ["x", "a.b.c", "WyJ4Il0.aaaa.bbbb"])
def test_a_forged_link_opens_nothing(client, forged):
    assert client.get(f"/account/recover/{forged}").headers["Location"] == "/account/recover"
    assert client.get(f"/account/confirm/{forged}").headers["Location"] == "/account/"


def test_a_bad_new_password_is_said_beside_its_field_and_the_link_still_works(lan, client, link):
    ask_for_link(client)
    path = link("reset_password")
    short = send(client, path, {"password": "ngắn", "password_confirm": "ngắn"})
    differing = send(client, path, {**NEW, "password_confirm": PASSWORD})

    assert [short.status_code, differing.status_code] == [422, 422]
    assert errors(short) == [
        "At least 15 characters, please. Four words that only you would put together are easy to keep."
    ]
    assert errors(differing) == ["The two passwords differ. Type both again."]
    assert send(client, path, NEW).status_code == 302


@pytest.mark.usefixtures("limited")
def test_a_mailbox_cannot_be_flooded(lan, visitor, letters):
    statuses = []
    for n in range(7):
        browser = visitor()
        browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{n}"
        statuses.append(ask_for_link(browser).status_code)

    assert statuses == [200] * 5 + [429] * 2
    assert [name for name, _ in letters()].count("reset_password") == 5


def test_the_owner_is_told_of_every_change_of_password(lan, client, link, letters):
    ask_for_link(client)
    send(client, link("reset_password"), NEW)

    assert [name for name, _ in letters()] == ["confirm_address", "reset_password", "password_changed"]


# --- changing it from inside ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"password": OTHER_PASSWORD},
            ["This is not your present password. Type it again, or sign out and ask for a new one."],
        ),
        ({"password": ""}, ["Please fill in this field."]),
        ({"new_password_confirm": PASSWORD}, ["The two passwords differ. Type both again."]),
        (
            {"new_password": PASSWORD, "new_password_confirm": PASSWORD},
            ["The new password is the same as the present one. Choose another."],
        ),
        (
            {"new_password": "lan@example.org1", "new_password_confirm": "lan@example.org1"},
            ["Do not use your own name or address in the password."],
        ),
    ],
)
def test_a_change_of_password_that_does_not_work_says_why(lan, visitor, typed, sentences):
    form = {
        "password": PASSWORD,
        "new_password": OTHER_PASSWORD,
        "new_password_confirm": OTHER_PASSWORD,
        **typed,
    }

    response = send(lan, "/account/password", form)

    assert (response.status_code, errors(response)) == (422, sentences)
    assert is_signed_in(lan)
    assert sign_in(visitor()).status_code == 302


def test_only_whoever_is_signed_in_changes_a_password(client):
    assert client.get("/account/password").headers["Location"].startswith("/account/sign-in?next=")


# --- confirming the address ----------------------------------------------------------------------------------------


def is_confirmed(app):
    with app.app_context():
        return people.by_email("lan@example.org").is_confirmed


def test_the_link_in_the_mail_confirms_the_address(app, lan, link, happened):
    assert not is_confirmed(app)

    response = lan.get(link("confirm_address"))

    assert response.headers["Location"] == "/account/"
    assert is_confirmed(app)
    page = lan.get("/account/")
    assert "Thank you. Your e-mail address is confirmed." in told(page)
    assert "not confirmed yet" not in page.text
    assert happened()[-1] == "account.address-confirmed"


def test_the_link_confirms_also_on_another_device_and_signs_nobody_in(app, lan, client, link):
    client.get(link("confirm_address"))

    assert is_confirmed(app)
    assert not is_signed_in(client)


def test_opened_again_the_link_says_that_nothing_is_left_to_do(lan, link):
    path = link("confirm_address")
    lan.get(path)
    lan.get("/account/")
    lan.get(path)

    assert told(lan.get("/account/")) == ["This address is confirmed already. There is nothing more to do."]


def test_the_link_is_sent_again_from_the_own_page(lan, letters):
    response = send(lan, "/account/confirmation", page="/account/")

    assert (response.status_code, response.headers["Location"]) == (303, "/account/")
    assert "We have sent the link to lan@example.org once more." in told(lan.get("/account/"))
    assert [name for name, _ in letters()] == ["confirm_address", "confirm_address"]


def test_nothing_is_sent_to_an_address_that_is_confirmed(lan, link, letters):
    lan.get(link("confirm_address"))
    send(lan, "/account/confirmation", page="/account/")

    assert [name for name, _ in letters()] == ["confirm_address"]


def test_a_visitor_asks_for_the_link_again_and_learns_nothing(lan, visitor, letters):
    known = send(visitor(), "/account/confirm", {"email": "lan@example.org"})
    unknown = send(visitor(), "/account/confirm", {"email": "niemand@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert told(known)[0].replace("lan@", "niemand@") == told(unknown)[0]
    assert [name for name, _ in letters()] == ["confirm_address", "confirm_address"]


def test_a_confirmation_is_good_for_five_days(app, lan, link, monkeypatch):
    path = link("confirm_address")
    now = itsdangerous.timed.time.time
    monkeypatch.setattr(
        itsdangerous.timed.time, "time", lambda: now() + timedelta(days=5, hours=1).total_seconds()
    )
    lan.get(path)

    assert not is_confirmed(app)
    assert any(
        sentence.startswith("This link has expired: it was good for")
        for sentence in told(lan.get("/account/"))
    )


def test_no_link_stands_in_the_database(app, lan, client, link):
    ask_for_link(client)
    secret = link("reset_password").rpartition("/")[2].strip(".").partition(".")[0]
    with app.app_context():
        rows = db.session.scalars(db.select(OutboxMessage)).all()
        assert [row.context for row in rows] == [{}, {}]
        assert secret not in repr([vars(row) for row in rows])


def test_the_clock_of_the_program_is_what_confirms(app, lan, link):
    at = clock.now() + timedelta(hours=3)
    path = link("confirm_address")
    with clock.fixed(at):
        lan.get(path)
    with app.app_context():
        stored = db.session.scalar(db.select(Account.confirmed_at).where(Account.email == "lan@example.org"))
    assert stored == at
