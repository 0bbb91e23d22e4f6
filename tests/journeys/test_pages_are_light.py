"""How many bytes a page brings over the wire, everything included: a phone in a village pays for each of them."""

from typing import Any

from contest.demonstration.cast import PASSWORD
from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.conftest import Visitor
from tests.journeys.test_without_scripts import JUDGED, OPEN
from tests.serving import LiveServer

LANDING, WORKING, EDITOR = 20_000, 40_000, 76_000


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
    on_a_costly_line = anew(visit, demo, author)
    on_a_costly_line.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    weights = {
        "desk": weight(judge_anew, f"/judge/{JUDGED}/"),
        "first essay, from the desk": weight(judge_anew, essays[0]),
        "essay, from the link in a letter": weight(anew(visit, demo, judge), essays[0]),
        "writing": weight(on_a_costly_line, writing),
        "submit": weight(anew(visit, demo, author), f"{writing}/submit"),
    }
    assert {page: size for page, size in weights.items() if not 4_000 < size < WORKING} == {}


def test_the_editor_comes_behind_the_page_weighs_75_kilobytes_and_travels_once(
    demo: LiveServer, visit: Visitor
) -> None:
    author = visit(demo, "author", phone=True)
    sign_in(author, "author@example.org", PASSWORD)
    hand.begin(author, OPEN, 0)
    writing, fresh = author.path, anew(visit, demo, author)
    first, again = (weight(fresh, writing) for _ in range(2))
    assert (first < WORKING + EDITOR, again < LANDING) == (True, True), (first, again)
