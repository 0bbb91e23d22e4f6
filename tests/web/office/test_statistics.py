"""Works by unit, year beside year: through successors, sorted, as files without live formulas; counts only."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from contest.access.duties import Duty
from contest.editions import queries
from contest.kernel import clock
from contest.people import units
from contest.people.rules.unit_tree import Unit, digest
from contest.reports import statistics
from tests.factories import WEEK
from tests.watching import asked
from tests.web.office.office_browsing import text

YESTERDAY = clock.now().date() - timedelta(days=1)


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def this(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="open", title="Cuộc thi viết")


@pytest.fixture
def before(factory, organiser):
    """An edition of the same organiser that was open a year ago."""
    return factory.edition(
        organiser_id=organiser, phase="open", title="Cuộc thi năm ngoái", now=clock.now() - 52 * WEEK
    )


def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def end(factory, name, *successors):
    """Let the unit end yesterday, with these in its place."""
    tree = {unit.name: unit for unit in factory.read(units.tree).values()}
    stored = tree[name]
    ended = Unit(
        stored.code,
        name,
        stored.kind,
        stored.parent,
        None,
        YESTERDAY,
        tuple(sorted(tree[s].code for s in successors)),
    )
    seen = digest({stored.code: stored})
    factory.do(units.save, ended, seen=seen, actor_id=None, now=clock.now())


@pytest.fixture
def merged(factory, this, before):
    """Last year a work each from Xã Ất, Xã Bính and Xã Đinh; Ất and Bính are Xã Giáp now, Đinh was divided."""
    old = {name: factory.unit(name) for name in ("Xã Ất", "Xã Bính", "Xã Đinh")}
    new = {name: factory.unit(name) for name in ("Xã Giáp", "Xã Mậu", "=Xã Kỷ")}
    for unit in old.values():
        factory.entry(before, factory.person(unit_id=unit))
    end(factory, "Xã Ất", "Xã Giáp")
    end(factory, "Xã Bính", "Xã Giáp")
    end(factory, "Xã Đinh", "Xã Mậu", "=Xã Kỷ")
    secretary = factory.person()
    factory.appoint(this, secretary, Duty.SECRETARY)
    for number, unit in enumerate((*new.values(), new["Xã Mậu"])):
        key = factory.entry(this, factory.person(unit_id=unit), title="Bến đò xưa")
        if number:
            factory.screen(this, key, secretary)


def rows(page):
    """Each line of the table: name, code, figures."""
    found = []
    for line in re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL)[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        plain = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        found.append((plain[0], *plain[2:]))
    return found


def test_years_stand_beside_each_other_through_mergers_and_divisions(
    factory, client_for, organiser, this, before, merged
):
    path = f"/office/{slug(factory, this)}/statistics"
    browser = client_for(organiser)

    page = browser.get(path, query_string={"with": slug(factory, before), "sort": "submitted-0"})

    assert rows(page) == [
        ("Xã Mậu", "2", "2", "0", "0"),
        ("=Xã Kỷ", "1", "1", "0", "0"),
        ("Xã Giáp with Xã Ất; Xã Bính", "1", "0", "2", "0"),
        ("Xã Đinh divided into =Xã Kỷ; Xã Mậu, and not counted there", "0", "0", "1", "0"),
        ("All together", "4", "3", "3", "0"),
    ]
    assert [name for name, *_ in rows(browser.get(path))] == ["=Xã Kỷ", "Xã Giáp", "Xã Mậu", "All together"]
    assert "Bến đò" not in page.text
    # Where the table turns into cards its head is gone: the same links stand above it.
    above = re.search(r'<nav class="sorts".*?</nav>', page.text, re.DOTALL)[0]
    links = re.findall(r'href="[^"]*sort=([a-z0-9-]+)"\s*(aria-current="true")?>(.*?)</a>', above)
    year = clock.now().year
    assert links == [
        ("name", "", "Unit"),
        ("code", "", "Code"),
        ("submitted-0", 'aria-current="true"', f"{year}: submitted"),
        ("accepted-0", "", f"{year}: accepted"),
        ("submitted-1", "", f"{year - 1}: submitted"),
        ("accepted-1", "", f"{year - 1}: accepted"),
    ]


def test_the_files_have_the_same_lines_and_no_formula_that_runs(
    factory, client_for, organiser, this, before, merged
):
    path = f"/office/{slug(factory, this)}/statistics"
    asked_for = {"with": slug(factory, before)}
    browser = client_for(organiser)

    sheet = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"{path}.xlsx", query_string=asked_for).data)
    ).active
    lines = browser.get(f"{path}.csv", query_string=asked_for).data.decode("utf-8-sig").splitlines()

    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    year = clock.now().year
    assert cells[0][2] == f"{year}: submitted"
    assert (cells[1][0], cells[1][2:6], sheet["A2"].data_type) == ("=Xã Kỷ", [1, 1, 0, 0], "s")
    assert [row[6] for row in cells if row[0] == "Xã Giáp"] == ["Xã Ất; Xã Bính"]
    assert lines[1].startswith("'=Xã Kỷ,")
    assert browser.get(f"{path}.exe").status_code == 404


def test_of_contests_of_others_only_published_ones_are_offered(factory, client_for, organiser, this):
    for phase, title in (("judging", "Đang chấm nơi khác"), ("published", "Đã công bố nơi khác")):
        factory.edition(phase=phase, title=title, now=clock.now() - 10 * WEEK)
    path = f"/office/{slug(factory, this)}/statistics"

    mine = text(client_for(organiser).get(path))
    administrators = text(client_for(factory.administrator()).get(path))

    assert ("Đang chấm nơi khác" in mine, "Đã công bố nơi khác" in mine) == (False, True)
    assert "Đang chấm nơi khác" in administrators


def test_what_is_asked_in_nonsense_is_answered_by_name(factory, client_for, organiser, this, merged):
    path = f"/office/{slug(factory, this)}/statistics"

    page = client_for(organiser).get(path, query_string={"with": "khong-co", "sort": "accepted-7"})

    assert [name for name, *_ in rows(page)] == ["=Xã Kỷ", "Xã Giáp", "Xã Mậu", "All together"]


def test_the_database_is_asked_equally_often_for_one_unit_and_for_many(app, factory, this, merged):
    def questions():
        with app.app_context(), asked() as found:
            statistics.by_units([this])
        return len(found)

    few = questions()
    for number in range(5):
        factory.entry(this, factory.person(unit_id=factory.unit(f"Xã Thêm {number}")))

    assert questions() == few
