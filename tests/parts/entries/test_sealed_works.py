"""The named side of a sealed edition leaves the rows at the coding and is back, to the byte, after the opening."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from contest.audit import service as audit
from contest.entries import (
    alikeness,
    author_files,
    author_queries,
    discarding,
    erasing,
    finding,
    kept_locked,
    listing,
    queries,
    vouching,
    works_opened,
    works_put_back,
    works_sealed,
)
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_sealed import DiscardedFile, SealedChunk, SealedWork
from contest.entries.rules import sealed_columns as classed
from contest.entries.sealed_chunks import LARGE, SMALL, Writer, read, read_chain, room
from contest.entries.works_put_back import Progress
from contest.kernel import clock
from contest.kernel.errors import Conflict
from contest.platform import public_seals
from contest.platform.crypto import SealBroken, sha256
from contest.platform.database import db, unit_of_work
from contest.reports import checking
from tests import unsealing
from tests.deepgrep import tokens_in
from tests.works import Works, pdf_file, word_file
from tests.worlds import world

SECRET, PUBLIC = public_seals.new_pair()
TABLES = [each.table for each in (*classed.LEAVING, *classed.STAYING, classed.FILES)]
TABLES += ["compared_text", "sampled_shingle", "likeness", "likeness_mark"]
NUMBERED = {"id", "file_id", "storage_key", "text_id", "source_id", "holder_id"}  # given anew at the opening
ALIKE = ("ZQXtitle0", "ZQXtitle1")
LOST = ("ZQXtitle0", "ZQXtitle2")
LONG = " ".join(f"từ{number}" for number in range(400))


@world
def works(factory):
    works = Works(factory)
    one, two, three = (factory.person(f"Người {letter}") for letter in "ABC")
    works.accepted(one, title="ZQXtitle0", text=f"ZQXtext0 {LONG}")
    works.accepted(
        two, title="ZQXtitle1", file=("ZQXfile1.docx", word_file(f"ZQXtext1 {LONG}", author="ZQXprop1"))
    )
    works.accepted(
        three, title="ZQXtitle2", file=("ZQXfile2.pdf", pdf_file("ZQXtext2 một bài rất ngắn thôi."))
    )
    works.submitted(one, title="ZQXtitle3", text="ZQXtext3 chưa ai xem bài này cả.")
    return works


def state(factory):
    """Return every row of every table that is sealed, without the numbers that are given anew."""

    def rows():
        found = {}
        for name in TABLES:
            table = db.metadata.tables[name]
            columns = [c for c in table.columns if c.name not in NUMBERED or name in {"entry", "version"}]
            columns = [c for c in columns if c.name != "file_id"]
            found[name] = sorted(repr(tuple(row)) for row in db.session.execute(db.select(*columns)))
        return found

    return factory.read(rows)


def files(app):
    storage = app.extensions["contest_storage"]
    return sorted(storage.get(key) for key in storage.keys())  # noqa: SIM118 -- no mapping


def seal(works):
    return works.factory.do(works_sealed.seal_works, works.edition_id, PUBLIC, now=works.now)


def unseal(works, secret=SECRET):
    return unsealing.unseal(works, secret)


def clean(app, works):
    with app.app_context():
        discarding.discard_waiting()


def faults(works):
    works.factory.do(audit.seal, works.now)
    works.factory.do(listing.seal, now=works.now + timedelta(hours=2))
    return works.factory.read(checking.faults, works.now + timedelta(hours=2))


@pytest.fixture
def compared(app, works):
    with app.app_context():
        finding.compare_texts()
    return works


def test_what_was_sealed_is_back_to_the_byte_after_the_opening(app, factory, compared):
    before, bytes_before = state(factory), files(app)
    assert before["likeness"]  # the first two are alike
    assert before["sampled_shingle"]
    assert seal(compared) == 4
    clean(app, compared)
    assert state(factory) != before
    assert unseal(compared) == 4
    clean(app, compared)
    after = state(factory)
    changed = {
        name: sorted(set(after[name]) ^ set(before[name])) for name in before if after[name] != before[name]
    }
    assert changed == {}
    assert files(app) == bytes_before
    assert faults(compared) == []
    assert (
        factory.read(lambda: [db.session.query(m).count() for m in (SealedWork, SealedChunk, DiscardedFile)])
        == [0] * 3
    )


def test_the_check_of_the_installation_is_content_before_while_sealed_once_opened_and_after(
    app, factory, compared
):
    found = [faults(compared)]
    seal(compared)
    clean(app, compared)
    found.append(faults(compared))
    open_works(compared)
    found.append(faults(compared))
    unsealing.put_back(app)
    clean(app, compared)
    found.append(faults(compared))
    assert found == [[], [], [], []]


def test_chunks_are_equally_long_equally_old_and_in_no_order(app, works):
    seal(works)
    storage = app.extensions["contest_storage"]
    keys = works.factory.read(lambda: db.session.scalars(db.select(SealedChunk.storage_key)).all())
    assert len(keys) > 6
    assert keys == sorted(keys)  # by names that are chance
    assert {(len(storage.get(key)), storage.changed_at(key)) for key in keys} == {(SMALL, works.now)}


@pytest.mark.parametrize(
    "size", [0, 1, room(SMALL) - 1, room(SMALL), room(SMALL) + 1, room(LARGE) + room(SMALL) + 9]
)
def test_a_content_of_any_size_comes_back_from_its_chunks(app, size):
    storage = app.extensions["contest_storage"]
    content = bytes(at * 7 % 251 for at in range(min(size, 5000))).ljust(size, b"q")
    writer = Writer(storage)
    chain = writer.write_bytes(content)
    assert b"".join(read(storage, chain)) == content
    assert {len(storage.get(name)) for name in writer.made} <= {SMALL, LARGE}
    writer.give_up()
    assert storage.keys() == frozenset()


@pytest.mark.parametrize("first", [0, 1])
def test_what_is_alike_in_two_works_comes_back_with_the_later_of_them(factory, compared, first):
    """Works are sealed a hundred at a time, so the two may be read apart, and they come back in any order."""
    before = state(factory)["likeness"]
    ids = factory.read(lambda: db.session.scalars(db.select(Entry.id).where(Entry.title.in_(ALIKE))).all())
    apart = [factory.read(alikeness.of, [entry_id]) for entry_id in ids]
    factory.do(alikeness.forget, ids)
    assert state(factory)["likeness"] == []
    factory.do(alikeness.put_back, apart[first])
    assert state(factory)["likeness"] == []
    factory.do(alikeness.put_back, apart[1 - first])
    assert state(factory)["likeness"] == before
    assert len(before) == 2  # either stands in the other


def test_another_key_opens_nothing_and_changes_nothing(app, factory, works):
    seal(works)
    clean(app, works)
    before, bytes_before = state(factory), files(app)
    with pytest.raises(SealBroken):
        unseal(works, public_seals.new_pair()[0])
    assert (state(factory), files(app)) == (before, bytes_before)


def head_of(title):
    """Return the name of the first chunk of a work, as the key holders' key tells it."""
    entry_id = db.session.scalars(db.select(Entry.id).where(Entry.title == title)).one()
    return lambda: (
        read_chain(
            public_seals.open_with(
                SECRET,
                db.session.scalars(db.select(SealedWork.sealed).where(SealedWork.entry_id == entry_id)).one(),
            )
        ).head
    )


