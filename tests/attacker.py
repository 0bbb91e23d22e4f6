"""Somebody who holds the whole database and all stored files of an edition, and no key: pairs codes with entries.

Knows no table by name but two: `entry`, whose rows are people's, and `blind_copy`. What belongs to either is found by
following the numbers that rows have of each other. Then everything that could be the same on both sides is compared.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from flask import Flask

from contest.platform.database import db

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
_WORDS = re.compile(r"\w+")


@dataclass
class Dump:
    """Every row of every table, in the order in which the database keeps them, and every stored file."""

    rows: dict[str, list[dict[str, Any]]]
    files: dict[str, tuple[bytes, float]]  # bytes and the time of the last change
    points: dict[str, dict[str, str]]  # table and column to the table whose numbers stand there


@dataclass
class Thing:
    """All that belongs to one entry or one blind copy: values with where they stand, and numbers to be ranked by."""

    values: list[tuple[str, Any]] = field(default_factory=list)


def dump(app: Flask) -> Dump:
    """Copy everything, as a backup would."""
    with app.app_context():
        rows = {}
        for name, table in db.metadata.tables.items():
            found = db.session.execute(db.select(table)).mappings().all()
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


def pairs(found: Dump) -> dict[str, dict[int, int]]:
    """Try every way of joining and return what each says: blind copy to entry."""
    named, blind = things(found, NAMED), things(found, BLIND)
    ways = {"shared values": _by_shared(named, blind), "documents of receipts": _by_documents(found, blind)}
    for of_named, of_blind, said in _by_rank(named, blind):
        ways[f"order of {of_named} as of {of_blind}"] = said
    return ways


def hits(said: dict[int, int], truth: dict[int, int]) -> int:
    """Count the copies that were paired with their own entry."""
    return sum(truth.get(copy) == entry for copy, entry in said.items())


# --- what belongs to whom -------------------------------------------------------------------------------------------


def things(found: Dump, root: str) -> dict[int, Thing]:
    """Return by number what belongs to each row of that table, over all rows that lead to it or that it leads to."""
    made: dict[int, Thing] = {row["id"]: Thing() for row in found.rows[root]}
    owners: dict[tuple[str, int], set[int]] = {(root, number): {number} for number in made}
    for _ in range(4):
        for one, other in _neighbours(found, root):
            _share(owners, one, other)
    _add_log(found, root, owners)
    for (table, number), whose in owners.items():
        for row in _rows(found, table, number):
            for owner in whose if len(whose) == 1 else ():
                made[owner].values += _values(found, table, row)
    return made


def _neighbours(found: Dump, root: str) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Yield each two rows of which one names the other, but where many works meet in one."""
    closed = _SHARED | ({NAMED, BLIND} - {root})
    for table, columns in found.points.items():
        for row in found.rows[table] if table not in _SHARED else ():
            for column, other in columns.items():
                if other not in closed and row[column] is not None:
                    yield (table, row.get("id", row["~place"])), (other, row[column])


def _share(owners: dict[tuple[str, int], set[int]], one: tuple[str, int], other: tuple[str, int]) -> None:
    if one in owners or other in owners:
        both = owners.get(one, set()) | owners.get(other, set())
        owners[one], owners[other] = set(both), set(both)


def _add_log(found: Dump, root: str, owners: dict[tuple[str, int], set[int]]) -> None:
    """Lines of the log name rows by words: entry_id, version_id, …"""
    for line in found.rows["audit_event"]:
        for name, number in line["details"].items():
            whose = owners.get((name.removesuffix("_id"), number)) if isinstance(number, int) else None
            if whose and root == NAMED:
                owners.setdefault(("audit_event", line["id"]), set()).update(whose)


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
    listed = "".join(row["content"] for row in found.rows["receipt_list"])
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
            "version": version["number"], "sha256_file": None, "issued_at": at,
        }  # fmt: skip
        for copy, digest in texts:
            for length, head in ends(receipt["id"]):
                document = content | {"sha256_text": digest, "log": {"length": length, "digest": head}}
                written = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                if hashlib.sha256(written.encode()).hexdigest() in listed:
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
