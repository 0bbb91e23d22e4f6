"""Accepted works are made blind, searched, cleared."""

from collections.abc import Callable
from dataclasses import MISSING, fields

import pytest
from flask import Flask

from contest.anonymisation import renditions, service
from contest.anonymisation.renditions import FindingView
from contest.anonymisation.service import Prepared, Seen
from contest.entries import intake
from contest.entries.events import EntryAccepted, EntryRefused, EntryReturned, EntrySubmitted, EntryWithdrawn
from contest.entries.intake import Draft, Stamp
from contest.entries.models import Version
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.storage import Storage
from tests.factories import Factory
from tests.works import PLAIN, Works, pdf_file, word_file
from tests.worlds import world

NAME = "Đặng Vũ Khuê Tú"


@world
def works(factory: Factory) -> Works:
    return Works(factory)


@pytest.fixture
def prepare(app: Flask, works: Works) -> Callable[[], Prepared]:
    def run() -> Prepared:
        with app.app_context():
            return service.prepare(works.edition_id, now=works.now)

    return run


def author(factory: Factory) -> int:
    province = factory.unit("Tỉnh Sơn Bình")
    district = factory.unit("Huyện Thanh Lãng", parent_id=province)
    return factory.person(
        NAME,
        email="khuetu.dang@example.org",
        phone="0912 345 678",
        unit_id=factory.unit("Trường THPT Lam Kiều", parent_id=district),
    )


def only(works: Works, state: str) -> renditions.RenditionView:
    [line] = works.factory.read(renditions.listed, works.edition_id, state).lines
    return works.factory.read(renditions.detail, works.edition_id, line.key)


def seen(view: renditions.RenditionView) -> Seen:
    return Seen(view.key, view.stamp)


def stored(app: Flask) -> frozenset[str]:
    storage: Storage = app.extensions["contest_storage"]
    return storage.keys()


# --- making -------------------------------------------------------------------------------------------------


def test_a_typed_work_without_traces_is_clear_at_once(works, factory, prepare):
    works.accepted(author(factory))
    assert prepare() == Prepared(clear=1, to_clear=0, failed=0)
    made = only(works, "clear")
    assert (made.title, made.kind, made.words, made.pages) == ("Chợ quê buổi sáng", "html", 31, 0)
    assert made.html == (
        "<p>Buổi sáng ở chợ quê bắt đầu từ rất sớm. Người bán rau xếp từng mớ ngay ngắn bên đường.</p>"
        "<p>Ai đi qua cũng dừng lại hỏi thăm nhau một câu.</p>"
    )


def test_only_what_is_accepted_is_made_and_nothing_is_made_twice(works, factory, prepare):
    person = author(factory)
    works.submitted(person)
    assert prepare().made == 0
    works.accepted(person, title="Một bài khác")
    assert [prepare().made, prepare().made] == [1, 0]


@pytest.mark.parametrize(
    ("text", "kind", "token"),
    [
        (f"Tôi là {NAME}, xin kể.", "name", NAME),
        ("Thư gửi về khuetu.dang@example.org ạ, xin cảm ơn.", "email", "khuetu.dang@example.org"),
        ("Xin gọi cho tôi số 0912.345.678 buổi tối nhé.", "phone", "0912.345.678"),
        ("Học sinh Trường THPT Lam Kiều chúng tôi rất vui.", "unit", "Trường THPT Lam Kiều"),
        ("Cả huyện Thanh Lãng đều biết chuyện này rồi.", "unit", "huyện Thanh Lãng"),
    ],
)
def test_name_mail_phone_and_units_of_the_author_are_found(works, factory, prepare, text, kind, token):
    works.accepted(author(factory), text=text)
    assert prepare() == Prepared(clear=0, to_clear=1, failed=0)
    assert [(f.where, f.kind, f.token) for f in only(works, "to_clear").findings] == [("text", kind, token)]


def test_the_title_is_searched_too(works, factory, prepare):
    works.accepted(author(factory), title=f"Bài của {NAME}")
    prepare()
    assert only(works, "to_clear").findings == (FindingView("title", "name", NAME, f"Bài của {NAME}", 100),)


def test_the_root_that_all_units_share_is_no_trace(works, factory, prepare):
    works.accepted(author(factory), text="Cả tỉnh Sơn Bình đều biết câu chuyện cũ này.")
    assert prepare() == Prepared(clear=1, to_clear=0, failed=0)


def test_a_word_file_becomes_html_and_its_properties_are_told_to_the_secretary_alone(works, factory, prepare):
    raw = word_file("Chuyện kể về dòng sông quê tôi.", f"Người viết: {NAME}.", author="Máy của Khuê Tú")
    works.accepted(author(factory), file=("bai-khue-tu.docx", raw))
    assert prepare() == Prepared(clear=0, to_clear=1, failed=0)
    made = only(works, "to_clear")
    assert made.html == f"<p>Chuyện kể về dòng sông quê tôi.</p><p>Người viết: {NAME}.</p>"
    assert "Máy của Khuê Tú" in {removed.text for removed in made.removed}
    assert "Máy của Khuê Tú" not in made.html


