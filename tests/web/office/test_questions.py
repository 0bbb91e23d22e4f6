"""A secretary asks the author of a work: before the coding by title, then by the receipt alone, never by a code."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from contest.anonymisation.rules import codes
from contest.audit import queries as audit
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions.models import Edition
from contest.entries import questioned
from contest.entries.models import Entry, Receipt, Version
from contest.entries.questions import Wanted, answer, ask, close
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db, unit_of_work
from tests.judged import Judged
from tests.web.account.browsing import errors, send, token
from tests.web.office.office_browsing import text
from tests.worlds import world

ASKED = "Anh sinh năm nào? ZQXquestion1"
SAID = "Tôi sinh năm 1980. ZQXanswer1"
ONE, TWO = "Bí mật một", "Bí mật hai"


class Asked(Judged):
    """Two works; `now` does not move."""

    def works(self):
        self.entries = {title: self.accepted(self.authors[title], title=title) for title in self.titles}
        return self

    def key(self, title=ONE):
        return self.factory.read(lambda: db.session.get(Entry, self.entries[title]).key)

    def number(self, title=ONE):
        query = db.select(Receipt.number).join(Version).where(Version.entry_id == self.entries[title])
        return self.factory.read(lambda: db.session.scalars(query).one())

    def slug(self):
        return self.factory.read(lambda: db.session.get(Edition, self.edition_id).slug)

    def page(self):
        return f"/office/{self.slug()}/questions"

    def mine(self, title=ONE):
        return f"/author/entries/{self.key(title)}/questions"

    def ask(self, question=ASKED, title=ONE, **more):
        wanted = Wanted(more.pop("receipt", None) or self.number(title), question, **more)
        self.factory.do(ask, self.edition_id, wanted, secretary_id=self.secretary_id, now=self.now)

    def asked(self, *, by_number=False):
        return self.factory.read(questioned.of_edition, self.edition_id, by_number=by_number)

    def answer(self, said=SAID, title=ONE):
        [waiting] = [each for each in self.asked() if each.waits]
        who = {"account_id": self.authors[title], "now": self.now}
        self.factory.do(answer, self.key(title), waiting.key, said, **who)

    def close(self):
        [one] = [each for each in self.asked() if each.is_open]
        self.factory.do(
            close, one.key, edition_id=self.edition_id, secretary_id=self.secretary_id, now=self.now
        )

    def letters(self, *templates):
        """Return (recipient, subject, text) of the letters of these kinds."""
        query = db.select(OutboxMessage).where(OutboxMessage.notice.in_(templates)).order_by(OutboxMessage.id)

        def rendered():
            found = [(row, rendering.letter(row)) for row in db.session.scalars(query)]
            return [(row.account_id, letter.subject, letter.text) for row, letter in found]

        return self.factory.read(rendered)


@world
def open_works(factory):
    return Asked(factory, (ONE, TWO)).works()


@world
def judged(factory):
    contest = Asked(factory, (ONE, TWO)).works()
    contest.coded_only().rubric().given_out()
    return contest


def test_a_secretary_asks_the_author_answers_and_the_matter_is_closed(open_works, client_for):
    contest = open_works
    secretary, author = client_for(contest.secretary_id), client_for(contest.authors[ONE])
    work = secretary.get(f"/office/{contest.slug()}/screening/{contest.key()}").text
    assert f"{contest.page()}?receipt={contest.number()}" in work
    assert f'value="{contest.number()}"' in secretary.get(f"{contest.page()}?receipt={contest.number()}").text
    sent = {"receipt": contest.number().upper(), "question": ASKED, "answer_by": ""}
    assert send(secretary, contest.page(), sent).status_code == 303
    assert "waits for the author" in text(secretary.get(contest.page()))

    assert contest.mine() in author.get("/author/").text
    assert contest.mine() in author.get(f"/author/entries/{contest.key()}").text
    assert ASKED in text(author.get(contest.mine()))
    [one] = contest.asked()
    at = f"{contest.mine()}/{one.key}"
    assert send(author, at, {"answer": SAID}, page=contest.mine()).status_code == 303
    assert SAID in text(author.get(contest.mine()))
    assert contest.mine() not in author.get("/author/").text

    home = text(secretary.get(f"/office/{contest.slug()}/"))
    assert "1 answer of an author waits to be read." in home
    assert (ASKED in text(secretary.get(contest.page())), SAID in text(secretary.get(contest.page()))) == (
        True,
        True,
    )
    shut = f"{contest.page()}/{one.key}/close"
    assert send(secretary, shut, page=contest.page()).status_code == 303
    assert "waits to be read" not in text(secretary.get(f"/office/{contest.slug()}/"))
    assert "closed the matter" in text(author.get(contest.mine()))
    names = [line.name for line in contest.factory.read(audit.log, contest.edition_id)][:3]
    assert names == ["entry.question-closed", "entry.question-answered", "entry.author-questioned"]


def test_each_side_gets_one_letter(open_works):
    contest = open_works
    contest.ask()
    contest.answer()
    contest.close()
    [asked, answered] = contest.letters("question_asked", "question_answered")
    assert (asked[0], ASKED in asked[2], contest.mine() in asked[2]) == (contest.authors[ONE], True, True)
    assert answered[0] == contest.secretary_id
    told = " ".join(answered[1:])
    assert [each for each in (ONE, "Tác Giả", "ZQX", contest.key()) if each in told] == []
    assert contest.number() in told


def test_who_asked_and_is_no_secretary_any_more_gets_no_letter_but_whoever_is_does(open_works):
    contest = open_works
    other = contest.factory.person("Thư Ký Hai")
    wanted = Wanted(contest.number(), ASKED)
    contest.factory.do(ask, contest.edition_id, wanted, secretary_id=other, now=contest.now)
    contest.answer()
    assert [each[0] for each in contest.letters("question_answered")] == [contest.secretary_id]


def test_while_works_are_judged_the_page_shows_receipts_and_neither_names_nor_titles_nor_codes(
    judged, client_for
):
    contest = judged
    secretary = client_for(contest.secretary_id)
    sent = {"receipt": contest.number(), "question": ASKED, "answer_by": ""}
    assert send(secretary, contest.page(), sent).status_code == 303
    author = client_for(contest.authors[ONE])
    assert "nobody there may learn which of the works it is" in text(author.get(contest.mine()))
    contest.answer()
    page = secretary.get(contest.page()).text
    shown = [contest.number(), "ZQXquestion1", "ZQXanswer1"]
    assert [each for each in shown if each in page] == shown
    hidden = (ONE, TWO, "Tác Giả", contest.key(), contest.code(ONE), contest.code(TWO))
    assert [each for each in hidden if each in page] == []
    assert [
        each for each in (contest.code(ONE), contest.code(TWO)) if each in author.get(contest.mine()).text
    ] == []


def test_what_was_written_before_the_coding_is_not_shown_to_the_office_meanwhile(open_works, client_for):
    contest = open_works
    contest.ask("Tên bài ZQXquestion2 có đúng không?")
    contest.answer("Đúng, tên là ZQXanswer2 ạ.")
    contest.coded_only().rubric().given_out()
    page = client_for(contest.secretary_id).get(contest.page()).text
    assert ("ZQX" in page, "can be read again after the opening" in page) == (False, True)
    mine = client_for(contest.authors[ONE]).get(contest.mine()).text
    assert ("ZQXquestion2" in mine, "ZQXanswer2" in mine) == (True, True)


def test_nobody_else_asks_reads_or_answers(judged, client_for):
    contest = judged
    contest.ask()
    for who in (contest.chair_id, contest.organiser_id, contest.judges[0], contest.authors[ONE]):
        assert client_for(who).get(contest.page()).status_code in {403, 404}
    for who in (contest.judges[0], contest.authors[TWO], contest.secretary_id):
        assert client_for(who).get(contest.mine()).status_code == 404
    [one] = contest.asked()
    other = {"account_id": contest.authors[TWO], "now": contest.now}
    with pytest.raises(NotFound):
        contest.factory.do(answer, contest.key(), one.key, SAID, **other)


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"question": "ngắn"}, "Write the question in 10 to 1000 characters."),
        ({"question": "a" * 1001}, "Write the question in 10 to 1000 characters."),
        ({"receipt": "26xx-1"}, "This is no number of a receipt: look whether a letter is wrong or missing."),
        ({"receipt": ""}, "Please fill in this field."),
        (
            {"answer_by": "2020-01-01"},
            "Name today or a later day, at most a year from now; or leave it empty.",
        ),
        ({"answer_by": "mai"}, "Write the day like 31/12/2026."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    open_works, client_for, fields, sentence
):
    secretary = client_for(open_works.secretary_id)
    typed = {"receipt": open_works.number(), "question": ASKED, "answer_by": "", **fields}
    refused = send(secretary, open_works.page(), typed)
    assert (refused.status_code, errors(refused)) == (422, [sentence])
    assert [each for each in typed.values() if each not in refused.text] == []


def test_all_that_is_wrong_with_a_question_is_told_at_once(open_works, client_for):
    typed = {"receipt": "26xx-1", "question": "ngắn", "answer_by": "2020-01-01"}
    refused = send(client_for(open_works.secretary_id), open_works.page(), typed)
    assert errors(refused) == [
        "This is no number of a receipt: look whether a letter is wrong or missing.",
        "Write the question in 10 to 1000 characters.",
        "Name today or a later day, at most a year from now; or leave it empty.",
    ]


def test_an_answer_that_is_too_short_is_told_beside_it(open_works, client_for):
    open_works.ask()
    [one] = open_works.asked()
    author = client_for(open_works.authors[ONE])
    refused = send(author, f"{open_works.mine()}/{one.key}", {"answer": "ờ"}, page=open_works.mine())
    assert (refused.status_code, errors(refused)) == (422, ["Write the answer in 2 to 2000 characters."])


def test_a_code_of_the_work_of_another_and_one_that_never_was_are_refused_in_the_same_words(
    judged, client_for
):
    contest = judged
    never = next(
        code
        for code in (codes.new_code(lambda n, start=start: (start * 7) % n) for start in range(1, 50))
        if code not in {contest.code(ONE), contest.code(TWO)}
    )
    secretary, told = client_for(contest.secretary_id), set()
    for code in (contest.code(ONE), contest.code(TWO), never):
        for written in (code, code.lower(), f"{code[:3]}-{code[3:]}", f"{code[:4]} {code[4:]}"):
            typed = {"receipt": contest.number(), "question": f"Bài {written} là của ai?", "answer_by": ""}
            refused = send(secretary, contest.page(), typed)
            assert (refused.status_code, written in refused.text) == (422, True)
            told |= {sentence.replace(written, "CODE") for sentence in errors(refused)}
    assert len(told) == 1
    contest.ask()
    [one] = contest.asked()
    author = client_for(contest.authors[ONE])
    at = f"{contest.mine()}/{one.key}"
    refused = send(author, at, {"answer": f"Số phách của tôi là {never}."}, page=contest.mine())
    assert (refused.status_code, len(errors(refused))) == (422, 1)


def test_a_receipt_of_another_contest_finds_nothing(open_works, factory):
    other = Asked(factory, ("Khác",), title="Cuộc thi khác").works()
    with pytest.raises(RuleBroken, match="No work of this contest"):
        open_works.ask(receipt=other.number("Khác"))


# --- at the same time, and too late -----------------------------------------------------------------------------------


def test_a_second_question_waits_until_the_first_is_answered_and_then_closes_it(open_works):
    contest = open_works
    contest.ask()
    with pytest.raises(RuleBroken, match="has been asked something already"):
        contest.ask()
    contest.answer()
    contest.ask("Và sinh tháng nào, thưa anh?")
    assert [(each.waits, each.is_open) for each in contest.asked()] == [(True, True), (False, False)]
    assert len(contest.letters("question_asked")) == 2


def test_of_three_who_ask_at_the_same_moment_one_is_heard_and_the_others_are_told(open_works, factory):
    contest, together = open_works, Barrier(3)
    wanted = Wanted(contest.number(), ASKED)

    def one(_):
        together.wait()
        with factory.app.app_context():
            try:
                with unit_of_work():
                    ask(contest.edition_id, wanted, secretary_id=contest.secretary_id, now=contest.now)
            except RuleBroken as refused:
                return refused.field
        return "asked"

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(one, range(3))) == ["asked", "question", "question"]
    assert len(contest.asked()) == 1


def test_what_is_answered_or_closed_is_not_answered_again(open_works, client_for):
    contest = open_works
    contest.ask()
    [one] = contest.asked()
    author = client_for(contest.authors[ONE])
    at = f"{contest.mine()}/{one.key}"
    form = {"csrf_token": token(author, contest.mine()), "answer": SAID}
    contest.close()
    with pytest.raises(Conflict, match="closed already"):
        contest.factory.do(
            close, one.key, edition_id=contest.edition_id, secretary_id=contest.secretary_id, now=contest.now
        )
    late = author.post(at, data=form)
    assert (late.status_code, SAID in text(late)) == (409, True)  # what was typed is given back


def test_a_question_that_was_not_answered_in_time_stands_among_what_is_to_be_done(open_works, client_for):
    contest = open_works
    contest.ask(answer_by=contest.now.date())
    query = db.text("UPDATE author_question SET answer_by = '2020-01-01'")
    contest.factory.do(lambda: db.session.execute(query))
    secretary = client_for(contest.secretary_id)
    assert "1 question to an author was not answered" in text(secretary.get(f"/office/{contest.slug()}/"))
    author = client_for(contest.authors[ONE])
    assert "You can still answer." in text(author.get(contest.mine()))
    contest.answer()
    assert [each.answer for each in contest.asked()] == [SAID]


@pytest.mark.parametrize("change", ["unclaimed", "erased", "restricted"])
def test_who_would_read_no_question_is_not_asked(open_works, change):
    contest = open_works
    column = {"unclaimed": "unclaimed_since", "erased": "erased_at", "restricted": "restricted_at"}[change]
    query = db.text(f"UPDATE account SET {column} = created_at WHERE id = {contest.authors[ONE]}")
    contest.factory.do(lambda: db.session.execute(query))
    words = {"unclaimed": "came on paper", "erased": "has left", "restricted": "data is not used"}[change]
    with pytest.raises(RuleBroken, match=words) as refused:
        contest.ask()
    assert (refused.value.field, contest.asked()) == ("receipt", ())


def test_about_a_work_that_was_withdrawn_nothing_is_asked_nor_answered(open_works, client_for):
    contest = open_works
    contest.ask()
    query = db.update(Entry).where(Entry.id == contest.entries[ONE]).values(state="withdrawn")
    contest.factory.do(lambda: db.session.execute(query))
    author = client_for(contest.authors[ONE])
    assert "Nothing needs to be answered any more." in text(author.get(contest.mine()))
    assert contest.mine() not in author.get("/author/").text
    with pytest.raises(Conflict, match="was withdrawn"):
        contest.answer()
    secretary = client_for(contest.secretary_id)
    refused = send(secretary, contest.page(), {"receipt": contest.number(), "question": ASKED})
    assert (refused.status_code, "was withdrawn" in text(refused), ASKED in text(refused)) == (
        409,
        True,
        True,
    )
