"""A second factor: the app's codes, recovery codes, switching it off, and contests that ask for it."""

import json
import re

import pytest
from passlib.totp import TOTP

from contest.access.duties import Duty
from contest.kernel import clock
from contest.people import second_factor
from contest.people.models import Account, WebSession
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

SET_UP = "/account/second-factor"
CODE = "/account/sign-in/code"
RECOVERY = "/account/sign-in/recovery-code"
WRONG = "This is not the code that the app shows now, or it was used already. Wait for the next one and type that."


@pytest.fixture
def time(monkeypatch):
    """Lets half a minute after half a minute pass, as codes are good for once."""
    begun = clock.now().timestamp()
    passed = [0]
    monkeypatch.setattr("passlib.totp.TOTP.now", staticmethod(lambda: begun + passed[0]))

    def go_on():
        passed[0] += 90
        return begun + passed[0]

    return go_on


class App:
    """An authenticator app that has read the key off the page."""

    def __init__(self, page, time):
        self.key = re.search(r'secret-key">\s*<code>([^<]+)<', page)[1]
        self.time = time

    def code(self):
        return (
            TOTP(key=self.key.replace("-", "").replace(" ", ""), format="base32").generate(self.time()).token
        )


@pytest.fixture
def lan(visitor):
    browser = visitor()
    register(browser)
    return browser


@pytest.fixture
def protected(lan, time):
    """Lan with an app; her recovery codes in `codes`."""
    app = App(lan.get(SET_UP).text, time)
    page = send(lan, SET_UP, {"code": app.code(), "password": PASSWORD})
    app.codes = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", page.text)
    return app


def account(app):
    with app.app_context():
        return db.session.scalar(db.select(Account).where(Account.email == "lan@example.org"))


def test_the_page_shows_a_picture_and_the_key_and_keeps_them_while_one_types(lan):
    page = lan.get(SET_UP).text
    key = re.search(r"<code>([^<]+)</code>", page)[1]

    wrong = send(lan, SET_UP, {"code": "000000", "password": PASSWORD})

    assert 'src="data:image/svg+xml' in page
    assert len(key.replace("-", "")) == 32
    assert (wrong.status_code, errors(wrong)) == (422, [WRONG])
    assert key in wrong.text


def test_setting_up_needs_the_password(app, lan, time):
    phone = App(lan.get(SET_UP).text, time)

    response = send(lan, SET_UP, {"code": phone.code(), "password": OTHER_PASSWORD})

    assert response.status_code == 422
    assert errors(response) == [
        "This is not your present password. Type it again, or sign out and ask for a new one."
    ]
    assert account(app).tf_totp_secret is None


def test_setting_up_gives_ten_codes_once_and_stores_neither_them_nor_the_key(app, lan, protected, letters):
    row = account(app)

    assert len(set(protected.codes)) == len(row.mf_recovery_codes) == 10
    assert not any(code in str(row.mf_recovery_codes) for code in protected.codes)
    assert protected.key.replace("-", "") not in row.tf_totp_secret
    assert '"enckey"' in row.tf_totp_secret
    page = lan.get("/account/protection").text
    assert "You have 10 recovery codes left." in page
    assert not any(code in page for code in protected.codes)
    assert [name for name, _ in letters()][-1] == "protection_changed"
    assert "a second factor was switched on" in letters()[-1][1].text


def test_signing_in_asks_for_the_code_and_takes_each_once(protected, visitor):
    browser = visitor()
    asked = sign_in(browser, next="/account/details")
    before = is_signed_in(browser)
    code = protected.code()

    done = send(browser, asked.headers["Location"], {"code": code})

    assert asked.headers["Location"] == f"{CODE}?next=/account/details"
    assert before is False
    assert (done.status_code, done.headers["Location"]) == (302, "/account/details")
    assert is_signed_in(browser)
    other = visitor()
    sign_in(other)
    again = send(other, CODE, {"code": code})
    assert (again.status_code, errors(again)) == (422, [WRONG])
    assert not is_signed_in(other)


def test_a_code_without_the_password_opens_nothing(protected, visitor):
    browser = visitor()

    assert browser.get(CODE).headers["Location"] == "/account/sign-in"
    assert told(browser.get("/account/sign-in")) == ["Begin with your e-mail address and your password."]
    assert browser.get(RECOVERY).headers["Location"] == "/account/sign-in"


def test_the_page_of_the_code_left_open_in_another_window_does_not_sign_one_out(lan, protected):
    for page in (CODE, RECOVERY):
        assert lan.get(page).headers["Location"] == "/account/"
        assert lan.get(page, headers={"Accept": "application/json"}).status_code == 302

    assert is_signed_in(lan)


def test_a_recovery_code_signs_in_once_however_it_is_typed(protected, visitor, letters):
    code = protected.codes[3].replace("-", " ").upper()
    browser = visitor()
    sign_in(browser)

    done = send(browser, RECOVERY, {"code": code})

    assert done.status_code == 302
    assert "You have 9 recovery codes left." in browser.get("/account/protection").text
    assert any("a recovery code of your account was used" in letter.text for _, letter in letters())
    other = visitor()
    sign_in(other)
    again = send(other, RECOVERY, {"code": code})
    assert again.status_code == 422
    assert errors(again) == [
        "This is none of your recovery codes, or was used already. Check it, or take another."
    ]


def test_guessing_codes_is_stopped_for_the_account_that_is_guessed_at(protected, visitor, limited):
    browser = visitor()
    sign_in(browser)
    answers = [send(browser, CODE, {"code": f"{n:06}"}).status_code for n in range(11)]
    right = visitor()
    sign_in(right)

    assert answers == [422] * 10 + [429]
    assert send(right, CODE, {"code": protected.code()}).status_code == 429


