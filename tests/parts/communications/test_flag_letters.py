"""Letters about works that tell who wrote them: by code to the secretaries, and back to the judge."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from contest.access.duties import Duty
from contest.anonymisation import settling, telling
from contest.communications import outbox, rendering
from contest.communications.models import OutboxMessage
from contest.judging import service as judging
from contest.kernel import clock
from contest.platform import mail
from contest.platform.database import db
from tests.judged import Judged
from tests.worlds import world

TEN = datetime(2026, 6, 1, 3, 10, tzinfo=UTC)
ELEVEN = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
TITLES = ("Một", "Hai", "Ba")


@world
def contest(factory):
    made = Judged(factory, TITLES, judges=3)
    made.second = factory.person("Lê Thị Thư Ký")
    factory.appoint(made.edition_id, made.second, Duty.SECRETARY)
    for title in TITLES:
        made.accepted(
            made.authors[title], title=title, text=f"Ở chợ Khe Mây ngày {title.lower()} trời mưa to."
        )
    return made.coded_only().rubric().given_out()


def judge_of(contest, title, place=0):
    return contest.readings(title)[place].judge_id


def tell(contest, title, *, place=0, at=TEN, said="Khe Mây"):
    who = {"judge_id": judge_of(contest, title, place), "said": said, "now": at}
    contest.factory.do(telling.tell, contest.copy_id(title), **who)


def flagged(contest, title):
    found = contest.factory.read(settling.waiting, [contest.round_id])
    return next(each for each in found if each.code == contest.code(title))


def settle(contest, act, title, at, *words):
    copy = flagged(contest, title)
    seen = contest.factory.read(settling.stamp, copy)
    contest.factory.do(act, copy, *words, seen=seen, secretary_id=contest.secretary_id, now=at)


def redact(contest, title, at=ELEVEN):
    settle(contest, settling.redact, title, at, ["Khe Mây"])


def keep(contest, title, at=ELEVEN):
    settle(contest, settling.keep, title, at)


def letters(contest, notice):
    """Whom the letters of this kind go to, and when they leave."""
    query = select(OutboxMessage).where(OutboxMessage.notice == notice).order_by(OutboxMessage.id)
    return contest.factory.read(
        lambda: [(row.account_id, row.due_at, row.sent_at is not None) for row in db.session.scalars(query)]
    )


def rendered(contest, notice):
    query = select(OutboxMessage).where(OutboxMessage.notice == notice).order_by(OutboxMessage.id)
    return contest.factory.read(lambda: [rendering.letter(row) for row in db.session.scalars(query)])


@pytest.fixture
def leave_at(contest, monkeypatch):
    """Let everything that is due at an instant leave; the letters that left."""

    def leave(instant):
        left = []
        monkeypatch.setattr(mail, "send", lambda letter, settings: left.append(letter))
        monkeypatch.setattr(clock, "now", lambda: instant)
        with contest.factory.app.app_context():
            outbox.deliver_due()
        return left

    return leave


def test_ten_flags_in_an_hour_are_one_letter_to_each_secretary_at_the_full_hour(contest):
    for minute, title in enumerate(TITLES * 3):
        tell(contest, title, at=TEN + timedelta(minutes=minute))
    assert letters(contest, "copy_told") == [
        (contest.secretary_id, ELEVEN, False),
        (contest.second, ELEVEN, False),
    ]


def test_the_letter_names_codes_alone_no_title_no_author_no_judge_and_not_what_was_said(contest):
    tell(contest, "Một", said="Rõ là Tác Giả Một")
    tell(contest, "Hai", place=1)
    codes = sorted([contest.code("Một"), contest.code("Hai")])
    for letter in rendered(contest, "copy_told"):
        whole = letter.subject + letter.text + letter.html
        assert [code for code in codes if code in letter.text and code in letter.html] == codes
        assert contest.code("Ba") not in whole
        assert [word for word in ("Tác Giả", "Giám Khảo", "Rõ là", "Khe Mây") if word in whole] == []


def test_what_is_told_after_the_letter_left_is_in_the_letter_of_the_next_hour(contest, leave_at):
    tell(contest, "Một")
    assert len(leave_at(ELEVEN - timedelta(seconds=1))) == 0
    assert len([each for each in leave_at(ELEVEN) if contest.code("Một") in each.text]) == 2
    tell(contest, "Hai", at=ELEVEN + timedelta(minutes=5))
    assert [due for _, due, sent in letters(contest, "copy_told") if not sent] == [
        ELEVEN + timedelta(hours=1)
    ] * 2


def test_a_letter_is_called_back_when_all_was_settled_before_its_hour_and_not_sooner(contest):
    tell(contest, "Một")
    tell(contest, "Hai")
    keep(contest, "Một", at=TEN)
    assert len(letters(contest, "copy_told")) == 2
    redact(contest, "Hai", at=TEN)
    assert letters(contest, "copy_told") == []


def test_the_judge_who_told_gets_one_letter_by_code_when_the_copy_is_blacked_out_and_no_other_judge_does(
    contest,
):
    tell(contest, "Một")
    tell(contest, "Hai", place=1)
    redact(contest, "Một")
    keep(contest, "Hai")
    assert letters(contest, "copy_redacted") == [(judge_of(contest, "Một"), ELEVEN, False)]
    (letter,) = rendered(contest, "copy_redacted")
    whole = letter.subject + letter.text + letter.html
    assert contest.code("Một") in letter.subject
    assert f"/essays/{contest.code('Một')}" in letter.text
    hidden = ("Tác Giả", "Khe Mây", "Một", "Thư Ký")
    assert [word for word in hidden if word in whole.replace("Một tác phẩm", "")] == []


def test_a_judge_who_gave_the_work_back_meanwhile_is_not_written_to(contest):
    tell(contest, "Một")
    tell(contest, "Một", place=1)
    reading, other = contest.readings("Một")
    who = {"judge_id": reading.judge_id, "reason": "Tôi biết tác giả", "now": TEN}
    contest.factory.do(judging.recuse, reading.id, **who)
    redact(contest, "Một")
    assert letters(contest, "copy_redacted") == [(other.judge_id, ELEVEN, False)]


def test_what_a_judge_told_last_is_read_for_the_whole_desk_at_once(contest):
    tell(contest, "Một", said="đây")
    tell(contest, "Hai", place=1, said="kia")
    redact(contest, "Một")
    tell(contest, "Một", said="lại nữa", at=ELEVEN)
    told = {
        judge_id: contest.factory.read(telling.told_in, contest.round_id, judge_id)
        for judge_id in contest.judges
    }
    expected = {judge_id: {} for judge_id in contest.judges}
    expected[judge_of(contest, "Một")][contest.code("Một")] = telling.Told("lại nữa", "")
    expected[judge_of(contest, "Hai", 1)][contest.code("Hai")] = telling.Told("kia", "")
    assert told == expected


# --- at one moment ------------------------------------------------------------------------------------------------


@pytest.fixture
def beside(contest):
    """Do one act and, before it is committed, another one on a connection of its own; both are committed then."""

    def both(first, second):
        errors = []

        def other():
            try:
                second()
            except Exception as error:
                errors.append(error)

        thread = threading.Thread(target=other)
        with contest.factory.work():
            first()
            thread.start()
            thread.join(1.0)
        thread.join(20)
        assert (errors, thread.is_alive()) == ([], False)

    return both


def telling_of(contest, title, place=0):
    """Tell of a work: within a transaction that is open, or called by `do` in one of its own."""
    ids = (contest.copy_id(title), judge_of(contest, title, place))
    return lambda: telling.tell(ids[0], judge_id=ids[1], said="Khe Mây", now=TEN)


def keeping(contest, title):
    copy = flagged(contest, title)
    seen = contest.factory.read(settling.stamp, copy)
    return lambda: settling.keep(copy, seen=seen, secretary_id=contest.secretary_id, now=TEN)


def one_letter_each(contest):
    return [(contest.secretary_id, ELEVEN, False), (contest.second, ELEVEN, False)]


def test_two_judges_who_tell_at_one_moment_cause_one_letter_to_each_secretary(contest, beside):
    one, two = telling_of(contest, "Một"), telling_of(contest, "Hai", place=1)
    beside(one, lambda: contest.factory.do(two))
    assert letters(contest, "copy_told") == one_letter_each(contest)


def test_a_letter_is_not_called_back_that_a_judge_relies_on_who_tells_at_that_moment(contest, beside):
    tell(contest, "Một")
    keep_it, two = keeping(contest, "Một"), telling_of(contest, "Hai", place=1)
    beside(two, lambda: contest.factory.do(keep_it))
    assert letters(contest, "copy_told") == one_letter_each(contest)


def test_whoever_tells_while_a_letter_is_called_back_causes_a_new_one(contest, beside):
    tell(contest, "Một")
    keep_it, two = keeping(contest, "Một"), telling_of(contest, "Hai", place=1)
    beside(keep_it, lambda: contest.factory.do(two))
    assert letters(contest, "copy_told") == one_letter_each(contest)
