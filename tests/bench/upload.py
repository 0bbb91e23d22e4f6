"""Sends a film through the real server, cutting the line in between, and measures time and memory.

python -m tests.bench.upload [--megabytes 2048] [--cuts 5] [--folder DIR]

Makes a scratch installation in DIR (or the folder for temporary files), serves it as README says, with its worker,
and uploads a generated MP4 file by the tus protocol in pieces of 8 MB. Some pieces break off half-way; the next one
goes on from the offset that the server names. Afterwards the file is downloaded again and its SHA-256 compared.
Printed: seconds of each step, bytes that travelled twice, and the peak memory of all processes of the server
together: RSS, which counts what they share several times, and PSS, which counts it once. Fails above 512 MB (PSS).
The scratch installation is removed.
"""

import argparse
import hashlib
import http.client
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from contest.app import create_app
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from contest.platform import schema
from contest.platform.database import db
from contest.settings import read
from tests import recordings
from tests.cookies import SignedIn, signed_in
from tests.factories import Factory
from tests.serving import LiveServer
from tests.tus import Line, Upload

PIECE = 8 * 1024 * 1024
MEGABYTE = 1024 * 1024
ALLOWED = 512 * MEGABYTE


def family(root: int) -> Iterator[int]:
    """A process and all that it started, also what leads a session of its own."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    waiting = [root]
    while waiting:
        yield (one := waiting.pop())
        waiting += parents.get(one, [])


def memory(process: int) -> tuple[int, int]:
    """RSS and PSS of a process in bytes; nothing where it is gone."""
    found = {}
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in {"Rss", "Pss"}:
                found[name] = int(rest.split()[0]) * 1024
    except OSError:
        return 0, 0
    return found.get("Rss", 0), found.get("Pss", 0)


@dataclass
class Watch:
    """Looks ten times a second how much memory the server has."""

    root: int
    rss: int = 0
    pss: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _run(self) -> None:
        while not self.over.wait(0.1):
            sizes = [memory(process) for process in family(self.root)]
            self.rss = max(self.rss, sum(size[0] for size in sizes))
            self.pss = max(self.pss, sum(size[1] for size in sizes))


def prepared(instance: Path, megabytes: int) -> tuple[str, SignedIn]:
    """An installation with a contest of films, a draft, and a browser of its author."""
    app = create_app(read({"CONTEST_INSTANCE": str(instance)}))
    schema.bring_up_to_date(app)
    factory = Factory(app)
    demands = Demands(recordings=("mp4",), recording_limit_mb=megabytes + 1)
    edition_id = factory.edition(categories=(CategorySpec("Phim", 1, 3000, demands=demands),))
    author_id = factory.person("Nguyễn Văn Phim")
    key = factory.entry(edition_id, author_id, submit=False)
    browser = factory.do(signed_in, app, author_id, now=clock.now())
    with app.app_context():
        db.engine.dispose()
    return f"/author/entries/{key}", browser


def pieces(megabytes: int) -> Iterator[bytes]:
    """The film in pieces as they are sent."""
    waiting = bytearray()
    for part in recordings.large_mp4(megabytes * MEGABYTE):
        waiting += part
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def send(upload: Upload, megabytes: int, cuts: int) -> tuple[str, int]:
    """Send it all; return its SHA-256 and how many bytes travelled twice."""
    digest, twice, sent = hashlib.sha256(), 0, 0
    every = max(1, megabytes * MEGABYTE // PIECE // (cuts + 1))
    for number, whole in enumerate(pieces(megabytes), 1):
        digest.update(whole)
        piece = whole
        if cuts and number % every == 0:
            cuts -= 1
            upload.line.cut(upload.url, upload.acknowledged, piece)
            time.sleep(0.2)
            there = upload.offset()
            twice += sent + len(piece) // 2 - there
            piece = piece[there - sent :]
            upload.acknowledged = there
        upload.send(piece)
        sent += len(whole)
    return digest.hexdigest(), twice


def downloaded(line: Line, path: str) -> str:
    """The SHA-256 of what is sent back."""
    connection = http.client.HTTPConnection("127.0.0.1", line.port, timeout=120)
    connection.request("GET", f"{path}/beside/recording", headers={"Cookie": line.browser.cookie})
    answer = connection.getresponse()
    digest = hashlib.sha256()
    while piece := answer.read(MEGABYTE):
        digest.update(piece)
    connection.close()
    return digest.hexdigest()


def run(megabytes: int, cuts: int, folder: Path) -> bool:
    """Do it all and print it; True where everything is as it has to be."""
    path, browser = prepared(folder, megabytes)
    server = LiveServer(folder)
    server.environment["CONTEST_MEDIA_LIMIT_MB"] = str(megabytes + 1)
    server.start()
    assert server.process
    try:
        with Watch(server.process.pid) as watch:
            line = Line(server.port, browser)
            upload = Upload(line, path)
            upload.begin(sum(map(len, pieces(megabytes))), "phim.mp4", "recording")
            began = time.perf_counter()
            sent, twice = send(upload, megabytes, cuts)
            sent_at = time.perf_counter()
            upload.finish()
            finished_at = time.perf_counter()
            back = downloaded(line, path)
            back_at = time.perf_counter()
    finally:
        server.stop()
    print(f"sent {megabytes} MB in {sent_at - began:.1f} s with {cuts} cuts; {twice:,} bytes travelled twice")
    print(f"looked at in {finished_at - sent_at:.1f} s, sent back in {back_at - finished_at:.1f} s")
    print(f"SHA-256 {'is the same' if back == sent else 'DIFFERS'}: {sent}")
    print(f"peak memory of the server: RSS {watch.rss / MEGABYTE:.0f} MB, PSS {watch.pss / MEGABYTE:.0f} MB")
    return back == sent and watch.pss < ALLOWED


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--megabytes", type=int, default=2048)
    parser.add_argument("--cuts", type=int, default=5)
    parser.add_argument("--folder", help="where the scratch installation is made")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="contest-upload-", dir=chosen.folder) as folder:
        room = os.statvfs(folder)
        if room.f_bavail * room.f_frsize < 1.2 * chosen.megabytes * MEGABYTE:
            sys.exit("There is not enough room on the disk. Name another place with --folder.")
        sys.exit(0 if run(chosen.megabytes, chosen.cuts, Path(folder) / "instance") else 1)


if __name__ == "__main__":
    main()
