"""Somebody who holds the whole database and all stored files of an edition, and no key: pairs codes with entries.

Knows few tables by name: `entry`, whose rows are people's, `blind_copy`, and the log. What belongs to either is found
by following the numbers that rows have of each other, and codes, keys and numbers of receipts wherever they are
written. Then everything that could be the same on both sides is compared: for each pair, and for groups of few.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from flask import Flask

from contest.platform.database import db
from contest.platform.locked_text import LockedText

NAMED, BLIND = "entry", "blind_copy"
# Rows that many works share: who follows them comes from one work to another.
_SHARED = {
    "receipt_commitment",
    "copy_commitment",
    "account",
    "edition",
    "round",
    "category",
    "unit",
    "own_field",
    "rubric",
    "declaration",
    "prize",
}
# Whose an entry is: what stands there of them may be written beside a code.
_PEOPLE = {"account", "unit"}
# By what a row is named in words, in a letter, a reason or a list; of a copy and of an entry.
_NAMED_BY = {BLIND: {BLIND: ("code",)}, NAMED: {NAMED: ("key",), "receipt": ("number",)}}
_WORDS = re.compile(r"\w+")
_DIGEST = re.compile(r"(?=([0-9a-f]{64}))")  # wherever one may begin
_TEXT = "~text~"  # stands where the digest of a text will
_GROUP = range(3, 25)  # how many have something in common, of some fifty: more say nothing, fewer are chance


@dataclass
class Dump:
    """Every row of every table, in the order in which the database keeps them, and every stored file.

    The copies of a world share it, as copying it takes longer than reading; whoever changes rows does so in a copy.
    """

    rows: dict[str, list[dict[str, Any]]]
    files: dict[str, tuple[bytes, float]]  # bytes and the time of the last change
    points: dict[str, dict[str, str]]  # table and column to the table whose numbers stand there

    def __deepcopy__(self, _: dict[int, Any]) -> "Dump":
        return self

    def copied(self) -> "Dump":
        """Return one with rows of its own."""
        return Dump(deepcopy(self.rows), self.files, self.points)


@dataclass
class Thing:
    """All that belongs to one entry or one blind copy: values with where they stand, and numbers to be ranked by."""

    values: list[tuple[str, Any]] = field(default_factory=list)


def dump(app: Flask) -> Dump:
    """Copy everything, as a backup would; what is locked in its column stays so."""
    with app.app_context():
        rows = {}
        for name, table in db.metadata.tables.items():
            columns = [
                db.type_coerce(each, db.LargeBinary).label(each.name)
                if isinstance(each.type, LockedText)
                else each
                for each in table.columns
            ]
            found = db.session.execute(db.select(*columns)).mappings().all()
            rows[name] = [dict(row) | {"~place": place} for place, row in enumerate(found)]
        db.session.rollback()
        points = {
            name: {
                column.name: key.column.table.name
                for column in table.columns
                for key in column.foreign_keys
                if key.column.name == "id"
            }
            for name, table in db.metadata.tables.items()
        }
    storage = app.extensions["contest_storage"]
    files = {key: (storage.get(key), storage.changed_at(key).timestamp()) for key in sorted(storage.keys())}
    return Dump(rows, files, points)


def pairs(found: Dump, known: Mapping[int, int] | None = None) -> dict[str, dict[int, int]]:
    """Try every way of joining and return what each says: blind copy to entry.

    `known`: the copies of one round, and the entries that are in it; which is which is not looked at.
    """
    named, blind = _both(found, known)
    ways = {
        "shared values": _by_shared(named, blind),
        "values of one alone": _by_rare(named, blind),
        "documents of receipts": _by_documents(found, blind),
    }
    for of_named, of_blind, said in _by_rank(named, blind):
        ways[f"order of {of_named} as of {of_blind}"] = said
    return ways


def groups(
    found: Dump, known: Mapping[int, int] | None = None
) -> Iterator[tuple[str, frozenset[int], frozenset[int]]]:
    """Yield two groups that may be the same, and why: copies that have something in common, entries that have.

    Who took a work back, asked or was asked, on one side; whatever stands beside few of the codes, on the other.
    """
    named, blind = map(_groups, _both(found, known))
    for those, why in blind.items():
        for entries, of_entries in named.items():
            yield f"{why} as {of_entries}", those, entries


def hits(said: dict[int, int], truth: dict[int, int]) -> int:
    """Count the copies that were paired with their own entry."""
    return sum(truth.get(copy) == entry for copy, entry in said.items())


# --- what belongs to whom -------------------------------------------------------------------------------------------


def things(found: Dump, root: str) -> dict[int, Thing]:
    """Return by number what belongs to each row of that table, over all rows that lead to it or that it leads to."""
    made: dict[int, Thing] = {row["id"]: Thing() for row in found.rows[root]}
    owners: dict[tuple[str, int], set[int]] = {(root, number): {number} for number in made}
    neighbours = list(_neighbours(found, root))
    for _ in range(4):
        _inherit(owners, (pair for pair in neighbours if len(owners.get(pair[1], ())) == 1))
        _inherit(owners, ((other, one) for one, other in neighbours if other[0] != root))
    _add_log(found, owners)
    _add_by_name(found, root, owners)
    for (table, number), whose in owners.items():
        for row in _rows(found, table, number):
            for owner in whose if len(whose) == 1 else ():
                made[owner].values += _values(found, table, row)
    if root == NAMED:
        _add_people(found, made)
    return made


def _both(found: Dump, known: Mapping[int, int] | None) -> tuple[dict[int, Thing], dict[int, Thing]]:
    named, blind = things(found, NAMED), things(found, BLIND)
    if known is None:
        return named, blind
    return {each: named[each] for each in sorted(known.values())}, {
        each: blind[each] for each in sorted(known)
    }


def _add_people(found: Dump, made: dict[int, Thing]) -> None:
    """Add what is known of whoever wrote an entry: names, addresses, their unit."""
    for column, table in found.points[NAMED].items():
        if table in _PEOPLE:
            for row in found.rows[NAMED]:
                for person in _rows(found, table, row[column]) if row[column] is not None else ():
                    made[row["id"]].values += _values(found, table, person)


def _add_by_name(found: Dump, root: str, owners: dict[tuple[str, int], set[int]]) -> None:
    """Rows in which a code, a key or the number of a receipt is written belong to what is so named."""
    names: dict[str, int] = {}
    for table, columns in _NAMED_BY[root].items():
        for row in found.rows[table]:
            for whose in owners.get((table, row["id"]), ()):
                names |= {row[column]: whose for column in columns}
    for table, rows in found.rows.items():
        for row in rows if table not in _SHARED | {NAMED, BLIND} else ():
            written = " ".join(
                json.dumps(value, default=str)
                for value in row.values()
                if isinstance(value, (str, dict, list))
            )
            said = {names[word] for word in re.findall(r"[\w-]+", written) if word in names}
            if said:
                owners.setdefault((table, row.get("id", row["~place"])), set()).update(said)


def _neighbours(found: Dump, root: str) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Yield each two rows of which one names the other, but where many works meet in one."""
    closed = _SHARED | ({NAMED, BLIND} - {root})
    for table, columns in found.points.items():
        for row in found.rows[table] if table not in _SHARED else ():
            for column, other in columns.items():
                if other not in closed and row[column] is not None:
                    yield (table, row.get("id", row["~place"])), (other, row[column])


