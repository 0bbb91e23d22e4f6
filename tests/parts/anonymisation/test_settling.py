"""What a judge tells of a blind copy, and how the office blacks it out by code alone."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from contest.anonymisation import commitments, queries, renditions, service, settling, telling
from contest.anonymisation.models import BlindCopy, BlindPage
from contest.anonymisation.rules.cells import Cell
from contest.audit.models import AuditEvent
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from tests.judged import Judged
from tests.works import pdf_file
from tests.worlds import world

WORDS = "chợ Khe Mây"
TEXT = f"Ngày xưa ở {WORDS} đông vui.\nNay {WORDS.upper()} vắng hơn, chợ khác đông."


@world
def contest(factory):
    made = Judged(factory, ("Một",))
    made.accepted(made.authors["Một"], title="Một", text=TEXT)
    return made.coded_only()


@world
def paged(factory):
    made = Judged(factory, ("Một",))
    made.accepted(
        made.authors["Một"], title="Một", file=("bai.pdf", pdf_file("Con duong lang nay dai lam.", "Het."))
    )
    return _cleared(made)


def _cleared(made):

    with made.factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    for line in made.factory.read(renditions.listed, made.edition_id, "to_clear").lines:
        stamp = made.factory.read(renditions.detail, made.edition_id, line.key).stamp
        seen = service.Seen(line.key, stamp)
        made.factory.do(service.clear, made.edition_id, seen, secretary_id=made.secretary_id, now=made.now)
    return made.coded_only()


def only(contest):
    return contest.factory.read(lambda: queries.blind_copies(contest.round_id)[0])


def essay(contest):
    return contest.factory.read(queries.essay, contest.round_id, only(contest).code)


def tell(contest, said="", judge=0):
    contest.factory.do(
        telling.tell, only(contest).id, judge_id=contest.judges[judge], said=said, now=contest.now
    )


def told(contest, judge=0):
    return contest.factory.read(telling.told, only(contest).id, contest.judges[judge])


def waiting(contest):
    return contest.factory.read(settling.waiting, [contest.round_id])


def seen(contest, flagged):
    return {
        "seen": contest.factory.read(settling.stamp, flagged),
        "secretary_id": contest.secretary_id,
        "now": contest.now,
    }


def redact(contest, words=(), cells=()):
    (flagged,) = waiting(contest)
    by = seen(contest, flagged)
    contest.factory.do(settling.redact, flagged, words, cells, **by)


def happened(contest):
    query = select(AuditEvent.name).where(AuditEvent.name.like("copy.%")).order_by(AuditEvent.id)
    return contest.factory.read(lambda: db.session.scalars(query).all())


def test_the_office_gets_the_code_and_the_words_and_neither_judge_nor_time(contest):
    tell(contest, " dòng cuối ")
    tell(contest, "", judge=1)
    assert waiting(contest) == (settling.FlaggedCopy(contest.round_id, only(contest).code, ("dòng cuối",)),)
    assert (told(contest), told(contest, 1)) == (telling.Told("dòng cuối", ""), telling.Told("", ""))


def test_words_that_are_too_long_and_copies_that_are_none_are_refused(contest):
    with pytest.raises(RuleBroken) as refused:
        tell(contest, "a" * 501)
    assert refused.value.field == "said"
    with pytest.raises(NotFound):
        contest.factory.do(telling.tell, 10**6, judge_id=contest.judges[0], said="", now=contest.now)
    assert waiting(contest) == ()


def test_what_tells_is_blacked_out_by_code_and_the_judge_learns_of_it(contest):
    tell(contest, "chợ nào?")
    redact(contest, ["chợ khe mây"])
    assert essay(contest).html == "<p>Ngày xưa ở ▇▇ đông vui.<br>Nay ▇▇ vắng hơn, chợ khác đông.</p>"
    assert (waiting(contest), told(contest)) == ((), telling.Told("chợ nào?", "redacted"))
    assert contest.factory.read(settling.settled, [contest.round_id]) == 1
    assert happened(contest) == ["copy.identity-visible", "copy.redacted"]


def test_a_redacted_copy_is_what_was_published_but_for_what_was_blacked_out(contest):
    assert contest.factory.read(commitments.faults) == []
    tell(contest)
    redact(contest, [WORDS])
    assert contest.factory.read(commitments.faults) == []
    row = only(contest)

    contest.factory.do(lambda: setattr(db.session.get(BlindCopy, row.id), "title", "Khác"))
    assert len(contest.factory.read(commitments.faults)) == 1


def test_words_that_stand_nowhere_settle_nothing(contest):
    tell(contest)
    with pytest.raises(RuleBroken) as refused:
        redact(contest, ["Khe Mâ", WORDS, "xóm"])
    assert [(each.field, each.params) for each in refused.value.each] == [
        ("words", {"words": "Khe Mâ"}),
        ("words", {"words": "xóm"}),
    ]
    assert (len(waiting(contest)), happened(contest)) == (1, ["copy.identity-visible"])
    with pytest.raises(RuleBroken) as refused:
        redact(contest)
    assert [each.message for each in refused.value.each] == ["Choose what is to be blacked out."]


def test_a_copy_that_tells_nothing_is_kept_and_may_be_told_of_again(contest):
    tell(contest)
    (flagged,) = waiting(contest)
    by = seen(contest, flagged)
    contest.factory.do(settling.keep, flagged, **by)
    assert (waiting(contest), told(contest).outcome) == ((), "kept")
    with pytest.raises(Conflict):
        contest.factory.do(settling.keep, flagged, **by)
    with pytest.raises(Conflict):
        contest.factory.do(settling.redact, flagged, [WORDS], **by)
    tell(contest, "sao lại không?")
    assert [each.said for each in waiting(contest)] == [("sao lại không?",)]


def test_two_secretaries_at_once_the_second_is_told_and_may_black_out_more_having_seen_it(contest):
    tell(contest)
    (flagged,) = waiting(contest)
    first, second = seen(contest, flagged), seen(contest, flagged)
    contest.factory.do(settling.redact, flagged, [WORDS], **first)
    for late in (settling.keep, settling.redact):
        words = () if late is settling.keep else (["chợ khác"],)
        with pytest.raises(Conflict):
            contest.factory.do(late, flagged, *words, **second)
    now = seen(contest, contest.factory.read(settling.told_of, [contest.round_id], flagged.code))
    contest.factory.do(settling.redact, flagged, ["chợ khác"], **now)
    assert essay(contest).html == "<p>Ngày xưa ở ▇▇ đông vui.<br>Nay ▇▇ vắng hơn, ▇▇ đông.</p>"
    assert contest.factory.read(commitments.faults) == []


def test_what_a_judge_tells_meanwhile_is_not_settled_unread(contest):
    tell(contest)
    (flagged,) = waiting(contest)
    late = seen(contest, flagged)
    tell(contest, "còn chỗ nữa", judge=1)
    with pytest.raises(Conflict):
        contest.factory.do(settling.keep, flagged, **late)
    assert [each.said for each in waiting(contest)] == [("còn chỗ nữa",)]


def test_a_judge_who_was_told_that_nothing_was_found_is_told_when_something_is_after_all(contest):
    tell(contest)
    (flagged,) = waiting(contest)
    contest.factory.do(settling.keep, flagged, **seen(contest, flagged))
    contest.factory.do(settling.redact, flagged, [WORDS], **seen(contest, flagged))
    assert told(contest).outcome == "redacted"


def test_words_that_stand_on_a_picture_too_are_not_black_in_its_text_alone(paged):
    tell(paged)
    with pytest.raises(RuleBroken) as refused:
        redact(paged, ["lang nay"])
    assert [(each.field, each.params) for each in refused.value.each] == [("words", {"words": "lang nay"})]
    redact(paged, ["lang nay"], cells=(Cell(1, 0, 0),))
    assert waiting(paged) == ()


def test_a_part_of_a_page_is_black_in_a_new_picture_and_the_text_of_the_pages_goes(paged):
    def stored():
        return paged.factory.read(lambda: db.session.scalars(select(BlindPage.storage_key)).all())

    before, first = stored(), only(paged).code
    tell(paged)
    redact(paged, cells=(Cell(1, 0, 0), Cell(1, 23, 3)))
    content = paged.factory.read(queries.page_image, paged.round_id, first, 1)
    with Image.open(BytesIO(content)) as page:
        drawn = page.convert("L")
    corners = [drawn.getpixel((2, 2)), drawn.getpixel((drawn.width - 3, drawn.height - 3))]
    assert (corners, drawn.getpixel((drawn.width - 3, 2))) == ([0, 0], 255)
    assert (essay(paged).html, len(stored())) == ("", len(before))
    assert set(before).isdisjoint(stored())
    storage = paged.factory.app.extensions["contest_storage"]
    assert set(stored()) <= storage.keys()
    assert set(before).isdisjoint(storage.keys())
    assert paged.factory.read(commitments.faults) == []
