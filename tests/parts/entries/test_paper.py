"""Works on paper: taken in once, late ones refused or permitted, taken back, and claimed by whoever sent them."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from contest.access.duties import Duty
from contest.audit.models import AuditEvent
from contest.communications.models import OutboxMessage
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.paper import Coming, PaperRules
from contest.entries import (
    author_queries,
    claiming,
    files,
    for_office,
    paper,
    paper_queries,
    queries,
    scans,
    screening_queries,
)
from contest.entries.models import Entry, Receipt, StoredFile
from contest.entries.noting import ANEW, PerhapsKnown, Writer
from contest.entries.paper import Origin, PaperWork
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.unclaimed import Noted
from contest.platform.database import db
from contest.reports import checking
from tests.factories import Factory
from tests.worlds import world

CATEGORY = CategorySpec("Bài viết", 5, 3000, works_per_author=2, authors_most=3)
TEXT = "Bến sông quê tôi có một cây đa, ai đi chợ về cũng ngồi nghỉ dưới bóng cây."
WRITER = Writer(Noted("Lê Văn Giấy", 1950, None, "0912 345 678", "giay@example.org"))


class Desk:
    """A secretary's table in a contest that closed an hour ago and counts by postmark."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        self.now = clock.now()
        self.edition = factory.edition(
            phase="closed", now=self.now, categories=(CATEGORY,), settings={"paper": PaperRules("postmark")}
        )
        self.secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition, self.secretary, Duty.SECRETARY)
        view = factory.read(editions.by_id, self.edition, now=self.now)
        self.last_day = (view.closes_at - timedelta(microseconds=1)).astimezone(view.zone).date()
        self.today = self.now.astimezone(view.zone).date()
        # To the minute, as it can be typed: not before the closing time.
        self.closed = (
            (view.closes_at + timedelta(minutes=1)).astimezone(view.zone).replace(second=0, microsecond=0)
        )
        self.category = factory.read(editions.categories, self.edition)[0].id

    def work(self, **changes):
        coming = Coming("post", self.today, postmark=self.last_day)
        work = PaperWork(self.category, "Bến sông", (WRITER,), coming, "Mẫu 2", text=TEXT, is_signed=True)
        return replace(work, **changes)

    def take_in(self, work=None, *, received=None, token=None):
        work = paper.cleaned(work or self.work(), has_file=received is not None, now=self.now)
        origin = Origin(token or new_key(), self.secretary, refused_reason="Gửi sau hạn.")
        return self.factory.do(paper.take_in, self.edition, work, received, origin=origin, now=self.now)

    def one(self, key):
        return self.factory.read(paper_queries.one, key, self.edition, now=self.now)


@world
def desk(factory):
    return Desk(factory)


def events_of(factory, name):
    query = select(AuditEvent.details).where(AuditEvent.name == name).order_by(AuditEvent.id)
    return [
        json.loads(each) if isinstance(each, str) else each
        for each in factory.read(lambda: list(db.session.scalars(query)))
    ]


def count(factory, model):
    return factory.read(lambda: db.session.scalar(select(func.count()).select_from(model)))


def test_a_work_on_paper_waits_in_the_queue_with_a_receipt_that_says_how_it_came(desk, factory):
    key = desk.take_in()

    view = desk.one(key)
    assert (view.line.state, view.line.verdict, view.line.authors) == (
        "submitted",
        "in-time",
        ("Lê Văn Giấy",),
    )
    signed = json.loads(view.document)
    days = {"arrived": desk.today.isoformat(), "postmark": desk.last_day.isoformat()}
    assert (signed["v"], signed["on_paper"]) == (3, {"channel": "post", "counts": "in-time", **days})
    queue = factory.read(screening_queries.queue, desk.edition)
    assert [(line.key, line.author_name) for line in queue.lines] == [(key, "Lê Văn Giấy")]
    screened = factory.read(screening_queries.to_screen, key, desk.edition)
    assert screened.declarations == ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")
    assert factory.read(for_office.by_number, desk.edition, view.line.number.lower())[1] == key
    assert factory.read(checking.faults, clock.now()) == []


