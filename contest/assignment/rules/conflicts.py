"""Who may not read what: shared opaque keys and forbidden pairs."""

from collections import defaultdict

from contest.assignment.rules.instance import Entry, Instance

_NOBODY: frozenset[str] = frozenset()


class Bars:
    """Answers which judges are barred from an entry. Costs one look at each key, not at each pair."""

    def __init__(self, instance: Instance) -> None:
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)
        for judge in instance.judges:
            for key in judge.keys:
                self._by_key[key].add(judge.id)
        self._by_entry: defaultdict[str, set[str]] = defaultdict(set)
        for entry, judge_id in instance.forbidden:
            self._by_entry[entry].add(judge_id)
        self._known: dict[frozenset[str], frozenset[str]] = {}

    def of(self, entry: Entry) -> frozenset[str]:
        forbidden = self._by_entry.get(entry.id)
        by_key = self._of_keys(entry.keys)
        return by_key | forbidden if forbidden else by_key

    def _of_keys(self, keys: frozenset[str]) -> frozenset[str]:
        if keys not in self._known:
            self._known[keys] = _NOBODY.union(*(self._by_key.get(key, _NOBODY) for key in keys))
        return self._known[keys]
