"""What may be known of an essay by its code."""

import pytest
from flask import Flask
from sqlalchemy import event

from contest.anonymisation import coding, queries, service
from contest.anonymisation.queries import BlindCopyView, BlindEssay
from contest.kernel.errors import NotFound
from contest.platform.database import db
from tests.factories import Factory
from tests.works import Works, pdf_file
from tests.worlds import world


@world
def works(factory: Factory) -> Works:
    return Works(factory)


def code_all(app: Flask, works: Works) -> None:
    with app.app_context():
        service.prepare(works.edition_id, now=works.now)
    works.factory.do(coding.draw_codes, works.round_id, actor_id=works.secretary_id, now=works.now)


@pytest.fixture
def typed(app: Flask, works: Works) -> BlindCopyView:
    works.accepted(works.factory.person(), text="Một hai ba bốn năm sáu bảy.")
    code_all(app, works)
    [copy] = works.factory.read(queries.blind_copies, works.round_id)
    return copy


def test_a_blind_copy_in_a_list_says_all_but_the_essay(works, typed):
    assert typed == BlindCopyView(
        typed.id, works.round_id, typed.code, "Chợ quê buổi sáng", works.categories[0], 7, "html"
    )
    read = works.factory.read
    assert read(queries.copies, [typed.id, typed.id, 999]) == {typed.id: typed}
    assert read(queries.codes, [typed.id]) == {typed.id: typed.code}
    assert read(queries.count, works.round_id) == 1
    assert read(queries.id_of, works.round_id, typed.code) == typed.id


def test_an_essay_is_read_by_its_code(works, typed):
    assert works.factory.read(queries.essay, works.round_id, typed.code) == BlindEssay(
        typed.id, typed.code, "Chợ quê buổi sáng", works.categories[0], 7, "html",
        "<p>Một hai ba bốn năm sáu bảy.</p>", 0,
    )  # fmt: skip


@pytest.mark.parametrize("wrong", ["", "CCCCCCC", "nonsense", "' OR 1=1 --", "\0"])
def test_other_codes_are_not_found(works, typed, wrong):
    for query in (queries.essay, queries.id_of):
        with pytest.raises(NotFound):
            works.factory.read(query, works.round_id, wrong)


def test_a_code_of_another_round_is_not_found(works, typed):
    other = Works(works.factory, title="Một cuộc thi khác")
    with pytest.raises(NotFound):
        works.factory.read(queries.essay, other.round_id, typed.code)
    with pytest.raises(NotFound):
        works.factory.read(queries.page_image, other.round_id, typed.code, 1)


def test_a_page_is_a_picture_and_what_is_no_page_is_not_found(app, works):
    works.accepted(works.factory.person(), file=("bai.pdf", pdf_file("Một hai ba bốn năm sáu bảy.")))
    code_all(app, works)
    [copy] = works.factory.read(queries.blind_copies, works.round_id)
    essay = works.factory.read(queries.essay, works.round_id, copy.code)
    assert (essay.kind, essay.pages, essay.html) == ("pages", 1, "<p>Một hai ba bốn năm sáu bảy.</p>")
    picture = works.factory.read(queries.page_image, works.round_id, copy.code, 1)
    assert picture[:4] in {b"\x89PNG", b"RIFF"}
    for number in (0, 2, -1):
        with pytest.raises(NotFound):
            works.factory.read(queries.page_image, works.round_id, copy.code, number)


def test_a_list_asks_the_database_once_however_long_it_is(app, works):
    for number in range(6):
        works.accepted(works.factory.person(), title=f"Bài {number}")
    code_all(app, works)
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        copies = queries.blind_copies(works.round_id)
        queries.copies([copy.id for copy in copies])
        queries.conflict_keys(works.round_id)
        db.session.rollback()
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 3