def test_a_work_whose_chunks_are_gone_or_altered_is_named_and_comes_back_once_they_are_restored(
    app, factory, compared
):
    works, before, bytes_before = compared, state(factory), files(app)
    heads = [factory.read(head_of, title) for title in LOST]
    keys = factory.read(lambda: db.session.scalars(db.select(Entry.key).where(Entry.title.in_(LOST))).all())
    seal(works)
    clean(app, works)
    storage = app.extensions["contest_storage"]
    gone, altered = (factory.read(head) for head in heads)
    kept = {key: storage.get(key) for key in (gone, altered)}
    storage.delete(gone)
    storage.put(altered, kept[altered][:-1] + b"?")
    chunks = {
        f"sealed chunk {gone} is missing: restore it from a backup",
        f"sealed chunk {altered} was altered: restore it from a backup",
    }
    assert set(faults(works)) == chunks

    assert unseal(works) == 4
    said = "cannot be put back from sealed storage: restore the storage from a backup"
    assert factory.read(works_put_back.progress, works.edition_id) == Progress(works=4, back=2, damaged=2)
    assert set(faults(works)) == chunks | {f"entry {key} {said}" for key in keys}
    for key, content in kept.items():
        storage.put(key, content)
    assert unsealing.put_back(app) == 0  # it is tried again after an hour
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert unsealing.put_back(app) == 2
    clean(app, works)
    assert (state(factory), files(app)) == (before, bytes_before)
    assert factory.read(works_put_back.progress, works.edition_id) is None
    assert faults(works) == []


