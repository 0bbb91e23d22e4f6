"""One contest by hand, from an empty installation to published results, each person at a browser of their own."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from contest.kernel import clock
from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit
from tests.journeys.cast import (
    AN,
    BINH,
    CHAIR,
    CUONG,
    FILE_NAME,
    JUDGES,
    OBSERVER,
    OFFICIALS,
    SECRETARY,
    TITLES,
    Somebody,
    file_of_an,
    typed_text,
)
from tests.journeys.conftest import Visitor
from tests.serving import LiveServer

# In the order in which they are given: two readings far apart, and the third that settles them.
MARKS = {TITLES[AN]: ["9", "5", "8.5"], TITLES[BINH]: ["7", "7.5"]}
NOBODY = "Không có tác phẩm nào đạt mức điểm của giải này."
CHANGED = "Bài kể hay nhưng lập luận còn mỏng."


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """An empty installation, served as README says."""
    live = LiveServer(tmp_path_factory.mktemp("live") / "instance").start()
    yield live
    live.stop()


class Contest:
    """The contest with its people, each at a browser of their own."""

    def __init__(self, server: LiveServer, visit: Visitor) -> None:
        self.server = server
        self.visit = visit
        self.began = clock.now()
        self.organiser = visit(server, "organiser")
        self.people: dict[Somebody, Visit] = {}
        self.slug = ""
        self.closes: datetime = self.began

    def person(self, who: Somebody, role: str, *, phone: bool = False) -> Visit:
        self.people[who] = self.visit(self.server, role, phone=phone)
        return self.people[who]

    # --- the way, step by step ------------------------------------------------------------------------------

    def prepare(self) -> None:
        hand.set_up_installation(self.organiser, self.server)
        self.slug = hand.create_contest(self.organiser, clock.now())
        for who, duty in OFFICIALS:
            hand.invite(self.organiser, self.slug, who, duty)
        for who, duty in OFFICIALS:
            hand.accept(self.person(who, duty), self.server, who)
        for judge in JUDGES:
            self.people[judge].secrets = (
                AN.name,
                AN.unit,
                AN.email,
                AN.phone,
                FILE_NAME,
                BINH.name,
                BINH.email,
            )

    def take_in(self) -> None:
        """As long as all before took, on this machine, is enough to write, send, withdraw and begin to screen."""
        now = clock.now()
        self.closes = now + max(timedelta(seconds=30), (now - self.began) * 1.2)
        hand.announce(self.organiser, self.slug, self.closes - timedelta(seconds=5))
        hand.put_off(self.organiser, self.slug, self.closes)
        receipts = {self.enter(AN, phone=True), self.enter(BINH), self.enter(CUONG)}
        self.begin_by_mistake(BINH)
        hand.begin(self.people[AN], self.slug, 0)  # and leaves the page open
        assert len(receipts) == 3
        assert all(self.server.mailed(who.email, TITLES[who]) for who in (AN, BINH, CUONG))

    def enter(self, who: Somebody, *, phone: bool = False) -> str:
        """Register, write or send a file, submit; return the receipt's number, which comes by mail, too."""
        author = self.person(who, "author", phone=phone)
        hand.register(author, self.slug, who)
        hand.begin(author, self.slug, 0)
        if who is AN:
            hand.attach(author, TITLES[who], FILE_NAME, file_of_an())
        else:
            hand.write(author, TITLES[who], typed_text(len(who.name)))
        number = hand.submit(author)
        assert number in self.server.mailed(who.email, number)
        return number

    def begin_by_mistake(self, who: Somebody) -> None:
        author = self.people[who]
        hand.begin(author, self.slug, 0)
        hand.write(author, "Gửi nhầm", typed_text(4))
        hand.submit(author)
        hand.withdraw(author)
        assert author.path == "/author/"

    def screen(self) -> None:
        """Accept two, refuse one; take the author's name out of the text; draw the codes once it is closed."""
        secretary = self.people[SECRETARY]
        hand.screen(secretary, self.slug, TITLES[AN])
        hand.screen(secretary, self.slug, TITLES[BINH])
        hand.screen(secretary, self.slug, TITLES[CUONG], refuse="Bài viết về nơi khác, không thuộc tỉnh.")
        assert "không thuộc tỉnh" in self.server.mailed(CUONG.email, "không thuộc tỉnh")
        hand.prepare_blind_copies(secretary, self.slug)
        assert hand.black_out_all(secretary) > 0
        hand.wait_until(self.closes, clock.now())
        hand.write_too_late(self.people[AN])
        hand.draw_codes(secretary, self.slug)

    def assign(self) -> None:
        hand.settle_panel(self.organiser, self.slug)
        hand.give_out(self.organiser, self.slug)

    def judge(self) -> dict[str, str]:
        """Let the judges mark until nothing waits; return the codes of the works by title."""
        left = {title: list(marks) for title, marks in MARKS.items()}
        codes: dict[str, str] = {}
        for _ in range(2):  # the third reading comes to a judge who had finished
            for judge in JUDGES:
                desk = self.people[judge]
                for address in hand.waiting_on_desk(desk, self.slug):
                    desk.go(address)
                    title = next(title for title in left if title in desk.text())
                    codes[title] = re.sub(r".*/", "", address)
                    hand.mark(desk, left[title].pop(0))
        assert left == {title: [] for title in MARKS}
        return codes

    def decide(self, codes: dict[str, str]) -> None:
        hand.close_round(self.organiser, self.slug)
        chair = self.people[CHAIR]
        hand.apply_prize_table(chair, self.slug)
        hand.change_award(chair, self.slug, codes[TITLES[BINH]], "Giải C", CHANGED)
        hand.say_why_prizes_stay(chair, self.slug, NOBODY)
        hand.approve(chair, self.slug)
        hand.approve(self.organiser, self.slug)
        hand.publish(self.organiser, self.slug)


def test_a_contest_goes_by_hand_from_an_empty_installation_to_published_results(
    empty: LiveServer, visit: Visitor
) -> None:
    contest = Contest(empty, visit)
    contest.prepare()
    contest.take_in()
    contest.screen()
    contest.assign()
    contest.decide(contest.judge())

    visitor = visit(empty, "visitor")
    visitor.go("/").follow(f"/editions/{contest.slug}/results")
    rows = [row.inner_text().split("\t") for row in visitor.page.locator("main tbody tr").all()]
    assert [[cell.strip() for cell in row] for row in rows] == [
        [TITLES[AN], "Giải A", AN.name, AN.unit],
        [TITLES[BINH], "Giải C", BINH.name, BINH.unit],
    ]
    own = contest.people[AN].go("/author/").follow("main a[href$='/result']")
    assert "87,5" in own.text()  # the mean of the two nearest of 90, 50 and 85
    refused = contest.people[CUONG].go("/author/")
    assert "không thuộc tỉnh" in refused.text()
    contest.people[OBSERVER].go(f"/office/{contest.slug}/log")
    checked = empty.flask("check")
    assert (checked.returncode, checked.stderr) == (0, "")
