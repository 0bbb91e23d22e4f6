"""What a person asks about the own data, what follows, and how administrators answer in time."""

import re
from datetime import timedelta

import pytest

from contest.communications import outbox
from contest.editions import queries as editions
from contest.entries import intake, queries
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import agreements, register, rights
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules import data_requests as rules
from contest.people.rules.consent import OPTIONAL
from contest.platform import worker
from contest.platform.database import db
from tests.factories import NOW
from tests.judged import Judged
from tests.web.account.browsing import errors, send, told
from tests.web.office.office_browsing import text

DATA, LIST = "/account/data", "/account/administration/data-requests"
AGREED = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý công bố."}


@pytest.fixture
def author(factory):
    account = factory.person("Nguyễn Thị Lan", email="lan@example.org")
    factory.do(accounts.give_consents, account, AGREED, language="vi", now=clock.now())
    return account


@pytest.fixture
def chief(factory):
    return factory.administrator()


def asked(factory, account, kind=rules.OTHER, words="Ai đã xem dữ liệu của tôi?", now=None):
    return factory.do(rights.ask, account, kind, words, now=now or clock.now())


def letters(app):
    """Who was written what, after all that waits has left."""
    with app.app_context():
        outbox.deliver_due()
        rows = db.session.execute(db.text("SELECT notice, address FROM outbox_message ORDER BY id"))
        return [tuple(row) for row in rows]


def test_the_page_of_ones_data_leads_to_everything_and_each_page_says_what_follows(author, client_for):
    browser = client_for(author)
    page = browser.get(DATA).text

    links = re.findall(r'href="(/account/data/ask/\w+)"', page)
    assert links == [f"/account/data/ask/{kind}" for kind in rules.KINDS]
    erase = text(browser.get(links[0]))
    assert "This goes for good" in erase
    assert "An empty account in which nobody can sign in" in erase
    assert "do not name you" in text(browser.get(links[1]))
    assert browser.get("/account/data/ask/sell").status_code == 404


def test_a_request_is_taken_in_with_its_terms_and_all_are_told(app, factory, author, chief, client_for):
    browser = client_for(author)
    refused = send(browser, "/account/data/ask/erase", {"words": "Cảm ơn."})
    assert (refused.status_code, errors(refused)) == (422, ["Please fill in this field."])
    assert "Cảm ơn." in refused.text

    sent = send(browser, "/account/data/ask/erase", {"words": "Cảm ơn.", "understood": "y"})

    assert sent.status_code == 303
    page = text(browser.get(sent.location))
    assert "Waits for an answer" in page
    assert "Cảm ơn." in page
    again = send(browser, "/account/data/ask/erase", {"words": "", "understood": "y"})
    assert (again.status_code, "You have asked for this already" in again.text) == (422, True)
    assert letters(app) == [
        ("data_request_news", "lan@example.org"),
        ("data_request_due", factory.read(people.person, chief).email),
    ]
    assert client_for(factory.person()).get(sent.location).status_code == 404


def test_a_request_without_words_that_needs_some_is_refused_beside_the_field(author, client_for):
    for kind in ("object", "other"):
        refused = send(client_for(author), f"/account/data/ask/{kind}", {"words": " "})
        assert (refused.status_code, errors(refused)) == (422, ["Write 3 to 2000 characters."])


def test_a_request_is_taken_back_by_who_asked_and_by_nobody_else(factory, author, client_for):
    key = asked(factory, author)
    other, browser = client_for(factory.person()), client_for(author)
    path = f"/account/data/requests/{key}/take-back"

    assert send(other, path, page="/account/details").status_code == 404
    assert send(browser, path, page=f"/account/data/requests/{key}").status_code == 303
    assert factory.read(register.by_key, key).state == rules.TAKEN_BACK
    assert send(browser, path, page="/account/details").status_code == 409


