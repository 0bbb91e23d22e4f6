"""How many bytes a page brings over the wire, everything included: a phone in a village pays for each of them."""

from typing import Any

from contest.demonstration.cast import PASSWORD
from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.conftest import Visitor
from tests.journeys.test_without_scripts import JUDGED, OPEN
from tests.serving import LiveServer

LANDING, WORKING = 20_000, 40_000


def weight(visit: Visit, path: str) -> int:
    """Load a page and sum what came over the wire: heads, bodies, styles, scripts, fonts, pictures."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    sizes: list[int] = []

    def note(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", note)
    visit.page.goto(visit.base + path, wait_until="networkidle")
    session.detach()
    assert sizes
    return sum(sizes)


def anew(visit: Visitor, server: LiveServer, signed_in: Visit) -> Visit:
    """The same person at a browser that was never here."""
    fresh = visit(server, f"{signed_in.who}-anew", phone=True)
    fresh.context.add_cookies([dict(cookie) for cookie in signed_in.context.cookies()])  # type: ignore[misc]
    return fresh


def test_the_landing_page_weighs_less_than_20_kilobytes(demo: LiveServer, visit: Visitor) -> None:
    assert 8_000 < weight(visit(demo, "visitor", phone=True), "/") < LANDING


def test_the_pages_people_work_on_weigh_less_than_40_kilobytes(demo: LiveServer, visit: Visitor) -> None:
    judge = visit(demo, "judge", phone=True)
    sign_in(judge, "judge3@example.org", PASSWORD)
    essays = hand.waiting_on_desk(judge, JUDGED)
    author = visit(demo, "author", phone=True)
    sign_in(author, "author@example.org", PASSWORD)
    hand.begin(author, OPEN, 0)
    writing = author.path
    judge_anew = anew(visit, demo, judge)
    weights = {
        "desk": weight(judge_anew, f"/judge/{JUDGED}/"),
        "first essay, from the desk": weight(judge_anew, essays[0]),
        "essay, from the link in a letter": weight(anew(visit, demo, judge), essays[0]),
        "writing": weight(anew(visit, demo, author), writing),
        "submit": weight(anew(visit, demo, author), f"{writing}/submit"),
    }
    assert {page: size for page, size in weights.items() if not 4_000 < size < WORKING} == {}