def test_what_changed_while_files_were_stored_is_sealed_as_it_is_then(app, factory, works):
    """A secretary may decide, and a comparison may end, between the storing and the act itself."""

    def change():
        db.session.execute(db.update(Entry).where(Entry.title == "ZQXtitle3").values(title="ZQXlater"))

    before = state(factory)
    with app.app_context(), works_sealed.prepared(works.edition_id, PUBLIC) as sealing:
        factory_change(change)
        with unit_of_work():
            assert sealing.finish(now=works.now) == 4
    clean(app, works)
    assert faults(works) == []
    unseal(works)
    after = state(factory)
    titles = [row for row in after["entry"] if "ZQXlater" in row]
    assert len(titles) == 1
    assert len(after["entry"]) == len(before["entry"])


def factory_change(change):
    with unit_of_work():
        change()


def test_works_that_are_not_sealed_at_once_leave_no_chunk_behind(app, works):
    before = files(app)
    stopped = pytest.raises(RuntimeError, match="no")
    with stopped, works.factory.work(), works_sealed.prepared(works.edition_id, PUBLIC):
        raise RuntimeError("no")
    assert files(app) == before


def test_an_erased_work_is_gone_while_it_is_sealed_and_does_not_come_back(app, factory, compared):
    works = compared
    seal(works)
    clean(app, works)
    [entry_id] = factory.read(
        lambda: db.session.scalars(db.select(Entry.id).where(Entry.state == "submitted")).all()
    )
    factory.do(erasing.empty, [entry_id], now=works.now)
    assert factory.read(kept_locked.of_one, entry_id).titles == {}
    assert faults(works) == []
    assert unseal(works) == 3
    clean(app, works)
    assert not [token for token in tokens_in(state(factory)) if token in {"ZQXtitle3", "ZQXtext3"}]
    assert faults(works) == []


def test_between_the_opening_and_the_putting_back_an_author_is_told_so_and_nothing_fails(app, factory, works):
    [key, author_id] = factory.read(
        lambda: db.session.execute(
            db.select(Entry.key, Entry.author_id).where(Entry.title == "ZQXtitle1")
        ).one()
    )
    seal(works)
    said = []
    for act in (lambda: None, lambda: open_works(works), lambda: unsealing.put_back(app)):
        act()
        draft = factory.read(author_queries.draft, key, author_id)
        given = factory.read(author_queries.receipt, key, author_id, 1)
        assert (draft.is_sealed, draft.is_opened) == (given.is_sealed, given.is_opened)
        said.append((draft.title, draft.is_sealed, draft.is_opened, refusal(factory, key, author_id)))
    assert said == [
        ("ZQXtitle1", True, False, str(author_files.SEALED)),
        ("ZQXtitle1", True, True, str(author_files.COMING_BACK)),
        ("ZQXtitle1", False, False, ""),
    ]


def open_works(works):
    works.factory.do(works_opened.open_works, works.edition_id, SECRET, now=works.now)


