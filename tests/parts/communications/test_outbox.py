"""The outbox: written in the transaction, delivered after it, once, to one person, until it succeeds."""

import dataclasses
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import session
from flask_babel import get_locale
from sqlalchemy import func, select, update

from contest.communications import outbox, queries, rendering
from contest.communications.models import OutboxMessage
from contest.communications.notices import BY_EVENT, BY_NAME, NOTICES
from contest.communications.notices.notice import by_name
from contest.editions import queries as editions
from contest.editions import service as schedule
from contest.entries import service as entries
from contest.kernel import clock
from contest.kernel.errors import ContestError, Forbidden, NotFound
from contest.people import queries as read
from contest.people import service as people
from contest.platform import mail
from contest.platform.database import db, is_writing
from tests.factories import CATEGORY
from tests.worlds import world

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@world
def lan(factory):
    return factory.person("Nguyễn Thị Lan", email="lan@example.org", language="en")


@pytest.fixture
def written(app, factory, lan):
    """One message to Lan, due since NOW."""
    factory.do(outbox.write, "confirm_address", lan, {}, now=NOW)


@pytest.fixture
def sent(monkeypatch):
    """What was handed to the carrier; put an error into `.fails` to make it fail."""

    class Sent(list):
        fails = None

    letters = Sent()

    def carry(letter, settings):
        if letters.fails is not None:
            raise letters.fails
        letters.append(letter)

    monkeypatch.setattr(mail, "send", carry)
    return letters


def deliver(app, at=NOW):
    with app.app_context(), clock.fixed(at):
        return outbox.deliver_due()


def rows(app):
    with app.app_context():
        return [(m.state, m.attempts, m.problem) for m in queries.messages()]


def test_a_message_leaves_once(app, written, sent):
    assert [deliver(app), deliver(app, NOW + timedelta(days=1))] == [1, 0]
    assert [(letter.to, letter.subject) for letter in sent] == [
        ("lan@example.org", "Confirm your e-mail address")
    ]
    assert rows(app) == [("sent", 1, "")]


def test_what_is_rolled_back_is_never_sent(app, lan, sent):
    with app.app_context():
        outbox.write("confirm_address", lan, {}, now=NOW)
        db.session.rollback()
    assert deliver(app) == 0
    assert rows(app) == []


def test_a_failure_is_tried_again_later_each_time(app, written, sent):
    sent.fails = mail.MailFailed("ConnectionRefusedError: nobody there")
    at, waits = NOW, []
    for _ in range(12):
        deliver(app, at)
        with app.app_context():
            due = db.session.scalar(select(OutboxMessage.due_at))
        waits.append(due - at)
        assert deliver(app, due - timedelta(seconds=1)) == 0
        at = due

    assert waits[:8] == [timedelta(minutes=2**n) for n in range(1, 9)]
    assert waits[8:] == [timedelta(hours=6)] * 4
    assert rows(app) == [("failed", 12, "MailFailed: ConnectionRefusedError: nobody there")]

    sent.fails = None
    assert deliver(app, at) == 1
    assert rows(app) == [("sent", 13, "")]


@pytest.mark.parametrize(
    "error", [mail.MailFailed("550"), ValueError("x"), KeyError("x"), OSError("disk full")]
)
@pytest.mark.usefixtures("written")
def test_one_bad_message_does_not_hold_up_the_others(app, factory, lan, sent, error, monkeypatch):
    factory.do(outbox.write, "address_in_use", lan, {}, now=NOW)
    carry = mail.send

    def fail_for_the_first(letter, settings):
        if letter.subject == "Confirm your e-mail address":
            raise error
        carry(letter, settings)

    monkeypatch.setattr(mail, "send", fail_for_the_first)

    assert deliver(app) == 1
    assert sorted(state for state, _, _ in rows(app)) == ["failed", "sent"]


def test_a_message_whose_template_is_gone_waits_and_says_why(app, factory, lan, sent):
    factory.do(outbox.write, "no_such_notice", lan, {}, now=NOW)

    assert deliver(app) == 0
    assert rows(app) == [("failed", 1, "KeyError: 'no_such_notice'")]


def test_two_workers_send_a_message_once(app, factory, lan, sent):
    with factory.work():
        for _ in range(10):
            outbox.write("address_in_use", lan, {}, now=NOW)
    together = threading.Barrier(3)
    counts = []

    def work():
        together.wait()
        counts.append(deliver(app))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(counts), len(sent), len({letter.key for letter in sent})) == (10, 10, 10)


