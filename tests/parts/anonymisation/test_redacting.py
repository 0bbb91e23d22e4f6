"""What was blacked out of a work stays black when its copy is made anew, and can be taken back before the coding."""

import pytest
from sqlalchemy import func, select

from contest.anonymisation import queries, renditions, service
from contest.anonymisation.models_beside import Redaction
from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.service import Seen
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
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


def test_black_parts_of_pages_stay_black_and_the_text_of_the_pages_goes(paged):
    act(paged, service.redact, range(9), Blacked(cells=(Cell(1, 0, 0),)))
    black = paged.factory.read(renditions.page_image, paged.edition_id, one(paged).key, 1)
    again = made_anew(paged)
    assert (again.kind, again.html) == ("pages", "<p>▇▇</p>")
    assert paged.factory.read(renditions.page_image, paged.edition_id, again.key, 1) == black


def test_a_work_shown_as_text_never_falls_back_to_its_pages(paged):
    act(paged, service.show_text)
    assert made_anew(paged).kind == "html"


def test_a_stale_page_takes_nothing_back(contest):
    seen = Seen(one(contest).key, one(contest).stamp)
    act(contest, service.redact, [0])
    with pytest.raises(Conflict):
        contest.factory.do(
            service.undo, contest.edition_id, seen, secretary_id=contest.secretary_id, now=contest.now
        )
