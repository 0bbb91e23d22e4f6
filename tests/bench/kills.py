"""Kills the real server at random moments, again and again, and looks whether anything acknowledged was lost.

python -m tests.bench.kills [--times 200] [--seed 2026]

Five people work at once: one saves and submits, one sends recordings in pieces (tus), one sends documents with the
form, one sends documents in pieces, and a secretary has blind copies made by the worker. At a random moment every
process of the server gets SIGKILL. Then, before the next start: no acknowledged byte, save, file or receipt may be
missing; whatever else a crash left behind must be named by the check of the installation and gone after
`flask check --mend --stopped`. On SQLite, or on the server named by CONTEST_TEST_DATABASE_URL in a database given by
--database. Prints what was acknowledged and what was mended.
"""

import argparse
import hashlib
import os
import random
import re
import secrets
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from contest import serving
from contest.access.duties import Duty
from contest.anonymisation import service as anonymisation
from contest.anonymisation.models import Rendition
from contest.app import create_app
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_files, author_queries, files
from contest.entries.models import Upload as UploadRow
from contest.entries.queries import FileRef
from contest.kernel import clock
from contest.platform import schema, worker
from contest.platform.crypto import keyring
from contest.platform.database import db, unit_of_work
from contest.reports import checking, orphans
from contest.settings import read
from tests import hostile, recordings
from tests.cookies import SignedIn, signed_in
from tests.factories import Factory
from tests.serving import LiveServer
from tests.tus import Cut, Line, Upload

FORM = "application/x-www-form-urlencoded"
DECLARED = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")
ACCEPTED = 12  # works that are made blind again after each kill


