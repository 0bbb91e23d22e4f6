"""How units win prizes is set, tried on an example, told to everybody and kept; headcounts are typed or read in."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from contest.editions import queries, service, unit_awards
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.unit_prizes import NO_UNIT_PRIZES, PrizePoints, UnitPrize, UnitPrizes
from contest.kernel import clock
from contest.people import queries as people
from tests.watching import heard
from tests.web.office.office_browsing import errors, fields, send, text

CATEGORY = CategorySpec(
    "Bài viết", 5, 3000, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 2), PrizeSpec("Ba", 3))
)


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", categories=(CATEGORY,))


def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def settings(factory, edition):
    return factory.read(queries.spec, edition).unit_prizes


def test_a_suggestion_is_offered_tried_on_an_example_and_kept_when_it_is_switched_on(
    factory, client_for, client, organiser, draft
):
    for name in ("Xã Giáp", "Xã Ất"):
        factory.unit(name)
    browser, path = client_for(organiser), f"/office/{slug(factory, draft)}/settings/unit-prizes"
    page = browser.get(path)
    # 10 accepted, 10 for Nhất, 7 for Nhì, 5 for Ba: 10 + 7 + 2 × 5.
    assert "All together — — 27 It has all that a unit needs, and can win." in text(page)
    assert settings(factory, draft) == NO_UNIT_PRIZES

    tried = send(browser, path, {"unit_admitted": "0,5", "unit_admitted_least": "11", "preview": "1"})
    assert tried.status_code == 200
    assert "22 It cannot win: fewer than 11 works accepted." in text(tried)
    assert settings(factory, draft) == NO_UNIT_PRIZES

    on = {"is_on": "y", "unit_prizes-0-amount": "5.000.000"}
    refused = send(
        browser, path, {**on, "unit_admitted": "-1", "unit_points-0-is_enough": [], "unit_rate": "x"}
    )
    assert (refused.status_code, errors(refused)) == (
        422, ["Points for each work sent in on 100 people of the unit: Write points like 12 or 12.5."],
    )  # fmt: skip
    refused = send(browser, path, {**on, "unit_admitted": "-1", "unit_points-0-is_enough": []})
    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "Points for each work accepted by the screening: Write points from 0 to 1000, or nothing.",
            (
                "One such prize is enough: “Nhì” is enough for a unit prize, and “Nhất”, which is higher, is not. Tick"
                " that one too."
            ),
        ],
    )
    assert fields(refused)["unit_prizes-0-amount"] == ["5.000.000"]

    assert send(browser, path, {**on, "unit_counted": "level:1", "unit_credit": "split"}).status_code == 303
    assert settings(factory, draft) == UnitPrizes(
        is_on=True,
        prizes=(UnitPrize("Unit prize", 3, 5_000_000),),
        counted="level:1",
        credit="split",
        admitted=Decimal(1),
        points=(
            PrizePoints("Nhất", Decimal(10), is_enough=True),
            PrizePoints("Nhì", Decimal(7), is_enough=True),
            PrizePoints("Ba", Decimal(5)),
        ),
    )
    prizes = path.replace("unit-prizes", "prizes")
    assert errors(send(browser, prizes, {"categories-0-prizes-1-name": "Hạng nhì"})) == [
        (
            "The formula of the unit prizes names “Nhì”, and no prize table has it. On the page Unit prizes take its"
            " points and its tick away."
        )
    ]

    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    shown = text(client.get(f"/editions/{slug(factory, draft)}/"))
    assert (
        "Unit prize (3 × 5,000,000 VND) Units are ranked by their points: 1 point for each work accepted by the"
        " screening 10 points for each “Nhất” 7 points for each “Nhì” 5 points for each “Ba” Ranked are the units of"
        " level 1 of the list of units, from the top; works of the units below count for them. A unit needs at least"
        " one of these prizes: Nhất, Nhì. A work by authors of several units counts in equal parts for the units of"
        " its authors."
    ) in shown
    assert "All prizes together: 15,000,000 VND." in shown
    assert "disabled" in browser.get(path).text


def test_headcounts_are_typed_or_read_in_where_the_formula_asks_for_them(
    factory, client_for, organiser, draft
):
    spec = factory.read(queries.spec, draft)
    on = UnitPrizes(is_on=True, prizes=(UnitPrize("Tập thể"),), counted="level:2", rate=Decimal(1))
    root = factory.unit("Tỉnh")
    first = factory.unit("Xã Giáp", parent_id=root)
    second = factory.unit("=Xã Ất", parent_id=root)
    browser, path = client_for(organiser), f"/office/{slug(factory, draft)}/settings/headcounts"
    assert "does not ask how many people a unit has" in text(browser.get(path))
    token = fields(browser.get(path.replace("headcounts", "unit-prizes")))["csrf_token"]
    refused = browser.post(path, data={"csrf_token": token, "rows": "Xã Giáp; 9"})
    assert refused.status_code == 422
    assert factory.read(unit_awards.headcounts, draft) == {}

    factory.do(
        service.change_edition, draft, replace(spec, unit_prizes=on), actor_id=organiser, now=clock.now()
    )
    with heard() as events:
        mixed = send(browser, path, {"rows": "Xã Giáp; 1.200\nTỉnh; 9"})
    assert mixed.status_code == 200
    assert "“Tỉnh” is not ranked: its works count for no unit." in text(mixed)
    assert fields(mixed)["rows"] == ["Tỉnh\t9"]
    assert [(e.NAME, e.units, e.people) for e in events] == [("units.headcounts-written", (first,), (1200,))]
    assert factory.read(unit_awards.headcounts, draft) == {first: 1200}
    assert "2 units are ranked. One has no number yet." in text(browser.get(path))

    sheet = openpyxl.load_workbook(BytesIO(browser.get(f"{path}.xlsx").data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    codes = {unit.name: unit.code for unit in factory.read(people.units)}
    assert sorted(cells[1:]) == sorted(
        [[codes["Xã Giáp"], "Xã Giáp", 1200], [codes["=Xã Ất"], "=Xã Ất", None]]
    )
    assert browser.get(f"{path}.exe").status_code == 404
    filled = f"Code,Unit,Headcount\n{codes['=Xã Ất']},'=Xã Ất,80\n{codes['Xã Giáp']},Xã Giáp,0\n".encode()
    sent = send(browser, path, {"file": [(BytesIO(filled), "so-nguoi.csv")]})
    assert sent.status_code == 303
    assert factory.read(unit_awards.headcounts, draft) == {second: 80}
    assert errors(send(browser, path, {"rows": " "})) == [
        "Units and how many people each has: Write or paste at least one unit with its number of people."
    ]
