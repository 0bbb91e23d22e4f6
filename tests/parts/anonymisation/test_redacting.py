"""What was blacked out of a work stays black when its copy is made anew, and can be taken back before the coding."""

from dataclasses import replace

import pytest
from flask import current_app
from sqlalchemy import func, select, update

from contest.anonymisation import queries, renditions, service
from contest.anonymisation.making import Identities, make
from contest.anonymisation.models import Rendition
from contest.anonymisation.models_beside import Redaction
from contest.anonymisation.rules import cells
from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.service import Seen
from contest.entries import queries as entries
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from tests.drawn_letters import drawn_letters
from tests.judged import Judged
from tests.works import pdf_file
from tests.worlds import world

NAME = "Đặng Vũ Khuê Tú"
TEXT = f"Tôi là {NAME} đây. Chợ Khe Mây đông vui lắm."


@world
def contest(factory):
    made = Judged(factory, ())
    made.accepted(factory.person(NAME), title="Một", text=TEXT)
    return prepared(made)


@world
def paged(factory):
    made = Judged(factory, ())
    made.accepted(
        factory.person(NAME), title="Một", file=("b.pdf", pdf_file("Dang Vu Khue Tu viet bai nay."))
    )
    return prepared(made)


@world
def titled(factory):
    made = Judged(factory, ())
    raw = pdf_file(f"Người viết bài này là {NAME} đây.")
    made.accepted(factory.person(NAME), title=f"Thư {NAME}", file=("b.pdf", raw))
    return prepared(made)


@world
def drawn(factory):
    made = Judged(factory, ())
    made.accepted(factory.person(NAME), title=f"Thư {NAME}", file=("b.pdf", drawn_letters()))
    return prepared(made)


def prepared(made):
    with made.factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    return made


def one(contest):
    listed = (
        contest.factory.read(renditions.listed, contest.edition_id, state) for state in ("to_clear", "clear")
    )
    lines = [line for page in listed for line in page.lines]
    return contest.factory.read(renditions.detail, contest.edition_id, lines[0].key)


def act(contest, doing, *what):
    seen = Seen(one(contest).key, one(contest).stamp)
    by = {"secretary_id": contest.secretary_id, "now": contest.now}
    return contest.factory.do(doing, contest.edition_id, seen, *what, **by)


def made_anew(contest):
    """As after a correction of the title: the copy is dropped and made from the author's own words."""
    entry_id = one(contest).entry_id
    contest.factory.do(lambda: service._drop([service._of_entry(entry_id)]))
    return one(prepared(contest))


def test_found_and_typed_words_stay_black_in_a_copy_made_anew(contest):
    act(contest, service.redact, [0], Blacked(("chợ khe mây",)))
    expected = "<p>Tôi là ▇▇ đây. ▇▇ đông vui lắm.</p>"
    assert (one(contest).html, made_anew(contest).html) == (expected, expected)


def test_nothing_chosen_is_refused(contest):
    with pytest.raises(RuleBroken) as refused:
        act(contest, service.redact, [])
    assert refused.value.field == "chosen"


def test_all_is_taken_back_until_the_codes_are_drawn(contest):
    act(contest, service.redact, [0])
    act(contest, service.undo)
    assert (NAME in one(prepared(contest)).html, rows(contest)) == (True, 0)
    act(contest, service.redact, [0])
    seen = Seen(one(contest).key, one(contest).stamp)
    contest.coded_only()
    assert rows(contest) == 0
    with pytest.raises(NotFound):
        contest.factory.do(
            service.undo, contest.edition_id, seen, secretary_id=contest.secretary_id, now=contest.now
        )
    copy = contest.factory.read(queries.blind_copies, contest.round_id)[0]
    assert "▇▇" in contest.factory.read(queries.essay, contest.round_id, copy.code).html


def rows(contest):
    return contest.factory.read(lambda: db.session.scalar(select(func.count()).select_from(Redaction)))


def picture(contest):
    return contest.factory.read(renditions.page_image, contest.edition_id, one(contest).key, 1)


