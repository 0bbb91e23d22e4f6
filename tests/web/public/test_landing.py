import gzip
import re
from html import unescape

import pytest
from sqlalchemy import event

from contest.editions import queries
from contest.kernel import clock
from contest.platform.database import db
from tests.web.office.office_browsing import text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def visitor(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def section(page, name):
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page.text, flags=re.DOTALL)
    return found[0] if found else ""


def test_contests_stand_where_their_phase_puts_them(factory, visitor, organiser):
    for phase in ("draft", "announced", "open", "closed", "judging", "deliberation", "published", "archived"):
        factory.edition(organiser_id=organiser, phase=phase, title=f"Cuộc thi {phase}")

    page = visitor.get("/")

    shown = {
        name: re.findall(r"Cuộc thi (\w+)</a>", section(page, name)) for name in ("open", "coming", "past")
    }
    assert shown == {
        "open": ["open"],
        "coming": ["announced"],
        "past": ["archived", "published", "deliberation", "judging", "closed"],
    }
    assert "Cuộc thi draft" not in page.text


def test_an_open_contest_shows_deadline_and_countdown_by_the_servers_clock(factory, visitor, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", time_zone="Asia/Tokyo")

    page = visitor.get("/")

    closes = factory.read(queries.by_id, edition, now=clock.now()).closes_at
    assert f'data-until="{closes.isoformat()}"' in page.text
    assert "data-server-now=" in page.text
    assert "(Japan Time)" in text(page)
    assert "Server time:" in text(page)


def test_with_nothing_open_the_page_says_so(factory, visitor, organiser):
    assert "No contest is open at the moment." in text(visitor.get("/"))


def test_an_empty_installation_leads_to_its_first_page(client):
    assert client.get("/").location == "/first-run"


def test_the_first_visit_weighs_less_than_twenty_kilobytes(factory, visitor, organiser):
    for n in range(5):
        factory.edition(organiser_id=organiser, phase="open", title=f"Cuộc thi viết Bình Minh {n}")

    asking = {"Accept-Encoding": "gzip"}
    page = visitor.get("/", headers=asking)
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', gzip.decompress(page.data).decode()))
    weight = len(page.data)
    for part in parts:
        with visitor.get(unescape(part), headers=asking) as answer:
            weight += len(answer.data)

    assert parts
    assert weight < 20_000


def test_the_page_asks_the_database_equally_often(app, factory, visitor, organiser):
    def statements():
        asked = []

        def note(*arguments):
            asked.append(arguments[2])

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        visitor.get("/")
        event.remove(engine, "before_cursor_execute", note)
        return len([s for s in asked if s.lstrip().upper().startswith("SELECT")])

    factory.edition(organiser_id=organiser, phase="open", title="Một")
    once = statements()
    for title in ("Hai cuộc thi", "Ba cuộc thi"):
        factory.edition(organiser_id=organiser, phase="open", title=title)

    assert statements() == once
