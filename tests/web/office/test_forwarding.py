"""Contests above each other: asked and agreed, works sent on by the rule, authors told; collecting without judging."""

import re
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions import above, queries
from contest.editions.rules.levels import CENTRE, PROVINCE, Level
from contest.entries import author_queries, screening_queries, verification
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from tests.judged import Judged
from tests.web.office.office_browsing import errors, fields, send, text


def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def letters(app, notice):
    with app.app_context():
        rows = db.session.scalars(
            db.select(OutboxMessage).where(OutboxMessage.notice == notice).order_by(OutboxMessage.id)
        )
        return [rendering.letter(row) for row in rows]


class Levels:
    """A province that only collects, closed, with three accepted works; the centre above it takes works in."""

    def __init__(self, factory, client_for, *, quota=None):
        self.factory = factory
        self.organiser = factory.person("Phạm Thị Tổ Chức")
        self.lower = factory.edition(
            organiser_id=self.organiser,
            phase="closed",
            title="Cuộc thi tỉnh",
            level=Level(PROVINCE, collects_only=True, quota=quota),
        )
        self.upper = factory.edition(
            organiser_id=self.organiser, title="Cuộc thi trung ương", level=Level(CENTRE)
        )
        self.secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.lower, self.secretary, Duty.SECRETARY)
        self.unit = factory.unit("Sở Văn hóa")
        self.authors = [factory.person(f"Tác Giả {name}", unit_id=self.unit) for name in "ABC"]
        self.keys = [
            factory.entry(
                self.lower, author, title=f"Bến đò {number}", text=f"Làng tôi có {number} bến đò nhỏ."
            )
            for number, author in enumerate(self.authors)
        ]
        for key in self.keys:
            factory.screen(self.lower, key, self.secretary)
        self.browser = client_for(self.organiser)
        self.path = f"/office/{slug(factory, self.lower)}/forwarding"

    def ask(self, address=None):
        address = address or f"http://localhost/editions/{slug(self.factory, self.upper)}/"
        return send(self.browser, self.path, {"slug": address}, action=f"{self.path}/ask")

    def send_on(self, **changes):
        return send(self.browser, self.path, changes)

    def own(self, author):
        return [
            (each.title, each.state)
            for each in self.factory.read(author_queries.own_entries, author)
            if each.edition_id == self.upper
        ]


@pytest.fixture
def levels(factory, client_for):
    return Levels(factory, client_for)


def test_a_collection_is_sent_on_with_authors_texts_and_new_receipts(app, factory, client_for, levels):
    asked = levels.ask()
    page = text(levels.browser.get(levels.path))
    sent = levels.send_on()
    again = text(levels.browser.get(levels.path))

    assert (asked.status_code, sent.status_code) == (303, 303)
    assert "Takes works from here" in page
    assert "Tác Giả" not in page
    assert [levels.own(author) for author in levels.authors] == [
        [(f"Bến đò {number}", "submitted")] for number in range(3)
    ]
    assert again.count("Has been sent on already.") == 3
    assert factory.read(verification.faults) == []
    [first, *_] = mails = letters(app, "entry_forwarded")
    assert len(mails) == 3
    assert (
        "“Bến đò 0” of the contest Cuộc thi tỉnh has been sent on to the contest Cuộc thi trung ương"
        in first.text
    )
    link = re.search(r"https?://[^/]+(/author/entries/\w+)/receipt/1", first.text)[1]
    author = client_for(levels.authors[0])
    assert author.get(f"{link}/receipt/1").status_code == 200
    assert "It was sent on from the contest Cuộc thi tỉnh" in text(author.get(link))
    secretary = factory.person("Đỗ Thị Thư Ký Trên")
    factory.appoint(levels.upper, secretary, Duty.SECRETARY)
    key = factory.read(screening_queries.queue, levels.upper).lines[0].key
    screened = text(client_for(secretary).get(f"/office/{slug(factory, levels.upper)}/screening/{key}"))
    assert "Came from Cuộc thi tỉnh" in screened
    assert "Unit Sở Văn hóa" in screened


def test_what_takes_part_there_already_and_officials_stay_here(factory, levels):
    factory.entry(levels.upper, levels.authors[0], title="Bến đò 0", text="Làng tôi có 0 bến đò nhỏ.")
    factory.appoint(levels.upper, levels.authors[1], Duty.JUDGE)
    levels.ask()

    page = text(levels.browser.get(levels.path))
    levels.send_on()

    assert "The very same work takes part there already." in page
    assert "Its author holds a duty there and cannot take part." in page
    assert [len(levels.own(author)) for author in levels.authors] == [1, 0, 1]


def test_of_more_works_than_have_room_a_person_chooses(factory, client_for):
    levels = Levels(factory, client_for, quota=2)
    levels.ask()
    ids = re.findall(r'name="works"\s+value="(\d+)"', levels.browser.get(levels.path).text)

    none = levels.send_on()
    too_many = levels.send_on(works=ids)
    two = levels.send_on(works=ids[:2])

    assert (none.status_code, errors(none)) == (422, ["Tick at least one work."])
    assert errors(too_many) == ["At most 2 works may be sent on, 0 went before, and 3 are ticked."]
    assert two.status_code == 303
    assert sum(len(levels.own(author)) for author in levels.authors) == 2


