"""Groups entries that are interchangeable: same category, same barred judges, same readings missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from contest.assignment.rules.conflicts import Bars
from contest.assignment.rules.instance import Instance, Pair


@dataclass(frozen=True, slots=True)
class EntryClass:
    """Entries that no rule tells apart. Each misses `missing` readings and has those of `readers`."""

    category: str
    barred: frozenset[str]
    readers: frozenset[str]
    missing: int
    entries: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def need(self) -> int:
        return self.size * self.missing

    @property
    def wanted(self) -> int:
        return self.missing + len(self.readers)

    def may_get(self, judge_id: str) -> bool:
        return judge_id not in self.barred and judge_id not in self.readers


def classes(instance: Instance, bars: Bars, kept: Iterable[Pair]) -> list[EntryClass]:
    """Return the classes that miss readings, in an order that does not depend on the order of the lists."""
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for entry_id, judge_id in kept:
        readers[entry_id].add(judge_id)
    members: defaultdict[tuple[str, frozenset[str], frozenset[str], int], list[str]] = defaultdict(list)
    for entry in sorted(instance.entries, key=lambda entry: entry.id):
        has = frozenset(readers.get(entry.id, ()))
        missing = instance.wanted(entry) - len(has)
        if missing > 0:
            members[entry.category, bars.of(entry), has, missing].append(entry.id)
    found = [EntryClass(*key, entries=tuple(entries)) for key, entries in members.items()]
    return sorted(found, key=lambda each: (each.category, each.entries[0]))
