"""The queue: woken after the commit and only then, on SQLite and on Redis, never in the way of what was committed."""

import os
import socket
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.anonymisation import service
from contest.app import create_app
from contest.communications import outbox, queries
from contest.kernel import clock
from contest.people import service as people
from contest.platform import jobs
from contest.platform.database import db, unit_of_work
from contest.settings import read

REDIS = os.environ.get("CONTEST_TEST_REDIS_URL", "redis://127.0.0.1:6379/11")


def redis_answers():
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(params=["sqlite", "redis"])
def queued(request, tmp_path):
    """An application of its own with a queue of each kind, and Lan's account."""
    environ = {"CONTEST_INSTANCE": str(tmp_path)}
    if request.param == "redis":
        if not redis_answers():
            if os.environ.get("CONTEST_CI"):
                pytest.fail("CI needs a Redis server on 127.0.0.1")
            pytest.skip("no Redis server here")
        environ["CONTEST_REDIS_URL"] = REDIS
    app = create_app(read(environ))
    huey = app.extensions["contest_queue"]
    huey.flush()
    with app.app_context():
        db.create_all()
        with unit_of_work():
            about = people.Details("Nguyễn Thị Lan", 1985, "", None)
            app.lan = people.new_account("lan@example.org", "x", about, language="en", now=clock.now())
    yield app
    huey.flush()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def write(app, times=1):
    with app.app_context(), unit_of_work():
        for _ in range(times):
            outbox.write("confirm_address", app.lan, {}, now=clock.now())


def waiting(app):
    return len(app.extensions["contest_queue"].pending())


def states(app):
    with app.app_context():
        return [message.state for message in queries.messages()]


def test_a_commit_wakes_the_job_and_the_job_does_what_stands_in_the_table(queued, tmp_path):
    write(queued)
    huey = queued.extensions["contest_queue"]
    before = (waiting(queued), states(queued))

    huey.execute(huey.dequeue())

    assert before == (1, ["waiting"])
    assert (waiting(queued), states(queued)) == (0, ["sent"])
    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_many_messages_in_one_transaction_wake_the_job_once(queued):
    write(queued, times=25)

    assert waiting(queued) == 1


def test_a_rollback_wakes_nothing(queued):
    with queued.app_context():
        outbox.write("confirm_address", queued.lan, {}, now=clock.now())
        db.session.rollback()
    write(queued)

    assert waiting(queued) == 1


def test_a_savepoint_wakes_nothing_before_the_commit(queued):
    seen = []
    with queued.app_context(), unit_of_work():
        with db.session.begin_nested():
            outbox.write("confirm_address", queued.lan, {}, now=clock.now())
        seen.append(waiting(queued))

    assert [*seen, waiting(queued)] == [0, 1]


def test_a_worker_of_the_queue_delivers(queued):
    consumer = queued.extensions["contest_queue"].create_consumer(workers=1, periodic=False, max_delay=0.1)
    consumer.start()
    try:
        write(queued, times=3)
        deadline = time.monotonic() + 20
        while states(queued) != ["sent"] * 3 and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        consumer.stop(graceful=True)

    assert states(queued) == ["sent"] * 3


def test_another_process_with_the_same_settings_takes_the_job(queued, tmp_path):
    write(queued)
    again = create_app(queued.extensions["contest_settings"])
    huey = again.extensions["contest_queue"]

    huey.execute(huey.dequeue())

    assert states(queued) == ["sent"]
    with again.app_context():
        db.session.remove()
        db.engine.dispose()


def test_since_when_a_noted_job_is_asked_for_is_known_until_it_was_done_to_its_end(queued, monkeypatch):
    def asked(at=None):
        with queued.app_context():
            if at:
                with clock.fixed(at), unit_of_work():
                    jobs.poke("prepare_blind_copies")
            return jobs.asked_at("prepare_blind_copies")

    first, again = clock.now(), clock.now() + timedelta(hours=2)
    huey = queued.extensions["contest_queue"]

    assert [asked(), asked(first), asked(again)] == [None, first, first]
    monkeypatch.setattr(service, "_prepare_all", lambda: 1 / 0)
    huey.execute(huey.dequeue())
    assert asked() == first, "it ended in the middle"
    monkeypatch.undo()
    huey.execute(huey.dequeue())
    assert [asked(), asked(again)] == [None, again]
    write(queued)
    with queued.app_context():
        assert jobs.asked_at("deliver_mail") is None, "of others nothing is kept"


def test_of_a_queue_that_is_away_nobody_knows_what_was_asked_for(tmp_path, caplog):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_REDIS_URL": "redis://127.0.0.1:1/0"}))
    with app.app_context():
        assert jobs.asked_at("prepare_blind_copies") is None
    assert "the queue could not be asked: ConnectionError" in caplog.messages


def test_a_queue_that_is_away_does_not_undo_what_was_committed(tmp_path, caplog):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    app = create_app(
        read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_REDIS_URL": f"redis://127.0.0.1:{port}/0"})
    )
    with app.app_context():
        db.create_all()
        with unit_of_work():
            about = people.Details("Nguyễn Thị Lan", 1985, "", None)
            lan = people.new_account("lan@example.org", "x", about, language="en", now=clock.now())
            outbox.write("confirm_address", lan, {}, now=clock.now())
        assert [message.state for message in queries.messages()] == ["waiting"]
        db.session.rollback()
        assert jobs.run("deliver_mail") == 1, "what the poke missed, the next minute does"
        db.session.remove()
        db.engine.dispose()

    assert "the job deliver_mail could not be queued" in caplog.text


def test_signing_in_works_while_the_counter_of_guesses_is_away(tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    app = create_app(
        read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_REDIS_URL": f"redis://127.0.0.1:{port}/0"})
    )
    with app.app_context():
        db.create_all()
    browser = app.test_client()
    page = browser.get("/account/sign-in").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": "niemand@example.org", "password": "sai sai sai sai sai"}

    statuses = [browser.post("/account/sign-in", data=form).status_code for _ in range(12)]

    assert statuses == [422] * 10 + [429] * 2
    with app.app_context():
        assert db.session.scalar(select(1)) == 1
        db.session.remove()
        db.engine.dispose()
