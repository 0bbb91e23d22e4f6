"""With database and files of a sealed edition, but no key, nobody pairs codes and names better than by chance."""

from pathlib import Path

import pytest

from contest.anonymisation import seals
from contest.anonymisation.models import Seal
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import seal
from contest.editions.rules.secrecy import Sealing
from contest.entries.sealed_chunks import SMALL
from contest.platform import public_seals
from contest.platform.database import db
from tests import attacker
from tests.attacked import COUNT, Attacked
from tests.deepgrep import tokens_in
from tests.parts.anonymisation.sealing import SECRET, hold_key
from tests.unsealing import unseal
from tests.worlds import world

# Of 40 that are paired by chance one fits, or two who knows the category; fifteen once in 300 million ways.
BY_CHANCE = 15


@world
def sealed_edition(factory):
    return Attacked(factory, Sealing("sealed")).written().drawn(hold_key)


@world
def plain_edition(factory):
    return Attacked(factory, Sealing()).written().drawn()


def truth(works):
    """Return whose each copy is, as the holders could tell."""
    if not works.factory.read(works_are_sealed, works):
        return works.factory.read(seals.joined, works.edition_id)

    def read():
        rows = db.session.execute(db.select(Seal.blind_copy_id, Seal.sealed))
        return {row[0]: seal.read(public_seals.open_with(SECRET, row[1])).id for row in rows}

    return works.factory.read(read)


def works_are_sealed(works):
    return db.session.query(EditionKey).count() > 0


def best(ways, right):
    return max((attacker.hits(said, right), way) for way, said in ways.items())


def test_nothing_in_database_and_files_of_a_sealed_edition_pairs_codes_and_entries(app, sealed_edition):
    ways = attacker.pairs(attacker.dump(app))
    assert len(ways) > 300  # the attacker has something to try
    right = truth(sealed_edition)
    assert len(right) == COUNT
    assert best(ways, right) < (BY_CHANCE, "")


def test_the_same_attacker_finds_everybody_where_nothing_is_sealed(app, plain_edition):
    found = attacker.dump(app)
    ways, right = attacker.pairs(found), truth(plain_edition)
    assert attacker.hits(ways["shared values"], right) == COUNT
    assert attacker.hits(ways["documents of receipts"], right) > COUNT // 2  # of all typed works
    by_order = [way for way in ways if way.startswith("order of version.words as of blind_copy.words")]
    assert attacker.hits(ways[by_order[0]], right) >= BY_CHANCE


@pytest.mark.parametrize(
    ("table", "column"), [("receipt", "sha256_text"), ("version", "words"), ("entry", "title")]
)
def test_a_single_column_that_was_forgotten_is_found(app, sealed_edition, table, column):
    found, right = attacker.dump(app), truth(sealed_edition)
    unseal(sealed_edition, SECRET)
    before = {row["id"]: row[column] for row in attacker.dump(app).rows[table]}
    for row in found.rows[table]:
        row[column] = before[row["id"]]
    assert best(attacker.pairs(found), right) >= (BY_CHANCE, "")


def test_no_word_of_a_sealed_work_stands_anywhere_but_in_its_blind_copy(app, sealed_edition):
    found = attacker.dump(app)
    blind = [found.rows.pop("blind_copy"), *found.rows.pop("blind_page")]
    pages = {row["storage_key"] for row in blind[1:]}
    assert len(tokens_in(blind)) > COUNT
    assert tokens_in(found.rows) == set()
    chunks = {row["storage_key"] for row in found.rows["sealed_chunk"]}
    others = {key: content for key, (content, _) in found.files.items() if key not in pages}
    assert chunks == others.keys()  # no original is left
    assert not any(word in content for content in others.values() for word in (b"ZQXword", b"ZQXtitle"))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            raw = b"".join(path.read_bytes() for path in Path(app.instance_path).glob("*.sqlite*"))
            for row in blind[0]:
                token = row["title"].split()[0].encode()
                assert raw.count(token) <= 1, (
                    token
                )  # pages that were freed, and the log, hold nothing of it either


def test_what_is_sealed_of_a_work_is_as_long_as_of_any_other(app, sealed_edition):
    found = attacker.dump(app)
    chunks = [found.files[row["storage_key"]][0] for row in found.rows["sealed_chunk"]]
    assert {len(content) for content in chunks} == {SMALL}
    assert len({len(row["sealed"]) for row in found.rows["sealed_work"]}) == 1
    assert len({len(row["locked"]) for row in found.rows["sealed_work"]}) == 1
