"""The contact of a unit: appointed for a unit, sees numbers, and names only of people who agreed."""

import re
from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.audit.models import AuditEvent
from contest.editions import queries, roster
from contest.editions.rules.officials import APART
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people import units
from contest.people.rules.unit_tree import Unit, digest
from contest.platform.database import db
from tests.web.account.browsing import send
from tests.web.office import office_browsing

YESTERDAY = clock.now().date() - timedelta(days=1)


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="open")


@pytest.fixture
def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


@pytest.fixture
def unit(factory):
    return factory.unit("Sở Văn hóa")


@pytest.fixture
def contact(factory, edition, unit):
    account = factory.person("Mai Thị Đầu Mối", unit_id=unit, language="en")
    factory.appoint(edition, account, Duty.UNIT_CONTACT, unit_id=unit)
    return account


@pytest.fixture
def look(client_for, contact, slug):
    """The numbers on the contact's page, and the people."""

    def read():
        page = client_for(contact).get(f"/account/units/{slug}/own")
        assert page.status_code == 200
        numbers = re.findall(r'<div class="stat">\s*<b>([\d,]+)</b> <span>([^<]+)</span>', page.text)
        shown = re.findall(r'<th scope="row">([^<]+)</th>\s*<td[^>]*>\s*([^<]+?)\s*</td>', page.text)
        return {label: int(number) for number, label in numbers}, shown

    return read


def agree(client_for, account, *, ticked=True):
    fields = {"agreed": "y"} if ticked else {}
    return send(client_for(account), "/account/unit-consent", fields, page="/account/")


def standing(factory, account):
    return [
        (c.purpose, c.withdrawn_at is None) for c in factory.read(people.consents, account)
    ]  # fmt: skip


def test_numbers_are_of_the_unit_with_all_below_it_and_nobody_elses(factory, edition, unit, look):
    library, elsewhere = factory.unit("Thư viện", parent_id=unit), factory.unit("Sở Y tế")
    secretary = factory.person()
    factory.appoint(edition, secretary, Duty.SECRETARY)
    keys = [
        factory.entry(edition, factory.person(unit_id=where)) for where in (unit, library, library, elsewhere)
    ]
    factory.entry(edition, factory.person(unit_id=library), submit=False)
    factory.entry(edition, factory.person(unit_id=elsewhere), submit=False)
    factory.screen(edition, keys[0], secretary)
    factory.screen(edition, keys[1], secretary, verdict="refuse", reason="Tác phẩm đã đăng báo năm ngoái.")
    factory.screen(edition, keys[3], secretary)

    numbers, shown = look()

    assert numbers == {
        "Accounts of its people": 5,
        "Works begun, not submitted": 1,
        "Works submitted": 3,
        "of them accepted": 1,
        "of them returned to be mended": 0,
        "of them refused": 1,
    }
    assert shown == []


def test_of_few_people_no_decision_and_no_draft_is_counted(factory, edition, unit, look):
    factory.entry(edition, factory.person(unit_id=unit))

    assert look()[0] == {"Accounts of its people": 2, "Works submitted": 1}


def test_people_are_named_only_while_they_agree(factory, client_for, edition, unit, look):
    shy, open_one = factory.person("Lê Văn Kín", unit_id=unit), factory.person("Vũ Thị Mở", unit_id=unit)
    for account in (shy, open_one):
        factory.entry(edition, account, title="Bến đò xưa")
    before = look()[1]

    agreed = agree(client_for, open_one)
    agree(client_for, open_one)
    named = look()[1]
    agree(client_for, open_one, ticked=False)

    assert (before, named, look()[1]) == ([], [("Vũ Thị Mở", "has submitted 1 work")], [])
    assert (agreed.status_code, agreed.location) == (303, "/account/")
    assert standing(factory, open_one) == [("unit_contact", False)]
    with factory.work():
        names = db.session.scalars(
            db.select(AuditEvent.name).where(AuditEvent.name.startswith("consent")).order_by(AuditEvent.id)
        ).all()
    assert names == ["consent.given", "consent.withdrawn"]


