"""An empty installation: its page, the code from the terminal, the first organiser, and then never again."""

import io
import stat
import sys
import threading
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from contest.people import first_run
from contest.people import queries as people
from contest.serving import say
from tests.web.account.browsing import (
    OTHER_PASSWORD,
    PASSWORD,
    details,
    errors,
    is_signed_in,
    send,
    sign_in,
    token,
    told,
)
from tests.web.office import office_browsing


@pytest.fixture(autouse=True)
def somebody() -> None:
    """Nobody: the installation is empty."""


@pytest.fixture
def code(app, instance) -> str:
    """What the terminal prints at the start."""
    with app.app_context():
        return first_run.make_code(instance)


def filled(code: str, **changed: str) -> dict[str, str]:
    return {
        "code": code,
        "full_name": "Trần Văn Tổ",
        "email": "to@example.org",
        "password": PASSWORD,
        "password_confirm": PASSWORD,
        **changed,
    }


def first(app):
    with app.app_context():
        return people.by_email("to@example.org")


def test_the_landing_page_of_an_empty_installation_leads_to_its_setting_up(client):
    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/first-run")
    assert client.get("/first-run").status_code == 200


def test_nobody_registers_before_the_first_organiser(app, client):
    form = {"csrf_token": token(client, "/first-run"), **details()}

    assert client.get("/account/register").headers["Location"] == "/first-run"
    assert client.post("/account/register", data=form).headers["Location"] == "/first-run"
    with app.app_context():
        assert people.is_empty()


def test_the_code_makes_the_first_organiser_and_signs_in(app, client, code, instance, letters):
    response = send(client, "/first-run", filled(code))

    assert (response.status_code, response.headers["Location"]) == (303, "/account/administration/")
    assert client.get("/account/administration/").status_code == 200
    person = first(app)
    assert (person.name, person.is_administrator, person.is_confirmed) == ("Trần Văn Tổ", True, True)
    assert not (instance / first_run.FILE).exists()
    assert letters() == []


def test_the_code_may_be_typed_as_it_is_read(app, client, code):
    send(client, "/first-run", filled(code.upper().replace("-", " ")))

    assert first(app) is not None


def test_the_code_is_kept_as_a_hash_that_only_the_owner_may_read(code, instance):
    path = instance / first_run.FILE

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert code.replace("-", "") not in path.read_text()


def test_a_new_start_makes_a_new_code_and_the_old_one_dies(app, client, code, instance):
    with app.app_context():
        newer = first_run.make_code(instance)
    old = send(client, "/first-run", filled(code))

    assert newer != code
    assert old.status_code == 422
    assert send(client, "/first-run", filled(newer)).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "aaaa-bbbb-cccc-dddd"}, "This is not the code that was printed last."),
        ({"code": ""}, "Please fill in this field."),
        ({"full_name": "7"}, "Write your full name, as on your papers: 2 to 100 letters."),
        ({"email": "to"}, "Write an e-mail address like lan@example.org."),
        ({"password": "kurz", "password_confirm": "kurz"}, "At least 15 characters, please."),
        ({"password_confirm": OTHER_PASSWORD}, "The two passwords differ. Type both again."),
    ],
)
def test_a_mistake_is_said_and_the_code_still_works(app, client, code, wrong, sentence):
    response = send(client, "/first-run", {**filled(code), **wrong})

    assert response.status_code == 422
    assert [found[: len(sentence)] for found in errors(response)] == [sentence]
    assert first(app) is None
    assert send(client, "/first-run", filled(code)).status_code == 303


def test_without_a_code_file_nothing_opens(app, client, instance):
    (instance / first_run.FILE).unlink(missing_ok=True)

    assert send(client, "/first-run", filled("")).status_code == 422
    assert send(client, "/first-run", filled("0000-0000-0000-0000")).status_code == 422
    assert first(app) is None


@pytest.mark.both_databases
def test_two_people_at_once_make_one_account(app, visitor: Callable[[], FlaskClient], code):
    browsers = [visitor() for _ in range(3)]
    forms = [
        {"csrf_token": token(b, "/first-run"), **filled(code, email=f"to{n}@example.org")}
        for n, b in enumerate(browsers)
    ]
    statuses = []

    def press(browser, form):
        statuses.append(browser.post("/first-run", data=form).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert people.count() == 1
    assert sorted(statuses)[0:2] != [303, 303]
    assert statuses.count(303) == 1


def test_afterwards_the_page_is_closed(client, visitor, code):
    send(client, "/first-run", filled(code))

    assert visitor().get("/first-run").headers["Location"].startswith("/account/sign-in")
    assert client.get("/first-run").status_code == 403
    assert visitor().get("/").headers.get("Location") != "/first-run"
    assert sign_in(visitor(), email="to@example.org").status_code == 302


def test_a_start_of_a_used_installation_prints_no_code(app, instance, code, factory):
    factory.person()
    with app.app_context():
        assert first_run.make_code(instance) is None
        assert first_run.invitation(instance, "http://127.0.0.1:8000") is None
    assert not (instance / first_run.FILE).exists()


def test_the_terminal_says_where_to_go(app, instance):
    with app.app_context():
        said = first_run.invitation(instance, "http://127.0.0.1:8000")

    code = said.rpartition(": ")[2]
    assert len(code) == 19
    page = "http://127.0.0.1:8000/first-run"
    assert said.split("\n") == [
        f"Hệ thống này còn trống. Hãy mở {page} và gõ mã sau, chỉ dùng được một lần: {code}",
        f"This installation is empty. Open {page} and type this code, which works once: {code}",
    ]


def test_a_terminal_without_vietnamese_letters_still_shows_the_code(monkeypatch):
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="ascii"))

    say("gõ mã sau: abcd")

    assert shown.getvalue() == b"g? m? sau: abcd\n"


def test_what_to_do_next_is_said(client, code):
    send(client, "/first-run", filled(code))

    assert told(client.get("/account/administration/")) == [
        "This installation is yours now. Add the units first, then create a contest."
    ]
    assert is_signed_in(client)


def test_after_the_units_the_first_contest_is_offered_until_there_is_one(app, client, code):
    send(client, "/first-run", filled(code))
    units, offer = "/account/administration/units", "The units are there: next, create a contest"
    before = client.get(units).text
    send(client, units, {"name": "Tỉnh Mẫu", "code": "T"})
    with_units = client.get(units).text
    office_browsing.send(client, "/office/new", {"title": "Cuộc thi đầu tiên", "number": "1"})

    assert [offer in page for page in (before, with_units, client.get(units).text)] == [False, True, False]
