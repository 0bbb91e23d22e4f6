"""Essays with one trace of their author each, and clean ones; the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from contest.anonymisation.rules.leaks import Finding, Identity
from contest.kernel.text import nfc
from tests.planted_leaks.forms import FORMS, written
from tests.planted_leaks.held_out_forms import HELD_OUT
from tests.planted_leaks.people import HELD_OUT as OTHER_PEOPLE
from tests.planted_leaks.people import TUNED, Person, person, stranger
from tests.planted_leaks.prose import hard_negatives, paragraphs

_AT_THE_END = frozenset({"signature", "signature of a stranger"})
_AT_AN_EDGE = frozenset({"header or footer"})


@dataclass(frozen=True)
class Essay:
    """`trace` is what betrays the author, `start` and `end` where it stands in the NFC text; "" in a clean one."""

    kind: str
    template: str
    identity: Identity
    text: str
    trace: str = ""
    start: int = 0
    end: int = 0

    def caught_by(self, findings: tuple[Finding, ...]) -> bool:
        """Tell whether something was found where the trace stands: a find elsewhere is no find."""
        return any(found.start < self.end and found.end > self.start for found in findings)


def planted(count: int, *, seed: int, words: int = 1500, held_out: bool = False) -> Iterator[Essay]:
    """Yield essays that go round all kinds and all forms of each kind alike."""
    forms = HELD_OUT if held_out else FORMS
    pool = OTHER_PEOPLE if held_out else TUNED
    rng = random.Random(f"planted {seed} {held_out}")
    rounds = {kind: cycle(rng.sample(templates, len(templates))) for kind, templates in forms.items()}
    for kind in islice(cycle(forms), count):
        author = person(pool, rng)
        yield _with_trace(kind, next(rounds[kind]), author, stranger(pool, rng, author), words, rng)


def clean(count: int, *, seed: int, words: int = 1500, held_out: bool = False) -> Iterator[Essay]:
    """Yield essays in which nothing tells of their author, though much looks like it."""
    pool = OTHER_PEOPLE if held_out else TUNED
    rng = random.Random(f"clean {seed} {held_out}")
    for _ in range(count):
        author = person(pool, rng)
        lines = paragraphs(rng, words)
        for line in hard_negatives(rng, author, stranger(pool, rng, author), 5):
            lines.insert(rng.randrange(len(lines) + 1), line)
        yield Essay("clean", "", author.identity(), nfc("\n".join(lines)))


def _with_trace(
    kind: str, template: str, author: Person, other: Person, words: int, rng: random.Random
) -> Essay:
    line, trace = written(template, author, other, rng)
    lines = paragraphs(rng, words)
    at = rng.randrange(1, max(2, len(lines)))
    if kind in _AT_THE_END:
        at = len(lines)
    elif kind in _AT_AN_EDGE:
        at = rng.choice((0, len(lines)))
    lines.insert(at, line)
    before = nfc("\n".join(lines[:at]) + "\n" * (at > 0))
    start = len(before) + len(nfc(line.partition(trace)[0]))
    text = nfc("\n".join(lines))
    return Essay(kind, template, author.identity(), text, nfc(trace), start, start + len(nfc(trace)))