def _inherit(
    owners: dict[tuple[str, int], set[int]], pairs: Iterable[tuple[tuple[str, int], tuple[str, int]]]
) -> None:
    """Let the first of each pair belong to whom the second does, all at once: a row of many passes nothing on."""
    new: dict[tuple[str, int], set[int]] = defaultdict(set)
    for one, other in pairs:
        new[one] |= owners.get(other, set())
    for one, whose in new.items():
        if whose:
            owners.setdefault(one, set()).update(whose)


def _add_log(found: Dump, owners: dict[tuple[str, int], set[int]]) -> None:
    """Lines of the log name rows by words: entry_id, version_id, reading_id, …"""
    tables = list(found.rows)
    for line in found.rows["audit_event"]:
        for name, number in line["details"].items():
            for whose in _named(owners, tables, name.removesuffix("_id"), number):
                owners.setdefault(("audit_event", line["id"]), set()).update(whose)


def _named(
    owners: dict[tuple[str, int], set[int]], tables: list[str], name: str, number: object
) -> Iterator[set[int]]:
    """Yield whose a row is that the log calls so: a request is one of `after_request`."""
    if isinstance(number, int):
        for table in tables:
            if table == name or table.endswith(f"_{name}"):
                yield owners.get((table, number), set())


def _rows(found: Dump, table: str, number: int) -> Iterator[dict[str, Any]]:
    index = found.__dict__.setdefault("index", {})
    if table not in index:
        index[table] = {row.get("id", row["~place"]): row for row in found.rows[table]}
    if number in index[table]:
        yield index[table][number]


