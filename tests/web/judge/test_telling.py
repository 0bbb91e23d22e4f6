"""A judge says that an essay tells who wrote it; the secretariat blacks it out by code; nobody is named."""

import html
import re

import pytest

from contest.anonymisation import queries
from contest.anonymisation.rules.cells import of_page
from contest.blindcheck.search import readings
from contest.editions import queries as editions
from contest.kernel import clock
from tests.judged import Judged
from tests.works import pdf_file
from tests.worlds import world


@world
def contest(factory):
    return Judged(factory, ("Một",)).judging()


def facts(contest):
    edition = contest.factory.read(editions.by_id, contest.edition_id, now=clock.now())
    return edition.slug, contest.factory.read(queries.blind_copies, contest.round_id)[0].code


def post(browser, path, **data):
    """Send the form of the page, with what it hides."""
    hidden = re.findall(r'name="(csrf_token|stamp)"[^>]*value="([^"]+)"', browser.get(path).text)
    return browser.post(path, data={**dict(hidden), **data})


def text(browser, path):
    return html.unescape(browser.get(path).text)


def test_a_flag_goes_from_the_judge_by_code_to_the_secretary_and_comes_back_as_a_redacted_copy(
    contest, client_for
):
    slug, code = facts(contest)
    judge, secretary = client_for(contest.judges[0]), client_for(contest.secretary_id)
    essay, listed = f"/judge/{slug}/essays/{code}", f"/office/{slug}/blind-copies"
    word = contest.factory.read(queries.essay, contest.round_id, code).html.split(">")[1].split()[0]
    assert f"{essay}/visible" in judge.get(essay).text
    assert post(judge, f"{essay}/visible", said="Từ đầu tiên").location.endswith(essay)
    assert "You told the secretariat" in text(judge, essay)
    assert "told the secretariat" in text(judge, f"/judge/{slug}/")

    page = f"{listed}/flagged/{code}"
    assert page in secretary.get(listed).text
    assert "Judges say that these tell" in text(secretary, listed)
    shown = text(secretary, page)
    assert ("Từ đầu tiên" in shown, word in shown, "Giám Khảo" in shown, "Tác Giả" in shown) == (
        True, True, False, False,
    )  # fmt: skip
    refused = post(secretary, page, act="redact", words="khôngcótrongbài")
    assert (refused.status_code, "khôngcótrongbài" in html.unescape(refused.text)) == (422, True)
    assert post(secretary, page, act="redact", words=word).status_code == 303
    assert "This work was blacked out at" in text(secretary, page)
    listing = secretary.get(listed).text
    assert ("Judges say that these tell" in html.unescape(listing), page in listing) == (False, True)

    after = text(judge, essay)
    assert ("It has been blacked out" in after, "▇▇" in after) == (True, True)
    back = f"Blacked out since you told of it: {code}."
    desks = [text(browser, f"/judge/{slug}/") for browser in (judge, client_for(contest.judges[1]))]
    assert [back in desk for desk in desks] == [True, False]


def test_words_that_are_too_long_are_refused_and_kept(contest, client_for):
    slug, code = facts(contest)
    answer = post(client_for(contest.judges[0]), f"/judge/{slug}/essays/{code}/visible", said="dài" * 200)
    assert (answer.status_code, "dài" * 200 in html.unescape(answer.text)) == (422, True)


def test_what_a_judge_told_stands_in_the_field_until_it_is_settled(contest, client_for):
    slug, code = facts(contest)
    judge, at = client_for(contest.judges[0]), f"/judge/{slug}/essays/{code}/visible"
    post(judge, at, said="“bến sông”, trang 2")
    assert "“bến sông”, trang 2</textarea>" in text(judge, at)
    assert "bến sông" not in text(client_for(contest.judges[1]), at)
    post(client_for(contest.secretary_id), f"/office/{slug}/blind-copies/flagged/{code}", act="keep")
    assert "bến sông" not in text(judge, at)


def test_only_the_secretary_sees_a_flagged_copy_once_a_judge_told_of_it(contest, client_for):
    slug, code = facts(contest)
    page = f"/office/{slug}/blind-copies/flagged/{code}"
    assert client_for(contest.secretary_id).get(page).status_code == 404
    post(client_for(contest.judges[0]), f"/judge/{slug}/essays/{code}/visible")
    assert client_for(contest.secretary_id).get(page).status_code == 200
    assert client_for(contest.organiser_id).get(page).status_code == 403
    assert post(client_for(contest.secretary_id), page, act="keep").status_code == 303
    assert "They left it as it is" in text(client_for(contest.judges[0]), f"/judge/{slug}/essays/{code}")
    assert f"left it as it is: {code}." in text(client_for(contest.judges[0]), f"/judge/{slug}/")


@world
def paged(factory):
    made = Judged(factory, ("Một",))
    words = ("Con duong lang nay dai lam.", "Khemay co cho phien.")
    file = ("bai.pdf", pdf_file(*words))
    made.entries = {"Một": made.accepted(made.authors["Một"], title="Một", file=file)}
    return made.coded_only().rubric().given_out()


@pytest.mark.parametrize(("ticked", "told"), [
    ((), "In the text below ▇▇ stands in place of what was blacked out"),
    (range(24), "Their text is not given"),
])  # fmt: skip
def test_what_is_black_on_a_page_is_in_no_byte_of_page_text_or_pdf_and_a_screen_reader_is_told(
    paged, client_for, ticked, told
):
    slug, code = facts(paged)
    judge, secretary = client_for(paged.judges[0]), client_for(paged.secretary_id)
    essay = f"/judge/{slug}/essays/{code}"
    link = re.search(r'href="([^"]+)" download', judge.get(essay).text)[1]

    def found():
        read = [each for path in (essay, link) for each in readings(judge.get(path).data)]
        return any("khemay" in each.casefold() for each in read)

    assert found()
    post(judge, f"{essay}/visible", said="“Khemay”")
    cells = [cell.name for cell in of_page(1) if cell.row in ticked]
    page = f"/office/{slug}/blind-copies/flagged/{code}"
    assert post(secretary, page, act="redact", chosen="Khemay", cells=cells).status_code == 303
    assert not found()
    assert told in text(judge, essay)
    assert ("The text of these pages" in text(judge, essay), "lang nay dai" in text(judge, essay)) == (
        not ticked, not ticked
    )  # fmt: skip
