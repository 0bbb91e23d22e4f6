"""An author sees the own result once it is published, and gets a letter; nobody else's, and no judge."""

import re

from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions.models import Round
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries
from contest.platform.database import db
from tests.judged import Judged
from tests.web.office.office_browsing import text
from tests.worlds import world

MARKS = {"Một": [("9", "9"), ("8", "8.5")], "Hai": [("7", "7")] * 2}


@world
def contest(factory):
    return Judged(factory, tuple(MARKS)).judging().marked(MARKS).closed().awarded().approved()


def path(contest, title):
    [entry] = contest.factory.read(author_queries.own_entries, contest.authors[title])
    return f"/author/entries/{entry.key}/result"


def test_before_publication_there_is_no_result(contest, client_for):
    assert client_for(contest.authors["Một"]).get(path(contest, "Một")).status_code == 404


def test_an_author_sees_the_own_place_prize_and_readings(contest, client_for):
    contest.published()

    shown = text(client_for(contest.authors["Một"]).get(path(contest, "Một")))

    assert "your work has won “Giải Nhất”" in shown
    assert "Place 1 of 2 Score 86 of 100" in shown
    assert "Reading 1 82 of 100 Nội dung 8 / 10 Hình thức 8.5 / 10" in shown
    assert "Reading 2 90 of 100" in shown
    assert f"Code while it was judged {contest.code('Một')}" in shown
    for secret in ("Giám Khảo", "Hai", contest.code("Hai")):
        assert secret not in shown


def test_the_list_of_entries_says_judged_and_then_what_was_won(contest, client_for):
    browser = client_for(contest.authors["Một"])

    decided = text(browser.get("/author/"))
    contest.published()
    public = text(browser.get("/author/"))

    assert ("Judged" in decided, "Has won a prize" in public) == (True, True)
    assert "With the judges" not in decided + public


def test_another_authors_result_is_not_found(contest, client_for, client):
    contest.published()

    at = path(contest, "Một")
    others = (contest.authors["Hai"], contest.organiser_id, contest.judges[0], contest.secretary_id)
    assert [client_for(person).get(at).status_code for person in others] == [404] * 4
    assert client.get(at).status_code == 302


def test_who_went_no_further_sees_the_round_that_was_reached(factory, client_for):
    contest = Judged(factory, tuple(MARKS), rounds=2)
    factory.do(lambda: setattr(db.session.get_one(Round, contest.round_id), "advancing", 1))
    contest.judging().marked(MARKS).closed().advanced()
    contest.rubric(1, full="50").given_out(1).marked({"Một": MARKS["Một"]}, 1).closed(1)
    contest.awarded().approved().published()

    first, second = (text(client_for(contest.authors[t]).get(path(contest, t))) for t in MARKS)
    assert "Last round reached Chung khảo Place 1 of 1 Score 43 of 50" in first
    assert "has not won a prize" in second
    assert "Last round reached Sơ khảo Place 2 of 2 Score 70 of 100" in second


def test_my_entries_lead_to_the_result(contest, client_for):
    browser = client_for(contest.authors["Một"])
    assert path(contest, "Một") not in browser.get("/author/").text

    contest.published()
    assert path(contest, "Một") in browser.get("/author/").text


# --- letters ------------------------------------------------------------------------------------------------


def letters(contest):
    def rendered():
        query = db.select(OutboxMessage).where(OutboxMessage.notice == "result_published")
        rows = db.session.scalars(query.order_by(OutboxMessage.id)).all()
        return {row.account_id: (rendering.letter(row), row.context) for row in rows}

    return contest.factory.read(rendered)


def test_every_author_gets_a_letter_with_the_own_result_and_none_before(contest):
    assert letters(contest) == {}

    contest.published()

    found = letters(contest)
    assert set(found) == set(contest.authors.values())
    winner, other = (found[contest.authors[title]][0] for title in MARKS)
    assert winner.subject == "The results of Cuộc thi viết Bình Minh"
    assert "your work “Một” has won “Giải Nhất” in the contest Cuộc thi viết Bình Minh." in winner.text
    assert "It took place 1 of 2 in its category, in the round “Chung khảo”." in winner.text
    assert path(contest, "Một") in winner.text
    assert "“Hai” has won “Giải Nhì”" in other.text
    assert "Một" not in other.text
    assert re.sub(r"\s+", " ", winner.html).count("Giải Nhất") == 1
    assert [list(context) for _, context in found.values()] == [["entry_id"]] * 2


def test_who_wins_nothing_is_told_kindly(factory):
    contest = Judged(factory, ("Một",), categories=(CategorySpec("Bài viết", 5, 3000),))
    contest.judging().marked({"Một": MARKS["Một"]}).closed().approved().published()

    [(letter, _)] = letters(contest).values()
    assert "has not won a prize. Thank you for taking part." in letter.text
