"""Where one is signed in, signing out there, and the letter about a device that is new."""

import re

import pytest

from contest.people.models import KnownDevice
from contest.platform.database import db
from tests.web.account.browsing import is_signed_in, register, send, sign_in, told

SESSIONS = "/account/sessions"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def lan(visitor):
    browser = visitor()
    register(browser)
    return browser


def on_a_phone(visitor):
    browser = visitor()
    browser.environ_base["HTTP_USER_AGENT"] = PHONE
    return browser


def keys(page):
    return re.findall(r'action="/account/sessions/([0-9a-z]{26})/end"', page)


def test_the_list_names_the_devices_and_marks_this_one(lan, visitor):
    sign_in(on_a_phone(visitor))

    page = lan.get(SESSIONS).text

    assert "Safari on iPhone" in page
    assert page.count("this one") == 1
    assert len(keys(page)) == 1


def test_one_device_is_signed_out(lan, visitor):
    phone = on_a_phone(visitor)
    sign_in(phone)
    key = keys(lan.get(SESSIONS).text)[0]

    done = send(lan, f"{SESSIONS}/{key}/end", page=SESSIONS)

    assert done.status_code == 303
    assert told(lan.get(SESSIONS)) == ["That device is signed out."]
    assert (is_signed_in(lan), is_signed_in(phone)) == (True, False)


def test_nobody_signs_out_another_person(lan, visitor):
    sign_in(on_a_phone(visitor))
    key = keys(lan.get(SESSIONS).text)[0]
    stranger = visitor()
    register(stranger, email="la@example.org")

    send(stranger, f"{SESSIONS}/{key}/end", page=SESSIONS)

    assert len(keys(lan.get(SESSIONS).text)) == 1


def test_signing_out_everywhere_ends_this_session_too(lan, visitor, happened):
    phone = on_a_phone(visitor)
    sign_in(phone)

    done = send(lan, f"{SESSIONS}/end", page=SESSIONS)

    assert done.headers["Location"] == "/account/sign-in"
    assert (is_signed_in(lan), is_signed_in(phone)) == (False, False)
    assert happened()[-1] == "session.ended-elsewhere"


def test_a_new_device_is_told_once_and_a_known_one_never(app, lan, visitor, letters):
    send(lan, "/account/sign-out", page="/account/")
    sign_in(lan)
    at_home = [name for name, _ in letters()]
    phone = on_a_phone(visitor)
    sign_in(phone)
    send(phone, "/account/sign-out", page="/account/")
    sign_in(phone)

    assert "new_device" not in at_home
    new = [letter for name, letter in letters() if name == "new_device"]
    assert len(new) == 1
    assert "with Safari on iPhone, where it was not used before." in new[0].text
    with app.app_context():
        assert len(set(db.session.scalars(db.select(KnownDevice.token_hash)))) == 2


def test_the_cookie_of_the_device_is_kept_from_scripts_and_lives_long(lan):
    cookie = lan.get_cookie("contest_device")

    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 400 * 24 * 3600)


def test_two_people_at_one_machine_are_not_joined(app, lan):
    send(lan, "/account/sign-out", page="/account/")
    register(lan, email="la@example.org")

    with app.app_context():
        rows = db.session.scalars(db.select(KnownDevice)).all()
    assert len({row.account_id for row in rows}) == len({row.token_hash for row in rows}) == 2