def test_more_than_one_batch_leaves_in_one_go(app, factory, lan, sent):
    with factory.work():
        for _ in range(outbox.BATCH * 2 + 1):
            outbox.write("address_in_use", lan, {}, now=NOW)

    assert deliver(app) == len(sent) == outbox.BATCH * 2 + 1


def test_a_message_whose_sender_died_is_tried_again_after_the_lease(app, written, sent):
    with app.app_context():
        assert outbox._claim(db.session.scalar(select(OutboxMessage.id)), NOW)

    assert deliver(app, NOW + outbox.LEASE - timedelta(seconds=1)) == 0
    assert deliver(app, NOW + outbox.LEASE) == 1


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(app, written, monkeypatch):
    seen = []
    monkeypatch.setattr(mail, "send", lambda letter, settings: seen.append(is_writing()))
    deliver(app)

    assert seen == [False]


def test_the_row_holds_ids_only(app, written):
    with app.app_context():
        row = db.session.scalars(select(OutboxMessage)).one()
        assert (row.notice, row.context, row.language) == ("confirm_address", {}, "en")


def test_somebody_without_an_account_gets_a_message_too(app, factory, sent):
    factory.do(
        outbox.write_to_address,
        "no_such_notice",
        "moi@example.org",
        {"invitation_id": 1},
        language="vi",
        now=NOW,
    )
    with app.app_context():
        assert [(m.address, m.language) for m in queries.messages()] == [("moi@example.org", "vi")]


# --- rendering -----------------------------------------------------------------------------------------------------


def letter_of(app):
    with app.app_context():
        return rendering.letter(db.session.scalars(select(OutboxMessage)).one())