@dataclass
class Ledger:
    """What the server acknowledged, each under the entry that it is about; a later word replaces an earlier one."""

    texts: dict[str, list[str]] = field(
        default_factory=dict
    )  # every text sent since the acknowledged one, which is first
    documents: dict[str, list[str]] = field(default_factory=dict)  # the same of digests of files
    films: dict[str, list[str]] = field(default_factory=dict)
    pieces: dict[str, tuple[int, bytes]] = field(
        default_factory=dict
    )  # by the upload: acknowledged bytes, the file
    receipts: set[tuple[str, int]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class World:
    """A contest of everything, and who works in it."""

    app: Flask
    server: LiveServer
    slug: str
    category_id: int
    author_id: int
    entries: dict[str, str]
    browser: SignedIn
    secretary: SignedIn
    ledger: Ledger = field(default_factory=Ledger)

    def path(self, who: str) -> str:
        return f"/author/entries/{self.entries[who]}"


def world(instance: Path, database_url: str | None = None) -> World:
    """Fill a new installation."""
    environ = {"CONTEST_INSTANCE": str(instance)}
    if database_url:
        environ["CONTEST_DATABASE_URL"] = database_url
    app = create_app(read(environ))
    schema.bring_up_to_date(app)
    factory = Factory(app)
    demands = Demands(recordings=("mp3", "mp4"))
    category = CategorySpec("Tác phẩm", 1, 100_000, works_per_author=20, demands=demands)
    edition_id = factory.edition(categories=(category,))
    author_id, other_id = factory.person("Nguyễn Văn Viết"), factory.person("Trần Thị Khác")
    secretary_id = factory.person("Lê Thị Thư Ký")
    factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
    names = ("writer", "film", "form", "document")
    entries = {who: factory.entry(edition_id, author_id, submit=False) for who in names}
    for number in range(ACCEPTED):
        key = factory.entry(
            edition_id, other_id, title=f"Bài {number}", file=("bai.docx", hostile.good_word())
        )
        factory.screen(edition_id, key, secretary_id)
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug
    category_id = factory.read(editions.categories, edition_id)[0].id
    browser = factory.do(signed_in, app, author_id, now=clock.now())
    secretary = factory.do(signed_in, app, secretary_id, now=clock.now())
    with app.app_context():
        db.engine.dispose()
    server = LiveServer(instance, database_url=database_url)
    return World(app, server, slug, category_id, author_id, entries, browser, secretary)


# --- who works ----------------------------------------------------------------------------------------------


def _line(here: World, browser: SignedIn | None = None) -> Line:
    return Line(here.server.port, browser or here.browser, timeout=30)


def _post(line: Line, path: str, fields: list[tuple[str, str]]) -> int:
    body = urlencode([("csrf_token", line.browser.form_token), *fields]).encode()
    return line.ask("POST", path, body, Content_Type=FORM).status


def _typed(here: World) -> dict[str, str]:
    return {"title": "Đường", "category_id": str(here.category_id)}


def _sent(book: dict[str, list[str]], entry: str, value: str) -> None:
    book.setdefault(entry, [""]).append(value)


def _acknowledged(book: dict[str, list[str]], entry: str) -> None:
    book[entry] = book[entry][-1:]


def write(here: World, over: threading.Event) -> None:
    """Save, then submit; both again and again."""
    line, path, entry = _line(here), here.path("writer"), here.entries["writer"]
    ledger = here.ledger
    while not over.is_set():
        text = f"Làng tôi có một con đường. {secrets.token_hex(8)}"
        _sent(ledger.texts, entry, text)
        fields = [("version", _stamp(line, path)), *_typed(here).items(), ("text", text)]
        status = _post(line, path, fields)
        assert status == 303, status
        _acknowledged(ledger.texts, entry)
        ledger.counts["saves"] += 1
        token = secrets.token_urlsafe(24)
        fields = [("token", token), *(("declarations", sentence) for sentence in DECLARED)]
        body = urlencode([("csrf_token", line.browser.form_token), *fields]).encode()
        answer = line.ask("POST", f"{path}/submit", body, Content_Type=FORM)
        assert answer.status == 303, answer
        ledger.receipts.add((entry, int(answer.headers["Location"].rsplit("/", 1)[1])))
        ledger.counts["submits"] += 1


def send_films(here: World, over: threading.Event) -> None:
    """Send recordings in pieces."""
    _send(here, over, _Sent("film", "phim.mp4", "recording", here.ledger.films))


def send_documents(here: World, over: threading.Event) -> None:
    """Send documents in pieces."""
    _send(here, over, _Sent("document", "bai.txt", "file", here.ledger.documents))


@dataclass(frozen=True, slots=True)
class _Sent:
    """What somebody sends, and where it is noted."""

    who: str
    name: str
    role: str
    book: dict[str, list[str]]

    def made(self) -> bytes:
        """Return a file that nobody has sent before."""
        chance = secrets.token_hex(8)
        if self.role == "recording":
            return recordings.mp4(60, size=3 * 1024 * 1024, nam=chance)
        return f"Làng tôi có một con đường. {chance}\n".encode() * 5000


def _send(here: World, over: threading.Event, sent: _Sent) -> None:
    """Send in pieces of a quarter of a megabyte; go on with the file that the crash broke off."""
    line, ledger, entry = _line(here), here.ledger, here.entries[sent.who]
    while not over.is_set():
        upload = Upload(line, here.path(sent.who))
        upload.url = next((url for url in ledger.pieces if entry in url), "")
        if upload.url:
            whole = ledger.pieces[upload.url][1]
            upload.acknowledged = upload.offset()
            ledger.counts["gone on with"] += 1
        else:
            whole = sent.made()
            upload.begin(len(whole), sent.name, sent.role)
            ledger.pieces[upload.url] = (0, whole)
        while upload.acknowledged < len(whole) and not over.is_set():
            upload.send(whole[upload.acknowledged : upload.acknowledged + 256 * 1024])
            ledger.pieces[upload.url] = (upload.acknowledged, whole)
            ledger.counts["pieces"] += 1
        if over.is_set():
            return
        _sent(sent.book, entry, hashlib.sha256(whole).hexdigest())
        del ledger.pieces[upload.url]  # from here on it may be in its place already
        upload.finish()
        _acknowledged(sent.book, entry)
        ledger.counts["uploads"] += 1


def send_forms(here: World, over: threading.Event) -> None:
    """Send files with the form, as without scripts."""
    line, path, entry = _line(here), here.path("form"), here.entries["form"]
    while not over.is_set():
        content = f"Bài gửi theo biểu mẫu {secrets.token_hex(8)}.\n".encode() * 2000
        stamp = _stamp(line, path)
        _sent(here.ledger.documents, entry, hashlib.sha256(content).hexdigest())
        fields = {"csrf_token": line.browser.form_token, "version": stamp, **_typed(here)}
        parts = [
            f'--edge\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        ]
        head = '--edge\r\nContent-Disposition: form-data; name="file"; filename="bai.txt"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + b"\r\n--edge--\r\n"
        answer = line.ask("POST", path, body, Content_Type="multipart/form-data; boundary=edge")
        assert answer.status == 303, answer.body[-3000:]
        _acknowledged(here.ledger.documents, entry)
        here.ledger.counts["forms"] += 1


def make_blind(here: World, over: threading.Event) -> None:
    """Have the worker convert what is accepted."""
    line = _line(here, here.secretary)
    assert _post(line, f"/office/{here.slug}/blind-copies/prepare", []) == 303
    here.ledger.counts["conversions asked for"] += 1
    over.wait()


def _stamp(line: Line, path: str) -> str:
    page = line.ask("GET", path, Accept="text/html").body.decode()
    found = re.search(r'name="version"[^>]* value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


WORK: tuple[Callable[[World, threading.Event], None], ...] = (
    write, send_films, send_documents, send_forms, make_blind,
)  # fmt: skip


class Forked(LiveServer):
    """The same server, started by a fork of this process: it need not import everything anew two hundred times."""

    def __init__(self, here: World) -> None:
        super().__init__(
            here.server.instance, database_url=here.server.environment.get("CONTEST_DATABASE_URL")
        )
        self.pid = 0

    def start(self) -> "Forked":
        self.pid = os.fork()
        if self.pid == 0:
            self._serve()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2):
                    return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    def _serve(self) -> None:
        os.setsid()
        with self.log.open("ab") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        os.environ.update(self.environment)
        try:
            settings = read(self.environment)
            serving.serve(create_app(settings), settings, host="127.0.0.1", port=self.port)
        finally:
            os._exit(1)

    def kill(self) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


# --- kill, and look ------------------------------------------------------------------------------------------


def kill_once(here: World, chance: random.Random, *, longest: float = 6) -> list[str]:
    """One start, one kill within so many seconds; what is wrong afterwards."""
    here.server.start()
    over, wrong = threading.Event(), []

    def run(work: Callable[[World, threading.Event], None]) -> None:
        try:
            work(here, over)
        except Cut:
            pass
        except Exception as error:  # whatever else went wrong is what is looked for
            wrong.append(f"{work.__name__}: {type(error).__name__}: {error}"[:500])

    threads = [threading.Thread(target=run, args=(work,)) for work in WORK]
    for thread in threads:
        thread.start()
    # Now and then long enough for the worker, which starts later than the pages, to convert something.
    time.sleep(chance.uniform(0.02, 1.2) if chance.random() < 0.7 else chance.uniform(1, longest))
    here.server.kill()
    over.set()
    for thread in threads:
        thread.join(timeout=60)
    return [*wrong, *look(here)]


def look(here: World) -> list[str]:
    """Hold what is there against what was acknowledged; mend what a crash may leave behind, and check all."""
    with here.app.app_context():
        lost = [*_lost_bytes(here), *_lost_work(here), *_lost_receipts(here)]
        db.session.rollback()
        worker.run_now(here.app, worker.EVERY_SECOND)  # seals the audit chain, as the next start would
        with unit_of_work():
            mended = orphans.mend(clock.now(), young=timedelta(0))
        here.ledger.counts["mended"] += len(mended)
        left = [*orphans.faults(clock.now(), young=timedelta(0)), *checking.faults(clock.now())]
        db.session.rollback()
        with unit_of_work():
            anonymisation._drop(db.session.scalars(select(Rendition)).all())  # to be made again
        db.session.remove()
    return [*lost, *left]


def _lost_bytes(here: World) -> Iterator[str]:
    root = here.app.extensions["contest_storage"].root
    for url, (acknowledged, whole) in here.ledger.pieces.items():
        key = url.rsplit("/", 1)[1]
        row = db.session.scalar(select(UploadRow).where(UploadRow.key == key))
        if row is None:
            yield f"upload {key} is gone"
            continue
        path = root / "partial" / key
        stored = path.read_bytes()[: row.received] if path.exists() else b""
        if row.received < acknowledged or stored != whole[: row.received]:
            yield f"upload {key}: {acknowledged} acknowledged, {row.received} counted, {len(stored)} there"


def _lost_work(here: World) -> Iterator[str]:
    found = {who: author_queries.draft(key, here.author_id) for who, key in here.entries.items()}
    sent = here.ledger
    for who, draft in found.items():
        key = here.entries[who]
        if key in sent.texts and draft.text not in sent.texts[key] and sent.texts[key][0]:
            yield f"{who}: the saved text is lost"
        for book, get in ((sent.documents, author_files.draft_file), (sent.films, _film)):
            if key not in book or not book[key][0]:
                continue
            content = files.content(get(key, here.author_id))
            if hashlib.sha256(content).hexdigest() not in book[key]:
                yield f"{who}: the file that was acknowledged is lost"


def _film(key: str, author_id: int) -> FileRef:
    found = author_files.draft_enclosure(key, author_id, "recording")
    assert not isinstance(found, str)
    return found


def _lost_receipts(here: World) -> Iterator[str]:
    for entry, number in here.ledger.receipts:
        given = author_queries.receipt(entry, here.author_id, number)
        if not keyring().verifies(given.document.encode(), given.signature):
            yield f"receipt {given.number} does not verify"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--database", help="postgresql://… an empty database; SQLite if not given")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="contest-kills-") as folder:
        here = world(Path(folder) / "instance", chosen.database)
        here.server = Forked(here)
        wrong = []
        for number in range(1, chosen.times + 1):
            found = kill_once(here, chance)
            wrong += found
            for line in found:
                print(f"kill {number}: {line}", flush=True)
            if number % 20 == 0:
                print(f"{number} kills: {dict(here.ledger.counts)}", flush=True)
    print(f"{chosen.times} kills, {len(wrong)} faults; acknowledged and mended: {dict(here.ledger.counts)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
