"""With database and files of a sealed edition, but no key, nobody pairs codes and names better than by chance."""

from pathlib import Path

import pytest

from contest.anonymisation import coding, seals, service
from contest.anonymisation.models import Seal
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import seal
from contest.audit import service as audit
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.secrecy import Sealing
from contest.entries import discarding, finding, listing
from contest.entries.sealed_chunks import SMALL
from contest.platform import public_seals
from contest.platform.database import db
from tests import attacker
from tests.deepgrep import tokens_in
from tests.unsealing import unseal
from tests.works import Works, pdf_file, word_file
from tests.worlds import world

COUNT = 40
SECRET, PUBLIC = public_seals.new_pair()
# Of 40 that are paired by chance one fits, or two who knows the category; fifteen once in 300 million ways.
BY_CHANCE = 15
CATEGORIES = (
    CategorySpec("Bài viết", 1, 3000),
    CategorySpec("Truyện", 1, 3000),
)


def built(factory, sealing):
    works = Works(factory, categories=CATEGORIES, settings={"sealing": sealing})
    units = [
        factory.unit(f"Xã {'ABCDE'[at]}", parent_id=factory.unit(f"Huyện {'ABCDE'[at]}")) for at in range(5)
    ]
    for number in range(COUNT):
        person = factory.person(unit_id=units[min(number // 3, 4)])  # units of very different size
        factory.do(audit.seal, works.then)
        title, text = f"ZQXtitle{number:02d} quê hương", essay(number)
        file = {0: ("bai.docx", word_file(text)), 1: ("bai.pdf", pdf_file(text))}.get(number % 10)
        works.accepted(person, title=title, text=text, file=file, category=number % 2)
    with factory.app.app_context():
        finding.compare_texts()
        service.prepare(works.edition_id, now=works.now)
    if sealing.is_by_holders:
        factory.do(hold_key, works)
    factory.do(coding.draw_codes, works.round_id, actor_id=works.secretary_id, now=works.now)
    factory.do(audit.seal, works.now)
    factory.do(listing.seal, now=works.now)
    with factory.app.app_context():
        discarding.discard_waiting()
    return works


def essay(number):
    """A text of its own length, with words that no other has."""
    return "\n\n".join(f"ZQXword{number:02d}x{at} bên dòng sông quê." for at in range(3 + number * 7 % 41))


def hold_key(works):
    row = EditionKey(edition_id=works.edition_id, public_key=PUBLIC, needed=2, holders=[])
    row.made_at, row.made_by, row.rehearsed_at = works.now, works.organiser_id, works.now
    db.session.add(row)


@world
def sealed_edition(factory):
    return built(factory, Sealing("sealed"))


@world
def plain_edition(factory):
    return built(factory, Sealing())


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
