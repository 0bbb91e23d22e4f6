"""Passkeys without a browser: what is refused, and what strangers learn. The rest is in journeys/test_signing_in.py."""

import json
import re
from html import unescape

import pytest

from contest.kernel import clock
from contest.people.models import Account, Passkey
from contest.platform.database import db, unit_of_work
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

NEW = "/account/passkeys/new"
SIGN_IN = "/account/sign-in/passkey"
NONSENSE = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
]


@pytest.fixture
def lan(visitor):
    browser = visitor()
    register(browser)
    return browser


@pytest.fixture
def passkey(app, lan):
    """A passkey of Lan's in the table; its id."""
    with app.app_context(), unit_of_work():
        lan_id = db.session.scalar(db.select(Account.id).where(Account.email == "lan@example.org"))
        row = Passkey(account_id=lan_id, name="Máy ở nhà", credential_id=b"1", public_key=b"2",
                      lastuse_datetime=clock.now())  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row.id


def begun(response):
    """Options and the address to answer to."""
    options = json.loads(unescape(re.search(r'data-options="([^"]+)"', response.text)[1]))
    return options, re.search(r'action="(/account/[^"]+/[^"]{30,})"', response.text)[1]


def test_a_passkey_must_be_found_without_a_name_and_check_the_person(lan):
    options, _ = begun(send(lan, NEW, {"name": "Máy ở thư viện", "password": PASSWORD}))

    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["rp"] == {"name": "Contest", "id": "localhost"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "password": PASSWORD}, "Please fill in this field."),
        ({"name": "x" * 65, "password": PASSWORD}, "This is too long: at most 64 characters."),
        (
            {"name": "Máy ở nhà", "password": PASSWORD},
            "You have a passkey of this name already. Choose another name.",
        ),
        (
            {"name": "Khác", "password": OTHER_PASSWORD},
            "This is not your present password. Type it again, or sign out and ask for a new one.",
        ),
    ],
)
def test_a_mistake_is_said_beside_its_field(lan, passkey, typed, sentence):
    response = send(lan, NEW, typed)

    assert (response.status_code, errors(response)) == (422, [sentence])


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_no_browser_gives_adds_nothing(app, lan, sent):
    _, action = begun(send(lan, NEW, {"name": "Máy", "password": PASSWORD}))

    response = send(lan, action, {"credential": sent}, page=NEW)

    assert response.status_code == 302
    assert told(lan.get(NEW)) != []
    with app.app_context():
        assert db.session.scalar(db.select(Passkey.id)) is None


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_no_browser_gives_signs_nobody_in(lan, visitor, sent):
    browser = visitor()
    options, action = begun(send(browser, SIGN_IN))

    send(browser, action, {"credential": sent}, page=SIGN_IN)

    assert options["userVerification"] == "required"
    assert options.get("allowCredentials", []) == []  # nothing tells who has a passkey here
    assert not is_signed_in(browser)


def test_a_forged_answer_leads_back(client):
    response = send(client, f"{SIGN_IN}/forged", {"credential": "{}"}, page=SIGN_IN)

    assert (response.status_code, response.headers["Location"]) == (302, SIGN_IN)


def test_the_way_on_never_leads_to_another_site(client):
    page = client.get(f"{SIGN_IN}?next=//evil.example").text

    assert "evil" not in page.partition("<main")[2]


def test_a_passkey_is_removed_by_its_owner_alone(app, lan, passkey, visitor, letters):
    stranger = visitor()
    register(stranger, email="la@example.org")
    send(stranger, f"/account/passkeys/{passkey}/remove", page="/account/protection")
    kept = "Máy ở nhà" in lan.get("/account/protection").text

    send(lan, f"/account/passkeys/{passkey}/remove", page="/account/protection")

    assert kept
    assert "Máy ở nhà" not in lan.get("/account/protection").text
    assert "a passkey was removed from your account" in letters()[-1][1].text


def test_pages_of_flask_security_that_we_do_otherwise_are_closed(lan):
    paths = ("tf-setup", "tf-rescue", "tf-select", "mf-recovery-codes", "wan-delete")

    assert [lan.get(f"/account/{path}").status_code for path in paths] == [404] * len(paths)


def test_signing_in_still_works_with_the_password(passkey, visitor):
    assert sign_in(visitor()).headers["Location"] == "/account/"