def test_a_collection_has_no_codes_and_ends_after_screening(factory, client_for, levels):
    round_id = factory.read(queries.rounds, levels.lower)[0].id
    office = f"/office/{slug(factory, levels.lower)}"

    with pytest.raises(RuleBroken, match=r"^This contest only collects works and sends them on"):
        factory.do(coding.draw_codes, round_id, actor_id=levels.secretary, now=clock.now())
    menu = levels.browser.get(f"{office}/").text
    ended = send(
        levels.browser, f"{office}/schedule", {"confirmed": "yes"}, action=f"{office}/schedule/advance"
    )
    public = text(levels.browser.get(f"/editions/{slug(factory, levels.lower)}/"))

    assert [f"{office}/{page}" in menu for page in ("panel", "rubric", "assignment", "progress")] == [
        False
    ] * 4
    assert ended.status_code == 303
    assert factory.read(queries.by_id, levels.lower, now=clock.now()).phase == "archived"
    assert "The collection has ended." in public
    assert "Works are collected here and looked through; nobody judges them here." in public
    assert "How it is judged" not in public


def test_organisers_of_another_contest_are_asked_by_mail_and_agree_themselves(
    app, factory, client_for, levels
):
    theirs = factory.person("Trần Thị Trung Ương", email="tw@example.org")
    above_all = factory.edition(organiser_id=theirs, title="Cuộc thi toàn quốc", level=Level(CENTRE))
    path = f"/office/{slug(factory, above_all)}/forwarding"
    browser = client_for(theirs)

    levels.ask(slug(factory, above_all))
    waiting = text(levels.browser.get(levels.path))
    shown = browser.get(path)
    not_theirs = levels.browser.post(
        f"{path}/agree", data=fields(levels.browser.get(levels.path), f"{levels.path}/end")
    )
    agreed = send(browser, path, action=f"{path}/agree")

    assert "Asked, not agreed yet" in waiting
    assert "No contest above this one has agreed to take its works." in waiting
    assert "Asks to send works on" in text(shown)
    assert not_theirs.status_code == 404
    assert agreed.status_code == 303
    assert [letter.to for letter in letters(app, "link_asked")] == ["tw@example.org"]
    assert len(letters(app, "link_agreed")) == 1
    assert "Works can go on to: Cuộc thi toàn quốc" in text(
        levels.browser.get(f"/editions/{slug(factory, levels.lower)}/")
    )
    ended = send(browser, path, action=f"{path}/end")
    assert (ended.status_code, factory.read(above.above, levels.lower)) == (303, None)


@pytest.mark.parametrize("address", ["khong-co", "http://localhost/editions/", "/"])
def test_a_contest_that_is_not_there_cannot_be_asked(levels, address):
    refused = levels.ask(address)

    assert refused.status_code == 422
    assert errors(refused)[0].endswith(
        "There is no contest with this address here. Copy the address of its public page."
    )


def test_neither_itself_nor_one_below_nor_a_foreign_draft_stands_above(factory, client_for, levels):
    drafted = factory.edition(phase="draft", title="Cuộc thi còn kín", level=Level(CENTRE))
    levels.ask()
    upper = f"/office/{slug(factory, levels.upper)}/forwarding"

    own = send(levels.browser, upper, {"slug": slug(factory, levels.upper)}, action=f"{upper}/ask")
    below = send(levels.browser, upper, {"slug": slug(factory, levels.lower)}, action=f"{upper}/ask")
    hidden = send(levels.browser, upper, {"slug": slug(factory, drafted)}, action=f"{upper}/ask")

    assert [errors(page)[0].split(": ", 1)[1][:48] for page in (own, below, hidden)] == [
        "A contest cannot send works to itself or to one ",
        "A contest cannot send works to itself or to one ",
        "There is no contest with this address here. Copy",
    ]


def test_of_a_judged_contest_the_best_go_on_after_publication(factory, client_for):
    contest = Judged(factory, ("Một", "Hai", "Ba"), level=Level(PROVINCE, quota=2, threshold=Decimal(65)))
    upper = factory.edition(
        organiser_id=contest.organiser_id, title="Cuộc thi trung ương", level=Level(CENTRE)
    )
    browser = client_for(contest.organiser_id)
    path = f"/office/{slug(factory, contest.edition_id)}/forwarding"
    send(browser, path, {"slug": slug(factory, upper)}, action=f"{path}/ask")
    before = text(browser.get(path))
    contest.judging().marked({"Một": [("9", "9"), ("9", "9")], "Hai": [("7", "7"), ("7", "7")],
                              "Ba": [("5", "5"), ("5", "5")]}).closed().awarded().approved().published()  # fmt: skip

    page = text(browser.get(path))
    sent = send(browser, path)

    assert "Works are sent on after the results are published." in before
    assert "Below the least points." in page
    assert sent.status_code == 303
    titles = [line.title for line in factory.read(screening_queries.queue, upper).lines]
    assert sorted(titles) == ["Hai", "Một"]


def test_only_organisers_see_to_it(factory, client_for, levels):
    assert client_for(levels.secretary).get(levels.path).status_code == 403


def test_the_level_is_set_before_the_announcement(factory, client_for):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser, phase="draft")
    browser, path = client_for(organiser), f"/office/{slug(factory, edition)}/settings/level"

    wrong = send(browser, path, {"name": "province", "collects_only": "y", "threshold": "70"})
    saved = send(browser, path, {"name": "province", "quota": "200", "threshold": "70"})

    assert wrong.status_code == 422
    assert saved.status_code == 303
    assert factory.read(queries.spec, edition).level == Level(PROVINCE, quota=200, threshold=Decimal(70))
