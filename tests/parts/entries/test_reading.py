"""What other parts read of entries, and that lists cost the same for few and many and never load texts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update

from contest.entries import author_queries as own
from contest.entries import files, queries, screening_queries, service, unit_counts, verification, vouching
from contest.entries.authorship import Named
from contest.entries.models import Receipt, StoredFile, Version
from contest.entries.queries import AcceptedWork, FileRef, NamedEntry, OwnWork
from contest.kernel.errors import NotFound
from contest.platform.crypto import sha256
from contest.platform.database import db
from tests.factories import NOW, Factory
from tests.parts.entries.conftest import Contest

TEXT = "Làng tôi có một con đường nhỏ."


@contextmanager
def statements(factory: Factory) -> Iterator[list[str]]:
    """Note every statement that the database is asked."""
    asked: list[str] = []
    with factory.app.app_context():
        engine = db.engine

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def accepted(contest: Contest, **more: Any) -> str:
    key = contest.entry(**more)
    contest.screen(key)
    return key


def test_coding_gets_what_was_accepted_and_nothing_else(factory: Factory, contest: Contest) -> None:
    accepted(contest, title="Có tệp", file=("bài.txt", TEXT.encode()))
    contest.entry(contest.other_id, title="Chờ")
    (work,) = factory.read(queries.accepted_for_coding, contest.edition_id)
    assert work.file is not None
    assert work == AcceptedWork(
        entry_id=work.entry_id,
        version_id=work.version_id,
        category_id=contest.category_id,
        title="Có tệp",
        text=TEXT,
        file=FileRef("txt", work.file.storage_key, "bài.txt"),
        author_id=contest.author_id,
        unit_id=contest.unit_id,
        traces=(),
        file_names=("bài.txt",),
    )
    assert factory.read(queries.undecided, contest.edition_id) == 1


def test_publication_gets_names_by_entry(factory: Factory, contest: Contest) -> None:
    accepted(contest, title="Một")
    contest.entry(contest.other_id, title="Hai")
    first = Named(contest.author_id, "Nguyễn Văn Đức", contest.unit_id, "Xã Bình Minh")
    second = Named(contest.other_id, "Trần Thị Mai", None, "")
    found = factory.read(queries.named, [1, 2, 99])
    assert found == {
        1: NamedEntry(1, "Một", contest.author_id, contest.category_id, (first,)),
        2: NamedEntry(2, "Hai", contest.other_id, contest.category_id, (second,)),
    }


def test_an_author_finds_only_the_own_works(factory: Factory, contest: Contest) -> None:
    key = contest.entry(title="Của tôi")
    contest.entry(submit=False)
    work = OwnWork(1, key, contest.edition_id, contest.category_id, "Của tôi", "submitted")
    assert factory.read(queries.own_work, key, contest.author_id) == work
    assert factory.read(queries.own_works, contest.author_id, contest.edition_id) == (work,)
    with pytest.raises(NotFound):
        factory.read(queries.own_work, key, contest.other_id)


def test_entries_are_counted_by_state_and_unit(factory: Factory, contest: Contest) -> None:
    accepted(contest, title="Một")
    contest.entry(title="Hai")
    contest.entry(contest.other_id, submit=False)
    gone = contest.entry(contest.other_id, submit=False, title="Xoá")
    factory.do(service.withdraw, gone, author_id=contest.other_id, now=NOW)
    assert factory.read(queries.counts_by_state, contest.edition_id) == {
        "accepted": 1,
        "draft": 1,
        "submitted": 1,
    }
    (unit,) = factory.read(unit_counts.counts_by_unit, contest.edition_id)
    assert (unit.name, unit.by_state, unit.total) == ("Xã Bình Minh", {"accepted": 1, "submitted": 1}, 2)


def test_a_receipt_vouches_for_its_own_digests_only(factory: Factory, contest: Contest) -> None:
    key = contest.entry(file=("a.txt", TEXT.encode()))
    receipt = factory.read(own.receipt, key, contest.author_id, 1)
    found = [
        factory.read(vouching.vouched, receipt.number, [d])
        for d in (receipt.sha256_text, receipt.sha256_file, "f" * 64)
    ]
    assert [(one.number, one.is_signed, one.is_file, one.fits) for one in found] == [
        (receipt.number, True, True, "sha256_file"),  # a plain text file is its own text
        (receipt.number, True, True, "sha256_file"),
        (receipt.number, True, False, ""),
    ]
    assert factory.read(vouching.vouched, "2026-0000-0000-0000", [receipt.sha256_text]) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda contest: (screening_queries.queue, contest.edition_id),
        lambda contest: (own.own_entries, contest.author_id),
        lambda contest: (queries.counts_by_state, contest.edition_id),
        lambda contest: (unit_counts.counts_by_unit, contest.edition_id),
        lambda contest: (queries.own_works, contest.author_id, contest.edition_id),
        lambda contest: (queries.named, range(1, 50)),
    ],
)
def test_a_list_costs_the_same_for_few_and_many_and_loads_no_text(
    factory: Factory, contest: Contest, ask: Callable[[Contest], tuple[Any, ...]]
) -> None:
    costs = []
    for count in (1, 3):
        while len(factory.read(own.own_entries, contest.author_id)) < count:
            contest.entry(
                title=f"Bài {count}", submit=factory.read(queries.undecided, contest.edition_id) < 2
            )
            contest.entry(factory.person("Ai đó", unit_id=factory.unit()))
        with statements(factory) as asked:
            factory.read(*ask(contest))
        costs.append(len(asked))
        assert not [s for s in asked if ".text" in s or "document" in s]
    assert costs[0] == costs[1] <= 5  # one of them for names whose spelling was corrected on a work


def test_a_submit_asks_the_database_seldom(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False)
    with statements(factory) as asked:
        factory.submit(key, contest.author_id)
    assert len([s for s in asked if not s.startswith(("BEGIN", "COMMIT"))]) <= 20


# --- the installation's own check ------------------------------------------------------------------------------------


def test_a_sound_installation_has_no_faults(factory: Factory, contest: Contest) -> None:
    contest.entry(file=("a.txt", TEXT.encode()))
    contest.entry(title="Hai")
    assert factory.read(verification.faults) == []


def test_an_altered_text_file_or_receipt_is_named(factory: Factory, contest: Contest) -> None:
    keys = [contest.entry(title="Một"), contest.entry(contest.other_id, title="Hai")]
    authors = (contest.author_id, contest.other_id)
    numbers = [
        factory.read(own.receipt, key, author, 1).number for key, author in zip(keys, authors, strict=True)
    ]
    factory.do(lambda: db.session.execute(update(Version).where(Version.id == 1).values(text=TEXT + " sửa")))
    factory.do(lambda: db.session.execute(update(Receipt).where(Receipt.id == 2).values(signature="00" * 64)))
    assert factory.read(verification.faults) == [
        f"receipt {numbers[0]}: what it vouches for was altered since it was given",
        f"receipt {numbers[1]}: the signature is not this installation's",
    ]


def test_a_file_that_is_gone_or_altered_is_named(factory: Factory, contest: Contest) -> None:
    for number in (1, 2):
        contest.entry(title=f"Bài {number}", file=("a.txt", f"{TEXT} {number}".encode()))
    gone, altered = factory.read(
        lambda: db.session.scalars(db.select(StoredFile.storage_key).order_by(StoredFile.id)).all()
    )
    with factory.app.app_context():
        files.storage().delete(gone)
        files.storage().delete(altered)
        files.storage().put(altered, b"something else")
    assert factory.read(verification.faults) == [
        f"file {gone} is missing: restore it from a backup",
        f"file {altered} was altered since it was received: restore it from a backup",
    ]
    assert sha256(b"something else") != sha256(TEXT.encode())


def test_the_time_of_a_withdrawal_stays(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    factory.do(service.withdraw, key, author_id=contest.author_id, now=NOW)
    assert factory.read(queries.counts_by_state, contest.edition_id) == {"withdrawn": 1}
