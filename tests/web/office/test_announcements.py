"""Organisers tell everybody something: at once or at a moment, in two languages, with files, withdrawn with a trace."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from lxml import etree
from PIL import Image
from pypdfium2 import PdfDocument

from contest.editions import announcing, noticeboard, queries
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.reports import checking
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    return factory.edition(organiser_id=organiser, title="Cuộc thi viết Quê hương")


@pytest.fixture
def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


@pytest.fixture
def office(slug):
    return f"/office/{slug}/announcements"


@pytest.fixture
def public(slug):
    return f"/editions/{slug}"


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def visitor(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, kind)
    return out.getvalue()


def post(browser, path, changes, file=None):
    held = {name: values[0] for name, values in fields(browser.get(path)).items() if name != "file"}
    held.update(changes)
    if file is not None:
        held["file"] = (io.BytesIO(file[1]), file[0])
    return browser.post(path, data=held)


def only(factory, edition):
    (found,) = factory.read(noticeboard.announcements, edition)
    return found


GIA_HAN = {"title_vi": "Gia hạn nộp bài", "text_vi": "Hạn mới là **30/11**.\n\n<script>alert(1)</script>"}


def test_an_announcement_is_seen_at_once_in_both_languages(
    factory, browser, visitor, edition, office, public
):
    made = post(
        browser, office, {**GIA_HAN, "title_en": "More time", "text_en": "The new date is **30 Nov**."}
    )

    assert (made.status_code, made.location) == (303, office)
    page = visitor.get(f"{public}/")
    assert "More time" in text(page)
    assert "<strong>30 Nov</strong>" in page.text
    assert "Gia hạn" not in page.text
    with visitor.session_transaction() as cookie:
        cookie["language"] = "vi"
    page = visitor.get(f"{public}/announcements")
    assert "<strong>30/11</strong>" in page.text
    assert "<script>alert" not in page.text


def test_what_is_written_in_one_language_is_shown_to_all_and_says_so(browser, visitor, office, public):
    post(browser, office, GIA_HAN)

    page = visitor.get(f"{public}/announcements")

    assert 'lang="vi"' in page.text
    assert "Gia hạn nộp bài" in text(page)
    assert "Written in Vietnamese only." in text(page)


def test_one_for_later_is_hidden_until_its_moment(factory, browser, visitor, edition, office, public):
    tomorrow = clock.now() + timedelta(days=1)
    post(browser, office, {**GIA_HAN, "published_at": tomorrow.strftime("%Y-%m-%dT%H:%M")})

    assert "Still to come" in text(browser.get(office))
    assert "Gia hạn" not in visitor.get(f"{public}/").text
    assert factory.read(noticeboard.seen, edition, now=clock.now()) == ()
    assert len(factory.read(noticeboard.seen, edition, now=tomorrow + timedelta(days=1))) == 1


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, ["Title (Vietnamese): Write a title and a text, in one language at least."]),
        ({"title_vi": "Gia hạn"}, ["Text (Vietnamese): Write what there is to tell."]),
        ({"title_en": "Hi", "text_en": "x"}, ["Title (English): Write at least 3 characters here."]),
        (
            {**GIA_HAN, "title_vi": "x" * 161},
            ["Title (Vietnamese): This has 161 characters; there is room for 160. Shorten it."],
        ),
        (
            {**GIA_HAN, "published_at": "hôm nay"},
            ["Seen from: Write the date and time like 31/12/2026 17:00."],
        ),
    ],
)
def test_what_cannot_be_announced_is_said_beside_its_field_and_kept(
    factory, browser, edition, office, changes, sentences
):
    refused = post(browser, office, changes)

    assert (refused.status_code, errors(refused)) == (422, sentences)
    assert all(value in refused.text for value in changes.values() if "<" not in value)
    assert factory.read(noticeboard.announcements, edition) == ()


def test_a_file_is_told_by_its_content_and_sent_to_be_saved(
    factory, browser, visitor, edition, office, public
):
    post(browser, office, GIA_HAN, ("Ảnh lễ phát động.png", picture()))
    found = only(factory, edition)

    page = visitor.get(f"{public}/announcements")
    sent = visitor.get(f"{public}/announcements/{found.key}/files/{found.files[0].key}")

    assert "Ảnh lễ phát động.png" in text(page)
    assert (sent.status_code, sent.data, sent.content_type) == (200, picture(), "image/png")
    assert sent.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.png", picture()[:60], "The picture is damaged. Save it anew and choose it again."),
        ("a.txt", b"chu thuong", "Choose a PDF, a Word file (.docx) or a picture (PNG, JPEG)."),
        ("a.pdf", b"\x89PNG nothing", None),
        ("a.docx", b"", None),
    ],
)
def test_a_file_that_nobody_could_open_is_refused_with_its_sentence(
    factory, browser, edition, office, name, content, sentence
):
    refused = post(browser, office, GIA_HAN, (name, content))

    assert refused.status_code == 422
    assert len(errors(refused)) == 1
    assert sentence is None or errors(refused) == [f"Attach a file: {sentence}"]
    assert 'value="Gia hạn nộp bài"' in refused.text
    assert factory.read(noticeboard.announcements, edition) == ()


def test_a_file_of_more_than_ten_megabytes_is_refused(app):
    with app.app_context(), pytest.raises(RuleBroken) as refused:
        announcing.receive(b"%PDF-1.4" + b" " * announcing.FILE_SIZE, "a.pdf")

    assert (str(refused.value), refused.value.field) == (
        "The file has more than 10 MB. Choose a smaller one.",
        "file",
    )


def test_a_file_is_taken_away_with_its_bytes(factory, browser, visitor, edition, office, public):
    post(browser, office, GIA_HAN, ("a.jpg", picture("JPEG")))
    found = only(factory, edition)
    path = f"{office}/{found.key}"

    send(browser, path, {"file": found.files[0].key}, action=f"{path}/remove-file")

    assert only(factory, edition).files == ()
    assert visitor.get(f"{public}/announcements/{found.key}/files/{found.files[0].key}").status_code == 404
    assert factory.read(checking.faults, clock.now()) == []


def test_flask_check_misses_the_bytes_of_a_file(factory, browser, app, edition, office):
    post(browser, office, GIA_HAN, ("a.jpg", picture("JPEG")))
    key = only(factory, edition).files[0].storage_key
    app.extensions["contest_storage"].delete(key)

    assert factory.read(checking.faults, clock.now()) == [f"file {key} is missing from the storage"]


def test_an_announcement_is_changed_and_withdrawn_with_a_trace(
    factory, browser, visitor, edition, office, public
):
    post(browser, office, GIA_HAN, ("a.jpg", picture("JPEG")))
    found = only(factory, edition)
    path = f"{office}/{found.key}"

    saved = post(browser, path, {"title_vi": "Gia hạn lần hai"})
    assert saved.status_code == 303
    changed = only(factory, edition)
    assert (changed.words["vi"].title, changed.published_at) == ("Gia hạn lần hai", found.published_at)

    send(browser, path, action=f"{path}/withdraw")
    assert "Gia hạn" not in visitor.get(f"{public}/announcements").text
    assert visitor.get(f"{public}/announcements/{found.key}/files/{found.files[0].key}").status_code == 404
    assert "Withdrawn" in text(browser.get(office))
    assert "An announcement was withdrawn" in text(browser.get(office.replace("announcements", "log")))
    again = browser.post(path, data={**fields(browser.get(office)), **GIA_HAN})
    assert errors(again) == ["This announcement was withdrawn. Write a new one."]


def test_another_contests_announcement_is_not_there(factory, browser, edition, office, organiser):
    post(browser, office, GIA_HAN)
    key = only(factory, edition).key
    other = factory.edition(organiser_id=organiser, title="Cuộc thi khác")
    elsewhere = factory.read(queries.by_id, other, now=clock.now()).slug

    assert browser.get(f"/office/{elsewhere}/announcements/{key}").status_code == 404
    with pytest.raises(NotFound):
        factory.read(noticeboard.announcement, other, key)


def test_the_feed_is_atom_with_an_entry_for_each(factory, browser, visitor, edition, office, public):
    post(browser, office, GIA_HAN)
    post(
        browser,
        office,
        {"title_vi": "Lễ phát động", "text_vi": "Mời dự.", "title_en": "Opening", "text_en": "Come."},
    )

    sent = visitor.get(f"{public}/announcements.atom")
    feed = etree.fromstring(sent.data)

    assert sent.content_type == "application/atom+xml; charset=utf-8"
    assert [each.text for each in feed.findall("a:entry/a:title", ATOM)] == ["Opening", "Gia hạn nộp bài"]
    ids = [each.text for each in feed.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == 2
    assert all(each.startswith("http://localhost/editions/") for each in ids)
    for wanted in ("a:title", "a:id", "a:updated", "a:author/a:name", "a:link[@rel='self']"):
        assert feed.find(wanted, ATOM) is not None
    stamps = [e.text for e in feed.iterfind(".//a:updated", ATOM)] + [
        e.text for e in feed.iterfind(".//a:published", ATOM)
    ]
    assert all(datetime.fromisoformat(stamp).utcoffset() == timedelta(0) for stamp in stamps)
    assert "<strong>30/11</strong>" in feed.findall("a:entry/a:content", ATOM)[1].text


def test_the_dates_are_a_calendar_in_the_contests_zone(factory, visitor, edition, public):
    view = factory.read(queries.by_id, edition, now=clock.now())

    sent = visitor.get(f"{public}/dates.ics")
    calendar = Calendar.from_ical(sent.data)

    assert sent.content_type == "text/calendar; charset=utf-8"
    found = [(str(e["summary"]), e["dtstart"].dt.astimezone(UTC)) for e in calendar.walk("VEVENT")]
    assert found == [
        ("Cuộc thi viết Quê hương: The contest opens", view.opens_at.replace(microsecond=0)),
        ("Cuộc thi viết Quê hương: Last moment to hand in works", view.closes_at.replace(microsecond=0)),
    ]
    assert [str(e["dtstart"].dt.tzinfo) for e in calendar.walk("VEVENT")] == ["Asia/Ho_Chi_Minh"] * 2
    assert len({str(e["uid"]) for e in calendar.walk("VEVENT")}) == 2


def test_the_poster_is_one_page_with_title_dates_and_address(visitor, public):
    sent = visitor.get(f"{public}/poster.pdf")
    poster = PdfDocument(sent.data)
    words = " ".join(poster[0].get_textpage().get_text_bounded().split())

    assert (sent.content_type, len(poster)) == ("application/pdf", 1)
    assert "Cuộc thi viết Quê hương" in words
    assert "Last moment to hand in works" in words
    assert "localhost/editions/" in words
    assert visitor.get(f"{public}/poster.pdf").data == sent.data  # nothing in it tells when it was made


@pytest.mark.parametrize("page", ["announcements", "announcements.atom", "dates.ics", "poster.pdf"])
def test_a_draft_tells_strangers_nothing(factory, visitor, organiser, browser, page):
    draft = factory.edition(organiser_id=organiser, phase="draft", title="Còn kín")
    slug = factory.read(queries.by_id, draft, now=clock.now()).slug

    assert visitor.get(f"/editions/{slug}/{page}").status_code == 404
    assert browser.get(f"/editions/{slug}/{page}").status_code == 200