def test_a_pdf_becomes_page_images(works, factory, prepare):
    works.accepted(
        author(factory), file=("bai.pdf", pdf_file("Trang một của bài.", "#pagebreak()", "Trang hai."))
    )
    assert prepare() == Prepared(clear=1, to_clear=0, failed=0)
    made = only(works, "clear")
    assert (made.kind, made.pages) == ("pages", 2)
    picture = factory.read(renditions.page_image, works.edition_id, made.key, 2)
    assert picture[:4] in {b"\x89PNG", b"RIFF"}
    with pytest.raises(NotFound):
        factory.read(renditions.page_image, works.edition_id, made.key, 3)


def test_a_work_that_cannot_be_shown_waits_as_failed_and_the_original_is_not_shown(
    works, factory, prepare, app
):
    entry_id = works.accepted(author(factory), file=("bai.docx", word_file("Một bài rất hay về quê hương.")))
    storage: Storage = app.extensions["contest_storage"]
    with app.app_context():
        [work] = service.pending(works.edition_id)
    storage.put(work.file.storage_key, b"PK\x03\x04 damaged afterwards")
    assert prepare() == Prepared(clear=0, to_clear=0, failed=1)
    made = only(works, "failed")
    assert (made.entry_id, made.html, made.pages) == (entry_id, "", 0)
    message, params = made.failure
    assert "%" not in message % params


def test_what_failed_is_tried_again(works, factory, prepare, app):
    whole = word_file("Một bài rất hay về quê hương.")
    works.accepted(author(factory), file=("bai.docx", whole))
    with app.app_context():
        [work] = service.pending(works.edition_id)
    storage: Storage = app.extensions["contest_storage"]
    storage.put(work.file.storage_key, b"PK\x03\x04 damaged afterwards")
    prepare()
    storage.put(work.file.storage_key, whole)
    assert prepare() == Prepared(clear=1, to_clear=0, failed=0)
    assert factory.read(renditions.counts, works.edition_id) == {"failed": 0, "to_clear": 0, "clear": 1}


def test_few_works_are_made_while_the_page_waits_and_many_are_left_to_the_worker(works, factory, app):
    person = author(factory)
    for number in range(service.FEW):
        works.accepted(person, title=f"Bài số {number}")
    assert factory.do(service.prepare_few, works.edition_id, now=works.now) == Prepared(3, 0, 0)
    other = factory.person("Phan Văn Khác")
    for number in range(2):
        works.accepted(other, title=f"Bài khác {number}")
        works.accepted(factory.person("Hồ Thị Nữa"), title=f"Bài nữa {number}")
    assert factory.do(service.prepare_few, works.edition_id, now=works.now) is None
    waiting = [job.name for job in app.extensions["contest_queue"].pending()]
    assert waiting.count("prepare_blind_copies") == 1
    with app.app_context():
        assert service.prepare_waiting() == 4
        assert service.help_prepare() == 0
    waiting = [job.name for job in app.extensions["contest_queue"].pending()]
    assert waiting.count("help_prepare_blind_copies") == 1, "a second worker is asked, and asks no third"


def test_a_long_list_is_cut_into_pages(works, factory, prepare):
    for number in range(5):
        works.accepted(factory.person(), title=f"Bài {number}")
    prepare()
    titles, after = [], 0
    while after is not None:
        page = factory.read(renditions.listed, works.edition_id, "clear", after=after, limit=2)
        titles.append([line.title for line in page.lines])
        after = page.after
    assert titles == [["Bài 0", "Bài 1"], ["Bài 2", "Bài 3"], ["Bài 4"]]


# --- what becomes outdated ----------------------------------------------------------------------------------


def test_a_withdrawn_work_loses_its_rendition_and_its_pictures(works, factory, prepare, app):
    person = author(factory)
    key = works.submitted(person, file=("bai.pdf", pdf_file("Một trang giấy nhỏ thôi.")))
    works.accept(key)
    prepare()
    [picture] = factory.read(renditions.storage_keys)
    works.withdrawn(key, person)
    prepare()
    assert factory.read(renditions.counts, works.edition_id) == {"failed": 0, "to_clear": 0, "clear": 0}
    assert picture not in stored(app)


@pytest.mark.parametrize("kind", [EntryWithdrawn, EntrySubmitted, EntryReturned, EntryRefused, EntryAccepted])
def test_a_work_that_leaves_the_accepted_ones_loses_its_rendition_at_once(works, factory, prepare, kind):
    entry_id = works.accepted(author(factory))
    prepare()
    needed = {field.name: 0 for field in fields(kind) if field.default is MISSING}
    event = kind(**{**needed, "at": works.now, "entry_id": entry_id})
    factory.do(service.drop_outdated, event)
    left = factory.read(renditions.counts, works.edition_id)["clear"]
    assert left == (1 if kind is EntryAccepted else 0)


