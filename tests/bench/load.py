"""Measures pages of a filled installation beside a hello-world page of the same server and this disk's commit rate.

python -m tests.bench.load [--entries 2000] [--judges 40] [--words 1500] [--seconds 2] [--repeat 3]

Makes a scratch installation (or one on CONTEST_DATABASE_URL), fills it, serves it with gunicorn as README says, and
prints a table: requests a second with 8 clients, median and 95th percentile in ms with one, CPU ms a request of all
processes of the server (without the database server's), the same as a multiple of hello-world's in the same
seconds, and SQL statements. Machines are noisy: the multiples are what can be compared.
"""

import argparse
import gzip
import http.client
import os
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event, text

from contest.app import create_app
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.entries import intake, telling
from contest.entries.rules.about import NO_GUARDIAN, About
from contest.judging import queries as judging
from contest.kernel import clock
from contest.platform import schema
from contest.platform.database import db, unit_of_work
from contest.settings import read
from tests.bench.generate import Filled, fill
from tests.cookies import SignedIn, signed_in
from tests.serving import ROOT, free_port

CLIENTS = 8
TICKS = os.sysconf("SC_CLK_TCK")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Request:
    """One request; a POST has a body."""

    path: str
    browser: SignedIn | None = None
    body: str | None = None
    expected: int = 200


@dataclass(frozen=True, slots=True)
class Measured:
    per_second: float
    median: float
    slow: float
    cpu: float


