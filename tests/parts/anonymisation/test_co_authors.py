"""A work of two: each author's name, unit and addresses are looked for, and nobody close to either reads it."""

import pytest

from contest.access.duties import Duty
from contest.anonymisation import queries as blind
from contest.anonymisation import renditions
from contest.anonymisation import service as anonymisation
from contest.anonymisation.keys import conflict_key
from contest.communications.models import OutboxMessage
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.entries import authorship, co_authors, queries, verification
from contest.entries.models import CoAuthor
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules.erasure import WORK
from contest.platform.database import db
from contest.reports import erasure
from tests.judged import Judged
from tests.web.account.test_erasure import erase
from tests.web.office.office_browsing import text

CATEGORY = CategorySpec("Văn", 5, 3000, prizes=(PrizeSpec("Nhất", 1),), authors_most=3, works_per_author=3)
NAMES = ("Đặng Thuỳ Khuê", "Nghiêm Phước Trạch", "Lã Thục Nhàn")


class Together(Judged):
    """A contest with one work of several authors, each of a unit of their own."""

    def __init__(self, factory):
        super().__init__(factory, (), categories=(CATEGORY,))
        self.unit_ids = [factory.unit(f"Phường Hồ {name}") for name in ("Thu", "Xuân", "Hạ")]
        self.people = [
            factory.person(name, unit_id=unit, email=f"{unit}@tac-gia.example", phone=f"091234567{unit % 10}")
            for name, unit in zip(NAMES, self.unit_ids, strict=True)
        ]

    def write(self, body, *, leaver=False):
        """Write, confirm, submit, accept; the last one leaves before the closing."""
        do, (first, *others) = self.factory.do, self.people
        key = self.submitted(first, title="Chợ sớm", text=body)
        for other in others:
            email = self.factory.read(people.person, other).email
            asked = do(co_authors.ask, key, "Người quen", email, author_id=first, now=self.then)
            question = self.factory.read(authorship.question_by_id, asked).key
            do(co_authors.confirm, question, other, now=self.then)
        self.submit(key, first)
        if leaver:
            do(co_authors.leave, key, others[-1], now=self.then)
        self.accept(key, version=2)
        return key


@pytest.fixture
def contest(factory):
    return Together(factory)


def test_every_author_is_looked_for_also_who_has_left(contest, factory, app):
    email, phone = (
        f"{contest.unit_ids[1]}@tac-gia.example",
        factory.read(people.person, contest.people[1]).phone,
    )
    contest.write(
        f"Tôi viết bài này cùng {NAMES[1]} ở Phường Hồ Xuân, thư {email}, máy {phone}, và có {NAMES[2]} góp ý.",
        leaver=True,
    )
    with app.app_context():
        anonymisation.prepare(contest.edition_id, now=contest.now)

    (line,) = factory.read(renditions.listed, contest.edition_id, "to_clear").lines
    found = factory.read(renditions.detail, contest.edition_id, line.key).findings
    assert {(f.kind, f.token) for f in found} == {
        ("name", NAMES[1]), ("name", NAMES[2]), ("unit", "Phường Hồ Xuân"), ("email", email), ("phone", phone)
    }  # fmt: skip


def test_the_units_of_all_who_stand_on_it_and_everybody_who_knew_it_are_kept_away(contest, factory):
    contest.write("Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng hỏi thăm một câu.", leaver=True)
    contest.coded_only()
    (copy,) = factory.read(blind.blind_copies, contest.round_id)
    keys = factory.read(blind.keys_of, copy.id)

    def key(kind, value):
        return factory.read(conflict_key, kind, value)

    assert keys == {
        *(key("person", who) for who in contest.people),
        *(key("unit", unit) for unit in contest.unit_ids[:2]),
    }


def test_the_results_name_all_authors_in_order_who_agreed_and_each_gets_the_letter_and_the_result(
    contest, factory, client, client_for
):
    for judge in ("A", "B"):
        contest.judge(f"Giám Khảo {judge}")
    given = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý."}
    for who in contest.people[:2]:
        factory.do(accounts.give_consents, who, given, language="vi", now=contest.now)
    key = contest.write("Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng hỏi thăm một câu.")
    contest.titles = ("Chợ sớm",)
    contest.coded_only().rubric().given_out().marked({"Chợ sớm": [("9", "9")] * 2}).closed().awarded()
    contest.approved().published()
    slug = factory.read(edition_slug, contest.edition_id, contest.now)
    with client.session_transaction() as cookie:
        cookie["language"] = "en"

    page = text(client.get(f"/editions/{slug}/results"))

    assert (
        f"Chợ sớm Nhất {NAMES[0]} {NAMES[1]} name withheld at the author's wish Phường Hồ Thu Phường Hồ Xuân —"
    ) in page
    for who in contest.people:
        result = client_for(who).get(f"/author/entries/{key}/result")
        assert result.status_code == 200
        assert "Congratulations" in result.text
    assert factory.read(told, "result_published") == sorted(contest.people)


def edition_slug(edition_id, now):
    from contest.editions import queries as editions

    return editions.by_id(edition_id, now=now).slug


def told(notice):
    query = db.select(OutboxMessage.account_id).where(OutboxMessage.notice == notice)
    return sorted(db.session.scalars(query))


def test_a_judge_of_a_co_authors_unit_is_not_given_the_work(contest, factory):
    near = factory.person("Giám Khảo Gần", unit_id=contest.unit_ids[1])
    factory.appoint(contest.edition_id, near, Duty.JUDGE)
    for name in ("Xa", "Lạ"):
        contest.judge(f"Giám Khảo {name}")
    contest.write("Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng hỏi thăm một câu.")
    contest.titles = ("Chợ sớm",)
    contest.coded_only().rubric().given_out()
    assert near not in {reading.judge_id for reading in contest.readings("Chợ sớm")}
    assert len(contest.readings("Chợ sớm")) == 2


def test_a_co_author_who_is_erased_is_off_the_work_before_the_coding_and_waits_after_it(contest, factory):
    key = contest.write("Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng hỏi thăm một câu.")
    first, mate, third = contest.people
    email = factory.read(people.person, mate).email

    erase(factory, mate)

    entry_id = factory.read(queries.own_work, key, first).entry_id
    assert [a.account_id for a in factory.read(queries.named, [entry_id])[entry_id].authors] == [first, third]
    assert factory.read(told, "co_author_left") == [first, third]
    assert factory.read(lambda: db.session.query(CoAuthor).filter_by(email=email).count()) == 0
    contest.coded_only()
    assert factory.read(erasure.outlook, third, now=contest.now).waits == (WORK,)


def test_a_co_author_with_a_prize_keeps_the_name_as_it_was_published_and_the_work_stays(contest, factory):
    for judge in ("A", "B"):
        contest.judge(f"Giám Khảo {judge}")
    agreed = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý."}
    first, mate, third = contest.people
    factory.do(accounts.give_consents, mate, agreed, language="vi", now=contest.now)
    key = contest.write("Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng hỏi thăm một câu.")
    contest.titles = ("Chợ sớm",)
    contest.coded_only().rubric().given_out().marked({"Chợ sớm": [("9", "9")] * 2}).closed().awarded()
    contest.approved().published()

    erase(factory, mate)
    erase(factory, third)

    work = factory.read(queries.own_work, key, first)
    named = factory.read(queries.named, [work.entry_id])[work.entry_id]
    assert (named.title, [a.name for a in named.authors]) == ("Chợ sớm", [NAMES[0], NAMES[1], "—"])
    assert factory.read(verification.faults) == []
