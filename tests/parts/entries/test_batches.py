"""Units' lists on their way: kept until confirmed, taken in row by row, gone on with after a crash."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.paper import Coming
from contest.entries import batch_queries, batches, files, paper, parcels, reporting
from contest.entries.batches import Common, Found
from contest.entries.models import Entry
from contest.entries.rules.batch_rows import Fault
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform import jobs
from contest.platform.database import db
from tests.factories import Factory
from tests.works import word_file
from tests.worlds import world

MEGABYTE = 1024 * 1024
BODY = "Bến sông quê tôi có một cây đa, ai đi chợ về cũng ngồi nghỉ dưới bóng cây."


def packed(files_in, **options):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in files_in.items():
            parcel.writestr(name, content, **options)
    made.seek(0)
    return made


class Sending:
    """An open contest, its secretary, and a unit with three works in a ZIP."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        self.now = clock.now()
        self.edition = factory.edition(phase="open", now=self.now)
        self.secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition, self.secretary, Duty.SECRETARY)
        self.unit = factory.unit()
        view = factory.read(editions.by_id, self.edition, now=self.now)
        self.category = factory.read(editions.categories, self.edition)[0].id
        self.common = Common(
            Coming("unit", self.now.astimezone(view.zone).date()), "Mẫu 2", is_signed=True, may_be_named=False
        )

    def row(self, number, name="Lê Văn Giấy", file="a.docx"):
        author = {"full_name": name, "birth_year": 1950, "unit_id": self.unit, "phone": "", "email": ""}
        return {
            "number": number, "title": f"Bài số {number}", "category_id": self.category,
            "authors": [author], "file": file,
        }  # fmt: skip

    def keep(self, *rows, contents=None, faults=(), kept=()):
        contents = contents or {
            "thư mục/a.docx": word_file(BODY),
            "b.docx": word_file(BODY, BODY),
            "hỏng.docx": b"PK",
        }
        with self.factory.app.app_context():
            key = parcels.keep(packed(contents))
        found = Found(rows, faults, kept, key)
        return self.factory.do(
            batches.keep, self.edition, self.common, found, actor_id=self.secretary, now=self.now
        )

    def confirm(self, key):
        self.factory.do(batches.confirm, key, self.edition, actor_id=self.secretary, now=self.now)

    def one(self, key):
        return self.factory.read(batch_queries.one, key, self.edition)

    def work(self):
        with self.factory.app.app_context():
            return jobs.run(batches.JOB)

    def entries(self):
        return self.factory.read(lambda: db.session.scalar(select(func.count()).select_from(Entry)))


@world
def sending(factory):
    return Sending(factory)


def test_nothing_is_taken_in_before_it_is_confirmed_and_then_each_row_once(sending, factory):
    key = sending.keep(sending.row(2), sending.row(3, file="b.docx"), sending.row(5, file="hỏng.docx"))
    sending.work()
    assert (sending.entries(), sending.one(key).state) == (0, "looked-at")

    sending.confirm(key)
    sending.confirm(key)
    sending.work()
    sending.work()

    view = sending.one(key)
    assert (view.state, view.count, view.done, view.refused, view.rows) == ("done", 3, 3, 1, ())
    assert sending.entries() == 2
    found = factory.read(batch_queries.outcomes, key, sending.edition)
    assert [(each.number, each.title, bool(each.receipt), bool(each.message)) for each in found] == [
        (2, "Bài số 2", True, False), (3, "Bài số 3", True, False), (5, "", False, True),
    ]  # fmt: skip
    authors = factory.read(lambda: set(db.session.scalars(select(Entry.author_id))))
    assert len(authors) == 1  # the same name, year and unit


def test_a_job_that_died_goes_on_where_it_stopped(sending, factory, monkeypatch):
    key = sending.keep(sending.row(2), sending.row(3, file="b.docx"))
    sending.confirm(key)
    whole = paper.take_in

    def die_at_the_second(*args, **kwargs):
        if "-3" in kwargs["origin"].token:
            raise SystemExit
        return whole(*args, **kwargs)

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(paper, "take_in", die_at_the_second)
        sending.work()
    with factory.app.app_context():
        db.session.rollback()
    assert (sending.one(key).done, sending.entries()) == (1, 1)

    sending.work()

    assert (sending.one(key).state, sending.one(key).done, sending.entries()) == ("done", 2, 2)


