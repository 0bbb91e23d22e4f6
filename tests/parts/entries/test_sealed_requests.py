"""Requests of authors around the sealing: nothing of their words stands in the database, authors keep their own."""

import pytest

from contest.editions.models import Edition
from contest.editions.rules.secrecy import Sealing
from contest.entries import discarding, requested, requests
from contest.entries.models import Entry
from contest.entries.models_office import AfterRequest
from contest.entries.requests import Answer, Wish
from contest.entries.rules import requests as rules
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from tests import attacker
from tests.deepgrep import tokens_in
from tests.judged import Judged
from tests.parts.anonymisation.sealing import SECRET, hold_key
from tests.unsealing import unseal
from tests.web.account.browsing import token
from tests.worlds import world

BEFORE = Wish(rules.TITLE, "Tên cũ ZQXreason1 có một lỗi.", "ZQXtitle1")
LATE = Wish(rules.WITHDRAW, "Tôi rút bài ZQXreason2 này.")


@world
def sealed(factory):
    contest = Judged(factory, ("Một", "Hai"), settings={"sealing": Sealing("sealed")})
    hold_key(contest)
    contest.entries = {
        title: contest.accepted(contest.authors[title], title=title) for title in contest.titles
    }
    contest.keys = {
        title: factory.read(lambda entry=entry: db.session.get(Entry, entry).key)
        for title, entry in contest.entries.items()
    }
    ask(contest, "Một", BEFORE)
    with pytest.raises(RuleBroken, match="wait for an answer: 1"):
        contest.coded_only()
    answer(contest, rules.YES, "Đã sửa ZQXanswer1 rồi.")
    contest.coded_only()
    with factory.app.app_context():
        discarding.discard_waiting()
    return contest


def ask(contest, title, wish):
    contest.factory.do(
        requests.ask, contest.keys[title], wish, account_id=contest.authors[title], now=contest.now
    )


def answer(contest, given, reason):
    [asked] = [
        each for each in contest.factory.read(requested.of_edition, contest.edition_id) if each.is_open
    ]
    contest.factory.do(
        requests.answer, asked.key, Answer(given, reason),
        edition_id=contest.edition_id, secretary_id=contest.secretary_id, now=contest.now,
    )  # fmt: skip


def words(found):
    return {token for token in tokens_in(found) if token.startswith(("ZQXreason", "ZQXanswer", "ZQXtitle"))}


def outside(app):
    """Return the words that stand anywhere in the database but in the blind copies."""
    rows = attacker.dump(app).rows
    assert words(rows.pop("blind_copy")) == {"ZQXtitle1"}
    return words(rows)


def of_author(contest, title):
    """Return what the author reads of the own requests."""
    found = contest.factory.read(requested.of_person, contest.authors[title])
    return [
        (each.kind, each.wanted, each.reason, each.answer, each.answer_reason)
        for each in found.get(contest.entries[title], ())
    ]


OF_BEFORE = (rules.TITLE, BEFORE.title, BEFORE.reason, rules.YES, "Đã sửa ZQXanswer1 rồi.")


def test_the_author_keeps_what_was_asked_for_before_and_the_office_does_not(app, sealed, factory):
    assert outside(app) == set()
    assert of_author(sealed, "Một") == [OF_BEFORE]
    [asked] = factory.read(requested.of_edition, sealed.edition_id)
    assert (asked.title, asked.before, asked.wanted, asked.reason, asked.answer_reason) == (
        "—",
        "",
        "",
        "",
        "",
    )


def test_what_is_written_while_works_are_sealed_is_read_by_both_and_stands_nowhere(app, sealed, factory):
    ask(sealed, "Hai", LATE)
    [asked] = [each for each in factory.read(requested.of_edition, sealed.edition_id) if each.is_open]
    assert asked.reason == LATE.reason
    answer(sealed, rules.NO, "Chưa đồng ý ZQXanswer2.")
    assert of_author(sealed, "Hai") == [(LATE.kind, "", LATE.reason, rules.NO, "Chưa đồng ý ZQXanswer2.")]
    assert outside(app) == set()


@pytest.mark.parametrize("letter", ["a", "ồ", '"', "\\", "𐐀", "\n"])
def test_the_longest_reasons_of_any_letters_are_as_long_as_the_shortest(sealed, factory, letter):
    longest = "z" + letter * (rules.REASON[1] - 2) + "z"
    ask(sealed, "Hai", Wish(rules.WITHDRAW, "z" * rules.REASON[0]))
    answer(sealed, rules.NO, "z" * rules.REASON[0])
    ask(sealed, "Hai", Wish(rules.WITHDRAW, longest))
    answer(sealed, rules.NO, longest)
    assert [each[2] for each in of_author(sealed, "Hai")] == ["z" * rules.REASON[0], longest]
    late = db.select(AfterRequest.locked).where(AfterRequest.locked.is_not(None))
    assert len({len(each) for each in factory.read(lambda: db.session.scalars(late).all())}) == 1


def test_after_the_opening_all_stands_in_the_rows_again(sealed, factory):
    ask(sealed, "Hai", LATE)
    answer(sealed, rules.YES, "Đồng ý ZQXanswer2.")
    unseal(sealed, SECRET)
    rows = factory.read(
        lambda: [
            (row.wanted, row.reason, row.answer_reason, row.locked)
            for row in db.session.scalars(db.select(AfterRequest).order_by(AfterRequest.id))
        ]
    )
    assert rows == [(*OF_BEFORE[1:3], OF_BEFORE[4], None), ("", LATE.reason, "Đồng ý ZQXanswer2.", None)]
    assert of_author(sealed, "Một") == [OF_BEFORE]


def test_the_pages_show_what_may_be_shown(sealed, client_for):
    ask(sealed, "Hai", LATE)
    slug = sealed.factory.read(lambda: db.session.get(Edition, sealed.edition_id).slug)
    secretary, at = client_for(sealed.secretary_id), f"/office/{slug}/requests"
    page = secretary.get(at).text
    assert words(page) == {"ZQXreason2"}
    assert "can be read again after the opening" in page
    [asked] = [each for each in sealed.factory.read(requested.of_edition, sealed.edition_id) if each.is_open]
    sent = {"csrf_token": token(secretary, at), "answer": "yes", "reason": "Đồng ý ZQXanswer2."}
    assert secretary.post(f"{at}/{asked.key}", data=sent).status_code == 303
    own = client_for(sealed.authors["Hai"]).get("/author/").text
    assert "ZQXanswer2" in own
    assert "ZQXanswer1" in client_for(sealed.authors["Một"]).get("/author/").text