def test_words_and_parts_of_pages_stay_black_and_are_looked_at_anew(paged):
    act(paged, service.redact, range(9), Blacked(cells=(Cell(1, 23, 0),)))
    black, before = picture(paged), one(paged)
    assert (before.state, before.for_eyes) == ("to_clear", ("black-parts",))
    act(paged, service.clear)
    assert one(paged).state == "clear"
    again = made_anew(paged)
    assert (again.kind, again.html, again.state) == ("pages", before.html, "to_clear")
    assert ("▇▇" in again.html, "Khue" in again.html, "bai nay" in again.html) == (True, False, True)
    assert (picture(paged), again.words) == (black, 7)


def test_what_lies_under_a_black_part_does_not_come_back_with_the_text_in_place_of_the_pages(paged):
    second = tuple(cell for cell in cells.of_page(1) if cell.column == 1)
    act(paged, service.redact, [], Blacked(cells=second))
    act(paged, service.show_text)
    shown = one(paged)
    assert (shown.kind, shown.html) == ("html", "<p>Dang Vu Khue Tu viet ▇▇</p>")
    assert made_anew(paged).html == shown.html


def test_pages_of_a_newer_version_are_looked_at_where_parts_of_the_older_were_black(paged):
    with paged.factory.app.app_context():
        [work] = entries.accepted_for_coding(paged.edition_id)
        identity, storage = Identities().of(work), current_app.extensions["contest_storage"]
        older = Blacked(("bai nay",), (Cell(1, 23, 0),), version_id=work.version_id - 1)
        made = make(work, identity, storage, older)
        as_text = make(work, identity, storage, replace(older, as_text=True))
    assert (made.kind, made.flags, made.shown.html.count("▇▇")) == (
        "pages",
        ("black-parts", "blacked-before"),
        1,
    )
    assert (as_text.kind, as_text.flags, as_text.shown.html.count("▇▇")) == ("html", ("blacked-before",), 1)


def test_words_that_stand_nobody_knows_where_need_a_tick_and_are_looked_at_when_it_is_lost(drawn):
    with pytest.raises(RuleBroken) as refused:
        act(drawn, service.redact, [], Blacked(("AAA",)))
    assert [each.params for each in refused.value.each] == [{"words": "AAA", "pages": "1"}]
    act(drawn, service.redact, [0], Blacked(("AAA",), (Cell(1, 20, 0),)))
    assert (one(drawn).html, one(drawn).state) == ("<p>▇▇</p>", "clear")
    drawn.factory.do(lambda: db.session.execute(update(Redaction).values(cells=[])))
    assert made_anew(drawn).for_eyes == ("blacked-before",)


def test_a_name_that_was_found_in_the_title_is_not_left_on_a_page_either(titled):
    titled.factory.do(lambda: setattr(db.session.scalar(select(Rendition)), "placed", ""))
    at = next(at for at, found in enumerate(one(titled).findings) if found.where == "title")
    with pytest.raises(RuleBroken) as refused:
        act(titled, service.redact, [at])
    assert [each.params for each in refused.value.each] == [{"words": NAME}]
    act(titled, service.redact, [at], Blacked((), (Cell(1, 0, 0),)))
    assert (one(titled).title, one(titled).html) == ("Thư ▇▇", "<p>▇▇</p>")


def test_a_work_shown_as_text_never_falls_back_to_its_pages(paged):
    act(paged, service.show_text)
    assert made_anew(paged).kind == "html"


def test_a_ready_work_that_is_shown_as_text_from_now_on_is_looked_at_once_more(factory):
    made = Judged(factory, ())
    made.accepted(factory.person(NAME), title="Một", file=("b.pdf", pdf_file("Con duong lang dai lam.")))
    prepared(made)
    assert one(made).state == "clear"
    act(made, service.show_text)
    assert (one(made).state, one(made).kind) == ("to_clear", "html")


def test_a_stale_page_takes_nothing_back(contest):
    seen = Seen(one(contest).key, one(contest).stamp)
    act(contest, service.redact, [0])
    with pytest.raises(Conflict):
        contest.factory.do(
            service.undo, contest.edition_id, seen, secretary_id=contest.secretary_id, now=contest.now
        )