def test_the_same_form_sent_twice_is_one_work(desk, factory):
    token = new_key()

    assert desk.take_in(token=token) == desk.take_in(token=token)
    assert count(factory, Entry) == 1


def test_nobody_can_sign_in_as_the_person_and_no_letter_goes_to_them(desk, factory):
    key = desk.take_in()

    author = desk.one(key).authors[0]
    assert (author.email, author.is_unclaimed, author.phone) == ("giay@example.org", True, "0912345678")
    assert factory.read(people.by_email, "giay@example.org") is None
    assert count(factory, OutboxMessage) == 0
    factory.screen(desk.edition, key, desk.secretary)
    assert count(factory, OutboxMessage) == 0


def test_a_late_work_waits_for_a_word_and_is_refused_or_permitted_with_a_reason(desk, factory):
    late = Coming("hand", desk.closed.date(), desk.closed.time())
    with pytest.raises(RuleBroken) as asked:
        desk.take_in(desk.work(coming=late))
    assert (asked.value.field, count(factory, Entry)) == ("late", 0)

    refused = desk.take_in(desk.work(coming=late, late="refuse"))
    permitted = desk.take_in(desk.work(coming=late, late="permit", reason="Bão lũ, ban tổ chức cho phép"))

    seen = [desk.one(key).line for key in (refused, permitted)]
    assert [(line.state, line.verdict, line.reason) for line in seen] == [
        ("refused", "late", "Gửi sau hạn."),
        ("submitted", "permitted", "Bão lũ, ban tổ chức cho phép"),
    ]
    screened = factory.read(screening_queries.to_screen, refused, desk.edition)
    assert [(each.verdict, each.reason) for each in screened.decisions] == [("refuse", "Gửi sau hạn.")]


def test_two_works_of_one_person_are_one_persons_and_a_namesake_is_asked_about(desk, factory):
    unit = factory.unit()
    known = Writer(Noted("Lê Văn Giấy", 1950, unit))
    first, second = desk.take_in(desk.work(authors=(known,))), desk.take_in(desk.work(authors=(known,)))
    assert desk.one(first).authors == desk.one(second).authors

    with pytest.raises(PerhapsKnown) as asked:
        desk.take_in(desk.work(authors=(Writer(Noted("Lê Văn Giấy")),)))
    assert (asked.value.field, asked.value.people_like) == (
        "authors-0-known",
        (desk.one(first).authors[0].id,),
    )

    other = desk.take_in(desk.work(authors=(Writer(Noted("Lê Văn Giấy"), ANEW),)))
    assert desk.one(other).authors != desk.one(first).authors
    with pytest.raises(RuleBroken, match="not the person chosen"):
        desk.take_in(desk.work(authors=(Writer(Noted("Trần Khác"), desk.one(first).authors[0].id),)))


def test_several_authors_stand_on_the_work_in_their_order(desk, factory):
    unit = factory.unit("Trường Trung học Bình Minh")
    writers = (WRITER, Writer(Noted("Đỗ Thị Hai", 1960, unit)))

    key = desk.take_in(desk.work(authors=writers))

    assert desk.one(key).line.authors == ("Lê Văn Giấy", "Đỗ Thị Hai")
    entry = factory.read(lambda: db.session.scalars(select(Entry.id)).one())
    named = factory.read(queries.named, [entry])[entry].authors
    assert [(each.name, each.unit_name) for each in named] == [
        ("Lê Văn Giấy", ""),
        ("Đỗ Thị Hai", "Trường Trung học Bình Minh"),
    ]


def picture(colour):
    made = io.BytesIO()
    Image.new("RGB", (300, 420), colour).save(
        made, "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
    )
    return made.getvalue()


