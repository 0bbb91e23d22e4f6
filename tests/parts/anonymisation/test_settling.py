"""What a judge tells of a blind copy, and how the office blacks it out by code alone."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select, text

from contest.anonymisation import commitments, queries, renditions, service, settling, telling
from contest.anonymisation.models import BlindCopy, BlindPage
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.rules.seal import Link
from contest.assignment import service as assigning
from contest.assignment.models import Reading
from contest.audit import service as audit
from contest.audit.models import AuditEvent
from contest.editions.rules.secrecy import Sealing
from contest.entries import discarding, listing
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.reports import checking
from tests import attacker
from tests.judged import Judged
from tests.parts.anonymisation.sealing import hold_key
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
    assert contest.factory.read(settling.settled, [contest.round_id]) == (only(contest).code,)
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
        redact(contest, ["dài" * 2000])
    assert [each.params for each in refused.value.each] == [{"words": "dài" * 20 + "…"}]
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


def test_words_that_stand_on_a_picture_are_black_there_and_all_others_are_left_to_read(paged):
    before = page(paged)
    tell(paged)
    redact(paged, ["lang nay"])
    assert waiting(paged) == ()
    assert essay(paged).html == "<p>Con duong ▇▇ dai lam. Het.</p>"
    assert essay(paged).is_partly_black
    assert page(paged) != before
    assert paged.factory.read(commitments.faults) == []


def page(contest):
    return contest.factory.read(queries.page_image, contest.round_id, only(contest).code, 1)


def test_a_copy_of_before_the_places_were_kept_asks_for_a_tick_and_loses_all_its_text(paged):
    paged.factory.do(lambda: setattr(db.session.get(BlindCopy, only(paged).id), "placed", ""))
    tell(paged)
    with pytest.raises(RuleBroken) as refused:
        redact(paged, ["lang nay"])
    assert [(each.field, each.params) for each in refused.value.each] == [("words", {"words": "lang nay"})]
    redact(paged, ["lang nay"], cells=(Cell(1, 0, 0),))
    assert (waiting(paged), essay(paged).html) == ((), "<p>▇▇</p>")


def test_a_part_of_a_page_is_black_in_a_new_picture_and_the_text_under_it_goes(paged):
    def stored():
        return paged.factory.read(lambda: db.session.scalars(select(BlindPage.storage_key)).all())

    before, first = stored(), only(paged).code
    tell(paged)
    redact(paged, cells=(Cell(1, 0, 0), Cell(1, 3, 1), Cell(1, 23, 3)))
    content = paged.factory.read(queries.page_image, paged.round_id, first, 1)
    with Image.open(BytesIO(content)) as page:
        drawn = page.convert("L")
    corners = [drawn.getpixel((2, 2)), drawn.getpixel((drawn.width - 3, drawn.height - 3))]
    assert (corners, drawn.getpixel((drawn.width - 3, 2))) == ([0, 0], 255)
    assert (essay(paged).html, len(stored())) == ("<p>Con duong lang nay dai ▇▇ Het.</p>", len(before))
    assert essay(paged).is_partly_black
    assert set(before).isdisjoint(stored())
    storage = paged.factory.app.extensions["contest_storage"]
    assert set(stored()) <= storage.keys()
    assert set(before).isdisjoint(storage.keys())
    assert paged.factory.read(commitments.faults) == []


# --- sealed by key holders ------------------------------------------------------------------------------------------

NAME = "Vũ Thị ZQXname"
TELLS = f"Ngày xưa {NAME} ở chợ quê đông vui.\nNay chợ vắng hơn."


@world
def sealed(factory):
    made = Judged(factory, ("Một", "Hai"), rounds=2, settings={"sealing": Sealing("sealed")})
    hold_key(made)
    made.accepted(made.authors["Một"], title="Một", text=TELLS)
    made.accepted(
        made.authors["Hai"], title="Hai", file=("bai.pdf", pdf_file("Con duong lang nay dai lam.", "Het."))
    )
    return _cleared(made).rubric().given_out()


def _flagged(contest, title, said, position=0):
    judge = contest.readings(title, position)[0].judge_id
    contest.factory.do(
        telling.tell, contest.copy_id(title, position), judge_id=judge, said=said, now=contest.now
    )
    [found] = contest.factory.read(settling.waiting, [contest.rounds[position]])
    return judge, found


def _raw(contest):
    """Everything that the database keeps in its files, or on PostgreSQL in its rows, and all stored files."""
    app = contest.factory.app
    with app.app_context():
        discarding.discard_waiting()
        if db.engine.dialect.name == "sqlite":
            database = Path(db.engine.url.database)
            return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    return repr(attacker.dump(app).rows).encode()


def test_what_is_blacked_out_of_a_sealed_edition_stands_nowhere_any_more(sealed):
    judge, flagged = _flagged(sealed, "Một", f"Đây là {NAME}.")
    before, place = _raw(sealed), _places(sealed)
    assert before.count(b"ZQXname") == 1  # in the copy alone; what the judge told is locked
    assert flagged.said == (f"Đây là {NAME}.",)
    assert sealed.factory.read(telling.told, sealed.copy_id("Một"), judge).said == f"Đây là {NAME}."
    sealed.factory.do(settling.redact, flagged, [NAME], **seen(sealed, flagged))
    assert _raw(sealed).count(b"ZQXname") == 0
    assert [name for name, at in _places(sealed).items() if at == place[name]] == []
    sealed.factory.do(audit.seal, sealed.now)
    sealed.factory.do(listing.seal, now=sealed.now)
    assert sealed.factory.read(checking.faults, sealed.now) == []


def _places(contest):
    """On PostgreSQL where each table lies that is written anew: dead rows stay behind in the old place."""
    place = text("SELECT pg_relation_filenode(CAST(:name AS regclass))")

    def read():
        if db.engine.dialect.name == "sqlite":
            return {}
        return {name: db.session.scalar(place, {"name": name}) for name in ("blind_copy", "committed_copy")}

    return contest.factory.read(read)


def test_nobody_finds_out_by_trying_which_name_was_in_the_black_place(sealed):
    copy_id = sealed.copy_id("Một")
    before = sealed.factory.read(commitments.digest_of, copy_id)
    assert before in _raw(sealed).decode(errors="replace")
    for words in ([NAME], ["chợ quê"]):
        half = sealed.factory.read(commitments.digest_of, copy_id)
        _, flagged = _flagged(sealed, "Một", "")
        sealed.factory.do(settling.redact, flagged, words, **seen(sealed, flagged))
        raw = _raw(sealed).decode(errors="replace")
        assert (before in raw, half in raw) == (False, False)
    assert sealed.factory.read(commitments.faults) == []


def test_pictures_before_the_blackening_are_gone_surely(sealed):
    _, flagged = _flagged(sealed, "Hai", "")
    storage = sealed.factory.app.extensions["contest_storage"]
    keys = sealed.factory.read(lambda: db.session.scalars(select(BlindPage.storage_key)).all())
    sealed.factory.do(settling.redact, flagged, [], [Cell(1, 1, 1)], **seen(sealed, flagged))
    with sealed.factory.app.app_context():
        assert discarding.storage_keys() & set(keys) == {keys[0]}  # a crash now would be made good
        discarding.discard_waiting()
    assert keys[0] not in set(storage.keys())
    assert sealed.factory.read(commitments.faults) == []


def test_a_name_that_is_seen_in_a_later_round_is_blacked_out_of_the_round_before_too(sealed):
    contest = sealed.marked({title: [("9", "9")] * 2 for title in sealed.titles}).closed().advanced()
    contest.rubric(1).given_out(1)
    _, flagged = _flagged(contest, "Một", "", 1)
    contest.factory.do(settling.redact, flagged, [NAME], **seen(contest, flagged))
    assert _raw(contest).count(b"ZQXname") == 0
    for position in (0, 1):
        shown = contest.factory.read(queries.essay, contest.rounds[position], contest.code("Một", position))
        assert NAME not in shown.html
    assert contest.factory.read(commitments.faults) == []


def test_the_digest_that_was_published_is_known_again_at_the_joining(sealed):
    before = sealed.factory.read(commitments.digest_of, sealed.copy_id("Một"))
    _, flagged = _flagged(sealed, "Một", "")
    sealed.factory.do(settling.redact, flagged, [NAME], **seen(sealed, flagged))
    links = {sealed.copy_id(title): Link("entry", at, "ab" * 32) for at, title in enumerate(sealed.titles)}
    rounds = sealed.factory.read(commitments.opened, sealed.edition_id, links, {})
    assert [each["digest"] for each in rounds[0]["copies"] if each["code"] == sealed.code("Một")] == [before]


def test_why_a_judge_gives_a_work_back_stands_nowhere_in_plain_words(sealed):
    reading = sealed.readings("Hai")[0]
    why = f"Tôi quen {NAME}."
    sealed.factory.do(assigning.recuse, reading.id, judge_id=reading.judge_id, reason=why, now=sealed.now)
    rows = attacker.dump(sealed.factory.app).rows
    assert [row for table in rows for row in rows[table] if why in repr(row)] == []
    assert sealed.factory.read(lambda: db.session.get(Reading, reading.id).recusal_reason) == why