def test_the_agreement_stands_unticked_on_the_own_page_until_it_is_given(factory, client_for):
    account = factory.person()
    box = re.compile(r'<input[^>]*id="agreed"[^>]*>')

    before = box.search(client_for(account).get("/account/").text)[0]
    agree(client_for, account)
    page = client_for(account).get("/account/").text

    assert "checked" not in before
    assert "checked" in box.search(page)[0]
    assert "Version of the text: 2026-11-1." in page


def test_figures_follow_the_successors_of_units(factory, edition, contact, client_for, slug, unit):
    old, new = factory.unit("Xã Cũ"), factory.unit("Xã Mới")
    factory.entry(edition, factory.person(unit_id=old))
    codes = {each.name: each.code for each in factory.read(units.tree).values()}
    ended = Unit(codes["Xã Cũ"], "Xã Cũ", "commune", None, None, YESTERDAY, (codes["Xã Mới"],))
    seen = digest({ended.code: factory.read(units.tree)[ended.code]})
    factory.do(units.save, ended, seen=seen, actor_id=None, now=clock.now())
    factory.entry(edition, factory.person(unit_id=new))
    both = [factory.person(f"Đầu Mối {name}") for name in "AB"]
    for account, where in zip(both, (old, new), strict=True):
        factory.appoint(edition, account, Duty.UNIT_CONTACT, unit_id=where)

    pages = [client_for(who).get(f"/account/units/{slug}/own").text for who in both]

    submitted = [int(re.search(r"<b>(\d+)</b> <span>Works submitted", page)[1]) for page in pages]
    assert submitted == [2, 2]


def test_a_contact_is_invited_for_a_unit_and_lands_on_its_numbers(
    app, factory, client, client_for, edition, slug, unit, organiser, link
):
    path = f"/office/{slug}/people"
    typed = {
        "full_name": "Mai Thị Đầu Mối", "email": "dm@example.org", "duty": "unit_contact", "language": "en",
    }  # fmt: skip
    browser = client_for(organiser)
    factory.unit("Sở Văn hóa và Thể thao")

    unnamed = office_browsing.send(browser, path, typed)
    unknown = office_browsing.send(browser, path, {**typed, "unit": "Sở Mây"})
    unclear = office_browsing.send(browser, path, {**typed, "unit": "so van"})
    sent = office_browsing.send(browser, path, {**typed, "unit": "Sở Văn hóa"})
    joined = office_browsing.send(
        client,
        link("invitation"),
        {"full_name": "Mai Thị Đầu Mối", "password": "bốn từ không ai ghép", "consent": "y"},
    )

    assert [office_browsing.errors(page)[0] for page in (unnamed, unknown)] == [
        "Unit: Write of which unit this person is the contact.",
        "Unit: There is no unit “Sở Mây”. Write its name or code as in the list of units.",
    ]
    assert "Write the code of one: U" in office_browsing.errors(unclear)[0]
    assert sent.status_code == 303
    assert (joined.status_code, joined.location) == (303, f"/account/units/{slug}/own")
    assert client.get(joined.location).status_code == 200
    who = factory.read(people.by_email, "dm@example.org")
    assert factory.read(roster.contact_unit, who.id, edition) == unit
    assert "Contact of a unit : Sở Văn hóa" in office_browsing.text(browser.get(path))
    assert ">Your unit<" in client.get("/account/").text


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.CHAIR])
def test_who_knows_the_authors_of_a_unit_neither_judges_nor_chairs(factory, edition, contact, duty):
    with pytest.raises(RuleBroken) as refused:
        factory.appoint(edition, contact, duty)

    assert str(refused.value) == APART[Duty.UNIT_CONTACT]


def test_a_contact_may_take_part_with_an_own_work(factory, edition, contact, look):
    factory.entry(edition, contact)

    assert look()[0]["Works submitted"] == 1