def test_an_administrator_answers_puts_off_once_and_finishes(
    app, factory, author, chief, client_for, happened
):
    key = asked(factory, author)
    browser, page = client_for(chief), f"{LIST}/{key}"
    due = factory.read(register.by_key, key).terms

    empty = send(browser, f"{page}/answer", {"answer-words": ""}, page=page)
    assert (empty.status_code, errors(empty)) == (422, ["Write 3 to 2000 characters."])
    for act, words in (("answer", "Chúng tôi đang xem."), ("extend", "Cần hỏi đơn vị khác.")):
        assert send(browser, f"{page}/{act}", {f"{act}-words": words}, page=page).status_code == 303
    twice = send(browser, f"{page}/extend", {"extend-words": "Lần nữa."}, page=page)
    assert (twice.status_code, "that can be done once only" in twice.text) == (409, True)
    assert send(browser, f"{page}/finish", {"finish-words": "Chỉ ban tổ chức."}, page=page).status_code == 303

    found = factory.read(register.by_key, key)
    assert (found.state, found.answer, found.extension_reason) == (
        "done",
        "Chỉ ban tổ chức.",
        "Cần hỏi đơn vị khác.",
    )
    assert found.terms.done_by == due.done_by + timedelta(days=15)
    assert happened().count("data-request.moved") == 4
    mine = text(client_for(author).get(f"/account/data/requests/{key}"))
    assert "Chỉ ban tổ chức." in mine
    late = send(browser, f"{page}/refuse", {"refuse-words": "Không."}, page=LIST)
    assert late.status_code == 409


def test_a_refusal_says_why_and_where_to_complain(factory, author, chief, client_for):
    key = asked(factory, author, rules.OBJECT)
    browser, page = client_for(chief), f"{LIST}/{key}"

    assert (
        send(browser, f"{page}/refuse", {"refuse-words": "Luật không cho phép."}, page=page).status_code
        == 303
    )

    mine = text(client_for(author).get(f"/account/data/requests/{key}"))
    assert "Luật không cho phép." in mine
    assert "you may complain to the authority" in mine


def test_an_erasure_is_carried_out_by_a_button_or_the_page_says_what_it_waits_for(factory, chief, client_for):
    contest = Judged(factory).judging()
    browser = client_for(chief)
    waits, goes = contest.authors["Một"], factory.person("Lê Thị Đi", email="di@example.org")
    keys = {who: asked(factory, who, rules.ERASE, "") for who in (waits, goes)}

    page = f"{LIST}/{keys[waits]}"
    assert "This must wait" in browser.get(page).text
    refused = send(browser, f"{page}/finish", page=page)
    assert (refused.status_code, "is with the judges" in refused.text) == (422, True)

    done = send(browser, f"{LIST}/{keys[goes]}/finish", page=page)
    assert done.status_code == 303
    assert factory.read(people.by_email, "di@example.org") is None
    assert told(browser.get(LIST)) == ["Done. The person is told by mail."]


def test_overdue_requests_are_marked_and_administrators_reminded_of_each_term_once(
    app, factory, author, chief
):
    key = asked(factory, author, now=NOW)
    sent = []
    for days in (0, 1, 1, 5, 13, 40):
        with clock.fixed(NOW + timedelta(days=days)):
            sent.append(worker.run_now(app, ("remind_of_requests",))["remind_of_requests"])

    assert sent == [0, 1, 0, 1, 1, 1]
    found = factory.read(register.by_key, key)
    assert found.is_overdue(NOW.date() + timedelta(days=40))
    notices = [notice for notice, _ in letters(app)]
    assert notices == ["data_request_news", *["data_request_due"] * 5]


def test_a_holiday_is_entered_moves_the_term_and_is_taken_out(factory, author, chief, client_for):
    browser = client_for(chief)
    with clock.fixed(NOW):  # Sunday 1 March 2026
        for typed, said in (
            ("31/02/2026", "Write the day like 31/12/2026."),
            ("", "Please fill in this field."),
        ):
            wrong = send(browser, LIST, {"day": typed, "name": "Nghỉ"})
            assert (wrong.status_code, errors(wrong)) == (422, [said])
        assert send(browser, LIST, {"day": "2026-03-03", "name": "Nghỉ bù"}).status_code == 303
        assert errors(send(browser, LIST, {"day": "03/03/2026", "name": "Nữa"})) == [
            "This day is in the list already."
        ]
        assert factory.read(register.by_key, asked(factory, author)).terms.answer_by.day == 4
        assert send(browser, f"{LIST}/holidays/remove", {"day": "2026-03-03"}, page=LIST).status_code == 303
    assert factory.read(register.holidays) == ()


