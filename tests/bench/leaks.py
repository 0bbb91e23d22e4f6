"""Measures the search for traces of authors: a planted set of essays, clean ones, and how long one takes.

python -m tests.bench.leaks [--planted 2000] [--clean 800] [--words 1500] [--seed 1] [--held-out] [--show]

Prints the recall by kind of trace, the false alarms of each clean essay, and the milliseconds of CPU that an essay
takes; with `--show` also each trace that was missed and each false alarm. Exits 1 below a recall of 0.99, above one
false alarm in three clean essays, or above 50 ms an essay. `--held-out` takes the people and forms that no rule was
mended with.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from contest.anonymisation.rules.leaks import Finding
from contest.anonymisation.rules.search import search
from tests.planted_leaks import essays
from tests.planted_leaks.essays import Essay

RECALL = 0.99
ALARMS = 1 / 3
MILLISECONDS = 50


@dataclass
class Figures:
    """What the search did with a set; times are seconds of CPU, one an essay."""

    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    missed: list[Essay] = field(default_factory=list)
    clean: int = 0
    alarms: list[tuple[Essay, Finding]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.caught.total() / self.planted.total()

    @property
    def alarms_per_clean(self) -> float:
        return len(self.alarms) / self.clean

    @property
    def milliseconds(self) -> float:
        return 1000 * sum(self.seconds) / len(self.seconds)

    @property
    def reached(self) -> bool:
        return self.recall >= RECALL and self.alarms_per_clean <= ALARMS and self.milliseconds <= MILLISECONDS


def measure(planted: Iterable[Essay], clean: Iterable[Essay]) -> Figures:
    figures = Figures()
    for essay in planted:
        figures.planted[essay.kind] += 1
        if essay.caught_by(_search(essay, figures)):
            figures.caught[essay.kind] += 1
        else:
            figures.missed.append(essay)
    for essay in clean:
        figures.clean += 1
        figures.alarms += [(essay, found) for found in _search(essay, figures)]
    return figures


def _search(essay: Essay, figures: Figures) -> tuple[Finding, ...]:
    started = time.process_time()
    found = search(essay.text, essay.identity)
    figures.seconds.append(time.process_time() - started)
    return found


def _told(figures: Figures, *, show: bool) -> Iterable[str]:
    for kind, count in figures.planted.items():
        yield f"{kind:32}{figures.caught[kind]:5} of {count:4}   {figures.caught[kind] / count:.3f}"
    caught, all_of_them = figures.caught.total(), figures.planted.total()
    yield f"{'recall':32}{caught:5} of {all_of_them:4}   {figures.recall:.4f} (at least {RECALL})"
    kinds = dict(Counter(found.kind for _, found in figures.alarms))
    rate = f"{figures.alarms_per_clean:.3f} a clean essay (at most {ALARMS:.3f})"
    yield f"false alarms: {rate}, in {figures.clean} of them: {kinds}"
    longest = 1000 * max(figures.seconds)
    yield f"time: {figures.milliseconds:.1f} ms of CPU an essay (at most {MILLISECONDS}), the longest {longest:.1f}"
    if show:
        for each in figures.missed:
            yield f"missed {each.kind}: {each.template!r}: {each.trace!r} of {each.identity.names[0]}"
        for each, found in figures.alarms:
            yield f"alarm {found.kind}: {found.excerpt!r} of {each.identity.names}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--planted", type=int, default=2000)
    parser.add_argument("--clean", type=int, default=800)
    parser.add_argument("--words", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    taken = {"seed": asked.seed, "words": asked.words, "held_out": asked.held_out}
    figures = measure(essays.planted(asked.planted, **taken), essays.clean(asked.clean, **taken))
    print("\n".join(_told(figures, show=asked.show)))
    return 0 if figures.reached else 1


if __name__ == "__main__":
    sys.exit(main())