class Server:
    """Gunicorn with two processes of eight threads, in a session of its own."""

    def __init__(self, target: str, environ: dict[str, str]) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-k",
            "gthread",
            "-w",
            "2",
            "--threads",
            "8",
            "--log-level",
            "error",
        ]
        self.process = subprocess.Popen(
            [*command, "-b", f"127.0.0.1:{self.port}", target], cwd=ROOT, env={**os.environ, **environ}
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=1).request("GET", "/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def cpu(self) -> float:
        """Seconds of CPU that the server and its processes have used."""
        pids = [self.process.pid, *map(int, _children(self.process.pid))]
        used = 0
        for pid in pids:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / TICKS

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def ask(connection: http.client.HTTPConnection, request: Request) -> None:
    """Send one request and check its status."""
    headers = {"Accept-Encoding": "gzip"}
    if request.browser:
        headers["Cookie"] = request.browser.cookie
    if request.body is not None:
        headers["Content-Type"] = FORM
    connection.request("GET" if request.body is None else "POST", request.path, request.body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != request.expected:
        raise AssertionError(f"{answer.status} at {request.path}")


def run(
    server: Server, requests: Callable[[], Request], *, clients: int, seconds: float
) -> tuple[list[float], float]:
    """Ask for that long; return every latency in ms, and the CPU ms a request."""
    until = time.monotonic() + seconds
    latencies: list[float] = []
    failures: list[BaseException] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        try:
            while time.monotonic() < until:
                began = time.perf_counter()
                ask(connection, requests())
                latencies.append((time.perf_counter() - began) * 1000)
        except StopIteration:
            return
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    before = server.cpu()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return latencies, (server.cpu() - before) * 1000 / max(1, len(latencies))


def measure(server: Server, requests: Callable[[], Request], seconds: float) -> Measured:
    """Measure with eight clients, then with one."""
    many, cpu = run(server, requests, clients=CLIENTS, seconds=seconds)
    one, _ = run(server, requests, clients=1, seconds=seconds / 2)
    ordered = sorted(one) or [0.0]
    return Measured(
        len(many) / seconds, statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], cpu
    )


# --- the jobs ------------------------------------------------------------------------------------------------------


def jobs(app: Flask, filled: Filled) -> dict[str, Callable[[], Request]]:
    """Name to a maker of requests; one that runs out raises StopIteration."""
    now = clock.now()
    with app.app_context(), unit_of_work():
        judge = signed_in(app, filled.judges[0], now=now)
        author = signed_in(app, filled.authors[0], now=now)
        secretary = signed_in(app, filled.secretary, now=now)
    entry = _draft(app, filled, filled.authors[0])
    essay = _essays(app, filled, filled.judges[0])[0][0]
    submits, saves = _submits(app, filled), _saves(app, filled)
    return {
        "landing": lambda: Request("/"),
        "sign-in page": lambda: Request("/account/sign-in"),
        "my entries": lambda: Request("/author/", author),
        "writing page": lambda: Request(f"/author/entries/{entry}", author),
        "submit 1,500 words": lambda: next(submits),
        "judge's desk": lambda: Request(f"/judge/{filled.judged_slug}/", judge),
        "essay and rubric": lambda: Request(f"/judge/{filled.judged_slug}/essays/{essay}", judge),
        "save marks": lambda: next(saves),
        "screening queue": lambda: Request(f"/office/{filled.open_slug}/screening", secretary),
    }


def _draft(app: Flask, filled: Filled, author_id: int) -> str:
    with app.app_context(), unit_of_work():
        edition = editions.by_slug(filled.open_slug, now=clock.now())
        category = editions.categories(edition.id)[0].id
        key = intake.start_draft(edition.id, author_id=author_id, category_id=category, now=clock.now())
        words = " ".join(f"chữ{number}" for number in range(1500))
        draft = intake.Draft("Bài của tôi", category, f"{secrets.token_hex(8)} {words}")
        intake.save_draft(key, draft, author_id=author_id, stamp=intake.Stamp(1), now=clock.now())
        said = About(phone="0900 009 999")  # what the contest asks and needs
        telling.say(key, said, NO_GUARDIAN, author_id=author_id, language="vi", now=clock.now())
    return key


class Locked(Iterator[Request]):
    """An iterator that several threads may ask."""

    def __init__(self, source: Iterator[Request]) -> None:
        self.source, self.lock = source, threading.Lock()

    def __next__(self) -> Request:
        with self.lock:
            return next(self.source)


def _submits(app: Flask, filled: Filled) -> Locked:
    ready = []
    with app.app_context(), unit_of_work():
        declared = editions.declarations(editions.by_slug(filled.open_slug, now=clock.now()).id)
    for author_id in filled.authors[1:401]:
        key = _draft(app, filled, author_id)
        with app.app_context(), unit_of_work():
            browser = signed_in(app, author_id, now=clock.now())
        fields = [("csrf_token", browser.form_token), ("token", secrets.token_urlsafe(24))]
        body = urlencode([*fields, *(("declarations", sentence) for sentence in declared)])
        ready.append(Request(f"/author/entries/{key}/submit", browser, body, 303))
    return Locked(iter(ready))


def _essays(app: Flask, filled: Filled, judge_id: int) -> list[tuple[str, list[int]]]:
    with app.app_context():
        edition = editions.by_slug(filled.judged_slug, now=clock.now())
        round_id = editions.rounds(edition.id)[0].id
        criteria = [line.id for line in judging.needed_rubric(round_id).criteria]
        desk = assignment.desk(judge_id, round_id)
        states = judging.sheets(frozenset(reading.reading_id for reading in desk))
        db.session.rollback()
    return [(reading.code, criteria) for reading in desk if reading.reading_id not in states]


def _saves(app: Flask, filled: Filled) -> Locked:
    def forever() -> Iterator[Request]:
        with app.app_context(), unit_of_work():
            browsers = [signed_in(app, judge, now=clock.now()) for judge in filled.judges]
        desks = [(b, _essays(app, filled, j)) for b, j in zip(browsers, filled.judges, strict=True)]
        for version in count():
            for browser, essays in desks:
                for code, criteria in essays:
                    fields = {"csrf_token": browser.form_token, "version": version}
                    marks = {f"mark_{criterion}": (version + criterion) % 20 for criterion in criteria}
                    path = f"/judge/{filled.judged_slug}/essays/{code}/autosave"
                    yield Request(path, browser, urlencode({**fields, **marks}))

    return Locked(forever())


def statements(app: Flask, request: Request) -> tuple[int, int]:
    """Ask once in this process; return SQL statements (without transaction marks) and bytes of the page, gzipped."""
    asked: list[str] = []

    def note(conn: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    headers = {"Cookie": request.browser.cookie} if request.browser else {}
    client = app.test_client(use_cookies=False)
    answer = client.open(
        request.path,
        method="GET" if request.body is None else "POST",
        data=request.body,
        content_type=FORM if request.body is not None else None,
        headers=headers,
    )
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != request.expected:
        raise AssertionError(f"{answer.status_code} at {request.path}")
    return len(asked), len(gzip.compress(answer.data, 1))


def commits_a_second(folder: Path, seconds: float = 1.0) -> float:
    """Durable single-row commits of SQLite on this disk: what no durable write can beat without sharing a flush."""
    path = folder / "commits.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS t (x TEXT)")
    until, made = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        connection.execute("INSERT INTO t VALUES ('x')")
        made += 1
    connection.close()
    return made / seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--judges", type=int, default=40)
    parser.add_argument("--words", type=int, default=1500)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure_all(asked, Path(folder))


def _measure_all(asked: argparse.Namespace, folder: Path) -> None:
    environ = {"CONTEST_INSTANCE": str(folder / "instance")}
    if "CONTEST_DATABASE_URL" in os.environ:
        environ["CONTEST_DATABASE_URL"] = os.environ["CONTEST_DATABASE_URL"]
    app = create_app(read(environ))
    schema.bring_up_to_date(app)
    began = time.monotonic()
    with app.app_context():
        filled = fill(entries=asked.entries, judges=asked.judges, words=asked.words)
        dialect = db.session.execute(text("SELECT 1")) and db.engine.dialect.name
        db.session.remove()
    print(
        f"{dialect}: {asked.entries} entries, {asked.judges} judges, filled in {time.monotonic() - began:.0f} s"
    )
    made = jobs(app, filled)
    hello, ours = Server("tests.bench.hello:app", {}), Server("wsgi:app", environ)
    try:
        _print_table(app, made, hello, ours, asked, folder)
    finally:
        hello.stop()
        ours.stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _print_table(
    app: Flask,
    made: dict[str, Callable[[], Request]],
    hello: Server,
    ours: Server,
    asked: argparse.Namespace,
    folder: Path,
) -> None:
    head = ("job", "req/s", "p50 ms", "p95 ms", "CPU ms", "x hello CPU", "SQL", "bytes gz", "commits/s")
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for name, requests in made.items():
        sql, size = statements(app, requests())
        rows = []
        run(
            ours, requests, clients=CLIENTS, seconds=0.5
        )  # compiled templates and statements, open connections
        for _ in range(asked.repeat):
            disk = commits_a_second(folder, 0.5)
            base = measure(hello, lambda: Request("/"), asked.seconds / 2)
            rows.append((measure(ours, requests, asked.seconds), base, disk))
        middle = [statistics.median(getattr(row[0], field) for row in rows) for field in Measured.__slots__]
        ratio = statistics.median(row[0].cpu / row[1].cpu for row in rows if row[1].cpu)
        disk = statistics.median(row[2] for row in rows)
        figures = [
            f"{middle[0]:.0f}",
            *(f"{value:.1f}" for value in middle[1:3]),
            f"{middle[3]:.2f}",
            f"{ratio:.1f}",
        ]
        print(f"| {name} | " + " | ".join([*figures, str(sql), str(size), f"{disk:.0f}"]) + " |", flush=True)


if __name__ == "__main__":
    main()
