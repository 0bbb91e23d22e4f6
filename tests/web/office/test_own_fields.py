"""The organiser sets an edition's own fields; what judges may read of the answers is searched before, and cleared."""

import re

import pytest

from contest.anonymisation import coding, renditions, service
from contest.anonymisation import queries as blind
from contest.editions import own_fields, queries
from contest.editions import service as editing
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.own_fields import OwnField
from contest.entries import intake
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from tests.factories import CATEGORY
from tests.judged import Judged
from tests.web.office.office_browsing import errors, fields, send, text

NAME = "Đặng Vũ Khuê Tú"
POEM = CategorySpec("Thơ", 5, 100)
FOR_JUDGES = OwnField("Bối cảnh", "text", for_judges=True, is_required=False)
FOR_OFFICE = OwnField("Bút danh", is_required=False)
DAY = OwnField("Ngày viết", "date", for_judges=True, is_required=False)


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", categories=(CATEGORY, POEM))


def page_of(factory, edition, part="own-fields"):
    return f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings/{part}"


def row(number, **typed):
    return {f"fields-{number}-{name}": value for name, value in typed.items()}


def specs(factory, edition):
    spec = factory.read(queries.spec, edition)
    return [spec.own_fields, *(category.own_fields for category in spec.categories)]


def labels(factory, edition):
    return [[each.label for each in fields] for fields in specs(factory, edition)]


# --- settings -------------------------------------------------------------------------------------------------


def test_fields_are_added_put_in_order_changed_and_removed(factory, client_for, organiser, draft):
    browser, path = client_for(organiser), page_of(factory, draft)
    poem = factory.read(queries.categories, draft)[1].id
    way = row(
        0, label="Lối viết", kind="choice", category=str(poem), options="Tự do\n\nLục bát", for_judges="1"
    )
    assert send(browser, path, way).status_code == 303
    series = row(1, label="Số bài", kind="number", least="1", most="1.000", place="1")
    assert send(browser, path, series).status_code == 303
    when = row(2, label="Ngày viết", kind="date", most="31/12/2026", place="1", is_required=[])
    assert send(browser, path, when | row(0, place="2")).status_code == 303

    common, first, second = specs(factory, draft)
    assert [each.label for each in common] == ["Ngày viết", "Số bài"]
    assert (common[0].most, common[0].is_required, common[1].most) == ("2026-12-31", False, "1000")
    assert (first, second[0].options, second[0].for_judges) == ((), ("Tự do", "Lục bát"), True)
    kept = second[0].id
    shown = fields(browser.get(path))
    assert [shown[f"fields-{number}-label"][0] for number in range(4)] == [
        "Ngày viết",
        "Số bài",
        "Lối viết",
        "",
    ]
    assert send(browser, path, row(0, remove="y") | row(2, label="Thể thơ")).status_code == 303
    assert labels(factory, draft) == [["Số bài"], [], ["Thể thơ"]]
    assert specs(factory, draft)[2][0].id == kept
    categories = page_of(factory, draft, "categories")
    assert send(browser, categories, {"categories-1-name": "Thơ lục bát"}).status_code == 303
    assert labels(factory, draft) == [["Số bài"], [], ["Thể thơ"]]
    assert send(browser, categories, {"categories-1-remove": "y"}).status_code == 303
    assert labels(factory, draft) == [["Số bài"], []]


def test_what_is_wrong_is_told_beside_its_field_and_all_that_was_typed_stays(
    factory, client_for, organiser, draft
):
    browser, path = client_for(organiser), page_of(factory, draft)
    poem = str(factory.read(queries.categories, draft)[1].id)
    send(browser, path, row(0, label="Số bài", kind="number"))
    wrong = row(0, least="9", most="1", place="x") | row(1, label="Lối viết", kind="choice", category=poem)
    refused = send(browser, path, wrong)
    assert (refused.status_code, errors(refused)) == (
        422, ["Place in the list: Write a whole number, with digits only."],
    )  # fmt: skip
    refused = send(browser, path, wrong | row(0, place="2"))
    assert errors(refused) == [
        "Greatest number or last day: The first limit is beyond the last. Correct one of the two.",
        "Answers to choose from: Write 2 to 30 answers to choose from, a line for each.",
    ]
    assert 'href="#fields-1-options"' in refused.text
    assert fields(refused)["fields-1-category"] == [poem]
    more = send(browser, path, {**wrong, "add": "1"})
    assert fields(more)["fields-2-label"] == [""]
    assert labels(factory, draft) == [["Số bài"], [], []]