def test_a_list_is_put_aside_with_its_files_and_not_once_it_runs(sending, factory):
    key = sending.keep(sending.row(2))
    factory.do(batches.drop, key, sending.edition)
    factory.do(batches.drop, key, sending.edition)

    assert factory.read(batch_queries.of_edition, sending.edition) == ()
    with factory.app.app_context():
        assert files.storage().keys() == frozenset()
    with pytest.raises(Conflict, match="put aside"):
        sending.confirm(key)
    running = sending.keep(sending.row(2))
    sending.confirm(running)
    with pytest.raises(Conflict, match="being taken in"):
        factory.do(batches.drop, running, sending.edition)


def test_a_list_that_nobody_confirmed_is_put_aside_after_a_week_and_faults_are_forgotten_later(
    sending, factory
):
    key = sending.keep(sending.row(2), faults=[Fault(3, "Title", "Write the title of the work.")])
    with clock.fixed(sending.now + timedelta(days=6)):
        sending.work()
    assert sending.one(key).state == "looked-at"

    with clock.fixed(sending.now + timedelta(days=8)):
        sending.work()
    assert (sending.one(key).state, sending.one(key).rows, len(sending.one(key).faults)) == ("dropped", (), 1)
    with clock.fixed(sending.now + timedelta(days=91)):
        sending.work()
    assert sending.one(key).faults == ()


def test_a_contact_sees_the_own_lists_alone(sending, factory):
    key = sending.keep(sending.row(2), faults=[Fault(3, "Title", "Write the title of the work.")])
    other = factory.person()

    assert [each["row"] for each in sending.one(key).faults] == [3]
    assert factory.read(batch_queries.of_edition, sending.edition, made_by=other) == ()
    with pytest.raises(NotFound):
        factory.read(batch_queries.one, key, sending.edition, made_by=other)
    with pytest.raises(NotFound):
        factory.do(batches.confirm, key, sending.edition, made_by=other, actor_id=other, now=sending.now)


def test_works_that_a_unit_keeps_are_numbers_that_a_later_list_replaces(sending, factory):
    for works in (5, 4):
        counts = [{"unit_id": sending.unit, "category_id": sending.category, "works": works, "authors": 3}]
        key = sending.keep(kept=counts)
        sending.confirm(key)

    assert factory.read(reporting.by_unit, sending.edition) == (reporting.Kept(sending.unit, 4, 3),)
    assert sending.entries() == 0


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: io.BytesIO(b"no zip at all"), "damaged"),
        (lambda: packed({"a.docx": b"x", "b/A.docx": b"y"}), "two files"),
        (lambda: packed({"a.txt": b"0" * (2 * MEGABYTE)}), "larger than 1 MB"),
    ],
)
def test_a_zip_that_is_none_or_holds_too_much_is_refused_in_words(factory, made, message):
    with factory.app.app_context():
        key = parcels.keep(made())
        with pytest.raises(RuleBroken, match=message) as refused:
            parcels.names(key, limit=MEGABYTE)
        parcels.forget(key)
        with pytest.raises(RuleBroken, match="damaged"):
            parcels.names(key, limit=MEGABYTE)

    assert refused.value.field == "zip"


def test_names_in_a_zip_are_read_as_they_were_meant(factory):
    with factory.app.app_context():
        key = parcels.keep(
            packed({"Bài/Bến sông.docx": b"x", "__MACOSX/._a": b"", ".DS_Store": b"", "Bài/": b""})
        )
        assert parcels.names(key, limit=MEGABYTE) == {"bến sông.docx": "Bến sông.docx"}
        with parcels.opened(key) as parcel:
            assert parcel.read("Bến sông.docx", limit=10) == b"x"
            with pytest.raises(RuleBroken, match="has no file"):
                parcel.read("khác.docx", limit=10)
            with pytest.raises(RuleBroken, match="unpack"):
                parcel.read("Bến sông.docx", limit=0)
