"""Questions to authors around the sealing: no word of them stands in the database, both sides read what they may."""

import pytest

from contest.editions.rules.secrecy import Sealing
from contest.entries import discarding, forgetting, questioned
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_office import AuthorQuestion
from contest.entries.questions import Wanted, answer, ask, close
from contest.entries.rules import questions as rules
from contest.platform.database import db
from tests import attacker
from tests.deepgrep import tokens_in
from tests.judged import Judged
from tests.parts.anonymisation.sealing import SECRET, hold_key
from tests.unsealing import unseal
from tests.worlds import world

BEFORE = ("Bài ZQXquestion1 đã đăng chưa?", "ZQXanswer1 chưa đăng ở đâu.")
LATE = ("Bài ZQXquestion2 đã đăng chưa?", "ZQXanswer2 chưa đăng ở đâu.")


def coded(factory, mode):
    made = Judged(factory, ("Một", "Hai"), settings={"sealing": Sealing(mode)})
    made.is_sealed = mode == "sealed"
    if made.is_sealed:
        hold_key(made)
    made.entries = {title: made.accepted(made.authors[title], title=title) for title in made.titles}
    asked_and_answered(made, "Một", BEFORE)
    made.coded_only()
    with factory.app.app_context():
        discarding.discard_waiting()
    return made


@world
def plain_one(factory):
    return coded(factory, "plain")


@world
def sealed_one(factory):
    return coded(factory, "sealed")


@pytest.fixture(params=["plain_one", "sealed_one"])
def contest(request, factory):
    return request.getfixturevalue(request.param)


def asked_and_answered(made, title, said):
    entry, do = made.entries[title], made.factory.do
    number = db.select(Receipt.number).join(Version).where(Version.entry_id == entry)
    receipt = made.factory.read(lambda: db.session.scalars(number).one())
    do(ask, made.edition_id, Wanted(receipt, said[0]), secretary_id=made.secretary_id, now=made.now)
    [one] = [each for each in made.factory.read(questioned.of_work, entry) if each.waits]
    do(answer, one.entry_key, one.key, said[1], account_id=made.authors[title], now=made.now)


def words(found):
    return {token for token in tokens_in(found) if token.startswith(("ZQXquestion", "ZQXanswer"))}


def of_office(made, *, by_number=True):
    found = made.factory.read(questioned.of_edition, made.edition_id, by_number=by_number)
    return {(each.title, each.question, each.answer) for each in found}


def test_what_is_asked_and_answered_stands_nowhere_in_the_database(app, contest):
    asked_and_answered(contest, "Hai", LATE)
    assert words(attacker.dump(app).rows) == set()


def test_the_search_for_these_words_would_find_them(app, contest):
    rows = attacker.dump(app).rows
    rows["author_question"][0]["answer"] = BEFORE[1]
    assert words(rows) == {"ZQXanswer1"}


def test_the_office_reads_what_came_later_and_the_author_all_of_it(contest):
    asked_and_answered(contest, "Hai", LATE)
    assert of_office(contest) == {("", "", ""), ("", *LATE)}
    for title, said in (("Một", BEFORE), ("Hai", LATE)):
        [one] = contest.factory.read(questioned.of_work, contest.entries[title])
        assert (one.question, one.answer) == said


def test_an_answer_to_what_was_asked_before_is_read_at_once(contest):
    """The question quotes what was known before the coding; the answer was written afterwards."""
    contest.factory.do(lambda: db.session.execute(db.update(AuthorQuestion).values(coded_answered=True)))
    assert of_office(contest) == {("", "", BEFORE[1])}


def test_after_the_opening_all_can_be_read_again(contest):
    asked_and_answered(contest, "Hai", LATE)
    if contest.is_sealed:
        unseal(contest, SECRET)
    assert of_office(contest, by_number=False) == {("Một", *BEFORE), ("Hai", *LATE)}


@pytest.mark.parametrize("letter", ["a", "ồ", "𐐀", "\n"])
def test_the_longest_of_any_letters_are_as_long_as_the_shortest(contest, letter):
    longest = "z" + letter * (rules.ANSWER[1] - 2) + "z"
    asked_and_answered(contest, "Hai", ("z" * 10, longest))
    query = "SELECT length(question), length(answer) FROM author_question"
    assert len(set(contest.factory.read(lambda: db.session.execute(db.text(query)).all()))) == 1
    [one] = contest.factory.read(questioned.of_work, contest.entries["Hai"])
    assert one.answer == longest


def test_they_go_with_the_work_and_with_the_person(contest):
    asked_and_answered(contest, "Hai", LATE)
    contest.factory.do(lambda: forgetting.of_works([contest.entries["Một"]]))
    assert [each[1] for each in of_office(contest)] == [LATE[0]]
    assert contest.entries["Hai"] in contest.factory.read(forgetting.kept, [contest.edition_id])
    contest.factory.do(lambda: forgetting.of_person(contest.authors["Hai"], named=[]))
    assert of_office(contest) == set()


def test_a_secretary_closes_what_waits(contest):
    asked_and_answered(contest, "Hai", LATE)
    found = contest.factory.read(questioned.of_edition, contest.edition_id, by_number=True)
    for each in found:
        contest.factory.do(
            close, each.key, edition_id=contest.edition_id, secretary_id=contest.secretary_id, now=contest.now
        )
    assert contest.factory.read(questioned.count_answered, contest.edition_id) == 0
    assert contest.factory.read(lambda: db.session.get(Entry, contest.entries["Hai"]).state) == "coded"
