"""Measures the search for copies: a planted set among many made essays, and how long it takes.

python -m tests.bench.copies [--essays 100000] [--words 1500] [--planted 360]

Makes a scratch installation (or one on CONTEST_DATABASE_URL), fills it with essays, lets the job put them into the
index, hands in copies whose share and disguise are known, lets the job compare them, and prints recall and precision
of what is reported at 25 % and more, the times, the memory and the place on the disk. Exits 1 where what is asked is
not reached: recall and precision 0.98, 10 minutes for 100,000 essays (less for fewer), 200 ms for one.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import insert, select, text

from contest.app import create_app
from contest.demonstration import edition as demonstration
from contest.demonstration.stages import Stage, calendar
from contest.editions import queries as editions
from contest.entries import finding, indexing
from contest.entries.models import ComparedText, Entry, Likeness, Version
from contest.kernel import clock
from contest.kernel.keys import new_key
from contest.kernel.text import nfc
from contest.people import service as people
from contest.platform import schema
from contest.platform.database import db, unit_of_work
from contest.settings import read
from tests import planted_copies as planted

THRESHOLD = 25  # percent: what is to be found, and nothing else
LESS = (0.1, 0.2)  # shares that must not be reported as so much
MORE = (0.3, 0.6, 1.0)
ROWS = 500


@dataclass(frozen=True)
class Plant:
    """A copy that was handed in: of which essay, how much of it, by which disguise."""

    entry_id: int
    source_id: int
    share: float
    disguise: str


class Bench:
    """A contest that is open, whose works are written into the tables as they would be after a submit."""

    def __init__(self) -> None:
        self.now: datetime = clock.now()
        with unit_of_work():
            who = people.Details("Nguyễn Văn Bình", 1970, "", None)
            self.organiser = people.new_account("bench@example.org", "x", who, language="vi", now=self.now)
            people.make_administrator(self.organiser, now=self.now)
        self.authors = [self._author(number) for number in range(2)]
        self.edition_id = demonstration.announce_open(self.organiser, calendar(Stage.OPEN, self.now))
        self.category_id = editions.categories(self.edition_id)[0].id
        db.session.rollback()

    def _author(self, number: int) -> int:
        who = people.Details("Trần Thị Bích", 1980, "", None)
        with unit_of_work():
            return people.new_account(f"author{number}@example.org", "x", who, language="vi", now=self.now)

    def submit(self, works: Iterator[str], *, author: int, first: int) -> int:
        """Write submitted works, ids from `first` on; return how many."""
        count = 0
        while chunk := list(islice(works, ROWS)):
            ids = range(first + count, first + count + len(chunk))
            with db.engine.begin() as connection:
                for model, row in ((Entry, self._entry), (Version, self._version)):
                    rows = [row(number, body, author) for number, body in zip(ids, chunk, strict=True)]
                    connection.execute(insert(model.__table__), rows)
            count += len(chunk)
        return count

    def _entry(self, number: int, _: str, author: int) -> dict[str, Any]:
        return {
            "id": number, "key": new_key(), "edition_id": self.edition_id, "category_id": self.category_id,
            "author_id": author, "state": "submitted", "title": f"Bài số {number}", "text": "", "words": 0,
            "revision": 2, "saved_in": "", "version_number": 1, "created_at": self.now, "saved_at": self.now,
            "submitted_at": self.now,
        }  # fmt: skip

    def _version(self, number: int, body: str, _: int) -> dict[str, Any]:
        return {
            "id": number, "entry_id": number, "number": 1, "token": new_key(40), "in_grace": False,
            "category_id": self.category_id, "title": f"Bài số {number}", "text": body,
            "words": len(body.split()), "declarations": [], "submitted_at": self.now,
        }  # fmt: skip


def plants(bench: Bench, count: int, essays: int, words: int) -> list[Plant]:
    """Hand in copies of essays spread over all, every disguise with every share."""
    rng = np.random.default_rng(11)
    kinds = [(share, disguise) for disguise in planted.DISGUISES for share in (*LESS, *MORE)]
    sources = np.linspace(1, essays, count, dtype=int).tolist()
    wanted = set(sources)
    known = {
        number: essay
        for number, essay in enumerate(planted.essays(essays, words=words), start=1)
        if number in wanted
    }
    made, bodies = [], []
    for at, own in enumerate(planted.essays(count, words=words, seed=2)):
        share, disguise = kinds[at % len(kinds)]
        copy = planted.plant(own, known[sources[at]], share, planted.DISGUISES[disguise], rng)
        bodies.append(planted.text(copy))
        made.append(Plant(essays + 1 + at, sources[at], share, disguise))
    bench.submit(map(nfc, bodies), author=bench.authors[1], first=essays + 1)
    return made


def reported() -> dict[tuple[int, int], float]:
    """Return by (entry, entry of the source) how much of a copy was found there, in percent."""
    whose = dict(db.session.execute(select(ComparedText.id, ComparedText.entry_id)).all())
    length = dict(db.session.execute(select(ComparedText.id, ComparedText.words)).all())
    rows = db.session.execute(select(Likeness.text_id, Likeness.source_id, Likeness.words)).all()
    return {
        (whose[row.text_id], whose[row.source_id]): 100 * row.words / length[row.text_id]
        for row in rows
        if row.source_id is not None
    }


def judged(made: list[Plant], found: dict[tuple[int, int], float]) -> tuple[float, float]:
    """Print what was found by disguise and share; return recall and precision at the threshold."""
    there = {(plant.entry_id, plant.source_id): plant for plant in made}
    print(f"{'disguise':22}{'share':>7}{'found at 25 %':>15}{'measured, mean':>16}")
    for disguise in planted.DISGUISES:
        for share in (*LESS, *MORE):
            which = [pair for pair, p in there.items() if (p.disguise, p.share) == (disguise, share)]
            values = [found.get(pair, 0.0) for pair in which]
            hits = sum(value >= THRESHOLD for value in values)
            mean = statistics.mean(values) if values else 0
            print(f"{disguise:22}{share:>7.0%}{f'{hits} of {len(values)}':>15}{mean:>15.1f}%")
    copies = {plant.entry_id for plant in made}
    flagged = {pair for pair, value in found.items() if value >= THRESHOLD and pair[0] in copies}
    wanted = {pair for pair, plant in there.items() if plant.share in MORE}
    right = len(flagged & wanted)
    return right / len(wanted), right / max(1, len(flagged))


def disk() -> int:
    """Return how many bytes the index and what was found take; of SQLite, of the pages of these tables."""
    names = ("compared_text", "sampled_shingle", "likeness")
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            sizes = (
                connection.execute(text("SELECT pg_total_relation_size(:name)"), {"name": name}).scalar()
                for name in names
            )
            return sum(size or 0 for size in sizes)
        where = " OR ".join(f"name LIKE '%{name}%'" for name in names)
        return int(connection.execute(text(f"SELECT sum(pgsize) FROM dbstat WHERE {where}")).scalar() or 0)


def compare_one_by_one() -> list[float]:
    """Let the job's own step compare what is due; return the seconds of each."""
    taken = []
    while True:
        began = time.monotonic()
        if not finding.compare_next():
            return taken
        taken.append(time.monotonic() - began)