def test_two_organisers_at_the_page_are_told_of_each_other(factory, client_for, organiser, draft):
    browser, path = client_for(organiser), page_of(factory, draft)
    stale = fields(browser.get(path))
    send(browser, path, row(0, label="Bút danh"))
    late = browser.post(path, data=stale | row(0, label="Nguồn"))
    assert late.status_code == 409
    assert "Row 1, Question Nguồn Bút danh" in text(late)


def test_announced_fields_are_told_to_everybody_stay_as_they_are_and_are_copied(
    factory, client_for, client, organiser, draft
):
    browser, path = client_for(organiser), page_of(factory, draft)
    send(browser, path, row(0, label="Bút danh", is_required=[], for_judges="1"))
    factory.do(editing.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{path.split('/')[2]}/"))
    asked = "What you are asked besides title and text: Bút danh (optional): one line of text."
    assert f"{asked} The judges read the answer." in public
    page = browser.get(path)
    assert "disabled" in page.text
    refused = send(browser, path, row(0, label="Tên khác"))
    assert "The contest is announced, and people rely on its settings." in text(refused)
    assert labels(factory, draft)[0] == ["Bút danh"]
    copying = f"/office/{path.split('/')[2]}/copy"
    assert send(browser, copying).status_code == 303
    assert labels(factory, draft + 1)[0] == ["Bút danh"]


# --- judges ---------------------------------------------------------------------------------------------------


@pytest.fixture
def contest(factory):
    asked = (FOR_JUDGES, FOR_OFFICE, DAY)
    made = Judged(factory, ("Một", "Hai"), categories=(CategorySpec("Bài viết", 5, 3000, own_fields=asked),))
    made.authors["Một"] = factory.person(NAME)
    return made


def written(contest, title, **answers):
    """Write, answer, submit and accept; return the entry's key."""
    do, who = contest.factory.do, contest.authors[title]
    key = contest.submitted(who, title=title)
    asked = contest.factory.read(own_fields.of_edition, contest.edition_id)
    given = {each.key: answers[each.asks.label] for each in asked if each.asks.label in answers}
    draft = intake.Draft(own=given)
    do(intake.save_draft, key, draft, author_id=who, stamp=intake.Stamp(2), now=contest.then)
    contest.submit(key, who)
    contest.accept(key, version=2 if given else 1)
    return key


def test_an_answer_for_judges_is_searched_like_the_text_cleared_and_shown_without_the_name(
    contest, factory, client_for
):
    said = {"Bối cảnh": f"Viết bởi {NAME}, bên sông.", "Bút danh": "Sông Quê", "Ngày viết": "1/2/2026"}
    written(contest, "Một", **said)
    written(contest, "Hai", **{"Bối cảnh": "Một buổi chợ."})
    with factory.app.app_context():
        service.prepare(contest.edition_id, now=contest.now)
    assert factory.read(renditions.counts, contest.edition_id) == {"failed": 0, "to_clear": 1, "clear": 1}
    with pytest.raises(RuleBroken):
        factory.do(coding.draw_codes, contest.round_id, actor_id=contest.secretary_id, now=contest.now)

    slug = factory.read(queries.by_id, contest.edition_id, now=contest.now).slug
    work = factory.read(renditions.listed, contest.edition_id, "to_clear").lines[0].key
    path, browser = f"/office/{slug}/blind-copies/{work}", client_for(contest.secretary_id)
    page = browser.get(path)
    assert f"Viết bởi <mark>{NAME}</mark>, bên sông." in page.text
    assert f"“{NAME}”: the author's name, in an answer" in text(page)
    assert "Sông Quê" not in page.text
    assert send(browser, path, {"act": "redact", "chosen": NAME}).status_code == 303
    assert factory.read(renditions.detail, contest.edition_id, work).state == "clear"

    contest.coded_only().rubric().given_out()
    codes = {c.title: c.code for c in factory.read(blind.blind_copies, contest.round_id)}
    judge = client_for(contest.judges[0])
    shown = text(judge.get(f"/judge/{slug}/essays/{codes['Một']}"))
    assert "What was asked besides Bối cảnh Viết bởi ▇▇, bên sông. Ngày viết 01/02/2026" in shown
    assert not re.search(f"Sông Quê|Bút danh|{NAME}", shown)
    assert "What was asked besides Bối cảnh Một buổi chợ." in text(
        judge.get(f"/judge/{slug}/essays/{codes['Hai']}")
    )
