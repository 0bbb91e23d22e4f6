"""Co-authors: asked, confirmed, counted, frozen at the submit, gone when they leave; authors and officials apart."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import update

from contest.access.duties import Duty
from contest.editions import queries as edition_queries
from contest.editions import service as editions
from contest.editions.models import Edition
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries as own
from contest.entries import (
    authorship,
    co_authors,
    office_acts,
    queries,
    screening_queries,
    service,
    unit_counts,
    verification,
)
from contest.entries.models import CoAuthor, VersionAuthor
from contest.entries.office_acts import By
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.people import queries as people
from contest.platform.database import db, unit_of_work
from tests.factories import NOW, WEEK, Factory

DECLARED = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")
CATEGORIES = (
    CategorySpec("Bài viết", 5, 40, works_per_author=2, authors_most=3),
    CategorySpec("Thơ", 5, 40, works_per_author=2),
)


@dataclass
class Pair:
    """An open contest in which works have up to three authors, and some who might write together."""

    factory: Factory
    edition_id: int
    author_id: int
    mate_id: int
    third_id: int
    units: tuple[int, int]

    def draft(self, author_id: int | None = None, **more: object) -> str:
        return self.factory.entry(self.edition_id, author_id or self.author_id, submit=False, **more)

    def ask(
        self, key: str, email: str = "mai@example.org", name: str = "Chị Mai", by: int | None = None
    ) -> str:
        asked = self.factory.do(
            co_authors.ask, key, name, email, author_id=by or self.author_id, now=clock.now()
        )
        return str(self.factory.read(authorship.question_by_id, asked).key)

    def join(self, key: str, account_id: int | None = None, *, by: int | None = None) -> str:
        """Ask somebody and let them confirm."""
        who = account_id or self.mate_id
        question = self.ask(key, self.factory.read(people.person, who).email, by=by)
        self.confirm(question, who)
        return question

    def confirm(self, question: str, account_id: int | None = None) -> None:
        self.factory.do(co_authors.confirm, question, account_id or self.mate_id, now=clock.now())

    def together(self, **more: object) -> str:
        """A submitted work of two."""
        key = self.draft(**more)
        self.join(key)
        self.submit(key)
        return key

    def submit(self, key: str, author_id: int | None = None, **more: object) -> int:
        return self.factory.do(
            service.submit, key, author_id=author_id or self.author_id, token=new_key(), declared=DECLARED,
            now=clock.now(), **more,
        )  # fmt: skip

    def states(self, key: str) -> list[tuple[str, str]]:
        return [(p.name, p.state) for p in self.factory.read(authorship.places, key, self.author_id)]

    def entry_id(self, key: str) -> int:
        return self.factory.read(queries.own_work, key, self.author_id).entry_id

    def named(self, key: str) -> list[tuple[str, str]]:
        """Names and units as publication would print them."""
        entry_id = self.entry_id(key)
        return [(a.name, a.unit_name) for a in self.factory.read(queries.named, [entry_id])[entry_id].authors]


@pytest.fixture
def pair(factory):
    with clock.fixed(NOW):
        units = factory.unit("Xã Bình Minh"), factory.unit("Hội Khoa học")
        edition_id = factory.edition(categories=CATEGORIES)
        yield Pair(
            factory=factory,
            edition_id=edition_id,
            author_id=factory.person("Nguyễn Văn Đức", unit_id=units[0]),
            mate_id=factory.person("Trần Thị Mai", email="mai@example.org", unit_id=units[1]),
            third_id=factory.person("Phạm Văn Ba", email="ba@example.org"),
            units=units,
        )


# --- asking and answering ----------------------------------------------------------------------------------------


def test_who_confirms_is_named_by_the_own_account_and_who_was_asked_reads_along(pair):
    key = pair.draft(title="Bến sông")
    question = pair.ask(key)
    with pytest.raises(NotFound):
        pair.factory.read(own.draft, key, pair.mate_id)

    pair.confirm(question)

    assert pair.states(key) == [("Nguyễn Văn Đức", "confirmed"), ("Trần Thị Mai", "confirmed")]
    seen = pair.factory.read(own.draft, key, pair.mate_id)
    assert (seen.title, seen.contact) == ("Bến sông", "Nguyễn Văn Đức")
    assert [(e.key, e.contact) for e in pair.factory.read(own.own_entries, pair.mate_id)] == [
        (key, "Nguyễn Văn Đức")
    ]


def test_the_letter_shows_the_address_to_be_the_persons_own_but_another_account_may_answer_too(pair):
    confirmed = lambda who: pair.factory.read(people.person, who).is_confirmed  # noqa: E731
    pair.confirm(pair.ask(pair.draft()), pair.third_id)
    assert not confirmed(pair.third_id)
    pair.confirm(pair.ask(pair.draft(title="Hai")))
    assert confirmed(pair.mate_id)


def test_a_co_author_neither_submits_nor_withdraws_nor_changes_the_list(pair):
    key = pair.draft()
    question = pair.join(key)
    for act in (
        lambda: pair.submit(key, pair.mate_id),
        lambda: pair.factory.do(service.withdraw, key, author_id=pair.mate_id, now=NOW),
        lambda: pair.ask(key, "la@example.org", by=pair.mate_id),
        lambda: pair.factory.do(co_authors.remove, key, question, author_id=pair.mate_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("email", ["Mai@Example.org", "duc@example.org"])
def test_nobody_is_asked_who_is_on_the_work(pair, email):
    author = pair.factory.person("Lê Đức", email="duc@example.org")
    key = pair.draft(author)
    pair.ask(key, by=author)
    with pytest.raises(RuleBroken) as refused:
        pair.ask(key, email, by=author)
    assert refused.value.field == "email"


def test_the_same_person_is_not_two_authors(pair):
    key = pair.draft()
    pair.join(key)
    question = pair.ask(key, "mai.rieng@example.org")
    for who in (pair.mate_id, pair.author_id):
        with pytest.raises(RuleBroken):
            pair.confirm(question, who)


def test_the_list_ends_at_the_limit_and_makes_room_when_somebody_declines(pair):
    key = pair.draft()
    pair.join(key)
    question = pair.ask(key, "ba@example.org")
    with pytest.raises(RuleBroken):
        pair.ask(key, "tu@example.org")
    pair.factory.do(co_authors.decline, question, None, now=NOW)
    pair.ask(key, "tu@example.org")


def test_a_category_without_co_authors_takes_none(pair):
    category_id = pair.factory.read(edition_queries.categories, pair.edition_id)[1].id
    key = pair.draft()
    pair.join(key)
    pair.factory.do(lambda: db.session.execute(update_category(key, category_id)))
    with pytest.raises(RuleBroken):
        pair.ask(key, "ba@example.org")
    problems = pair.factory.read(own.review, key, pair.author_id, now=NOW).problems
    assert [p.params for p in problems] == [{"authors": 2, "most": 1}]


def update_category(key, category_id):
    from contest.entries.models import Entry

    return update(Entry).where(Entry.key == key).values(category_id=category_id)


def test_an_answer_counts_once_and_a_question_can_be_taken_back_and_put_again(pair):
    key = pair.draft()
    question = pair.ask(key)
    pair.factory.do(co_authors.remove, key, question, author_id=pair.author_id, now=NOW)
    with pytest.raises(RuleBroken):
        pair.confirm(question)
    assert pair.ask(key) == question
    pair.factory.do(co_authors.decline, question, pair.mate_id, now=NOW)
    pair.factory.do(co_authors.decline, question, pair.mate_id, now=NOW)
    with pytest.raises(RuleBroken):
        pair.confirm(question)
    assert pair.states(key) == [("Nguyễn Văn Đức", "confirmed"), ("Trần Thị Mai", "declined")]


def test_nobody_gets_more_than_five_letters(pair):
    key = pair.draft()
    question = pair.ask(key)
    for _ in range(4):
        pair.factory.do(co_authors.ask_again, key, question, author_id=pair.author_id, now=NOW)
    with pytest.raises(RuleBroken):
        pair.factory.do(co_authors.ask_again, key, question, author_id=pair.author_id, now=NOW)
    pair.factory.do(co_authors.remove, key, question, author_id=pair.author_id, now=NOW)
    with pytest.raises(RuleBroken):
        pair.ask(key)


# --- submitting ----------------------------------------------------------------------------------------------------


def test_a_submit_waits_for_every_answer_or_goes_without_those_who_gave_none(pair):
    key = pair.draft()
    pair.join(key)
    pair.ask(key, "ba@example.org", "Anh Ba")
    with pytest.raises(RuleBroken) as refused:
        pair.submit(key)
    assert (refused.value.field, refused.value.params) == ("authors", {"names": "Anh Ba"})

    pair.submit(key, without_waiting=True)

    assert pair.named(key) == [("Nguyễn Văn Đức", "Xã Bình Minh"), ("Trần Thị Mai", "Hội Khoa học")]
    assert [state for _, state in pair.states(key)] == ["confirmed", "confirmed"]


def test_all_authors_stand_in_their_order_with_the_units_of_the_first_submit(pair):
    key = pair.draft()
    pair.join(key)
    pair.factory.do(co_authors.move, key, "own", 1, author_id=pair.author_id, now=NOW)
    pair.submit(key)
    pair.factory.do(change_unit, pair.mate_id, pair.units[0])
    pair.join(key, pair.third_id)
    pair.submit(key)

    assert pair.named(key) == [
        ("Trần Thị Mai", "Hội Khoa học"), ("Nguyễn Văn Đức", "Xã Bình Minh"), ("Phạm Văn Ba", "")
    ]  # fmt: skip
    assert pair.factory.read(own.receipt, key, pair.mate_id, 1).authors == ("Trần Thị Mai", "Nguyễn Văn Đức")
    assert pair.factory.read(verification.faults) == []


def change_unit(account_id, unit_id):
    from contest.people.models import Account

    db.session.execute(update(Account).where(Account.id == account_id).values(unit_id=unit_id))


def test_a_change_of_the_list_counts_from_the_next_submit_and_is_one(pair):
    key = pair.together()
    assert pair.submit(key) == 1
    question = next(p.key for p in pair.factory.read(authorship.places, key, pair.author_id) if not p.is_own)
    with clock.fixed(NOW + WEEK / 2):
        pair.factory.do(co_authors.remove, key, question, author_id=pair.author_id, now=clock.now())

        assert len(pair.named(key)) == 2
        assert pair.factory.read(own.draft, key, pair.author_id).has_changes
        assert pair.factory.read(own.draft, key, pair.mate_id).contact == "Nguyễn Văn Đức"
        assert pair.submit(key) == 2
    assert pair.named(key) == [("Nguyễn Văn Đức", "Xã Bình Minh")]
    assert pair.factory.read(own.own_entries, pair.mate_id) == ()


def test_who_leaves_is_off_the_work_at_once_and_the_others_go_on(pair):
    key = pair.draft()
    pair.join(key)
    pair.join(key, pair.third_id)
    pair.submit(key)

    pair.factory.do(co_authors.leave, key, pair.mate_id, now=NOW)

    assert [name for name, _ in pair.named(key)] == ["Nguyễn Văn Đức", "Phạm Văn Ba"]
    with pytest.raises(NotFound):
        pair.factory.read(own.draft, key, pair.mate_id)
    with pytest.raises(NotFound):
        pair.factory.do(co_authors.leave, key, pair.mate_id, now=NOW)
    with pytest.raises(NotFound):
        pair.factory.do(co_authors.leave, key, pair.author_id, now=NOW)
    writer = pair.factory.read(screening_queries.to_screen, key, pair.edition_id).co_authors[0]
    assert (writer.person.name, writer.place, writer.left_at) == ("Trần Thị Mai", 2, NOW)


@pytest.mark.parametrize("who", ["author", "mate"])
def test_the_works_of_each_author_count_whether_begun_or_joined(pair, who):
    pair.together(title="Một")
    pair.together(title="Hai")
    if who == "author":
        key = pair.draft(title="Ba")
        with pytest.raises(RuleBroken) as refused:
            pair.submit(key)
        assert refused.value.field == "category_id"
        return
    alone = pair.draft(pair.mate_id, title="Ba")
    with pytest.raises(RuleBroken):
        pair.submit(alone, pair.mate_id)
    beside = pair.draft(pair.third_id, title="Bốn")
    pair.join(beside, by=pair.third_id)
    with pytest.raises(RuleBroken) as refused:
        pair.submit(beside, pair.third_id)
    assert refused.value.params == {"name": "Trần Thị Mai"}


def test_conditions_are_asked_of_each_author_and_told_to_that_person_alone(pair):
    key = pair.draft()
    pair.join(key)
    pair.factory.do(born_from, pair.edition_id, 1990)
    pair.factory.do(born_in, pair.author_id, 1995)
    problems = pair.factory.read(own.review, key, pair.author_id, now=NOW).problems
    assert [p.params for p in problems] == [{"name": "Trần Thị Mai"}]
    question = pair.ask(key, "ba@example.org")
    with pytest.raises(RuleBroken) as refused:
        pair.confirm(question, pair.third_id)
    assert refused.value.params == {"first": 1990, "year": 1980}


def born_from(edition_id, year):
    db.session.execute(update(Edition).where(Edition.id == edition_id).values(born_from=year))


def born_in(account_id, year):
    from contest.people.models import Account

    db.session.execute(update(Account).where(Account.id == account_id).values(birth_year=year))


def test_two_works_of_one_person_submitted_at_once_count_each_other(pair, app):
    """One as its author, one as a co-author, with room for one of them."""
    pair.together(title="Một")
    mine, beside = pair.draft(pair.mate_id, title="Hai"), pair.draft(pair.third_id, title="Ba")
    pair.join(beside, by=pair.third_id)
    start = Barrier(2)

    def submit(key: str, author_id: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    service.submit(key, author_id=author_id, token=new_key(), declared=DECLARED, now=NOW)
            except RuleBroken:
                return "refused"
            return "taken"

    with ThreadPoolExecutor(2) as pool:
        given = [pool.submit(submit, mine, pair.mate_id), pool.submit(submit, beside, pair.third_id)]
        assert sorted(each.result() for each in given) == ["refused", "taken"]


def test_who_joined_while_a_submit_waited_is_not_overlooked(pair):
    key = pair.draft()
    pair.join(key)

    def look() -> None:
        from contest.entries.models import Entry

        entry = db.session.scalars(db.select(Entry).where(Entry.key == key)).one()
        co_authors.check_held(entry, frozenset({pair.author_id, pair.mate_id}))
        with pytest.raises(Conflict):
            co_authors.check_held(entry, frozenset({pair.author_id}))

    pair.factory.read(look)


# --- when, and who not ---------------------------------------------------------------------------------------------


def test_after_the_closing_time_nothing_changes(pair):
    key = pair.together()
    question = pair.ask(key, "ba@example.org")
    later: datetime = NOW + 2 * WEEK
    by = {"author_id": pair.author_id, "now": later}
    for act, *what in (
        (co_authors.ask, key, "Ai", "ai@example.org"), (co_authors.ask_again, key, question),
        (co_authors.remove, key, question), (co_authors.move, key, "own", 1),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            pair.factory.do(act, *what, **by)
    for act, *what in (
        (co_authors.confirm, question, pair.third_id), (co_authors.decline, question, None),
        (co_authors.leave, key, pair.mate_id),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            pair.factory.do(act, *what, now=later)


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.CHAIR, Duty.SECRETARY])
def test_an_official_does_not_become_a_co_author_nor_a_co_author_an_official(pair, duty):
    key = pair.draft()
    question = pair.ask(key)
    pair.factory.appoint(pair.edition_id, pair.mate_id, duty)
    with pytest.raises(RuleBroken):
        pair.confirm(question)
    pair.join(key, pair.third_id)
    with pytest.raises(RuleBroken):
        pair.factory.do(editions.appoint, pair.edition_id, pair.third_id, duty, actor_id=None, now=NOW)


def test_who_declined_left_or_was_with_a_withdrawn_work_may_be_appointed(pair):
    key = pair.together()
    pair.factory.do(service.withdraw, key, author_id=pair.author_id, now=NOW)
    pair.factory.appoint(pair.edition_id, pair.mate_id, Duty.JUDGE)
    other = pair.draft(title="Hai")
    pair.join(other, pair.third_id)
    pair.factory.do(co_authors.leave, other, pair.third_id, now=NOW)
    pair.factory.appoint(pair.edition_id, pair.third_id, Duty.JUDGE)


def test_an_altered_list_of_authors_is_found_by_the_check(pair):
    pair.together()
    assert pair.factory.read(verification.faults) == []
    pair.factory.do(
        lambda: db.session.execute(
            update(VersionAuthor)
            .where(VersionAuthor.account_id == pair.author_id)
            .values(account_id=pair.third_id)
        )
    )
    assert pair.factory.read(verification.faults) == [
        "version 1: its list of authors was altered since it was submitted"
    ]


def test_what_coding_gets_tells_whom_a_text_may_betray_and_who_is_close_to_it(pair):
    key = pair.draft()
    pair.join(key)
    pair.join(key, pair.third_id)
    pair.submit(key)
    pair.factory.do(co_authors.leave, key, pair.third_id, now=NOW)
    found = pair.factory.read(authorship.traces, [pair.entry_id(key)])

    ids = {"mate": pair.mate_id, "third": pair.third_id}
    assert {
        (t.account_id, t.name, t.email, t.unit_id, t.is_author) for those in found.values() for t in those
    } == {
        (ids["mate"], "Chị Mai", "mai@example.org", None, False),
        (ids["third"], "Chị Mai", "ba@example.org", None, False),
        (ids["mate"], "", "", pair.units[1], True),
        (ids["third"], "", "", None, False),
    }
    assert pair.factory.read(lambda: db.session.query(CoAuthor).count()) == 2


def test_a_work_counts_for_the_units_of_all_its_authors_the_one_who_sent_it_in_first(pair):
    key = pair.together()
    pair.factory.entry(pair.edition_id, pair.third_id)
    withdrawn = pair.factory.entry(pair.edition_id, pair.third_id)
    pair.factory.do(service.withdraw, withdrawn, author_id=pair.third_id, now=clock.now())

    found = pair.factory.read(unit_counts.credited, pair.edition_id)

    assert [(each.is_accepted, each.units) for each in found] == [(False, pair.units), (False, (None,))]
    assert found[0].entry_id == pair.entry_id(key)


def test_the_name_of_one_of_two_is_spelt_otherwise_on_their_work_alone(pair):
    key, second = pair.together(), pair.together()
    own_name = pair.factory.read(people.person, pair.mate_id).name
    why = By(pair.edition_id, pair.third_id, "Theo giấy khai sinh.", clock.now())
    pair.factory.do(office_acts.correct_name, key, pair.mate_id, own_name + "h", why)

    seen = {
        each: pair.factory.read(screening_queries.to_screen, each, pair.edition_id) for each in (key, second)
    }
    assert [seen[each].co_authors[0].person.name for each in (key, second)] == [own_name + "h", own_name]
    lines = pair.factory.read(screening_queries.queue, pair.edition_id).lines
    assert [line.author_name for line in lines] == [
        f"{seen[key].author.name}, {own_name}h", f"{seen[key].author.name}, {own_name}",
    ]  # fmt: skip
    assert pair.factory.read(people.person, pair.mate_id).name == own_name