def run(essays: int, words: int, count: int) -> bool:
    """Do it all in the current application context; return whether what is asked was reached."""
    bench = Bench()
    began = time.monotonic()
    bench.submit(map(planted.text, planted.essays(essays, words=words)), author=bench.authors[0], first=1)
    print(f"{essays} essays of {words} words written in {time.monotonic() - began:.0f} s")
    empty, cpu, began = disk(), time.process_time(), time.monotonic()
    indexing.index_waiting()
    indexed = time.monotonic() - began
    print(
        f"indexed in {indexed:.1f} s, {1000 * indexed / essays:.2f} ms each; CPU {time.process_time() - cpu:.1f} s,"
        f" {(disk() - empty) / essays:.0f} bytes each"
    )
    with (
        unit_of_work()
    ):  # the essays themselves are not compared with one another here: only new ones are timed
        db.session.query(ComparedText).update({ComparedText.is_due: False})
    made = plants(bench, count, essays, words)
    indexing.index_waiting()
    cpu = time.process_time()
    taken = sorted(compare_one_by_one())
    cpu = 1000 * (time.process_time() - cpu) / len(taken)
    median, slow, slowest = (1000 * taken[int(at * (len(taken) - 1))] for at in (0.5, 0.95, 1))
    print(
        f"{len(taken)} compared with all, each: median {median:.0f} ms, 95 % under {slow:.0f} ms,"
        f" slowest {slowest:.0f} ms; CPU {cpu:.0f} ms"
    )
    recall, precision = judged(made, reported())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"recall {recall:.4f}, precision {precision:.4f} at {THRESHOLD} % and more; most memory {memory} MB"
    )
    in_time = indexed < 600 * max(essays, 1000) / 100_000 and median < 200
    return recall >= 0.98 and precision >= 0.98 and in_time


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--essays", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=1500)
    parser.add_argument("--planted", type=int, default=360)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="contest-copies-") as folder:
        environ = {"CONTEST_INSTANCE": folder}
        if os.environ.get("CONTEST_DATABASE_URL"):
            environ["CONTEST_DATABASE_URL"] = os.environ["CONTEST_DATABASE_URL"]
        app = create_app(read(environ))
        schema.bring_up_to_date(app)
        with app.app_context():
            reached = run(asked.essays, asked.words, asked.planted)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
