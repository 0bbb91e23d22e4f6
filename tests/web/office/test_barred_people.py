"""The list of those who must not take part: kept by the office, a warning to the secretary, never a refusal."""

import io

import pytest

from contest.access.duties import Duty
from contest.editions import barred, queries
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser)


@pytest.fixture
def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


@pytest.fixture
def page(slug):
    return f"/office/{slug}/barred"


@pytest.fixture
def secretary(factory, client_for, edition):
    who = factory.person("Đỗ Thị Thư Ký")
    factory.appoint(edition, who, Duty.SECRETARY)
    return client_for(who)


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


def test_people_are_listed_from_pasted_rows_and_wrong_rows_stay_to_be_mended(factory, browser, edition, page):
    sent = send(
        browser, page, {"rows": "Nguyễn Thị Lan; LAN@example.org; Ban Chỉ đạo\nTrần Văn Nam\nLê Hoa; a@"}
    )

    assert sent.status_code == 200
    assert [(p.name, p.email, p.why) for p in factory.read(barred.written, edition)] == [
        ("Nguyễn Thị Lan", "lan@example.org", "Ban Chỉ đạo"),
        ("Trần Văn Nam", "", ""),
    ]
    assert "2 people were added." in text(sent)
    assert "Row 3: Lê Hoa" in text(sent)
    assert fields(sent)["rows"] == ["Lê Hoa\ta@"]


def test_who_stands_on_the_list_already_is_not_listed_twice(factory, browser, edition, page):
    send(browser, page, {"rows": "Trần Văn Nam"})

    again = send(browser, page, {"rows": "tran van nam\nLê Thị Hoa"})

    assert again.status_code == 303
    assert [p.name for p in factory.read(barred.written, edition)] == ["Lê Thị Hoa", "Trần Văn Nam"]
    assert "1 person was added. On the list already: 1." in text(browser.get(page))


def test_a_list_is_uploaded_as_a_file(factory, browser, edition, page):
    held = {name: values[0] for name, values in fields(browser.get(page)).items() if name != "file"}
    sent = browser.post(
        page, data={**held, "file": (io.BytesIO("Họ tên,Lý do\nLê Hoa,Nhà tài trợ".encode()), "a.csv")}
    )

    assert sent.status_code == 303
    assert [(p.name, p.why) for p in factory.read(barred.written, edition)] == [("Lê Hoa", "Nhà tài trợ")]


def test_an_empty_list_is_refused_with_a_sentence(browser, page):
    sent = send(browser, page, {"rows": "  "})

    assert (sent.status_code, errors(sent)) == (
        422,
        ["People to add: Write or paste at least one person: a name, a row each."],
    )


def test_somebody_is_taken_off_the_list(factory, browser, edition, page):
    send(browser, page, {"rows": "Trần Văn Nam"})
    (person,) = factory.read(barred.written, edition)

    browser.post(f"{page}/remove", data={**fields(browser.get(page), f"{page}/remove"), "key": person.key})

    assert factory.read(barred.written, edition) == ()
    assert browser.post(f"{page}/remove", data=fields(browser.get(page))).status_code == 404


def test_the_secretary_is_warned_at_the_work_and_decides(factory, browser, secretary, edition, page, slug):
    author = factory.person("Nguyễn Thị Lan")
    entry = factory.entry(edition, author)
    address = f"/office/{slug}/screening/{entry}"
    assert "of somebody who may not take part" not in text(secretary.get(address))

    send(browser, page, {"rows": "lan nguyen thi;;Ban Chỉ đạo"})

    assert (
        "The author has the name of somebody who may not take part: lan nguyen thi (Ban Chỉ đạo)."
        " Find out whether it is the same person." in text(secretary.get(address))
    )
    assert 'value="accept"' in secretary.get(address).text


def test_who_held_a_duty_is_compared_without_being_written(factory, secretary, edition, slug):
    former = factory.person("Lê Quan Sát", email="cu@example.org")
    factory.appoint(edition, former, Duty.JUDGE)
    author = factory.person("Lê Quan Sát", email="moi@example.org")
    entry = factory.entry(edition, author)

    shown = text(secretary.get(f"/office/{slug}/screening/{entry}"))

    assert "The author has the name of somebody who may not take part: Lê Quan Sát (Judge)." in shown