def _values(found: Dump, table: str, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for column, value in row.items():
        yield f"{table}.{column}", value
        if isinstance(value, str) and value in found.files:
            content, at = found.files[value]
            yield f"{table}.{column}>bytes", content
            yield f"{table}.{column}>time", at
    yield f"{table}.~there", 1


# --- the same on both sides -----------------------------------------------------------------------------------------


def _by_shared(named: dict[int, Thing], blind: dict[int, Thing]) -> dict[int, int]:
    """Pair by what both have and few others: words, shingles, titles, digests in any writing, bytes of files."""
    of_named = {number: _tokens(thing) for number, thing in named.items()}
    of_blind = {number: _tokens(thing) for number, thing in blind.items()}
    many = Counter(token for each in of_named.values() for token in each)
    many_blind = Counter(token for each in of_blind.values() for token in each)
    scores = [
        (sum(1 / (many[token] * many_blind[token]) for token in tokens & of_named[entry]), copy, entry)
        for copy, tokens in of_blind.items()
        for entry in of_named
    ]
    return _greedy(scores)


def _by_rare(named: dict[int, Thing], blind: dict[int, Thing]) -> dict[int, int]:
    """Pair only those of which one thing is said beside one entry alone and one code alone."""
    of_named, of_blind = _alone(named), _alone(blind)
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for token in of_named.keys() & of_blind.keys():
        votes[of_blind[token]][of_named[token]] += 1
    return {copy: each.most_common(1)[0][0] for copy, each in votes.items()}


def _alone(made: dict[int, Thing]) -> dict[str, int]:
    owners: dict[str, set[int]] = defaultdict(set)
    for number, thing in made.items():
        for token in _tokens(thing):
            if not token.isdigit() and not re.fullmatch(r"#\d+", token):
                owners[token].add(number)
    return {token: next(iter(those)) for token, those in owners.items() if len(those) == 1}


def _groups(made: dict[int, Thing]) -> dict[frozenset[int], str]:
    """Return who has a value, or any value, or a number of them in common, and one reason for it."""
    known: dict[str, set[int]] = defaultdict(set)
    for number, thing in made.items():
        many: Counter[str] = Counter()
        for where, value in thing.values:
            many[where] += 1
            if not where.endswith(("category_id", "category", ">bytes")):
                known[f"{where}={value!r}"[:200]].add(number)
            if value is not None:
                known[f"{where} at all"].add(number)
        for where, count in many.items():
            known[f"{where} {count} times"].add(number)
    found: dict[frozenset[int], str] = {}
    for why, those in known.items():
        if len(those) in _GROUP and len(those) < len(made):
            found.setdefault(frozenset(those), why)
    return found


def _greedy(scores: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    said: dict[int, int] = {}
    taken: set[int] = set()
    for score, copy, entry in sorted(scores, reverse=True):
        if score > 0 and copy not in said and entry not in taken:
            said[copy] = entry
            taken.add(entry)
    return said


def _tokens(thing: Thing) -> set[str]:
    return {token for where, value in thing.values for token in _spelled(where, value)}


def _spelled(where: str, value: Any) -> Iterator[str]:
    if where.endswith((".id", "_id", ".~place", ".~there", ">time")) or isinstance(value, (bool, float)):
        return
    if isinstance(value, int):
        yield f"#{value}"
    elif isinstance(value, (datetime, date)):
        yield value.isoformat()
    elif isinstance(value, bytes):
        yield hashlib.sha256(value).hexdigest()
        yield f"#{len(value)}"
    elif isinstance(value, (dict, list)):
        yield from _words(json.dumps(value, ensure_ascii=False, default=str))
    elif isinstance(value, str) and value:
        yield from _words(value)
        for written in _writings(value):
            yield hashlib.sha256(written.encode()).hexdigest()
            yield f"#{len(written)}"
            yield f"#{len(written.split())}"


def _words(text: str) -> Iterator[str]:
    words = _WORDS.findall(_bare(text).casefold())
    yield from words
    yield from (" ".join(pair) for pair in pairwise(words))


def _bare(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def _writings(text: str) -> set[str]:
    """Return the text as it may have been typed: with and without tags, line ends, accents in either form."""
    paragraphs = [_bare(part).strip() for part in re.split(r"</p>|</h\d>|<br/?>|\n", text)]
    paragraphs = [part for part in paragraphs if part]
    made = {
        text,
        text.strip(),
        _bare(text).strip(),
        *(end.join(paragraphs) for end in ("\n", "\n\n", "\r\n", " ")),
    }
    return made | {unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in made}


def _by_documents(found: Dump, blind: dict[int, Thing]) -> dict[int, int]:
    """Write the receipt that an entry would have for the text of a copy, and look whether that one was ever listed."""
    listed = set(_DIGEST.findall("".join(row["content"] for row in found.rows["receipt_list"])))
    slugs = {row["id"]: row["slug"] for row in found.rows["edition"]}
    entries = {row["id"]: row for row in found.rows["entry"]}
    versions = {row["id"]: row for row in found.rows["version"]}
    ends = _ends(found)
    texts = [(copy, digest) for copy, thing in blind.items() for digest in _text_digests(thing)]
    said = {}
    for receipt in found.rows["receipt"]:
        version = versions[receipt["version_id"]]
        entry = entries[version["entry_id"]]
        at = receipt["issued_at"].isoformat(timespec="microseconds").replace("+00:00", "Z")
        content = {
            "v": 1, "number": receipt["number"], "edition": slugs[entry["edition_id"]], "entry": entry["key"],
            "version": version["number"], "sha256_file": None, "sha256_text": _TEXT, "issued_at": at,
        }  # fmt: skip
        for length, head in ends(receipt["id"]):
            document = content | {"log": {"length": length, "digest": head}}
            written = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            before, after = (part.encode() for part in written.split(_TEXT))
            for copy, digest in texts:
                if hashlib.sha256(before + digest.encode() + after).hexdigest() in listed:
                    said[copy] = entry["id"]
    return said


def _ends(found: Dump) -> Callable[[int], list[tuple[int, str]]]:
    """Return where the log may have ended when a receipt was given: just before the line that says so."""
    lines = {row["details"].get("receipt_id"): row["id"] for row in found.rows["audit_event"]}
    links = [(row["event_id"], row["id"], row["digest"]) for row in found.rows["audit_link"]]
    return lambda receipt_id: [link[1:] for link in links if link[0] < lines.get(receipt_id, 0)][-2:]


def _text_digests(thing: Thing) -> set[str]:
    texts = [value for where, value in thing.values if where == f"{BLIND}.html" and value]
    return {hashlib.sha256(written.encode()).hexdigest() for text in texts for written in _writings(text)}


# --- order, times, sizes, frequencies -------------------------------------------------------------------------------


def _by_rank(named: dict[int, Thing], blind: dict[int, Thing]) -> Iterator[tuple[str, str, dict[int, int]]]:
    """Put either side in an order by each number that it has, and pair the first with the first."""
    of_named, of_blind = _measures(named), _measures(blind)
    for name, by_entry in of_named.items():
        entries = sorted(by_entry, key=lambda number: (by_entry[number], number))
        for other, by_copy in of_blind.items():
            copies = sorted(by_copy, key=lambda number: (by_copy[number], number))
            yield name, other, dict(zip(copies, entries, strict=False))


def _measures(all_things: dict[int, Thing]) -> dict[str, dict[int, float]]:
    """Return numbers of each thing by where they stand: values, lengths, times, how often a value occurs, how many."""
    made: dict[str, dict[int, float]] = defaultdict(dict)
    common = Counter((where, repr(value)) for thing in all_things.values() for where, value in thing.values)
    for number, thing in all_things.items():
        for where, value in thing.values:
            made[f"{where}~often"][number] = common[where, repr(value)]
            made[f"{where}~many"][number] = made[f"{where}~many"].get(number, 0) + 1
            measured = _measured(value)
            if measured is not None:
                made[where][number] = made[where].get(number, 0) + measured
    return {name: by for name, by in made.items() if len(set(by.values())) > 1}


def _measured(value: Any) -> float | None:
    if isinstance(value, (bool, int, float)):
        return float(value)
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, (str, bytes)):
        return float(len(value))
    return float(len(repr(value))) if value is not None else None
