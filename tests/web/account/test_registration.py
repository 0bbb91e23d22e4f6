"""Registering: what is asked, what is refused, what is kept, and what a stranger learns."""

import threading
import unicodedata

import pytest
from flask_babel import force_locale, gettext

from contest.people import queries as people
from contest.people.models import Account, Consent
from contest.people.rules.consent import REGISTRATION
from contest.platform.database import db
from tests.web.account.browsing import (
    OTHER_PASSWORD,
    PASSWORD,
    REGISTER,
    details,
    errors,
    is_signed_in,
    register,
    send,
    sign_in,
    token,
    told,
)


def account(app, email="lan@example.org"):
    with app.app_context():
        return people.by_email(email)


def test_a_new_author_is_signed_in_at_once_and_lands_on_the_own_page(app, client, factory):
    unit = factory.unit("Trường THPT Chu Văn An")

    response = register(client, unit_id=str(unit))

    assert (response.status_code, response.headers["Location"]) == (302, "/account/")
    page = client.get("/account/")
    assert page.status_code == 200
    assert told(page) == [
        "Thank you. We have sent a message to lan@example.org: open it and follow what it says."
    ]
    person = account(app)
    assert (person.name, person.birth_year, person.phone, person.unit_id, person.language) == (
        "Nguyễn Thị Lan",
        1985,
        "0912345678",
        unit,
        "en",
    )
    assert not person.is_confirmed
    assert not person.is_administrator


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_language_of_the_page_becomes_the_language_of_the_account_and_its_mails(
    app, visitor, letters, language
):
    register(visitor(language))

    assert account(app).language == language
    with app.app_context(), force_locale(language):
        assert [(name, letter.subject) for name, letter in letters()] == [
            ("confirm_address", gettext("Confirm your e-mail address"))
        ]


def test_consents_are_unticked_and_kept_word_for_word_with_their_version(app, client):
    page = client.get(REGISTER).text
    register(client, consent_publication="y")

    assert "checked" not in page
    with app.app_context():
        kept = db.session.scalars(db.select(Consent).order_by(Consent.id)).all()
        assert [(c.purpose, c.text_version, c.language) for c in kept] == [
            (wanted.purpose, wanted.version, "en") for wanted in REGISTRATION
        ]
        assert all(c.text in client.get("/account/").text for c in kept)


