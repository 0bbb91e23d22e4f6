"""Measures how DOCX are made blind by workers, as they really run: `flask work` so many times, woken by the queue.

python -m tests.bench.blind [--works 5000] [--words 1500] [--workers 2] [--fresh]

Makes a scratch installation, hands in and accepts that many works and sends the letters (not measured), starts the
workers, pokes the queue once they rest, and waits until all are made. Prints the time from the poke on, the CPU
meanwhile of the workers and all that they started, and the most memory that they held together, and one of them alone,
in each quarter of the works. What is due every hour is left out: it would compare the texts with one another first.
`--fresh`: every file is read by a process started for it, to compare with.

Exits 1 above 0.12 s a work (10 minutes for 5,000), where the last quarter needs 20 % more memory than the second, or
where a work was not made.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from contest.anonymisation import renditions
from contest.app import create_app
from contest.platform import schema, worker
from contest.platform.database import db
from contest.settings import read
from tests.factories import Factory
from tests.planted_leaks.prose import paragraphs
from tests.works import Works, word_file

SECONDS = 0.12
GROWTH = 1.2
ROOT = Path(__file__).resolve().parents[2]
_PERIOD = 0.25
_PATIENCE = 120  # seconds without a work made
_RESTS = 0.1  # seconds of a core within a second
_FRESH = "from contest.platform import sandbox_forks; sandbox_forks.RUSH = 10**6; "
_WORK = (
    "import os; from contest.platform import worker; from contest.app import create_app; worker.EVERY_HOUR = (); "
    "from contest.settings import read; worker.work(create_app(read(os.environ)))"
)


@dataclass
class Memory:
    """How many megabytes the workers with their children held, and the largest worker, beside how many were made."""

    pids: list[int]
    samples: list[tuple[int, float, float]] = field(default_factory=list)

    def sample(self, made: int) -> None:
        workers = [_megabytes(pid) for pid in self.pids]
        others = [_megabytes(pid) for pid in _below(self.pids)]
        self.samples.append((made, sum(workers) + sum(others), max(workers)))

    def quarters(self, works: int) -> list[tuple[float, float]]:
        """Return the most in each quarter of the works: of all together, of one worker."""
        found = []
        for quarter in range(4):
            inside = [s for s in self.samples if quarter * works <= 4 * s[0] <= (quarter + 1) * works]
            found.append(tuple(max((s[which] for s in inside), default=0.0) for which in (1, 2)))
        return found


def _megabytes(pid: int) -> float:
    """Return what it holds, pages shared with others in shares; 0 once it is gone."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("Pss:")), 0.0)


def _below(pids: list[int]) -> Iterator[int]:
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                children = [int(child) for child in task.read_text(encoding="ascii").split()]
            except OSError:
                continue
            yield from children
            yield from _below(children)


def hand_in(works: Works, number: int, words: int) -> None:
    rng = Random(5)
    for one in range(number):
        author_id = works.factory.person("Nguyễn Văn Khuê", email=f"so{one}@thu.example")
        content = word_file(*paragraphs(rng, words), author="Nguyễn Văn An")
        works.accepted(author_id, title=f"Bài {one}", file=("bai.docx", content))


def measure(number: int, words: int, workers: int, *, fresh: bool) -> int:
    instance = tempfile.mkdtemp()
    app = create_app(read({"CONTEST_INSTANCE": instance}))
    schema.bring_up_to_date(app)
    works = Works(Factory(app))
    began = time.monotonic()
    hand_in(works, number, words)
    app.extensions["contest_queue"].flush()
    worker.run_now(app, worker.EVERY_SECOND + worker.EVERY_QUARTER_MINUTE)
    print(f"{number} works of {words} words handed in: {time.monotonic() - began:.0f} s", flush=True)
    environ = {**os.environ, "CONTEST_INSTANCE": instance}
    script = (_FRESH if fresh else "") + _WORK
    running = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environ) for _ in range(workers)
    ]
    try:
        took, used, memory = _watched(app, works, number, [process.pid for process in running])
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
    with app.app_context():
        counts = renditions.counts(works.edition_id)
    made = counts["clear"] + counts["to_clear"]
    print(f"{made} of {number} works of {words} words by {workers} workers: {counts}")
    print(
        f"{took:.1f} s, {took / number:.3f} s a work (at most {SECONDS}); CPU {used:.1f} s,"
        f" {used / number:.3f} s a work; load {os.getloadavg()[0]:.1f}"
    )
    quarters = memory.quarters(number)
    print(
        "memory in each quarter, MB: "
        + ", ".join(f"{whole:.0f} (a worker {one:.0f})" for whole, one in quarters)
    )
    is_flat = quarters[3][0] <= quarters[1][0] * GROWTH and quarters[3][1] <= quarters[1][1] * GROWTH
    return 0 if took / number <= SECONDS and is_flat and made == number else 1


def _watched(app, works: Works, number: int, pids: list[int]) -> tuple[float, float, Memory]:
    """Poke the queue and watch until all works are made; give up where nothing comes any more."""
    memory = Memory(pids)
    _rest(pids)
    with app.app_context():
        app.extensions["contest_jobs"]["prepare_blind_copies"]()
        began = last = time.monotonic()
        made, cpu = 0, _cpu(pids)
        while made < number and time.monotonic() - last < _PATIENCE:
            time.sleep(_PERIOD)
            now = sum(renditions.counts(works.edition_id).values())
            db.session.rollback()
            if now != made:
                made, last = now, time.monotonic()
            memory.sample(made)
    return last - began, _cpu(pids) - cpu, memory


def _rest(pids: list[int]) -> None:
    """Wait until the workers have imported what they need, and have done what was due."""
    before, until = 0.0, time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        time.sleep(1)
        now = _cpu(pids)
        if 1 < now < before + _RESTS:  # they have used a second at least
            return
        before = now


def _cpu(pids: list[int]) -> float:
    """Return the seconds of a core that these and all below them have used, those included that have ended."""
    ticks = 0
    for pid in (*pids, *_below(pids)):
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
            ticks += sum(int(each) for each in told[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--works", type=int, default=5000)
    parser.add_argument("--words", type=int, default=1500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fresh", action="store_true")
    asked = parser.parse_args()
    return measure(asked.works, asked.words, asked.workers, fresh=asked.fresh)


if __name__ == "__main__":
    sys.exit(main())
