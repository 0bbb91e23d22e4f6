"""Requests about works that the judges have: answered by the number of a receipt, without a name, a title or a code."""

import re

from contest.editions.models import Edition
from contest.entries import requested, requests
from contest.entries.models import Entry, Receipt
from contest.entries.rules import requests as rules
from contest.platform.database import db
from tests.judged import Judged
from tests.web.account.browsing import token
from tests.worlds import world


@world
def judged(factory):
    contest = Judged(factory, ("Bí mật một", "Bí mật hai")).judging()
    contest.key = factory.read(lambda: db.session.get(Entry, contest.entries["Bí mật một"]).key)
    return contest


def slug(contest):
    return contest.factory.read(lambda: db.session.get(Edition, contest.edition_id).slug)


def test_an_author_asks_on_the_page_of_the_work_and_a_secretary_answers_by_its_receipt(judged, client_for):
    author = client_for(judged.authors["Bí mật một"])
    page = author.get(f"/author/entries/{judged.key}").text
    assert f"/author/entries/{judged.key}/ask" in page
    at = f"/author/entries/{judged.key}/ask"
    form = author.get(at).text
    assert ('value="withdraw"' in form, 'value="title"' in form) == (True, False)
    [only] = [tag for tag in re.findall(r"<input[^>]*>", form) if 'value="withdraw"' in tag]
    assert "checked" in only  # there is nothing else to choose
    empty = author.post(at, data={"csrf_token": token(author, at), "kind": "withdraw", "reason": "ngắn"})
    assert (empty.status_code, "ngắn" in empty.text) == (422, True)
    sent = {"csrf_token": token(author, at), "kind": "withdraw", "reason": "Tôi không muốn dự thi nữa."}
    assert author.post(at, data=sent).status_code == 303

    secretary = client_for(judged.secretary_id)
    at = f"/office/{slug(judged)}/requests"
    assert at in secretary.get(f"/office/{slug(judged)}/").text
    page = secretary.get(at).text
    number = judged.factory.read(
        lambda: db.session.scalar(
            db.select(Receipt.number).join(Receipt.version).where(db.text("version.title = 'Bí mật một'"))
        )
    )
    assert number in page
    for hidden in ("Bí mật", "Tác Giả", judged.key, judged.code("Bí mật một"), judged.code("Bí mật hai")):
        assert hidden not in page
    [asked] = judged.factory.read(requested.of_edition, judged.edition_id)
    answer = {"csrf_token": token(secretary, at), "answer": "yes", "reason": "Đồng ý theo đề nghị."}
    assert secretary.post(f"{at}/{asked.key}", data=answer).status_code == 303
    assert judged.factory.read(lambda: db.session.get(Entry, judged.entries["Bí mật một"]).withdrawn_late)


def test_neither_who_asks_nor_who_answers_writes_a_code_beside_a_receipt(judged, client_for):
    said = f"Bài {judged.code('Bí mật hai')} là của tôi, xin rút."
    author, at = client_for(judged.authors["Bí mật một"]), f"/author/entries/{judged.key}/ask"
    sent = {"csrf_token": token(author, at), "kind": "withdraw", "reason": said}
    answer = author.post(at, data=sent)
    assert (answer.status_code, "looks like a blind code" in answer.text, said in answer.text) == (
        422, True, True,
    )  # fmt: skip
    wish = requests.Wish(rules.WITHDRAW, "Tôi không muốn dự thi nữa.")
    judged.factory.do(requests.ask, judged.key, wish, account_id=judged.authors["Bí mật một"], now=judged.now)
    [asked] = judged.factory.read(requested.of_edition, judged.edition_id)
    secretary, at = client_for(judged.secretary_id), f"/office/{slug(judged)}/requests"
    sent = {"csrf_token": token(secretary, at), "answer": "yes", "reason": said}
    answer = secretary.post(f"{at}/{asked.key}", data=sent)
    assert (answer.status_code, "looks like a blind code" in answer.text, said in answer.text) == (
        422, True, True,
    )  # fmt: skip
    assert judged.factory.read(requested.of_edition, judged.edition_id)[0].is_open


def test_nobody_else_reads_the_requests_while_judging_runs(judged, client_for):
    wish = requests.Wish(rules.WITHDRAW, "Tôi không muốn dự thi nữa.")
    author = judged.authors["Bí mật một"]
    judged.factory.do(requests.ask, judged.key, wish, account_id=author, now=judged.now)
    for who in (judged.chair_id, judged.organiser_id, judged.judges[0], author):
        assert client_for(who).get(f"/office/{slug(judged)}/requests").status_code in {403, 404}


def test_the_chair_sees_the_code_and_the_public_the_number_of_those_left_out(judged, client_for, client):
    author = judged.authors["Bí mật một"]
    wish = requests.Wish(rules.WITHDRAW, "Tôi không muốn dự thi nữa.")
    judged.factory.do(requests.ask, judged.key, wish, account_id=author, now=judged.now)
    [asked] = judged.factory.read(requested.of_edition, judged.edition_id)
    judged.factory.do(
        requests.answer, asked.key, requests.Answer(rules.YES, "Đồng ý theo đề nghị."),
        edition_id=judged.edition_id, secretary_id=judged.secretary_id, now=judged.now,
    )  # fmt: skip
    marks = {"Bí mật một": [("9", "9")] * 2, "Bí mật hai": [("7", "7")] * 2}
    judged.marked(marks).closed().awarded().approved()
    organiser, at = client_for(judged.organiser_id), f"/office/{slug(judged)}/results/publish"
    sent = {"csrf_token": token(organiser, at), "confirmed": "yes"}
    assert organiser.post(at, data=sent).status_code == 303
    page = client_for(judged.chair_id).get(f"/office/{slug(judged)}/results").text
    assert "Taken back by the author" in page
    assert "Tác Giả" not in page
    judged.awarded().approved()
    sent = {"csrf_token": token(organiser, at), "confirmed": "yes"}
    assert organiser.post(at, data=sent).headers["Location"].endswith("/results")
    assert "1 tác phẩm" in client.get(f"/editions/{slug(judged)}/results").text