def test_a_new_version_is_made_blind_anew(works, factory, prepare):
    person = author(factory)
    key = works.submitted(person, text=f"Bài này do {NAME} viết ra.")
    works.accept(key)
    prepare()
    factory.do(intake.save_draft, key, Draft(text=PLAIN), author_id=person, stamp=Stamp(2), now=works.then)
    works.submit(key, person)
    works.accept(key, version=2)
    assert prepare() == Prepared(clear=1, to_clear=0, failed=0)
    assert only(works, "clear").findings == ()


# --- clearing -----------------------------------------------------------------------------------------------


@pytest.fixture
def found(works, factory, prepare) -> renditions.RenditionView:
    text = f"Tôi tên là {NAME}.\n\nNgười ta gọi khuetu.dang@example.org hằng ngày."
    works.accepted(author(factory), text=text)
    prepare()
    return only(works, "to_clear")


def test_a_secretary_clears_a_harmless_finding(works, factory, found):
    by = {"secretary_id": works.secretary_id, "now": works.now}
    factory.do(service.clear, works.edition_id, seen(found), **by)
    cleared = only(works, "clear")
    assert cleared.html == found.html


def test_a_redacted_finding_is_black_in_what_judges_see_and_the_rest_waits(works, factory, found):
    by = {"secretary_id": works.secretary_id, "now": works.now}
    assert factory.do(service.redact, works.edition_id, seen(found), [0], **by) == 1
    half = only(works, "to_clear")
    assert half.html == "<p>Tôi tên là ▇▇.</p><p>Người ta gọi khuetu.dang@example.org hằng ngày.</p>"
    assert factory.do(service.redact, works.edition_id, seen(half), [0], **by) == 0
    assert only(works, "clear").html == "<p>Tôi tên là ▇▇.</p><p>Người ta gọi ▇▇ hằng ngày.</p>"


def test_redacting_leaves_the_version_as_the_author_wrote_it(works, factory, found, app):
    by = {"secretary_id": works.secretary_id, "now": works.now}
    factory.do(service.redact, works.edition_id, seen(found), [0, 1], **by)
    with app.app_context():
        assert NAME in db.session.scalars(db.select(Version.text)).one()


def test_nothing_is_cleared_that_the_secretary_has_not_seen(works, factory, found):
    by = {"secretary_id": works.secretary_id, "now": works.now}
    factory.do(service.redact, works.edition_id, seen(found), [0], **by)
    with pytest.raises(Conflict):
        factory.do(service.clear, works.edition_id, seen(found), **by)


@pytest.mark.parametrize("chosen", [[], [7], [-1]])
def test_redacting_nothing_is_refused(works, factory, found, chosen):
    with pytest.raises(RuleBroken) as refusal:
        factory.do(
            service.redact, works.edition_id, seen(found), chosen,
            secretary_id=works.secretary_id, now=works.now,
        )  # fmt: skip
    assert refusal.value.field == "chosen"


def test_a_rendition_of_another_edition_is_not_found(works, factory, found):
    other = Works(factory, title="Một cuộc thi khác")
    with pytest.raises(NotFound):
        factory.do(service.clear, other.edition_id, seen(found), secretary_id=1, now=works.now)


def test_pictures_with_a_name_are_shown_as_text_and_then_redacted(works, factory, prepare, app):
    raw = pdf_file(f"Người viết bài này là {NAME} đây.", "Hết bài.")
    works.accepted(author(factory), file=("bai.pdf", raw))
    assert prepare() == Prepared(clear=0, to_clear=1, failed=0)
    by = {"secretary_id": works.secretary_id, "now": works.now}
    view = only(works, "to_clear")
    [picture] = factory.read(renditions.storage_keys)
    factory.do(service.show_text, works.edition_id, seen(view), **by)
    assert picture not in stored(app)
    view = only(works, "to_clear")
    assert (view.kind, view.pages) == ("html", 0)
    factory.do(service.redact, works.edition_id, seen(view), [0], **by)
    assert only(works, "clear").html == "<p>Người viết bài này là ▇▇ đây. Hết bài.</p>"


def test_a_title_over_pictures_can_be_redacted(works, factory, prepare):
    works.accepted(author(factory), title=f"Thư {NAME}", file=("bai.pdf", pdf_file("Một bài rất ngắn thôi.")))
    prepare()
    view = only(works, "to_clear")
    by = {"secretary_id": works.secretary_id, "now": works.now}
    assert factory.do(service.redact, works.edition_id, seen(view), [0], **by) == 0
    assert only(works, "clear").title == "Thư ▇▇"