def test_an_optional_agreement_is_taken_back_and_given_again_and_the_log_shows_it(
    factory, author, client_for
):
    browser, page = client_for(author), "/account/data/agreements"

    assert send(browser, f"{page}/publication/withdraw", page=page).status_code == 303
    assert factory.read(people.has_consent, frozenset({author}), "publication") == frozenset()
    assert "Taken back at" in browser.get(page).text
    assert send(browser, f"{page}/publication/give", page=page).status_code == 303
    for act in ("withdraw", "give"):
        assert send(browser, f"{page}/contest/{act}", page=page).status_code == 404

    given = factory.read(people.consents, author)
    assert [(c.purpose, c.withdrawn_at is not None) for c in given] == [
        ("contest", False),
        ("publication", True),
        ("publication", False),
    ]
    assert given[-1].text.startswith("If a work of mine wins a prize")


def test_a_withdrawn_agreement_takes_the_name_off_the_results_at_once(factory, client, client_for):
    contest = Judged(factory, ("Một",)).judging().marked({"Một": [("9", "9")] * 2})
    author = contest.authors["Một"]
    factory.do(accounts.give_consents, author, AGREED, language="vi", now=clock.now())
    contest.closed().awarded().approved().published()
    results = f"/editions/{factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug}/results"
    assert "Tác Giả Một" in client.get(results).text

    factory.do(agreements.take_back, author, OPTIONAL["publication"], now=clock.now())

    assert "Tác Giả Một" not in client.get(results).text
    assert "Một" in client.get(results).text


def test_restricted_data_is_not_used_until_the_person_lifts_it(app, factory, chief, client_for):
    contest = Judged(factory)
    author = contest.authors["Một"]
    contest.accepted(author, title="Một")
    key = asked(factory, author, rules.RESTRICT, "")
    browser, page = client_for(chief), f"{LIST}/{key}"

    assert send(browser, f"{page}/finish", {"finish-words": ""}, page=page).status_code == 303

    assert factory.read(queries.accepted_for_coding, contest.edition_id) == ()
    with pytest.raises(RuleBroken, match="Lift the restriction"):
        factory.do(intake.start_draft, factory.edition(title="Khác"), author_id=author, now=clock.now())
    before = len(letters(app))
    with factory.work():
        outbox.write("entry_accepted", author, {}, now=clock.now())
        outbox.write("password_changed", author, {"at": clock.now().isoformat()}, now=clock.now())
    assert [notice for notice, _ in letters(app)[before:]] == ["password_changed"]

    mine = client_for(author)
    assert "Your data lies unused since" in mine.get(DATA).text
    assert send(mine, "/account/data/restriction/lift", page=DATA).status_code == 303
    assert len(factory.read(queries.accepted_for_coding, contest.edition_id)) == 1


def test_results_published_while_data_lies_unused_do_not_name_the_person(factory, author):
    key = asked(factory, author, rules.RESTRICT, "", now=NOW)
    factory.do(rights.finish, key, "", actor_id=author, now=NOW)
    who = frozenset({author})

    before, after = (
        factory.read(people.may_be_named, who, published_at=NOW + timedelta(days=days)) for days in (-1, 1)
    )

    assert (before, after) == (who, frozenset())


def test_who_judges_does_not_read_what_an_author_wrote(factory, chief, client_for):
    contest = Judged(factory).judging()
    key = asked(factory, contest.authors["Một"], words="Bài Một của tôi bị lỗi.")
    factory.do(accounts.make_administrator, contest.judges[0], now=clock.now())

    said = client_for(contest.judges[0]).get(f"{LIST}/{key}").text

    assert "Bài Một" not in said
    assert "Let another administrator read" in said
    assert "Bài Một" in client_for(chief).get(f"{LIST}/{key}").text


def test_an_organiser_reads_what_an_author_wrote_only_where_no_other_administrator_can(factory, client_for):
    contest = Judged(factory).judging()
    key = asked(factory, contest.authors["Một"], words="Bài Một của tôi bị lỗi.")
    factory.do(accounts.make_administrator, contest.organiser_id, now=clock.now())
    browser = client_for(contest.organiser_id)

    assert "Bài Một" in browser.get(f"{LIST}/{key}").text
    factory.administrator()
    assert "Bài Một" not in browser.get(f"{LIST}/{key}").text


def test_everybody_reads_what_is_kept_how_long_and_administrators_what_goes(client, chief, client_for):
    page = text(client.get("/privacy"))

    assert "Drafts that were never submitted 180 days after the results" in page
    assert "answered within 2 working days and done within 15 days" in page
    assert "Goes now" in client_for(chief).get("/account/administration/retention").text