def test_new_codes_make_the_old_ones_worthless(protected, lan, visitor):
    page = send(lan, "/account/recovery-codes", {"password": PASSWORD})
    fresh = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", page.text)
    browser = visitor()
    sign_in(browser)

    assert len(set(fresh) - set(protected.codes)) == 10
    assert send(browser, RECOVERY, {"code": protected.codes[0]}).status_code == 422
    assert send(browser, RECOVERY, {"code": fresh[0]}).status_code == 302


def test_codes_without_an_app_are_refused(lan):
    response = send(lan, "/account/recovery-codes", {"password": PASSWORD})

    assert response.status_code == 422
    assert "Recovery codes belong to an authenticator app." in response.text


def test_switching_off_needs_the_password(app, protected, lan, visitor):
    refused = send(lan, "/account/second-factor/off", {"password": OTHER_PASSWORD})
    kept = account(app).tf_totp_secret
    done = send(lan, "/account/second-factor/off", {"password": PASSWORD})

    assert (refused.status_code, kept is None) == (422, False)
    assert done.status_code == 303
    row = account(app)
    assert (row.tf_totp_secret, row.tf_primary_method, row.mf_recovery_codes) == (None, None, None)
    with app.app_context():
        assert list(db.session.scalars(db.select(WebSession.is_strong))) == [False]
    assert sign_in(visitor()).headers["Location"] == "/account/"


def test_setting_up_signs_out_everywhere_else(lan, visitor, time):
    elsewhere = visitor()
    sign_in(elsewhere)
    phone = App(lan.get(SET_UP).text, time)

    send(lan, SET_UP, {"code": phone.code(), "password": PASSWORD})

    assert (is_signed_in(lan), is_signed_in(elsewhere)) == (True, False)


def test_of_two_uses_of_a_recovery_code_one_counts(app, protected):
    lan = account(app).id
    with app.app_context():
        used = [second_factor.use_code(lan, protected.codes[0], now=clock.now()) for _ in range(2)]
        db.session.commit()

    assert used == [True, False]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_there_in_both_languages(protected, lan, visitor, language):
    with lan.session_transaction() as cookie:
        cookie["language"] = language
    pages = ["/account/protection", "/account/second-factor/off", "/account/recovery-codes", "/account/sessions",
             "/account/address", "/account/passkeys/new"]  # fmt: skip
    browser = visitor(language)
    sign_in(browser)

    assert [lan.get(page).status_code for page in pages] == [200] * len(pages)
    assert [browser.get(page).status_code for page in (CODE, RECOVERY, "/account/sign-in/passkey")] == [
        200
    ] * 3


# --- contests that ask for it --------------------------------------------------------------------------------------


@pytest.fixture
def office(app, lan, factory):
    """A contest that asks organisers for a second factor, with Lan as one; the path of its office."""
    edition_id = factory.edition(second_factor=(Duty.ORGANISER, Duty.CHAIR), phase="draft")
    factory.appoint(edition_id, account(app).id, Duty.ORGANISER)
    return next(
        path
        for path in re.findall(r'href="(/office/[^"]+/)"', lan.get("/account/").text)
        if path != "/office/"
    )


def test_an_organiser_without_one_is_led_to_set_it_up_and_comes_back(office, lan, time):
    asked = lan.get(f"{office}settings?x=1")
    way = asked.headers["Location"]
    page = lan.get(way)
    phone = App(page.text, time)
    done = send(lan, way, {"code": phone.code(), "password": PASSWORD})

    assert (asked.status_code, way) == (302, f"{SET_UP}?next={office}settings?x%3D1")
    assert "The page that you asked for needs a second factor" in page.text
    assert f'href="{office}settings?x=1"' in done.text
    assert lan.get(f"{office}settings").status_code == 200


def test_without_one_nothing_can_be_sent_either(office, lan):
    form = {"csrf_token": re.search(r'name="csrf_token"[^>]* value="([^"]+)"', lan.get(SET_UP).text)[1]}

    assert lan.post(f"{office}settings", data=form).status_code == 403


def test_a_session_that_has_not_shown_the_app_gives_a_code_and_goes_on(app, office, protected, client_for):
    weak = client_for(account(app).id)
    way = weak.get(office).headers["Location"]

    wrong = send(weak, way, {"code": "000000"})
    done = send(weak, way, {"code": protected.code()})

    assert wrong.status_code == 422
    assert (done.status_code, done.headers["Location"]) == (303, office)
    assert weak.get(office).status_code == 200


def test_a_secretary_is_asked_only_where_the_contest_says_so(factory, client_for):
    edition_id = factory.edition(second_factor=(Duty.ORGANISER,), phase="draft", title="Cuộc thi Một")
    secretary = factory.person()
    factory.appoint(edition_id, secretary, Duty.SECRETARY)

    assert client_for(secretary).get("/office/cuoc-thi-mot-2026/").status_code == 200


def test_the_page_never_leads_to_another_site(protected, lan):
    assert lan.get(f"{SET_UP}?next=https://evil.example/").headers["Location"] == "/account/protection"


def test_a_secret_that_an_older_version_locked_with_a_stretched_key_still_opens(app):
    key = app.config["SECURITY_TOTP_SECRETS"]
    before = TOTP.using(secrets=key, issuer="Contest").new()
    locked = before.to_json(encrypt=True)

    with app.test_request_context():
        codes = app.extensions["security"].totp_factory
        opened = codes.get_totp_b32_key(locked)
        afresh = codes.generate_totp_secret()

    assert (json.loads(locked)["enckey"]["c"], opened) == (14, before.base32_key)
    assert (json.loads(afresh)["enckey"]["c"], json.loads(afresh).get("key")) == (0, None)
