"""Codes are drawn in one act, after which nothing joins a code and a name but the opened seals."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from contest.anonymisation import coding, queries, renditions, sealcheck, seals, service
from contest.anonymisation.keys import closed, conflict_key
from contest.anonymisation.keys import opened as opened_keys
from contest.anonymisation.models import BlindCopy, BlindPage, ClosedKeys, Rendition, Seal
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import seal
from contest.anonymisation.rules.codes import is_code
from contest.audit.models import AuditEvent
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.editions.models import Edition
from contest.entries import intake
from contest.entries import queries as entries
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform import public_seals
from contest.platform.crypto import SealBroken
from contest.platform.database import begin_writing, db
from contest.platform.storage import Storage
from tests.deepgrep import tokens_in
from tests.factories import Factory
from tests.works import Works, pdf_file, word_file
from tests.worlds import world


@world
def works(factory: Factory) -> Works:
    return Works(factory, rounds=2)


@pytest.fixture
def prepare(app: Flask, works: Works) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            service.prepare(works.edition_id, now=works.now)

    return run


def draw(works: Works) -> int:
    drawn: int = works.factory.do(
        coding.draw_codes, works.round_id, actor_id=works.secretary_id, now=works.now
    )
    return drawn


def opened(works: Works) -> dict[int, int]:
    found: dict[int, int] = works.factory.do(
        seals.open_seals, works.edition_id, actor_id=works.organiser_id, now=works.now
    )
    return found


def rows(works: Works, model: type[Any]) -> list[Any]:
    def read() -> list[Any]:
        found = db.session.scalars(db.select(model).order_by(model.id)).all()
        return [{column.key: getattr(row, column.key) for column in model.__table__.columns} for row in found]

    return works.factory.read(read)


def stored(app: Flask) -> frozenset[str]:
    storage: Storage = app.extensions["contest_storage"]
    return storage.keys()


def close(works: Works, round_id: int) -> None:
    by = {"actor_id": works.organiser_id, "now": works.now}
    works.factory.do(editions_service.set_round_state, round_id, "judging", **by)
    works.factory.do(editions_service.set_round_state, round_id, "closed", **by)


# --- the act ------------------------------------------------------------------------------------------------


def test_every_accepted_work_gets_a_code_and_judging_begins(works, factory, prepare):
    ids = {works.accepted(factory.person(), title=f"Bài {number}") for number in range(5)}
    prepare()
    assert draw(works) == 5
    copies = factory.read(queries.blind_copies, works.round_id)
    assert sorted(copy.title for copy in copies) == [f"Bài {number}" for number in range(5)]
    assert all(is_code(copy.code) for copy in copies)
    assert [copy.code for copy in copies] == sorted({copy.code for copy in copies})
    assert factory.read(editions.by_id, works.edition_id, now=works.now).phase == "judging"
    assert [r.state for r in factory.read(editions.rounds, works.edition_id)] == ["coded", "waiting"]
    assert factory.read(entries.counts_by_state, works.edition_id) == {"coded": 5}
    assert set(opened(works).values()) == ids


def test_afterwards_the_named_side_holds_no_copy_of_the_works(works, factory, prepare, app):
    works.accepted(factory.person(), file=("bai.pdf", pdf_file("Một bài rất ngắn thôi.")))
    prepare()
    [before] = factory.read(renditions.storage_keys)
    draw(works)
    assert rows(works, Rendition) == []
    assert before not in stored(app)
    [page] = rows(works, BlindPage)
    assert page["storage_key"] in stored(app)


def test_codes_are_not_drawn_twice(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    draw(works)
    with pytest.raises(Conflict, match="drawn already"):
        draw(works)
    assert len(rows(works, BlindCopy)) == 1


@pytest.mark.parametrize(
    ("hindrance", "sentence"),
    [
        ("open", "still taken in"),
        ("undecided", "nobody has decided about: 1"),
        ("none", "nothing to draw codes for"),
        ("unprepared", "not made yet: 1"),
        ("outdated", "not made yet: 1"),
        ("failed", "cannot be shown to judges: 1"),
        ("found", "something was found: 1"),
    ],
)
def test_codes_wait_until_every_work_is_ready(works, factory, prepare, app, hindrance, sentence):
    now = HINDRANCES[hindrance](works, factory, prepare, app) or works.now
    before = stored(app)
    with pytest.raises(RuleBroken, match=sentence):
        factory.do(coding.draw_codes, works.round_id, actor_id=works.secretary_id, now=now)
    assert (rows(works, BlindCopy), rows(works, Seal), stored(app)) == ([], [], before)
    assert [r.state for r in factory.read(editions.rounds, works.edition_id)] == ["waiting", "waiting"]
    assert sentence in str(factory.read(coding.problems, works.edition_id, now=now)[0])


def _while_open(works, factory, prepare, app):
    works.accepted(factory.person())
    prepare()
    return works.then


def _undecided(works, factory, prepare, app):
    works.accepted(factory.person())
    works.submitted(factory.person())
    prepare()


def _unprepared(works, factory, prepare, app):
    works.accepted(factory.person())


def _outdated(works, factory, prepare, app):
    person = factory.person()
    key = works.submitted(person)
    works.accept(key)
    prepare()
    factory.do(_change_title, key, person, works)
    works.submit(key, person)
    works.accept(key, version=2)


def _change_title(key, person, works):
    draft = intake.Draft(title="Một tên khác")
    intake.save_draft(key, draft, author_id=person, stamp=intake.Stamp(2), now=works.then)


def _failed(works, factory, prepare, app):
    works.accepted(factory.person(), file=("bai.docx", word_file("Một bài rất ngắn thôi.")))
    with app.app_context():
        [work] = service.pending(works.edition_id)
    app.extensions["contest_storage"].put(work.file.storage_key, b"PK\x03\x04 damaged")
    prepare()


def _found(works, factory, prepare, app):
    works.accepted(factory.person("Đặng Vũ Khuê Tú"), title="Thư của Đặng Vũ Khuê Tú")
    prepare()


HINDRANCES = {
    "open": _while_open,
    "undecided": _undecided,
    "none": lambda *_: None,
    "unprepared": _unprepared,
    "outdated": _outdated,
    "failed": _failed,
    "found": _found,
}


def test_an_act_that_fails_leaves_no_copied_pages_behind(works, factory, prepare, app):
    for number in range(3):
        works.accepted(factory.person(), file=("bai.pdf", pdf_file(f"Một bài rất ngắn {number}.")))
    prepare()
    storage: Storage = app.extensions["contest_storage"]
    storage.delete(min(factory.read(renditions.storage_keys)))
    before = stored(app)
    with pytest.raises(Exception):  # noqa: B017, PT011 -- whatever the storage says
        draw(works)
    assert (rows(works, BlindCopy), stored(app)) == ([], before)


def test_a_work_withdrawn_at_the_last_moment_is_not_coded(works, factory, prepare):
    person = factory.person()
    key = works.submitted(person)
    works.accept(key)
    stays = works.accepted(factory.person())
    prepare()
    works.withdrawn(key, person)
    assert draw(works) == 1
    assert list(opened(works).values()) == [stays]


# --- blindness ----------------------------------------------------------------------------------------------


def planted(factory: Factory, works: Works, number: int, file: tuple[str, bytes] | None = None) -> int:
    unit_id = factory.unit(f"Đơn vị ZQXunit{number}", parent_id=factory.unit(f"Huyện ZQXabove{number}"))
    person = factory.person(
        f"Nguyễn ZQXname{'ABCD'[number]}",
        email=f"ZQXmail{number}@example.org",
        phone="0912 345 678",
        unit_id=unit_id,
    )
    return works.accepted(person, title=f"Dòng sông {number}", file=file)


def test_no_blind_row_and_no_blind_file_holds_anything_of_an_author(works, factory, prepare, app):
    planted(factory, works, 1)
    planted(factory, works, 2, ("ZQXfile2.docx", word_file("Một bài rất ngắn thôi.", author="ZQXprop2")))
    planted(factory, works, 3, ("ZQXfile3.pdf", pdf_file("Một bài rất ngắn thôi.", author="ZQXprop3")))
    prepare()
    secret = rows(works, Rendition)
    assert tokens_in(secret)  # the needles are where they should be, or this test would prove nothing
    draw(works)
    blind = [rows(works, model) for model in (BlindCopy, BlindPage, ClosedKeys, Seal)]
    storage: Storage = app.extensions["contest_storage"]
    blind.append([storage.get(page["storage_key"]) for page in blind[1]])
    assert tokens_in(blind) == set()
    assert {"entry_id", "author_id", "version_id"}.isdisjoint(BlindCopy.__table__.columns.keys())


def test_what_the_blind_side_answers_holds_nothing_of_an_author(works, factory, prepare):
    planted(factory, works, 1)
    planted(factory, works, 2, ("ZQXfile2.pdf", pdf_file("Một bài rất ngắn thôi.", author="ZQXprop2")))
    prepare()
    draw(works)
    answers: list[object] = []
    for copy in factory.read(queries.blind_copies, works.round_id):
        essay = factory.read(queries.essay, works.round_id, copy.code)
        answers += [repr(copy), repr(essay)]
        for number in range(1, essay.pages + 1):
            answers.append(factory.read(queries.page_image, works.round_id, copy.code, number))
    answers.append(repr(factory.read(queries.conflict_keys, works.round_id)))
    assert tokens_in(answers) == set()


def test_the_order_of_rows_codes_and_seals_tells_nothing_of_the_order_of_arrival(works, factory, prepare):
    ids = [works.accepted(factory.person(), title=f"Bài {number}") for number in range(40)]
    prepare()
    draw(works)
    joined = opened(works)
    by_row = [joined[row["id"]] for row in rows(works, BlindCopy)]
    by_code = [joined[row["id"]] for row in sorted(rows(works, BlindCopy), key=lambda row: row["code"])]
    for order in (by_row, by_code):
        assert sorted(order) == sorted(ids)
        assert abs(_rank_correlation(order)) < 0.8  # by chance less than once in a million draws
    assert by_row != by_code


def _rank_correlation(order: list[int]) -> float:
    ranks = {entry: rank for rank, entry in enumerate(sorted(order))}
    n = len(order)
    apart = sum((rank - ranks[entry]) ** 2 for rank, entry in enumerate(order))
    return 1 - 6 * apart / (n * (n * n - 1))


def test_all_seals_are_equally_long(works, factory, prepare):
    for number in range(12):
        works.accepted(factory.person(), title=f"Bài {number}")
    prepare()
    draw(works)
    assert len({len(row["sealed"]) for row in rows(works, Seal)}) == 1
    assert len({row["sealed"] for row in rows(works, Seal)}) == 12


def test_no_line_of_the_log_joins_a_code_and_an_entry(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    before = len(rows(works, AuditEvent))
    draw(works)
    since = rows(works, AuditEvent)[before:]
    roots = [row["details"].pop("root") for row in since if row["name"].endswith(".committed")]
    assert [len(root) for root in roots] == [64, 64]
    assert [(row["name"], row["details"]) for row in since] == [
        ("receipts.committed", {"commitment_id": 1, "number": 1, "count": 1}),
        ("round.state-changed", {"round_id": works.round_id, "before": "waiting", "after": "coded"}),
        ("edition.phase-changed", {"before": "announced", "after": "judging"}),
        ("copies.committed", {"round_id": works.round_id, "commitment_id": 1, "number": 1, "count": 1}),
        ("entry.coded", {"count": 1}),
        ("codes.drawn", {"round_id": works.round_id, "copies": 1}),
    ]


# --- opaque keys --------------------------------------------------------------------------------------------


def test_opaque_keys_are_those_of_the_person_the_unit_and_the_units_above_but_the_root(
    works, factory, prepare, app
):
    root = factory.unit("Tỉnh")
    district = factory.unit("Huyện", parent_id=root)
    school = factory.unit("Trường", parent_id=district)
    person = factory.person(unit_id=school)
    works.accepted(person)
    prepare()
    draw(works)
    with app.app_context():
        wanted = {
            conflict_key("person", person),
            conflict_key("unit", school),
            conflict_key("unit", district),
        }
        assert list(queries.conflict_keys(works.round_id).values()) == [wanted]
        assert conflict_key("unit", root) not in wanted


def test_an_author_of_the_root_itself_shares_its_key(works, factory, prepare, app):
    root = factory.unit("Tỉnh")
    person = factory.person(unit_id=root)
    works.accepted(person)
    prepare()
    draw(works)
    with app.app_context():
        wanted = {conflict_key("person", person), conflict_key("unit", root)}
        assert list(queries.conflict_keys(works.round_id).values()) == [wanted]


def test_neither_the_number_nor_the_frequency_of_opaque_keys_can_be_seen(works, factory, prepare):
    crowded = factory.unit(parent_id=factory.unit())
    for number in range(6):
        works.accepted(factory.person(unit_id=crowded if number < 4 else None), title=f"Bài {number}")
    prepare()
    draw(works)
    locked = [row["locked"] for row in rows(works, ClosedKeys)]
    keys = factory.read(queries.conflict_keys, works.round_id)
    assert sorted(map(len, keys.values())) == [1, 1, 2, 2, 2, 2]  # what is inside differs
    assert (len(locked), len(set(locked)), len({len(each) for each in locked})) == (6, 6, 1)
    assert not any(bytes.fromhex(key) in each for own in keys.values() for key in own for each in locked)


def test_more_keys_than_one_record_holds_make_all_records_of_the_round_longer(app):
    many = {f"{number:032x}" for number in range(200)}
    with app.app_context():
        locked = closed([many, {"ab" * 16}, ()])
        assert [opened_keys(each) for each in locked] == [many, {"ab" * 16}, frozenset()]
        for count in range(60, 68):
            [alone] = closed([[f"{number:032x}" for number in range(count)]])
            assert len(opened_keys(alone)) == count
    assert len({len(each) for each in locked}) == 1


# --- sealed by key holders ----------------------------------------------------------------------------------


def key_of_holders(works: Works, *, rehearsed: bool = True) -> bytes:
    """Make the edition one whose holders have a key, and return the secret one."""
    secret, public = public_seals.new_pair()

    def make() -> None:
        begin_writing()
        db.session.get_one(Edition, works.edition_id).sealing = "sealed"
        row = EditionKey(edition_id=works.edition_id, public_key=public, needed=2, holders=[])
        row.made_at, row.made_by = works.now, works.organiser_id
        row.rehearsed_at = works.now if rehearsed else None
        db.session.add(row)

    works.factory.do(make)
    return secret


def test_where_people_hold_the_keys_only_those_open_the_seals_of_every_round(works, factory, prepare):
    ids = [works.accepted(factory.person(), title=f"Bài {number}") for number in range(3)]
    prepare()
    secret = key_of_holders(works)
    draw(works)
    close(works, works.round_id)
    former = [copy.id for copy in factory.read(queries.blind_copies, works.round_id)]
    by = {"actor_id": works.organiser_id, "now": works.now}
    factory.do(coding.recode, works.round_id, works.rounds[1], former[:2], **by)

    sealed = [row["sealed"] for row in rows(works, Seal)]
    links = [seal.read(public_seals.open_with(secret, each)) for each in sealed]

    assert sorted(link.id for link in links if link.to == "entry") == sorted(ids)
    assert sorted(link.id for link in links if link.to == "copy") == sorted(former[:2])
    assert {len(each) for each in sealed} == {public_seals.sealed_length()}
    with pytest.raises(SealBroken):
        opened(works)


@pytest.mark.parametrize("state", ["no key", "not rehearsed"])
def test_no_code_is_drawn_before_the_holders_have_shown_that_they_can_open(works, factory, prepare, state):
    works.accepted(factory.person())
    prepare()
    key_of_holders(works, rehearsed=False)
    if state == "no key":
        factory.do(lambda: db.session.execute(db.delete(EditionKey)))

    found = factory.read(coding.problems, works.edition_id, now=works.now)

    expected = {"no key": "are not made yet", "not rehearsed": "have not rehearsed the opening yet"}
    assert [expected[state] in str(problem) for problem in found] == [True]
    with pytest.raises(RuleBroken, match=expected[state]):
        draw(works)
    assert rows(works, BlindCopy) == []


def test_the_check_names_a_seal_that_the_holders_could_not_open(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    key_of_holders(works)
    draw(works)
    assert factory.read(sealcheck.unopenable) == []

    [copy] = factory.read(queries.blind_copies, works.round_id)
    for spoilt in (b"\x01" + b"x" * 560, b"\x02" + b"x" * 559):
        factory.do(lambda: db.session.execute(db.update(Seal).values(sealed=spoilt)))  # noqa: B023
        [sentence] = factory.read(sealcheck.unopenable)
        assert copy.code in sentence
        assert "key holders" in sentence


# --- a later round and the seals ----------------------------------------------------------------------------


def test_works_that_go_on_get_new_codes_and_keep_text_keys_and_pages(works, factory, prepare, app):
    ids = [works.accepted(factory.person(unit_id=factory.unit()), title=f"Bài {n}") for n in range(3)]
    ids.append(works.accepted(factory.person(), file=("bai.pdf", pdf_file("Một bài rất ngắn thôi."))))
    prepare()
    draw(works)
    close(works, works.rounds[0])
    old = factory.read(queries.blind_copies, works.rounds[0])
    going = [copy.id for copy in old if copy.kind == "pages" or copy.title == "Bài 1"]
    by = {"actor_id": works.secretary_id, "now": works.now}
    moved = factory.do(coding.recode, *works.rounds, going, **by)
    new = factory.read(queries.blind_copies, works.rounds[1])
    titles = {copy.id: copy.title for copy in (*old, *new)}
    assert (set(moved), set(moved.values())) == (set(going), {copy.id for copy in new})
    assert all(titles[before] == titles[after] for before, after in moved.items())
    assert {copy.code for copy in new}.isdisjoint({copy.code for copy in old})
    assert {(c.title, c.words, c.kind) for c in new} == {
        (c.title, c.words, c.kind) for c in old if c.id in going
    }
    assert len({page["storage_key"] for page in rows(works, BlindPage)} & stored(app)) == 2
    joined = opened(works)
    same = {copy.title: joined[copy.id] for copy in old if copy.id in going}
    assert {copy.title: joined[copy.id] for copy in new} == same
    keys = {copy.title: factory.read(queries.keys_of, copy.id) for copy in old if copy.id in going}
    assert {copy.title: factory.read(queries.keys_of, copy.id) for copy in new} == keys


def test_a_later_round_is_not_coded_before_the_one_in_front_of_it_is_closed(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    draw(works)
    [copy] = factory.read(queries.blind_copies, works.rounds[0])
    by = {"actor_id": works.secretary_id, "now": works.now}
    with pytest.raises(Conflict):
        factory.do(coding.recode, *works.rounds, [copy.id], **by)
    close(works, works.rounds[0])
    with pytest.raises(RuleBroken):
        factory.do(coding.recode, *works.rounds, [], **by)
    with pytest.raises(Conflict):
        factory.do(coding.recode, *works.rounds, [copy.id, 999], **by)
    assert len(rows(works, BlindCopy)) == 1


def test_opening_is_said_aloud_and_each_seal_keeps_its_first_opening(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    draw(works)
    first = opened(works)
    assert opened(works) == first
    assert [row["opened_at"] for row in rows(works, Seal)] == [works.now]
    said = [row["details"] for row in rows(works, AuditEvent) if row["name"] == "seals.opened"]
    assert said == [{"seals": 1}, {"seals": 1}]


def test_a_damaged_seal_is_named_and_nothing_is_opened(works, factory, prepare):
    for number in range(2):
        works.accepted(factory.person(), title=f"Bài {number}")
    prepare()
    draw(works)
    assert factory.read(sealcheck.unopenable) == []

    def damage() -> str:
        row = db.session.scalars(db.select(Seal).order_by(Seal.id)).first()
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        return str(db.session.get_one(BlindCopy, row.blind_copy_id).code)

    code = factory.do(damage)
    [sentence] = factory.read(sealcheck.unopenable)
    assert code in sentence
    with pytest.raises(SealBroken):
        opened(works)
    assert {row["opened_at"] for row in rows(works, Seal)} == {None}


def test_a_missing_seal_is_named(works, factory, prepare):
    works.accepted(factory.person())
    prepare()
    draw(works)
    factory.do(lambda: db.session.execute(db.delete(Seal)))
    assert len(factory.read(sealcheck.unopenable)) == 1
