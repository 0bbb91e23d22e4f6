"""Whatever was acknowledged is there after `kill -9` of every process of the server, on both databases."""

import http.client
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, text

from contest.app import create_app
from contest.entries import author_queries, intake
from contest.kernel import clock
from contest.people import service as people
from contest.platform import schema
from contest.platform.crypto import keyring
from contest.platform.database import db, unit_of_work
from contest.settings import read
from tests.cookies import signed_in
from tests.factories import Factory
from tests.serving import LiveServer

AUTHORS = 200
KILL_AFTER = 60
DECLARED = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request, tmp_path):
    """An application in this process and a server beside it, on one instance folder and one new database."""
    environ = {"CONTEST_INSTANCE": str(tmp_path / "instance")}
    server_url = None
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
        server_url, name = _new_database(request)
        environ["CONTEST_DATABASE_URL"] = server_url
    app = create_app(read(environ))
    app.config["TESTING"] = True
    schema.bring_up_to_date(app)
    server = LiveServer(tmp_path / "instance", database_url=server_url)
    yield app, server
    server.stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if server_url:
        _drop(request, name)


def _new_database(request):
    url = request.getfixturevalue("postgres")
    name = f"contest_kill_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    made = engine.url.set(database=name).render_as_string(hide_password=False)
    engine.dispose()
    return made, name


def _drop(request, name):
    engine = create_engine(request.getfixturevalue("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def drafts(app, count=AUTHORS):
    """That many authors, each with a draft that is ready to be submitted and a browser that is signed in."""
    factory = Factory(app)
    edition_id = factory.edition(phase="open")
    now = clock.now()
    made = []
    with app.app_context(), unit_of_work():
        category_id = db.session.execute(text("SELECT id FROM category")).scalar()
        for number in range(count):
            about = people.Details(f"Nguyễn Văn {'An' * (number % 3 + 1)}", 1980, "", None)
            author = people.new_account(f"a{number}@example.org", "x", about, language="vi", now=now)
            key = intake.start_draft(edition_id, author_id=author, category_id=category_id, now=now)
            draft = intake.Draft(
                "Con đường làng", category_id, f"Làng tôi có con đường số {number} chạy dọc sông."
            )
            intake.save_draft(key, draft, author_id=author, stamp=intake.Stamp(1), now=now)
            made.append((author, key, signed_in(app, author, now=now)))
    return made


def submit(port, entry, token):
    """Press "Submit" once; return the address of the receipt, or None when nobody answered."""
    _, key, browser = entry
    body = urlencode(
        [("csrf_token", browser.form_token), ("token", token), *(("declarations", d) for d in DECLARED)]
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "POST",
            f"/author/entries/{key}/submit",
            body,
            {"Cookie": browser.cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    assert answer.status == 303, answer.status
    return answer.getheader("Location")


def test_every_receipt_given_is_there_after_the_server_was_killed(live):
    app, server = live
    entries = drafts(app)
    tokens = [secrets.token_urlsafe(24) for _ in entries]
    server.start()
    enough = threading.Event()
    given = []

    def press(number):
        location = submit(server.port, entries[number], tokens[number])
        if location:
            given.append(number)
        if len(given) >= KILL_AFTER:
            enough.set()

    with ThreadPoolExecutor(50) as pool:
        work = [pool.submit(press, number) for number in range(AUTHORS)]
        enough.wait(timeout=60)
        server.kill()
        for job in work:
            job.result()

    assert KILL_AFTER <= len(given) < AUTHORS, "the server must die in the middle of the rush"
    with app.app_context():
        kept = {number: author_queries.receipt(entries[number][1], entries[number][0], 1) for number in given}
        sound = {n: keyring().verifies(r.document.encode(), r.signature) for n, r in kept.items()}
        db.session.remove()
    assert sound == dict.fromkeys(given, True)


def test_pressing_again_after_the_crash_gives_one_version_each(live):
    app, server = live
    entries = drafts(app, 40)
    tokens = [secrets.token_urlsafe(24) for _ in entries]
    server.start()
    with ThreadPoolExecutor(20) as pool:
        first = [pool.submit(submit, server.port, e, t) for e, t in zip(entries, tokens, strict=True)]
        server.kill()
        acknowledged = [job.result() for job in first]
    server.start()

    again = [submit(server.port, e, t) for e, t in zip(entries, tokens, strict=True)]

    assert all(again)
    assert [a for a, b in zip(acknowledged, again, strict=True) if a and a != b] == []
    with app.app_context():
        counts = [len(author_queries.versions(key, author)) for author, key, _ in entries]
        db.session.remove()
    assert counts == [1] * len(entries)


def test_the_same_submit_twenty_times_at_once_is_one_version(live):
    app, server = live
    entry = drafts(app, 1)[0]
    token = secrets.token_urlsafe(24)
    server.start()

    with ThreadPoolExecutor(20) as pool:
        places = {job.result() for job in [pool.submit(submit, server.port, entry, token) for _ in range(20)]}

    assert len(places) == 1
    with app.app_context():
        assert len(author_queries.versions(entry[1], entry[0])) == 1
        db.session.remove()
