"""Measures how DOCX are made blind: through the real service, as the worker does it, on works that were handed in.

python -m tests.bench.blind [--entries 5000] [--words 1500]

Makes a scratch installation, hands in and accepts that many works (not measured), lets the service make all of them
blind with as many conversions side by side as it takes (two on two cores), and prints the time, the CPU and the memory
of this process over the first and the last tenth. Exits 1 above 0.12 s a work (10 minutes for 5,000), where the last
tenth needs 20 % more memory than the first, or where a work was not made.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from contest.anonymisation import renditions, service
from contest.app import create_app
from contest.platform import schema
from contest.settings import read
from tests.factories import Factory
from tests.planted_leaks.prose import paragraphs
from tests.works import Works, word_file

SECONDS = 0.12
GROWTH = 1.2
_PERIOD = 0.25


class Memory(threading.Thread):
    """Samples how many megabytes this process holds, beside how many works were made."""

    def __init__(self, made) -> None:
        super().__init__(daemon=True)
        self.made, self.samples, self.is_over = made, [], threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(_PERIOD):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            self.samples.append((self.made(), pages * resource.getpagesize() / 2**20))

    def peak(self, first: float, last: float) -> float:
        return max((size for made, size in self.samples if first <= made <= last), default=0.0)


def _hand_in(works: Works, entries: int, words: int) -> None:
    rng = random.Random(5)
    for number in range(entries):
        author_id = works.factory.person("Nguyễn Văn Khuê", email=f"so{number}@thu.example")
        content = word_file(*paragraphs(rng, words), author="Nguyễn Văn An")
        works.accepted(author_id, title=f"Bài {number}", file=("bai.docx", content))


def measure(entries: int, words: int) -> int:
    app = create_app(read({"CONTEST_INSTANCE": tempfile.mkdtemp()}))
    schema.bring_up_to_date(app)
    works = Works(Factory(app))
    _hand_in(works, entries, words)

    def made() -> int:
        return done[0]

    done = [0]
    kept = service._keep

    def counted(*what):
        done[0] += 1
        return kept(*what)

    service._keep = counted  # counts, and does what it did
    memory = Memory(made)
    memory.start()
    began, cpu = time.monotonic(), _cpu()
    with app.app_context():
        prepared = service.prepare(works.edition_id, now=works.now)
        counts = renditions.counts(works.edition_id)
    took, used = time.monotonic() - began, _cpu() - cpu
    memory.is_over.set()
    memory.join()
    first, last = memory.peak(1, entries / 10), memory.peak(entries * 0.9, entries)
    print(f"{prepared.made} of {entries} works of {words} words: {counts}")
    print(f"{took:.1f} s, {took / entries:.3f} s a work (at most {SECONDS}); CPU {used:.1f} s")
    print(
        f"memory: {first:.0f} MB over the first tenth, {last:.0f} MB over the last; load {os.getloadavg()[0]:.1f}"
    )
    is_good = took / entries <= SECONDS and last <= first * GROWTH and prepared.made == entries
    return 0 if is_good and prepared.failed == 0 else 1


def _cpu() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--words", type=int, default=1500)
    asked = parser.parse_args()
    return measure(asked.entries, asked.words)


if __name__ == "__main__":
    sys.exit(main())