def test_what_was_not_ticked_is_not_kept(app, client):
    register(client)

    with app.app_context():
        assert list(db.session.scalars(db.select(Consent.purpose))) == ["contest"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": ""}, "Please fill in this field."),
        ({"full_name": "X"}, "Write your full name, as on your papers: 2 to 100 letters."),
        ({"full_name": "Lan <b>"}, "A name has letters only. Remove digits and signs."),
        (
            {"full_name": "La\x00n Lan"},
            "The text contains a null character, which cannot be kept. Type it anew or copy it again.",
        ),
        ({"birth_year": "85"}, "Write the year of your birth with four digits, from 1900 to 2016."),
        ({"birth_year": "năm 1985"}, "Write the year of your birth with four digits, from 1900 to 2016."),
        ({"unit_id": ""}, "Choose your unit from the list. If it is not there, choose the last line."),
        ({"unit_id": "999999"}, "Choose your unit from the list. If it is not there, choose the last line."),
        ({"email": "lan@"}, "Write an e-mail address like lan@example.org."),
        ({"email": "lan@example.org\nBcc: x@example.org"}, "Write an e-mail address like lan@example.org."),
        (
            {"phone": "gọi sau"},
            "Write the phone number with digits only, like 0912 345 678, or leave it empty.",
        ),
        ({"password_confirm": OTHER_PASSWORD}, "The two passwords differ. Type both again."),
        (
            {"password": "ngắn quá", "password_confirm": "ngắn quá"},
            "At least 15 characters, please. Four words that only you would put together are easy to keep.",
        ),
        (
            {"password": "nguyenthilan2020", "password_confirm": "nguyenthilan2020"},
            "Do not use your own name or address in the password.",
        ),
        (
            {"consent_contest": ""},
            "Tick this box to go on: without your agreement we may not keep your details.",
        ),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(app, client, wrong, sentence, letters):
    typed = details(**wrong)
    if not typed["consent_contest"]:
        del typed["consent_contest"]

    response = send(client, REGISTER, typed)

    assert response.status_code == 422
    assert errors(response) == [sentence]
    kept = {
        name: value for name, value in typed.items() if name not in {*wrong, "unit_id", "consent_contest"}
    }
    assert [
        name
        for name, value in kept.items()
        if "password" not in name and f'value="{value}"' not in response.text
    ] == []
    assert PASSWORD not in response.text
    assert account(app) is None
    assert letters() == []


def test_all_mistakes_are_said_at_once(client):
    response = send(client, REGISTER, {"full_name": "", "birth_year": "x", "email": "y", "password": "z"})

    assert response.status_code == 422
    assert len(errors(response)) == 7


def test_text_is_kept_in_nfc(app, client):
    register(client, full_name=unicodedata.normalize("NFD", "Nguyễn Thị Lan"))

    assert account(app).name == unicodedata.normalize("NFC", "Nguyễn Thị Lan")


def test_a_password_is_the_same_from_every_keyboard(app, client, visitor):
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    register(client, password=decomposed, password_confirm=decomposed)

    assert sign_in(visitor()).status_code == 302


def test_a_monstrous_password_is_refused_quickly(client):
    monster = "a" + "\u0323\u0302" * 30_000

    response = register(client, password=monster, password_confirm=monster)

    assert (response.status_code, errors(response)) == (422, ["At most 256 characters, please."])


def test_a_form_cannot_set_what_it_does_not_ask(app, client):
    register(client, is_administrator="y", confirmed_at="2020-01-01", active="", key="mine", id="77")

    person = account(app)
    assert (person.is_administrator, person.is_confirmed, person.id == 77) == (False, False, False)


def test_the_password_is_hashed_with_argon2id_of_the_parameters_we_promise(app, client):
    register(client)

    with app.app_context():
        hashed = db.session.scalar(db.select(Account.password).where(Account.email == "lan@example.org"))
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_units_stand_in_the_select_as_a_tree(client, factory):
    province = factory.unit("Tỉnh Hòa Bình")
    factory.unit("Xã Cao Phong", parent_id=province)

    page = client.get(REGISTER).text

    assert (
        page.index(">Tỉnh Hòa Bình<")
        < page.index(">\u2003Xã Cao Phong<")
        < page.index(">My unit is not in this list<")
    )


# --- an address that is taken --------------------------------------------------------------------------------------


def visible(response):
    return response.status_code, response.headers["Location"], response.text


def test_an_address_that_is_taken_is_answered_like_one_that_is_free(app, client, letters, visitor):
    register(client)
    free, taken = visitor(), visitor()

    of_free = register(free, email="moi@example.org")
    of_taken = register(taken, email="lan@example.org")

    assert visible(of_taken) == visible(of_free)
    assert told(taken.get("/account/sign-in"))[0] == (
        "Thank you. We have sent a message to lan@example.org: open it and follow what it says."
    )
    assert [(name, letter.to) for name, letter in letters()] == [
        ("confirm_address", "lan@example.org"),
        ("confirm_address", "moi@example.org"),
        ("address_in_use", "lan@example.org"),
    ]


def test_registering_with_a_taken_address_changes_nothing_and_signs_nobody_in(app, client, visitor):
    register(client)
    before = account(app)
    stranger = visitor()

    register(stranger, full_name="Kẻ Lạ", password=OTHER_PASSWORD, password_confirm=OTHER_PASSWORD)

    assert account(app) == before
    assert not is_signed_in(stranger)
    assert sign_in(visitor()).status_code == 302
    assert sign_in(visitor(), password=OTHER_PASSWORD).status_code == 422


@pytest.mark.parametrize("spelling", ["LAN@example.org", " lan@EXAMPLE.org ", "lan\u200b@example.org"])
def test_an_address_has_one_canonical_form(app, client, letters, spelling, visitor):
    register(client)

    register(visitor(), email=spelling)

    assert [name for name, _ in letters()] == ["confirm_address", "address_in_use"]


def test_a_mistake_beside_a_taken_address_does_not_betray_it(app, client, visitor):
    register(client)
    of_taken = register(visitor(), email="lan@example.org", birth_year="x")
    of_free = register(visitor(), email="moi@example.org", birth_year="x")

    assert errors(of_taken) == errors(of_free)
    assert of_taken.status_code == of_free.status_code == 422


@pytest.mark.both_databases
def test_two_clicks_on_register_make_one_account(app, letters, visitor):
    browsers = [visitor() for _ in range(4)]
    forms = [details() | {"csrf_token": token(b, REGISTER)} for b in browsers]
    answers = []

    def click(browser, form):
        answers.append(browser.post(REGISTER, data=form).status_code)

    threads = [threading.Thread(target=click, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 4
    assert sorted(name for name, _ in letters()) == ["address_in_use"] * 3 + ["confirm_address"]
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(Account)) == 2


def test_whoever_is_signed_in_is_not_asked_to_register(client):
    register(client)

    assert client.get(REGISTER).headers["Location"] == "/account/"


def test_json_is_refused(client):
    response = client.post(REGISTER, json={"email": {"$ne": 1}}, headers={"X-CSRFToken": "x"})

    assert response.status_code in {400, 415}
