"""A work that is sent on keeps all its authors and what was said beside it, and its receipt vouches for that."""

from dataclasses import replace

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.levels import Level
from contest.entries import (
    author_queries,
    authorship,
    co_authors,
    handing_on,
    intake,
    queries,
    screening_queries,
    verification,
)
from contest.entries.handing_on import Obstacle
from contest.kernel import clock
from contest.people import queries as people
from tests.factories import NOW
from tests.watching import heard

CATEGORY = CategorySpec(
    "Bài viết", 5, 40, authors_most=3, demands=Demands(languages=("vi", "en"), translation=True)
)
FORMATTED = "<h2>The ferry</h2><p>It crosses <em>twice</em> a day, at dawn and at dusk.</p>"
TRANSLATION = "Bản dịch tiếng Việt của bài, đủ năm từ."


@pytest.fixture
def chain(factory):
    """A collection with an accepted work of two in English, and the contest above it."""
    with clock.fixed(NOW):
        yield Chain(factory)


class Chain:
    def __init__(self, factory):
        self.factory = factory
        self.lower = factory.edition(
            title="Cấp dưới", categories=(CATEGORY,), level=Level(collects_only=True)
        )
        self.upper = factory.edition(title="Cấp trên", categories=(replace(CATEGORY, name="Bài luận"),))
        self.author = factory.person("Nguyễn Văn Đức", unit_id=factory.unit("Xã Bình Minh"))
        self.mate = factory.person("Trần Thị Mai", unit_id=factory.unit("Hội Khoa học"))
        secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.lower, secretary, Duty.SECRETARY)
        self.key = factory.entry(self.lower, self.author, title="The ferry", submit=False)
        said = {"language": "en", "translation": TRANSLATION}
        revision = factory.read(author_queries.draft, self.key, self.author).revision
        factory.do(
            intake.save_draft, self.key, intake.Draft(stated=said, markup=FORMATTED), author_id=self.author,
            stamp=intake.Stamp(revision), now=NOW,
        )  # fmt: skip
        email = factory.read(people.person, self.mate).email
        asked = factory.do(co_authors.ask, self.key, "Chị Mai", email, author_id=self.author, now=NOW)
        question = factory.read(authorship.question_by_id, asked).key
        factory.do(co_authors.confirm, question, self.mate, now=NOW)
        factory.do(co_authors.move, self.key, question, -1, author_id=self.author, now=NOW)
        factory.submit(self.key, self.author)
        factory.screen(self.lower, self.key, secretary)
        [self.entry_id] = factory.read(handing_on.accepted, self.lower)

    def send(self):
        upper = self.factory.read(editions.by_id, self.upper, now=NOW)
        category = self.factory.read(editions.categories, self.upper)[0].id
        self.factory.do(
            handing_on.hand_on, {self.entry_id: category}, lower_id=self.lower, upper=upper,
            actor_id=self.author, now=NOW,
        )  # fmt: skip
        return self.factory.read(screening_queries.queue, self.upper).lines[0].key


def test_both_authors_and_the_translation_go_along_and_the_receipt_vouches_for_them(factory, chain):
    with heard() as events:
        key = chain.send()

    view = factory.read(screening_queries.to_screen, key, chain.upper)
    assert view.markup == FORMATTED
    assert factory.read(author_queries.draft, key, chain.author).markup == FORMATTED
    assert (view.title, view.translation, view.author.name) == ("The ferry", TRANSLATION, "Nguyễn Văn Đức")
    assert [(mate.person.name, mate.unit_name) for mate in view.co_authors] == [
        ("Trần Thị Mai", "Hội Khoa học")
    ]
    new_id = factory.read(queries.own_work, key, chain.author).entry_id
    named = factory.read(queries.named, [new_id])[new_id]
    assert [(each.name, each.unit_name) for each in named.authors] == [
        ("Trần Thị Mai", "Hội Khoa học"),
        ("Nguyễn Văn Đức", "Xã Bình Minh"),
    ]
    places = factory.read(authorship.places, key, chain.author)
    assert next((place.name, place.state) for place in places) == ("Trần Thị Mai", "confirmed")
    [told] = [event.authors for event in events if event.NAME == "entry.forwarded"]
    assert set(told) == {chain.author, chain.mate}
    signed = factory.read(author_queries.receipt, key, chain.author, 1).document
    assert ['"sha256_translation":' in signed, '"sha256_markup":' in signed] == [True, True]
    assert factory.read(verification.faults) == []
    assert factory.read(handing_on.obstacles, chain.lower, chain.upper) == {
        chain.entry_id: Obstacle.FORWARDED
    }


def test_a_co_author_who_left_does_not_go_along(factory, chain):
    factory.do(co_authors.leave, chain.key, chain.mate, now=NOW)

    key = chain.send()

    new_id = factory.read(queries.own_work, key, chain.author).entry_id
    assert [a.name for a in factory.read(queries.named, [new_id])[new_id].authors] == ["Nguyễn Văn Đức"]
    assert factory.read(verification.faults) == []


def test_a_co_author_who_judges_above_keeps_the_work_here(factory, chain):
    factory.appoint(chain.upper, chain.mate, Duty.JUDGE)

    assert factory.read(handing_on.obstacles, chain.lower, chain.upper) == {chain.entry_id: Obstacle.OFFICIAL}
