"""Prizes for units: hidden until publication, then ranked, chosen with reasons, confirmed once, kept and told."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import update

from contest.editions import queries, service
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.unit_prizes import PrizePoints, UnitPrize, UnitPrizes
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import units
from contest.people.models import Unit as Row
from contest.people.rules.unit_tree import digest
from contest.platform.database import begin_writing, db
from contest.results import unit_standings
from contest.results.models import UnitStanding
from tests.judged import Judged
from tests.watching import heard
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world

CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 2)))
MARKS = {"Một": [("9", "9")] * 2, "Hai": [("8", "8")] * 2, "Ba": [("7", "7")] * 2, "Bốn": [("5", "5")] * 2}
SET_UP = UnitPrizes(
    is_on=True,
    prizes=(UnitPrize("Tập thể xuất sắc", 1, 5_000_000), UnitPrize("Tập thể", 1)),
    admitted=Decimal(1),
    points=(PrizePoints("Nhất", Decimal(10), is_enough=True), PrizePoints("Nhì", Decimal(7), is_enough=True)),
)
WHERE = {"Một": "Xã Giáp", "Hai": "Xã Ất", "Ba": "=Xã Bính", "Bốn": "Xã Đinh"}


@dataclass
class OfUnits:
    """A published contest of four units: Giáp has 11 points, Ất and Bính 8 each, Đinh no prize."""

    contest: Judged
    units: dict[str, int]

    @property
    def factory(self):
        return self.contest.factory

    @property
    def path(self):
        slug = self.factory.read(queries.by_id, self.contest.edition_id, now=clock.now()).slug
        return f"/office/{slug}/results/unit-prizes"

    def found(self):
        return self.factory.read(unit_standings.of_edition, self.contest.edition_id, now=clock.now())

    def prize(self, name):
        return str(next(prize.id for prize in self.found().prizes if prize.name == name))

    def choose(self, browser, unit, prize, reason):
        wanted = {"unit_id": str(self.units[unit]), "prize_id": prize, "reason": reason}
        return send(browser, self.path, wanted)

    def confirm(self, browser, **more):
        action = f"{self.path}/confirm"
        return send(browser, self.path, {"confirmed": "yes", **more}, action=action)

    def public(self, client):
        with client.session_transaction() as cookie:
            cookie["language"] = "en"
        return text(client.get(self.path.replace("/office/", "/editions/").removesuffix("/unit-prizes")))


def deliberated(factory):
    contest = Judged(factory, tuple(MARKS), categories=(CATEGORY,), settings={"unit_prizes": SET_UP})
    own = {name: factory.unit(name) for name in WHERE.values()}
    for title, name in WHERE.items():
        contest.authors[title] = factory.person(f"Tác Giả {title}", unit_id=own[name])
    contest.judging().marked(MARKS).closed().awarded()
    return OfUnits(contest, own)


@world
def published(factory):
    made = deliberated(factory)
    made.contest.approved().published()
    return made


def test_before_the_names_are_opened_nobody_can_ask_how_units_stand(factory, client_for):
    before = deliberated(factory)
    for who in (before.contest.organiser_id, before.contest.chair_id):
        assert client_for(who).get(before.path).status_code == 403
        assert client_for(who).get(f"{before.path}.csv").status_code == 403
    with pytest.raises(NotFound):
        before.found()


def test_units_are_ranked_and_where_they_are_equal_a_person_chooses_with_a_reason(published, client_for):
    browser = client_for(published.contest.organiser_id)
    page = text(browser.get(published.path))
    assert "1 Xã Giáp" in page
    assert "These units have the same points: Xã Ất, =Xã Bính. Choose which of them win, and say why." in page
    assert "4 Xã Đinh" in page
    assert "cannot win: none of the prizes that are needed" in page
    assert "Tác Giả" not in page

    wrong = published.choose(browser, "Xã Đinh", published.prize("Tập thể"), "Tham gia tích cực.")
    assert (wrong.status_code, errors(wrong)) == (
        422,
        ["Unit: “Xã Đinh” lacks what the rules ask of every unit, so it cannot win."],
    )
    assert errors(published.choose(browser, "=Xã Bính", published.prize("Tập thể"), "Ừ.")) == [
        "Reason: Write the reason in 5 to 1000 characters."
    ]
    with heard() as events:
        kept = published.choose(browser, "=Xã Bính", published.prize("Tập thể"), "Nhiều cố gắng.")
    assert (kept.status_code, [e.NAME for e in events]) == (303, ["unit-prizes.chosen"])
    again = published.choose(browser, "=Xã Bính", published.prize("Tập thể"), "Nhiều cố gắng.")
    assert errors(again) == ["Prize: This is what the unit has already. Choose something else."]
    lines = browser.get(f"{published.path}.csv").data.decode("utf-8-sig").splitlines()
    assert lines[3].startswith("2,'=Xã Bính,")
    assert lines[3].endswith("Tập thể,,Nhiều cố gắng.,,,not confirmed yet")
    assert browser.get(f"{published.path}.exe").status_code == 404


def test_exactly_what_was_seen_is_confirmed_and_once_for_all(published, client_for, client):
    browser = client_for(published.contest.organiser_id)
    assert "The unit prizes are not decided yet." in published.public(client)
    published.choose(browser, "=Xã Bính", published.prize("Tập thể"), "Nhiều cố gắng.")

    bare = published.confirm(browser, confirmed="")
    assert (bare.status_code, "Tick the box to say that these units are to win." in text(bare)) == (422, True)
    held = fields(browser.get(published.path))
    other = published.confirm(browser, seen="0" * 64)
    assert (other.status_code, "changed meanwhile" in text(other)) == (422, True)
    with heard() as events:
        assert published.confirm(browser).status_code == 303
    assert [(e.NAME, e.count) for e in events] == [("unit-prizes.confirmed", 2)]

    shown = published.public(client)
    assert "Xã Giáp Tập thể xuất sắc 5,000,000 VND 11 1 × 1 + 1 × 10" in shown
    assert "=Xã Bính Chosen by the organisers: Nhiều cố gắng. Tập thể 8 1 × 1 + 1 × 7" in shown
    assert "Confirmed by Phạm Thị Tổ Chức" in text(browser.get(published.path))
    late = browser.post(published.path, data={**held, "prize_id": "none", "reason": "Nhầm lẫn rồi."})
    assert late.status_code == 422
    assert "Nothing was changed The unit prizes are confirmed and cannot be changed any more." in text(late)
    assert client_for(published.contest.secretary_id).get(published.path).status_code == 200


def test_what_was_confirmed_stays_as_it_stood_and_is_checked(published, client_for, client):
    browser, edition = client_for(published.contest.organiser_id), published.contest.edition_id
    published.choose(browser, "Xã Ất", published.prize("Tập thể"), "Nhiều cố gắng.")
    assert published.confirm(browser).status_code == 303
    before = published.found()
    join(published.factory, "=Xã Bính", "Xã Ất")
    published.factory.do(lambda: db.session.execute(update(Row).values(name="Xã Tên Mới")))
    assert published.found() == before
    assert "Xã Giáp Tập thể xuất sắc" in published.public(client)
    assert published.factory.read(unit_standings.faults) == []

    sheet = openpyxl.load_workbook(io.BytesIO(browser.get(f"{published.path}.xlsx").data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][:8] == [
        "Place",
        "Unit",
        "Code",
        "Sent in",
        "Accepted",
        "In the last round",
        "Nhất",
        "Nhì",
    ]
    assert [(row[0], row[1], row[3:9]) for row in cells[1:]] == [
        (1, "Xã Giáp", [1, 1, 1, 1, 0, 11]),
        (2, "Xã Ất", [1, 1, 1, 0, 1, 8]),
        (2, "=Xã Bính", [1, 1, 1, 0, 1, 8]),
        (4, "Xã Đinh", [1, 1, 1, 0, 0, 1]),
    ]

    def forge():
        begin_writing()
        db.session.execute(update(UnitStanding).where(UnitStanding.place == 4).values(points="99"))

    published.factory.do(forge)
    whose = f"the prizes for units of edition {edition}"
    assert published.factory.read(unit_standings.faults) == [
        f"{whose}: they are not those that were confirmed",
        f"{whose}: the points of the unit {before.lines[3].code} do not follow from its figures",
    ]


def join(factory, name, successor):
    """Let the unit end yesterday, with this one in its place."""
    tree = {unit.name: unit for unit in factory.read(units.tree).values()}
    stored = tree[name]
    yesterday = clock.now().date() - timedelta(days=1)
    ended = replace(stored, valid_until=yesterday, successors=(tree[successor].code,))
    factory.do(units.save, ended, seen=digest({stored.code: stored}), actor_id=None, now=clock.now())


def test_a_merger_before_the_confirmation_counts_and_what_was_chosen_for_the_old_unit_is_in_the_way(
    published, client_for
):
    browser = client_for(published.contest.organiser_id)
    published.choose(browser, "=Xã Bính", published.prize("Tập thể"), "Nhiều cố gắng.")
    join(published.factory, "=Xã Bính", "Xã Ất")

    found = published.found()
    assert [(line.name, line.points, line.joined) for line in found.lines] == [
        ("Xã Ất", 16, ("=Xã Bính",)),
        ("Xã Giáp", 11, ()),
        ("Xã Đinh", 1, ()),
    ]
    assert "What was chosen for “=Xã Bính” does not fit the ranking any more. Take it back." in text(
        browser.get(published.path)
    )
    action = f"{published.path}/back"
    assert send(browser, published.path, action=action).status_code == 303
    assert published.found().problems == ()


def test_a_prize_that_an_organiser_leaves_empty_is_told_with_the_reason(published, client_for, client):
    browser = client_for(published.contest.organiser_id)
    assert published.choose(browser, "Xã Giáp", "none", "Nộp hồ sơ chậm.").status_code == 303
    published.choose(browser, "Xã Ất", published.prize("Tập thể"), "Nhiều cố gắng.")
    sentence = "“Tập thể xuất sắc” stays empty: 1. Give it to a unit, or say why it stays empty."
    assert sentence in text(browser.get(published.path))

    action = f"{published.path}/empty"
    short = send(browser, published.path, {"empty_reason": "Ừ."}, action=action)
    assert errors(short) == ["Reason: Write the reason in 5 to 1000 characters."]
    reason = {"empty_reason": "Không đơn vị nào nộp đủ hồ sơ."}
    assert send(browser, published.path, reason, action=action).status_code == 303
    assert published.confirm(browser).status_code == 303

    shown = published.public(client)
    assert "Tập thể xuất sắc : Not awarded: 1. Không đơn vị nào nộp đủ hồ sơ." in shown
    assert "No prize for Xã Giáp: Nộp hồ sơ chậm." in shown


def test_an_archived_contest_gives_no_prizes_any_more(published, client_for):
    organiser = published.contest.organiser_id
    browser, edition = client_for(organiser), published.contest.edition_id
    schedule = published.path.replace("results/unit-prizes", "schedule")
    held = fields(browser.get(published.path))
    assert "Once the contest is archived they cannot be given any more." in text(browser.get(schedule))
    published.factory.do(service.archive, edition, actor_id=organiser, now=clock.now())

    assert "They stay as they are: proposed, and not given." in text(browser.get(published.path))
    assert browser.post(published.path, data=held).status_code == 403
