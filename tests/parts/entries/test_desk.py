"""The screening desk: who has a work in hand, two secretaries at once, causes and dates, a decision taken back."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.communications.models import OutboxMessage
from contest.communications.outbox import deliver_due
from contest.editions import queries as editions
from contest.entries import author_queries, decisions, holding, screening, screening_queries, undoing
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from tests.factories import NOW, WEEK, Factory
from tests.parts.entries.conftest import Contest
from tests.parts.entries.test_screening import ALL, REASON, again, decide, queued

MINUTE = timedelta(minutes=1)


@pytest.fixture
def colleague_id(factory: Factory, contest: Contest) -> int:
    account_id = factory.person("Đỗ Văn Thư")
    factory.appoint(contest.edition_id, account_id, Duty.SECRETARY)
    return account_id


def take(contest: Contest, secretary_id: int, *, now=NOW, **more) -> str | None:
    return contest.factory.do(
        holding.take_next, contest.edition_id, secretary_id=secretary_id, now=now, **more
    )


# --- in hand -----------------------------------------------------------------------------------------------------


def test_each_secretary_is_given_another_work_and_the_own_one_again(factory, contest, colleague_id):
    first, second, third = queued(contest, 3)

    assert [take(contest, contest.secretary_id), take(contest, colleague_id)] == [first, second]
    assert take(contest, contest.secretary_id) == first
    assert take(contest, contest.secretary_id, after=first) == third
    assert take(contest, colleague_id, after=second) is None  # the two others are a colleague's


def test_a_work_is_free_again_a_quarter_of_an_hour_after_the_last_act(factory, contest, colleague_id):
    (key,) = queued(contest, 1)
    take(contest, contest.secretary_id)
    kept = NOW + holding.TIME - MINUTE
    factory.do(holding.open_it, key, contest.edition_id, secretary_id=contest.secretary_id, now=kept)

    assert take(contest, colleague_id, now=NOW + holding.TIME) is None
    assert take(contest, colleague_id, now=kept + holding.TIME) == key


def test_what_a_colleague_has_in_hand_may_be_read_and_taken_over_knowingly(factory, contest, colleague_id):
    (key,) = queued(contest, 1)
    take(contest, contest.secretary_id)
    held = factory.do(holding.open_it, key, contest.edition_id, secretary_id=colleague_id, now=NOW)
    assert held == holding.Hold(contest.secretary_id, "Lê Thị Thư Ký", NOW + holding.TIME)

    factory.do(holding.take_over, key, contest.edition_id, secretary_id=colleague_id, now=NOW)
    assert factory.read(holding.in_hand, contest.edition_id, now=NOW)[key].name == "Đỗ Văn Thư"


def test_what_is_put_back_can_be_taken_and_nobody_puts_back_anothers(factory, contest, colleague_id):
    (key,) = queued(contest, 1)
    take(contest, contest.secretary_id)
    factory.do(holding.release, key, contest.edition_id, secretary_id=colleague_id)
    assert take(contest, colleague_id) is None
    factory.do(holding.release, key, contest.edition_id, secretary_id=contest.secretary_id)
    assert take(contest, colleague_id) == key


def test_deciding_about_anothers_work_says_whose_it_is_and_asks(factory, contest, colleague_id):
    (key,) = queued(contest, 1)
    take(contest, contest.secretary_id)
    accept = Decision(Act.ACCEPT, 1, ALL, "")

    with pytest.raises(RuleBroken) as refusal:
        decide(contest, key, accept, secretary_id=colleague_id)
    assert (refusal.value.field, refusal.value.params["who"]) == ("knowingly", "Lê Thị Thư Ký")

    decide(contest, key, replace(accept, knowingly=True), secretary_id=colleague_id)
    assert factory.read(holding.in_hand, contest.edition_id, now=NOW) == {}


def test_a_work_of_another_contest_is_in_nobodys_hand(factory, contest):
    elsewhere = factory.edition(title="Cuộc thi khác")
    (key,) = queued(contest, 1)
    assert take(contest, contest.secretary_id) == key
    with pytest.raises(NotFound):
        factory.do(holding.open_it, key, elsewhere, secretary_id=contest.secretary_id, now=NOW)


def test_two_at_the_same_moment_get_two_works(factory, contest, colleague_id):
    keys = queued(contest, 4)
    start, taken = threading.Barrier(2), []

    def at_once(secretary_id: int) -> None:
        after = ""
        for _ in range(2):
            start.wait()
            after = take(contest, secretary_id, after=after) or ""
            taken.append(after)

    threads = [threading.Thread(target=at_once, args=(who,)) for who in (contest.secretary_id, colleague_id)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(taken) == sorted(keys)


# --- causes, dates, own lines -------------------------------------------------------------------------------------


def test_a_cause_of_the_list_is_reason_enough_and_is_counted(factory, contest):
    first, second = queued(contest, 2)
    decide(contest, first, Decision(Act.REFUSE, 1, (), "", causes=("late", "identity", "made up")))
    decide(contest, second, Decision(Act.REFUSE, 1, (), REASON))

    counted = factory.read(decisions.refused_because, contest.edition_id)
    assert counted == (2, {"identity": 1, "late": 1, "": 1})
    view = factory.read(screening_queries.to_screen, first, contest.edition_id)
    assert view.decisions[0].causes == (
        "The work says who its author is.",
        "The work came after the closing time.",
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (NOW, "This time has passed already"),
        (NOW + 2 * WEEK, "Works are taken in until the closing time only"),
    ],
)
def test_a_correction_is_asked_for_in_time(factory, contest, asked, sentence):
    with pytest.raises(RuleBroken, match=f"^{sentence}"):
        decide(contest, contest.entry(), Decision(Act.RETURN, 1, (), REASON, return_by=asked))


def test_the_day_for_a_correction_is_told_and_the_secretariat_sees_what_is_overdue(factory, contest):
    key, asked = contest.entry(), NOW + timedelta(days=2)
    decide(contest, key, Decision(Act.RETURN, 1, (), "", causes=("form",), return_by=asked))

    (line,) = factory.read(author_queries.own_entries, contest.author_id)
    assert (line.state, line.return_by, line.causes) == (
        "returned",
        asked,
        ("The form is not as the rules ask for it.",),
    )
    overdue = [factory.read(decisions.overdue, contest.edition_id, now=at) for at in (asked - MINUTE, asked)]
    again(contest, key, "Làng tôi có một con đường nhỏ, bài sửa lại.")
    assert [*overdue, factory.read(decisions.overdue, contest.edition_id, now=asked)] == [0, 1, 0]


def test_the_own_lines_of_a_category_are_needed_to_accept(factory, contest):
    spec = factory.read(editions.spec, contest.edition_id).categories[0]
    demanding = replace(spec, id=None, demands=replace(spec.demands, own_checks=("Có ảnh minh họa.",)))
    edition_id = factory.edition(title="Cuộc thi có ảnh", categories=(demanding,))
    key = factory.entry(edition_id, contest.author_id)
    given = {"edition_id": edition_id, "secretary_id": contest.secretary_id, "now": NOW}

    with pytest.raises(RuleBroken, match="^Tick every line"):
        factory.do(screening.decide, key, Decision(Act.ACCEPT, 1, ALL, ""), **given)
    factory.do(screening.decide, key, Decision(Act.ACCEPT, 1, (*ALL, "line-1"), ""), **given)


# --- taken back ---------------------------------------------------------------------------------------------------


def undo(contest: Contest, key: str, *, secretary_id: int | None = None, now=NOW) -> str:
    with contest.factory.app.app_context():
        found = undoing.own_decisions(contest.edition_id, contest.secretary_id)
        db.session.rollback()
    decision = next(each.id for each in found if each.entry_key == key)
    state: str = contest.factory.do(
        undoing.take_back,
        key,
        decision,
        edition_id=contest.edition_id,
        secretary_id=secretary_id or contest.secretary_id,
        now=now,
    )
    return state


def letters(factory: Factory) -> list[str]:
    with factory.app.app_context():
        query = select(OutboxMessage.notice).where(OutboxMessage.sent_at.is_(None))
        found = list(db.session.scalars(query.order_by(OutboxMessage.id)))
        db.session.rollback()
    return found


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.RETURN, Act.REFUSE])
def test_a_decision_taken_back_at_once_reaches_nobody_and_leaves_its_trace(factory, contest, act):
    key = contest.entry()
    decide(contest, key, Decision(act, 1, ALL, REASON))
    assert undo(contest, key) == "submitted"

    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert [(past.verdict, past.undone_at) for past in view.decisions] == [(act.value, NOW)]
    assert factory.read(audit.log, contest.edition_id)[0].name == "entry.decision-taken-back"
    assert [name for name in letters(factory) if name != "entry_received"] == []
    (line,) = factory.read(author_queries.own_entries, contest.author_id)
    assert (line.state, line.reason, line.return_by) == ("submitted", "", None)


PATIENCE = timedelta(minutes=5)


def test_who_has_got_the_letter_is_told_that_it_counts_no_more(factory, contest):
    key = contest.entry()
    decide(contest, key, Decision(Act.REFUSE, 1, (), REASON))
    for later in (timedelta(), PATIENCE):
        with clock.fixed(NOW + later), factory.app.app_context():
            deliver_due()
    undo(contest, key, now=NOW + PATIENCE)
    assert letters(factory) == ["decision_taken_back"]


def test_letters_about_decisions_wait_a_few_minutes(factory, contest):
    contest.screen(contest.entry())
    with factory.app.app_context():
        deliver_due()
    assert letters(factory) == ["entry_accepted"]


def test_a_refusal_of_an_accepted_work_taken_back_leaves_it_accepted(factory, contest):
    key = contest.entry()
    contest.screen(key)
    decide(contest, key, Decision(Act.REFUSE, 1, (), REASON, state="accepted"))
    assert undo(contest, key) == "accepted"
    assert undo(contest, key) == "submitted"


def test_only_the_own_last_decision_is_taken_back_and_only_before_the_work_goes_on(
    factory, contest, colleague_id
):
    key = contest.entry()
    decide(contest, key, Decision(Act.RETURN, 1, (), REASON))
    with pytest.raises(NotFound):
        undo(contest, key, secretary_id=colleague_id)
    (mine,) = factory.read(undoing.own_decisions, contest.edition_id, contest.secretary_id)
    again(contest, key, "Làng tôi có một con đường nhỏ, bài sửa lại.")

    assert factory.read(undoing.own_decisions, contest.edition_id, contest.secretary_id) == ()
    given = {"edition_id": contest.edition_id, "secretary_id": contest.secretary_id, "now": NOW}
    with pytest.raises(Conflict, match="^The work has gone on since"):
        factory.do(undoing.take_back, key, mine.id, **given)