def test_pictures_of_pages_become_one_pdf_that_cannot_be_checked(desk, factory):
    with factory.app.app_context():
        received = scans.receive([(picture("white"), "trang 1.jpg"), (picture("silver"), "trang 2.jpg")])
        held = scans.held(received)
        again = scans.again(held)
        with pytest.raises(RuleBroken, match="File 2 is no picture"):
            scans.receive([(picture("white"), "trang 1.jpg"), (b"Ch\xe1\xbb\xaf", "chu.txt")])
    assert again == received

    key = desk.take_in(desk.work(text=""), received=received)

    view = desk.one(key)
    assert (view.file_name, view.flags) == ("trang 1.pdf", ("no-text", "picture"))
    assert factory.read(lambda: db.session.scalars(select(StoredFile.pages)).one()) == 2
    with factory.app.app_context():
        assert scans.again(held) is None  # a work has it now
        assert scans.again("x") is None
    assert (
        factory.read(files.content, factory.read(screening_queries.submitted_file, key, desk.edition))[:5]
        == b"%PDF-"
    )


def test_what_was_taken_in_by_mistake_is_taken_back_with_a_reason(desk, factory):
    key = desk.take_in()
    by = {"actor_id": desk.secretary, "now": desk.now}
    with pytest.raises(RuleBroken, match="Write the reason"):
        factory.do(paper.undo, key, desk.edition, reason="", **by)

    factory.do(paper.undo, key, desk.edition, reason="Nhập trùng", **by)
    factory.do(paper.undo, key, desk.edition, reason="Nhập trùng lần nữa", **by)

    line = desk.one(key).line
    assert (line.state, line.undone_reason) == ("withdrawn", "Nhập trùng")
    assert factory.read(lambda: db.session.scalars(select(Receipt.number)).all()) == [line.number]
    with pytest.raises(NotFound):
        factory.do(paper.undo, "x" * 26, desk.edition, reason="Nhập trùng", **by)


def test_nothing_is_taken_in_once_the_codes_are_drawn(desk, factory):
    with factory.work():
        from contest.editions import service

        round_id = editions.rounds(desk.edition)[0].id
        service.set_round_state(round_id, "coded", actor_id=desk.secretary, now=desk.now)

    with pytest.raises(Conflict, match="codes are drawn"):
        desk.take_in()


# --- claiming ---------------------------------------------------------------------------------------------------------


def test_who_has_the_receipt_claims_all_their_works_once(desk, factory):
    unit = factory.unit()
    known = Writer(Noted("Lê Văn Giấy", 1950, unit))
    first, second = (
        desk.take_in(desk.work(authors=(known,))),
        desk.take_in(desk.work(authors=(known, Writer(Noted("Đỗ Thị Hai"))))),
    )
    noted = desk.one(first).authors[0].id
    me = factory.person("Lê Văn Giấy", email="giay@example.org")
    view = desk.one(first)

    taken = factory.do(
        claiming.by_code,
        view.line.number.lower().replace("-", ""),
        view.code.lower(),
        account_id=me,
        now=desk.now,
    )

    assert taken == first
    assert {each.key for each in factory.read(author_queries.own_entries, me)} == {first, second}
    assert [each.id for each in desk.one(first).authors] == [me]
    assert desk.one(second).line.authors == ("Lê Văn Giấy", "Đỗ Thị Hai")
    assert desk.one(first).code == ""
    shell = factory.read(people.person, noted)
    assert (shell.name, shell.email, shell.is_erased, shell.is_unclaimed) == (
        "—",
        f"{shell.email}",
        True,
        False,
    )
    assert [(each["unclaimed_id"], each["how"]) for each in events_of(factory, "entry.paper-claimed")] == [
        (noted, "code")
    ] * 2
    assert factory.do(claiming.by_code, view.line.number, view.code, account_id=me, now=desk.now) == first
    other = factory.person("Trần Khác")
    with pytest.raises(RuleBroken, match="claimed already"):
        factory.do(claiming.by_code, view.line.number, view.code, account_id=other, now=desk.now)
    with pytest.raises(Conflict, match="has claimed this work"):
        factory.do(
            paper.undo, first, desk.edition, reason="Nhập trùng", actor_id=desk.secretary, now=desk.now
        )
    assert factory.read(checking.faults, clock.now()) == []