def refusal(factory, key, author_id):
    try:
        factory.read(author_files.version_file, key, author_id, 1)
    except Conflict as error:
        return error.message
    return ""


def test_the_author_keeps_title_receipt_and_status_and_gets_no_text(app, factory, works):
    [key, author_id] = factory.read(
        lambda: db.session.execute(
            db.select(Entry.key, Entry.author_id).where(Entry.title == "ZQXtitle1")
        ).one()
    )
    before = factory.read(author_queries.receipt, key, author_id, 1)
    seal(works)
    draft = factory.read(author_queries.draft, key, author_id)
    given = factory.read(author_queries.receipt, key, author_id, 1)
    mine = factory.read(author_queries.own_entries, author_id)
    assert (draft.title, draft.is_sealed, draft.text, draft.file) == ("ZQXtitle1", True, "", None)
    assert [(each.title, each.is_sealed) for each in mine] == [("ZQXtitle1", True)]
    assert [each.title for each in factory.read(author_queries.versions, key, author_id)] == ["ZQXtitle1"]
    for name in ("title", "number", "issued_at", "document", "signature", "sha256_text", "sha256_file"):
        assert getattr(given, name) == getattr(before, name), name
    for ask in (author_files.version_text, author_files.version_file):
        with pytest.raises(Conflict, match="sealed until the results"):
            factory.read(ask, key, author_id, 1)
    assert factory.read(queries.own_work, key, author_id).title == "ZQXtitle1"


def test_nobody_finds_out_at_the_public_check_whose_a_text_is(factory, works):
    number, text = factory.read(
        lambda: db.session.execute(
            db.select(Receipt.number, Version.text)
            .join(Version, Version.id == Receipt.version_id)
            .where(Version.title == "ZQXtitle0")
        ).one()
    )
    brought = [sha256(text.encode())]
    assert factory.read(vouching.vouched, number, brought).fits == "sha256_text"
    seal(works)
    asked = factory.read(vouching.vouched, number, brought)
    assert (asked.fits, asked.is_sealed, asked.is_signed) == ("", True, True)
    unseal(works)
    assert factory.read(vouching.vouched, number, brought).fits == "sha256_text"


def left_behind(app):
    """On SQLite whether the typed word is in a file of the database; on PostgreSQL where each emptied table lies."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            database = Path(db.engine.url.database)
            logs = (database, database.with_name(f"{database.name}-wal"))
            return any(b"ZQXtyped" in file.read_bytes() for file in logs if file.exists())
        place = text("SELECT pg_relation_filenode(CAST(:name AS regclass))")
        return {name: db.session.scalar(place, {"name": f'"{name}"'}) for name in classed.EMPTIED}


def test_works_that_were_typed_without_a_file_leave_nothing_behind_in_the_database_either(app, factory):
    works = Works(factory)
    works.accepted(factory.person("Người A"), title="ZQXtyped", text=f"ZQXtyped {LONG}")
    before = left_behind(app)
    seal(works)

    clean(app, works)

    after = left_behind(app)
    if isinstance(before, bool):
        assert (before, after) == (True, False)
    else:
        assert [name for name, place in after.items() if place == before[name]] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL waits for whoever reads
def test_what_somebody_reads_just_then_is_wiped_a_little_later(app, factory):
    works = Works(factory)
    works.accepted(factory.person("Người A"), title="ZQXtyped", text=f"ZQXtyped {LONG}")
    with app.app_context():
        reader = db.engine.raw_connection()
        reader.driver_connection.execute("BEGIN")
        reader.driver_connection.execute("SELECT count(*) FROM entry").fetchall()
    seal(works)
    with app.app_context():
        meanwhile = discarding.discard_waiting(), left_behind(app), len(discarding.storage_keys())
        reader.driver_connection.execute("COMMIT")
        reader.close()
        afterwards = discarding.discard_waiting(), left_behind(app), len(discarding.storage_keys())

    assert (meanwhile, afterwards) == ((0, True, 1), (1, False, 0))
