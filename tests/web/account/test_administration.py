"""The administrators' pages: who may see them, the outbox, the units."""

import dataclasses
import re
from datetime import timedelta

import pytest

from contest.communications import outbox, queries
from contest.communications.models import OutboxMessage
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.database import db
from tests.web.account.browsing import errors, register, send, told

PAGES = ("/account/administration/", "/account/administration/outbox", "/account/administration/units")


@pytest.fixture
def chief(client_for, factory):
    return client_for(factory.administrator())


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_see_these_pages(client, client_for, factory, chief, path):
    assert client.get(path).status_code == 302
    assert client_for(factory.person("Nguyễn Thị Lan")).get(path).status_code == 403
    assert chief.get(path).status_code == 200


def key_of(app, number=0):
    with app.app_context():
        return db.session.scalars(db.select(OutboxMessage.key).order_by(OutboxMessage.id)).all()[number]


def test_an_empty_outbox_says_what_will_stand_there(chief):
    assert "No messages yet" in chief.get("/account/administration/outbox").text


def test_the_outbox_lists_messages_and_their_state(app, chief, visitor):
    register(visitor())
    page = chief.get("/account/administration/outbox").text

    assert "lan@example.org" in page
    assert re.findall(r'<span class="badge tone-\w+">([^<]+)</span>', page) == ["Waiting"]

    with app.app_context():
        outbox.deliver_due()
    page = chief.get("/account/administration/outbox").text
    assert re.findall(r'<span class="badge tone-\w+">([^<]+)</span>', page) == ["Sent"]


def test_without_a_mail_server_an_administrator_reads_a_message_and_the_log_knows(
    app, chief, visitor, happened
):
    register(visitor())

    page = chief.get(f"/account/administration/outbox/{key_of(app)}")

    assert "You are reading somebody else" in page.text
    link = re.search(r'href="http://127\.0\.0\.1:8000(/account/confirm/[^"]+)"', page.text)[1]
    assert visitor().get(link).headers["Location"] == "/account/"
    assert "message.read" in happened()


def test_with_a_mail_server_nobody_but_the_recipient_reads_a_message(
    app, chief, visitor, happened, monkeypatch
):
    register(visitor())
    settings = app.extensions["contest_settings"]
    monkeypatch.setitem(
        app.extensions, "contest_settings", dataclasses.replace(settings, mail_url="smtp://127.0.0.1:9")
    )

    page = chief.get(f"/account/administration/outbox/{key_of(app)}").text

    assert "messages can be read by their recipients only" in page
    assert "/account/confirm/" not in page
    assert "message.read" not in happened()


def test_a_message_that_failed_is_sent_again_on_request(app, chief, visitor):
    register(visitor())
    with app.app_context():
        db.session.execute(
            db.update(OutboxMessage).values(
                problem="MailFailed: refused", attempts=5, due_at=clock.now() + timedelta(hours=5)
            )
        )
        db.session.commit()
    path = f"/account/administration/outbox/{key_of(app)}"

    assert "MailFailed: refused" in chief.get(path).text
    response = send(chief, f"{path}/retry", page=path)

    assert response.status_code == 303
    with app.app_context():
        assert outbox.deliver_due() == 1
    assert "Send now" not in chief.get(path).text


@pytest.mark.parametrize("path", ["nothing", "nothing/retry"])
def test_a_message_that_is_not_there_is_not_found(chief, path):
    address = f"/account/administration/outbox/{path}"
    answer = (
        send(chief, address, page="/account/administration/units") if "retry" in path else chief.get(address)
    )

    assert answer.status_code == 404


def test_the_outbox_is_read_page_by_page_without_loss(app, chief, factory):
    lan = factory.person("Nguyễn Thị Lan")
    with factory.work():
        for _ in range(120):
            outbox.write("address_in_use", lan, {}, now=clock.now())

    seen, url = [], "/account/administration/outbox"
    while url:
        page = chief.get(url).text
        seen += re.findall(r'/outbox/([0-9a-z]{26})"', page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        url = following and following[1].replace("&amp;", "&")
    with app.app_context():
        stored = db.session.scalars(
            db.select(OutboxMessage.key).order_by(OutboxMessage.written_at.desc(), OutboxMessage.id.desc())
        ).all()
    assert seen == list(stored)
    assert len(seen) == 120
    assert queries.PAGE == 50


# --- units ---------------------------------------------------------------------------------------------------------


def test_a_unit_is_added_to_the_tree(app, chief, factory):
    province = factory.unit("Tỉnh Hòa Bình")

    response = send(
        chief,
        "/account/administration/units",
        {"name": "Xã Cao Phong", "code": "HB-01", "kind": "xã", "parent": f"U{factory.count:04d}"},
    )

    assert (response.status_code, errors(response)) == (303, [])
    assert told(chief.get("/account/administration/units")) == ["The unit Xã Cao Phong is in the tree."]
    with app.app_context():
        assert [(u.name, u.depth, u.parent_id) for u in people.units()] == [
            ("Tỉnh Hòa Bình", 0, None),
            ("Xã Cao Phong", 1, province),
        ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "code": "X"}, "Please fill in this field."),
        ({"name": "Xã", "code": "U0002"}, "There is a unit with the code U0002 already."),
        ({"name": "Xã", "code": "X", "parent": "4711"}, "There is no unit with the code 4711."),
        ({"name": "Xã", "code": "X" * 41}, "This is too long: at most 40 characters."),
    ],
)
def test_a_unit_that_cannot_be_added_says_why(app, chief, factory, typed, sentence):
    factory.count = 1
    factory.unit("Tỉnh Hòa Bình")

    response = send(chief, "/account/administration/units", typed)

    assert (response.status_code, errors(response)) == (422, [sentence])
    with app.app_context():
        assert len(people.units()) == 1


def test_an_installation_without_units_asks_for_them(chief):
    assert "There are no units yet" in chief.get("/account/administration/").text
