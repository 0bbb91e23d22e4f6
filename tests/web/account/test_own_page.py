"""The page of the own account: details, duties, and the menu that leads to all that one does."""

import re

import pytest

from contest.audit.models import AuditEvent
from contest.people import queries as people
from contest.platform.database import db
from tests.web.account.browsing import errors, send, told


@pytest.fixture
def lan(factory):
    return factory.person("Nguyễn Thị Lan", email="lan@example.org", phone="0912345678")


def changed(**fields):
    return {
        "full_name": "Nguyễn Thị Lan Anh",
        "birth_year": "1986",
        "unit_id": "0",
        "phone": "+84 912 000 111",
        "language": "vi",
        **fields,
    }


def person(app, account_id):
    with app.app_context():
        return people.person(account_id)


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/account/").headers["Location"] == "/account/sign-in?next=/account/"


def test_the_page_shows_the_own_details_and_what_waits(client_for, lan):
    page = client_for(lan).get("/account/").text

    assert "Your e-mail address is not confirmed yet" in page
    assert "0912345678" in page
    assert "You hold no office in a contest." in page
    assert "Nothing is recorded: this account was made by an administrator." in page


def test_details_are_changed(app, client_for, lan, factory, happened):
    unit = factory.unit("Sở Văn hóa")
    browser = client_for(lan)

    response = send(browser, "/account/details", changed(unit_id=str(unit)))

    assert (response.status_code, response.headers["Location"]) == (303, "/account/")
    found = person(app, lan)
    assert (found.name, found.birth_year, found.phone, found.unit_id, found.language) == (
        "Nguyễn Thị Lan Anh",
        1986,
        "+84912000111",
        unit,
        "vi",
    )
    assert "account.details-changed" in happened()
    assert 'lang="vi"' in browser.get("/account/").text


def test_the_log_names_the_fields_and_not_what_stands_in_them(app, client_for, lan):
    send(client_for(lan), "/account/details", changed(full_name="Nguyễn Thị Lan", phone="", language="en"))

    with app.app_context():
        last = db.session.scalars(
            db.select(AuditEvent.details).where(AuditEvent.name == "account.details-changed")
        ).all()
    assert last == [{"account_id": lan, "fields": ["birth_year", "phone"]}]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": "L4n"}, "A name has letters only. Remove digits and signs."),
        ({"birth_year": "2025"}, "Write the year of your birth with four digits, from 1900 to 2016."),
        ({"unit_id": "12345"}, "Choose your unit from the list. If it is not there, choose the last line."),
        ({"phone": "abc"}, "Write the phone number with digits only, like 0912 345 678, or leave it empty."),
        ({"language": "fr"}, "Choose one of the languages."),
    ],
)
def test_a_mistake_changes_nothing_and_keeps_what_was_typed(app, client_for, lan, wrong, sentence):
    before = person(app, lan)

    response = send(client_for(lan), "/account/details", changed(**wrong))

    assert (response.status_code, errors(response)) == (422, [sentence])
    assert person(app, lan) == before
    typed = changed(**wrong)
    assert [
        n for n in ("full_name", "birth_year", "phone") if f'value="{typed[n]}"' not in response.text
    ] == []


def test_a_name_is_text_wherever_it_is_shown(client_for, factory):
    account = factory.person("Nguyễn & Con", email="con@example.org")

    page = client_for(account).get("/account/").text

    assert "Nguyễn &amp; Con" in page
    assert "Nguyễn & Con" not in page


# --- the menu ------------------------------------------------------------------------------------------------------


def menu(client):
    nav = client.get("/account/").text.partition('<nav class="site-nav"')[2].partition("</nav>")[0]
    return {label: url for url, label in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)}


def test_the_menu_of_an_author_has_no_office(client_for, lan):
    assert set(menu(client_for(lan))) - {"My entries"} == {"Your account"}


def test_the_menu_of_an_administrator_leads_to_the_administration(client_for, factory):
    assert menu(client_for(factory.administrator()))["Administration"] == "/account/administration/"


def test_a_visitor_has_no_menu(client):
    assert 'class="site-nav"' not in client.get("/account/register").text


def test_saving_is_said(client_for, lan):
    browser = client_for(lan)
    send(browser, "/account/details", changed(language="en"))

    assert told(browser.get("/account/")) == ["Your details are saved."]