@pytest.mark.parametrize("notice", ["confirm_address", "address_in_use", "reset_password"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_account_notice_is_rendered_without_a_request(app, factory, notice, language):
    account = factory.person(
        "Nguyễn & <Lan>".replace("<Lan>", "Lan"), email="lan@example.org", language=language
    )
    factory.do(outbox.write, notice, account, {}, now=NOW)

    letter = letter_of(app)

    assert letter.to == "lan@example.org"
    assert f'<html lang="{language}">' in letter.html
    assert "Nguyễn & Lan" in letter.text
    assert "Nguyễn &amp; Lan" in letter.html
    assert "http://127.0.0.1:8000/account/" in letter.text
    assert "http://127.0.0.1:8000/account/" in letter.html
    assert "\n" not in letter.subject
    assert len(letter.subject) > 5
    assert "{" not in letter.text + letter.subject


def test_a_change_of_password_is_told_with_its_moment(app, factory, lan):
    factory.do(people.end_all_sessions, lan, now=datetime(2026, 3, 1, 10, 15, tzinfo=UTC))

    letter = letter_of(app)

    assert letter.subject == "Your password was changed"
    assert "17:15, 1 March 2026" in letter.text


def test_addresses_in_mails_are_those_of_the_settings_and_never_of_a_request(app, written, monkeypatch):
    settings = dataclasses.replace(app.extensions["contest_settings"], base_url="https://thi.example.org")
    monkeypatch.setitem(app.extensions, "contest_settings", settings)

    with app.test_request_context(headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        row = db.session.scalars(select(OutboxMessage)).one()
        letter = rendering.letter(row)
        address = rendering.address("security.reset_password", token="a.b-c_d")
        db.session.rollback()

    assert "https://thi.example.org/account/confirm/" in letter.text
    assert "evil" not in letter.text + letter.html
    assert address == "https://thi.example.org/account/recover/a.b-c_d"


def test_rendering_inside_a_request_leaves_its_language_alone(app, factory):
    account = factory.person("Nguyễn Thị Lan", language="vi")
    factory.do(outbox.write, "confirm_address", account, {}, now=NOW)

    with app.test_request_context(), app.test_client().session_transaction():
        session["language"] = "en"
        before = str(get_locale())
        html = rendering.letter(db.session.scalars(select(OutboxMessage)).one()).html
        after = str(get_locale())
        db.session.rollback()

    assert (before, '<html lang="vi">' in html, after) == ("en", True, "en")


def test_links_are_made_anew_each_time_and_all_work(app, lan, client, factory):
    factory.do(outbox.write, "confirm_address", lan, {}, now=NOW)
    first = letter_of(app).text
    path = next(line for line in first.splitlines() if "/account/confirm/" in line).removeprefix(
        "http://127.0.0.1:8000"
    )

    assert client.get(path).status_code == 302
    with app.app_context():
        assert read.person(lan).is_confirmed


def test_a_message_to_an_account_that_is_gone_is_not_rendered(app, factory, lan):
    with app.app_context(), pytest.raises(NotFound):
        rendering.letter(
            OutboxMessage(
                notice="confirm_address",
                account_id=lan + 100,
                address="x@example.org",
                language="vi",
                context={},
            )
        )


# --- the registry --------------------------------------------------------------------------------------------------


def test_every_notice_is_listed_once_and_has_its_three_templates(app):
    assert len(BY_NAME) == len(NOTICES)
    for notice in NOTICES:
        for part in ("subject.txt", "body.txt", "body.html"):
            assert app.jinja_env.get_template(f"email/{notice.TEMPLATE}/{part}")


def test_every_folder_of_mails_belongs_to_a_notice(app):
    folders = {p.name for p in (Path(app.root_path) / "templates" / "email").iterdir() if p.is_dir()}

    assert folders - set(BY_NAME) == set()


def test_two_notices_with_one_template_are_refused():
    with pytest.raises(ContestError, match="share a template"):
        by_name([NOTICES[0], NOTICES[0]])


def test_notices_are_found_by_the_event_that_causes_them():
    assert all(notice.EVENT is event for event, notices in BY_EVENT.items() for notice in notices)
    assert sum(map(len, BY_EVENT.values())) == sum(1 for notice in NOTICES if notice.EVENT is not None)


# --- administrators ------------------------------------------------------------------------------------------------


def test_counts_tell_sent_waiting_and_failed_apart(app, factory, lan, sent):
    with factory.work():
        for _ in range(3):
            outbox.write("address_in_use", lan, {}, now=NOW)
        outbox.write("no_such_notice", lan, {}, now=NOW)
        outbox.write("address_in_use", lan, {}, now=NOW + timedelta(days=1))
    deliver(app)
    with app.app_context():
        assert queries.counts() == {"sent": 3, "waiting": 1, "failed": 1}


def test_a_message_is_read_only_where_mail_stays_on_this_machine(app, written, monkeypatch):
    with app.app_context():
        key = queries.messages()[0].key
        assert outbox.read(key, actor_id=1, now=NOW).to == "lan@example.org"
        db.session.rollback()
        settings = dataclasses.replace(app.extensions["contest_settings"], mail_url="smtp://127.0.0.1")
        monkeypatch.setitem(app.extensions, "contest_settings", settings)
        with pytest.raises(Forbidden):
            outbox.read(key, actor_id=1, now=NOW)
        with pytest.raises(NotFound):
            queries.message("nothing")


def test_sending_again_makes_a_failed_message_due_and_leaves_a_sent_one(app, factory, written, sent):
    with app.app_context():
        key = queries.messages()[0].key
        db.session.execute(update(OutboxMessage).values(due_at=NOW + timedelta(hours=5), problem="x"))
        db.session.commit()
    factory.do(outbox.retry, key, actor_id=None, now=NOW)
    assert deliver(app) == 1
    factory.do(outbox.retry, key, actor_id=None, now=NOW)
    assert deliver(app) == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_a_closing_time_put_off_is_told_once_to_everybody_who_may_still_write(app, factory, sent):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(
        organiser_id=organiser, categories=(dataclasses.replace(CATEGORY, works_per_author=2),)
    )
    writing, done, gone = (
        factory.person(name, email=f"{mail}@example.org")
        for name, mail in (("Lê An", "an"), ("Vũ Bê", "be"), ("Hồ Xê", "xe"))
    )
    factory.entry(edition, writing)
    factory.entry(edition, writing, title="Bài nháp", submit=False)
    factory.entry(edition, done)
    factory.do(entries.withdraw, factory.entry(edition, gone), author_id=gone, now=clock.now())
    factory.do(outbox.forget_waiting, now=clock.now())
    closes = factory.read(editions.by_id, edition, now=clock.now()).closes_at + timedelta(days=3)

    factory.do(
        schedule.extend, edition, closes, reason="Mưa bão ở ba xã.", actor_id=organiser, now=clock.now()
    )
    deliver(app, clock.now())

    told = {letter.to: letter for letter in sent}
    assert sorted(told) == ["an@example.org", "be@example.org"]
    assert len(sent) == 2
    assert all(
        "Mưa bão ở ba xã." in letter.text and "Cuộc thi viết Bình Minh" in letter.text for letter in sent
    )
    assert "You have a work that is not submitted yet." in told["an@example.org"].text
    assert "What you have submitted stays as it is." in told["be@example.org"].text