def test_a_wrong_or_an_old_code_opens_nothing(desk, factory):
    key = desk.take_in()
    me, view = factory.person(), desk.one(key)
    factory.do(paper.renew_code, key, desk.edition, actor_id=desk.secretary, now=desk.now)

    for number, code in (
        (view.line.number, view.code),
        (view.line.number, ""),
        ("", view.code),
        ("2026-1111", "1"),
    ):
        with pytest.raises(RuleBroken, match="No work on paper"):
            factory.do(claiming.by_code, number, code, account_id=me, now=desk.now)

    factory.do(claiming.by_code, view.line.number, desk.one(key).code, account_id=me, now=desk.now)


def test_an_official_does_not_become_the_author(desk, factory):
    key = desk.take_in()
    judge = factory.person("Ngô Giám Khảo")
    factory.appoint(desk.edition, judge, Duty.JUDGE)
    view = desk.one(key)

    with pytest.raises(RuleBroken, match="cannot take part"):
        factory.do(claiming.by_code, view.line.number, view.code, account_id=judge, now=desk.now)


def test_an_account_with_the_address_is_asked_and_nothing_is_joined_before_it_says_so(desk, factory):
    me = factory.person("Lê Văn Giấy", email="giay@example.org")
    factory.do(accounts.confirm_address, me, now=desk.now)
    key = desk.take_in()

    assert desk.one(key).authors[0].is_unclaimed
    letters = factory.read(
        lambda: [(m.notice, m.account_id) for m in db.session.scalars(select(OutboxMessage))]
    )
    assert letters == [("paper_perhaps_yours", me)]
    (offer,) = factory.read(paper_queries.offered, me)
    assert (offer.name, offer.titles) == ("Lê Văn Giấy", ("Bến sông",))
    stranger = factory.person("Trần Khác")
    with pytest.raises(NotFound):
        factory.do(claiming.by_address, offer.unclaimed_id, account_id=stranger, now=desk.now)

    factory.do(claiming.by_address, offer.unclaimed_id, account_id=me, now=desk.now)

    assert [each.id for each in desk.one(key).authors] == [me]
    assert factory.read(paper_queries.offered, me) == ()


def test_who_says_no_is_not_asked_again(desk, factory):
    me = factory.person("Lê Văn Giấy", email="giay@example.org")
    factory.do(accounts.confirm_address, me, now=desk.now)
    key = desk.take_in()
    (offer,) = factory.read(paper_queries.offered, me)

    factory.do(claiming.deny, offer.unclaimed_id, account_id=me, now=desk.now)

    assert factory.read(paper_queries.offered, me) == ()
    assert desk.one(key).authors[0].is_unclaimed


def test_a_secretary_joins_by_hand_only_what_has_the_same_address_and_with_a_reason(desk, factory):
    key = desk.take_in()
    me = factory.person("Lê Văn Giấy", email="giay@example.org")
    by = {"actor_id": desk.secretary, "now": desk.now}
    with pytest.raises(RuleBroken, match="confirmed address"):
        factory.do(claiming.by_hand, key, "giay@example.org", desk.edition, reason="Gọi điện xác nhận", **by)
    factory.do(accounts.confirm_address, me, now=desk.now)
    with pytest.raises(RuleBroken, match="Write the reason"):
        factory.do(claiming.by_hand, key, "giay@example.org", desk.edition, reason=" ", **by)

    factory.do(claiming.by_hand, key, "giay@example.org", desk.edition, reason="Gọi điện xác nhận", **by)

    assert [each.id for each in desk.one(key).authors] == [me]
    assert [each["how"] for each in events_of(factory, "entry.paper-claimed")] == ["hand"]
