"""After the closing time: an author asks with a reason, the secretariat answers with one, and it is done and told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contest.audit import queries as audit
from contest.entries import author_queries, queries, requested, requests, screening_queries, telling
from contest.entries.requests import Answer, Wish
from contest.entries.rules.about import NO_GUARDIAN
from contest.kernel import clock
from contest.kernel.errors import Conflict
from contest.platform.mail import Letter
from tests.factories import NOW, WEEK
from tests.web.account.browsing import errors, send
from tests.web.author.conftest import Desk
from tests.web.author.test_about_you import SAID, Writer
from tests.web.office.office_browsing import text

REASON = "Bài này tôi đã gửi nhầm bản nháp."
AFTER = NOW + WEEK


def ask(desk: Desk, key: str, kind: str, **fields: str):
    page = f"/author/entries/{key}/ask"
    return send(desk.browser, page, {"kind": kind, "reason": REASON, **fields})


def answer(desk: Desk, said: str, reason: str = "Tổ thư ký đã xem xét."):
    office = desk.sign_in(desk.secretary_id)
    (asked,) = [a for a in desk.factory.read(requested.of_edition, desk.edition_id) if a.is_open]
    page = f"/office/{desk.slug}/requests"
    return office, send(office, f"{page}/{asked.key}", {"answer": said, "reason": reason}, page=page)


def test_while_works_are_taken_in_nothing_needs_to_be_asked_for(desk: Desk) -> None:
    key = desk.entry()
    assert desk.browser.get(f"/author/entries/{key}/ask").status_code == 303
    assert "/withdraw" in desk.browser.get(f"/author/entries/{key}").text


def test_a_work_is_withdrawn_by_request_with_trace_and_letter(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    key = desk.entry(title="Bến sông")
    with desk.at(AFTER):
        page = desk.browser.get(f"/author/entries/{key}").text
        assert ("/withdraw" in page, f"/author/entries/{key}/ask" in page) == (False, True)
        assert ask(desk, key, "withdraw").status_code == 303
        assert "has not answered yet" in text(desk.browser.get("/author/"))
        again = ask(desk, key, "withdraw")
        assert (again.status_code, "You have asked for this already." in again.text) == (422, True)

        office, done = answer(desk, "yes")
        assert done.status_code == 303
        shown = text(office.get(f"/office/{desk.slug}/requests"))
        assert (REASON in shown, "The answer is yes." in shown) == (True, True)
        assert desk.factory.read(queries.counts_by_state, desk.edition_id) == {"withdrawn": 1}
        names = [line.name for line in desk.factory.read(audit.log, desk.edition_id)]
        assert names[:3] == ["entry.withdrawn", "entry.after-answered", "entry.after-asked"]
        name, letter = letters()[-1]
        assert (name, letter.subject) == ("request_answered", "Answer to a request: Bến sông")
        assert "The work takes no part in the contest any more." in letter.text
        assert "Tổ thư ký đã xem xét." in text(desk.browser.get("/author/"))


def test_a_no_leaves_the_work_as_it_is_and_says_why(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    key = desk.entry()
    with desk.at(AFTER):
        ask(desk, key, "withdraw")
        answer(desk, "no", "Bài đã được gửi theo đúng thể lệ.")
        assert desk.factory.read(queries.counts_by_state, desk.edition_id) == {"submitted": 1}
        assert "The answer is no." in letters()[-1][1].text


def test_a_title_is_corrected_and_the_text_that_was_received_stays(desk: Desk) -> None:
    key = desk.entry(title="Bến xông")
    with desk.at(AFTER):
        ask(desk, key, "title", title="  Bến   sông ")
        answer(desk, "yes")
        view = desk.factory.read(screening_queries.to_screen, key, desk.edition_id)
        assert (view.title, view.version_number) == ("Bến sông", 1)
        (line,) = desk.factory.read(author_queries.own_entries, desk.author_id)
        assert line.title == "Bến sông"


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("", {}, "Choose what you ask for."),
        ("burn", {}, "Choose what you ask for."),
        ("title", {}, "Write the title as it should be."),
        ("title", {"title": "a" * 201}, "The title has 201 characters; at most 200 can be kept. Shorten it."),
        ("withdraw", {"reason": "ngắn"}, "Write the reason in 10 to 1000 characters."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, kind: str, fields: dict[str, str], sentence: str
) -> None:
    key = desk.entry()
    with desk.at(AFTER):
        refused = ask(desk, key, kind, **fields)
        assert (refused.status_code, errors(refused)) == (422, [sentence])
        assert all(value in refused.text for value in fields.values())


def test_an_answer_needs_a_reason_and_is_given_once(desk: Desk) -> None:
    key = desk.entry()
    with desk.at(AFTER):
        ask(desk, key, "withdraw")
        _, refused = answer(desk, "yes", "không")
        assert (refused.status_code, errors(refused)) == (422, ["Write the reason in 10 to 1000 characters."])
        (asked,) = desk.factory.read(requested.of_edition, desk.edition_id)
        office, _ = answer(desk, "no")
        page = f"/office/{desk.slug}/requests"
        again = send(office, f"{page}/{asked.key}", {"answer": "yes", "reason": REASON}, page=page)
        assert (again.status_code, "answered already" in again.text) == (409, True)


def test_an_open_request_stands_among_what_is_to_be_done(desk: Desk) -> None:
    key = desk.entry()
    with desk.at(AFTER):
        ask(desk, key, "withdraw")
        office = desk.sign_in(desk.secretary_id)
        assert "1 request of an author waits for an answer." in office.get(f"/office/{desk.slug}/").text
        assert f"/office/{desk.slug}/requests" in office.get(f"/office/{desk.slug}/screening").text


def test_nobody_asks_for_anothers_work(desk: Desk) -> None:
    key = desk.factory.entry(desk.edition_id, desk.factory.person("Trần Thị Mai"))
    with desk.at(AFTER):
        assert desk.browser.get(f"/author/entries/{key}/ask").status_code == 404


def test_what_an_author_said_about_themselves_is_corrected_by_the_author_after_a_yes(
    factory, client_for
) -> None:
    with clock.fixed(NOW):
        writer = Writer(factory, client_for)
        writer.say()
        factory.submit(writer.key, writer.id)
    who = {"author_id": writer.id, "language": "vi", "now": AFTER}
    other = replace(SAID, phone="0987654321")
    with pytest.raises(Conflict):
        factory.do(telling.say, writer.key, other, NO_GUARDIAN, **who)

    factory.do(requests.ask, writer.key, Wish("about", REASON), account_id=writer.id, now=AFTER)
    (asked,) = factory.read(requested.of_edition, writer.edition)
    given = {"edition_id": writer.edition, "secretary_id": writer.id, "now": AFTER}
    factory.do(requests.answer, asked.key, Answer("yes", "Đề nghị hợp lệ."), **given)
    factory.do(telling.say, writer.key, other, NO_GUARDIAN, **who)

    assert factory.read(author_queries.sheet, writer.key, writer.id).about == other
    with clock.fixed(AFTER):
        browser = client_for(writer.id)
        assert browser.get(writer.page).status_code == 200
