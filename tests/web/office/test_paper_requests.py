"""Who stands on a paper and has no account can ask about their data all the same: the office enters it."""

from contest.entries import claiming, paper_queries, screening_queries
from contest.kernel import clock
from contest.people import queries as people
from contest.people import register
from contest.reports import erasure
from tests.web.office.office_browsing import errors, send, text
from tests.web.office.test_paper import Office, office

__all__ = ["office"]
WHY = "Thư tay ngày 3/3, có chữ ký."


def taken_in(office: Office) -> tuple[str, int]:
    """Return the address of the page of a work on paper, and its author."""
    assert office.send().status_code == 303
    (line,) = office.last()
    view = office.factory.read(screening_queries.to_screen, line.key, office.edition)
    return f"{office.path}/{line.key}", view.author.id


def test_a_request_to_delete_is_entered_carried_out_and_told_on_the_page(office):
    page, author = taken_in(office)
    assert f'href="{page}/data-requests"' in office.browser.get(page).text
    typed = {"account_id": str(author), "kind": "erase", "words": WHY}
    assert send(office.browser, f"{page}/data-requests", typed).status_code == 303

    (asked,) = office.factory.read(register.of_person, author)
    assert (asked.kind, asked.words, asked.state) == ("erase", WHY, "waiting")
    assert [each.key for each in office.factory.read(register.waiting)] == [asked.key]
    shown = text(office.browser.get(f"{page}/data-requests"))
    assert ("Lê Văn Giấy: Delete my account and my data" in shown, WHY in shown) == (True, True)

    office.factory.do(erasure.carry_out, asked.key, actor_id=office.factory.administrator(), now=clock.now())
    gone = office.factory.read(people.person, author)
    assert (gone.is_erased, gone.name == "Lê Văn Giấy", gone.birth_year) == (True, False, None)
    after = text(office.browser.get(f"{page}/data-requests"))
    assert ("Done" in after, "Giấy" in after, "Enter a request" in after) == (True, False, False)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(office):
    page, author = taken_in(office)
    refused = send(
        office.browser, f"{page}/data-requests", {"account_id": str(author), "kind": "other", "words": ""}
    )
    assert (refused.status_code, len(errors(refused))) == (422, 1)
    other = office.factory.person("Trần Thị Mai")
    typed = {"account_id": str(other), "kind": "erase", "words": WHY}
    assert send(office.browser, f"{page}/data-requests", typed).status_code == 404
    assert office.factory.read(register.waiting) == ()


def test_nobody_enters_a_request_for_whom_an_account_is(office, factory, client_for):
    page, _ = taken_in(office)
    assert client_for(factory.person("Trần Thị Mai")).get(f"{page}/data-requests").status_code in {403, 404}


def test_who_claims_the_work_has_the_request_and_no_shell_keeps_it(office, factory):
    page, author = taken_in(office)
    send(office.browser, f"{page}/data-requests", {"account_id": str(author), "kind": "erase", "words": WHY})
    view = factory.read(paper_queries.one, page.rsplit("/", 1)[1], office.edition, now=clock.now())
    me = factory.person("Lê Văn Giấy")
    factory.do(claiming.by_code, view.line.number, view.code, account_id=me, now=clock.now())

    assert factory.read(register.of_person, author) == ()
    assert [each.words for each in factory.read(register.of_person, me)] == [WHY]
