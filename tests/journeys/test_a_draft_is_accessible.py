"""From an empty installation to a draft whose pages are all looked at: the way of a new organiser."""

import re
from collections.abc import Callable, Iterator

import pytest
from passlib.totp import TOTP

from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.cast import ORGANISER, PASSWORD, SECRETARY
from tests.journeys.conftest import Visitor
from tests.journeys.expected import SEEN
from tests.journeys.walking import Walk
from tests.serving import LiveServer

TITLE = "Cuộc thi viết Năm thể loại"
NEW_ADDRESS = "truongban.moi@example.org"
# What a judge or an author will see of a draft, beside all that its office has.
AREAS = ("office.", "public.edition", "public.announcements", "author.preview", "judge.preview")


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("draft") / "instance").start()
    yield live
    live.stop()


def make_a_draft(organiser: Visit) -> str:
    """Five categories; the contest asks its organisers for a second factor, which is set up on the way."""
    organiser.go("/office/new").fill(start="five", title=TITLE, number="6").press()
    assert organiser.path.startswith("/account/second-factor")
    key = re.sub(r"\W", "", organiser.page.inner_text(".secret-key code"))
    organiser.fill(code=TOTP(key=key, format="base32").generate().token, password=PASSWORD).press()
    organiser.on_both_screens().follow("main a.button")
    return key


def fill_in_what_leads_to_more_pages(organiser: Visit, office: str) -> None:
    """An announcement, prizes for units that ask for headcounts, and somebody who is invited."""
    organiser.go(f"{office}announcements").fill(
        title_vi="Sắp phát động", text_vi="Mời các đơn vị theo dõi."
    ).press()
    organiser.go(f"{office}settings/unit-prizes").fill(is_on="yes", unit_rate="1").press()
    organiser.go(f"{office}people")
    organiser.fill(full_name=SECRETARY.name, email=SECRETARY.email, duty="secretary").press()


def link_in(letter: str, beginning: str) -> str:
    found = re.search(rf"{beginning}\S+", letter)
    assert found
    return found[0]


def look_at_signing_in(organiser: Visit, server: LiveServer, key: str) -> None:
    """The pages between password and office, and those that letters lead to."""
    organiser.go("/account/recovery-codes").on_both_screens()
    organiser.go("/account/second-factor/off").on_both_screens()
    organiser.go("/account/address").fill(email=NEW_ADDRESS, password=PASSWORD).press()
    organiser.go(
        link_in(server.mailed(NEW_ADDRESS, "/account/address/"), "/account/address/")
    ).on_both_screens()
    organiser.page.locator("details.menu summary").click()
    organiser.press("details.menu form button")
    organiser.go("/account/sign-in/link").on_both_screens().fill(email=ORGANISER.email).press()
    organiser.go(
        link_in(server.mailed(ORGANISER.email, "/account/sign-in/link/"), "/account/sign-in/link/")
    ).on_both_screens()
    organiser.go("/account/recover").fill(email=ORGANISER.email).press()
    organiser.go(
        link_in(server.mailed(ORGANISER.email, "/account/recover/"), "/account/recover/")
    ).on_both_screens()
    sign_in(organiser, ORGANISER.email, PASSWORD).on_both_screens()
    organiser.follow("main a[href*='/recovery-code']").on_both_screens()


def test_every_page_of_a_draft_and_of_the_way_to_it_is_accessible(
    empty: LiveServer, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    organiser = visit(empty, "new-organiser")
    hand.set_up_installation(organiser, empty)
    key = make_a_draft(organiser)
    office = organiser.path
    fill_in_what_leads_to_more_pages(organiser, office)
    guest = visit(empty, "guest")
    guest.go(link_in(empty.mailed(SECRETARY.email, "/invitations/"), "/invitations/")).on_both_screens()

    Walk(organiser, endpoint, ("account.message",)).through("/account/administration/outbox")
    way = Walk(organiser, endpoint, AREAS)
    way.through(office, f"{office}settings/headcounts")
    way.again_in("en")
    look_at_signing_in(organiser, empty, key)

    met = {endpoint(path) for person in (organiser, guest) for path in person.looked}
    assert SEEN["draft"] - met == set()
