"""Large files in pieces: whatever was acknowledged is there, and a file that came whole is looked at like any other."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from contest.entries import author_queries as own
from contest.entries import uploads
from contest.kernel import clock
from contest.reports import checking, orphans
from tests.factories import NOW
from tests.web.account.browsing import token
from tests.web.author.conftest import Desk

TEXT = ("Làng tôi có một con đường nhỏ. " * 3).encode()


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


@dataclass
class Sender:
    """A client that speaks the protocol for one draft."""

    desk: Desk
    key: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {
            "X-CSRFToken": token(self.desk.browser, self.desk.page(self.key)),
            "Tus-Resumable": "1.0.0",
            "Accept": "application/json",
        }

    def begin(self, size: int, name: str = "bai.txt", role: str = "file") -> TestResponse:
        told = {"Upload-Length": str(size), "Upload-Metadata": metadata(filename=name, role=role)}
        return self.desk.browser.post(self.desk.page(self.key, "/uploads"), headers={**self.headers, **told})

    def piece(self, url: str, offset: int, content: bytes, **more: str) -> TestResponse:
        told = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **more}
        return self.desk.browser.patch(url, data=content, headers={**self.headers, **told})

    def offset(self, url: str) -> str | None:
        return self.desk.browser.head(url, headers=self.headers).headers.get("Upload-Offset")

    def give_up(self, url: str) -> int:
        return self.desk.browser.delete(url, headers=self.headers).status_code

    def finish(self, url: str, version: str = "") -> TestResponse:
        return self.desk.browser.post(f"{url}/finish", data={"version": version}, headers=self.headers)

    def whole(self, content: bytes, name: str = "bai.txt", role: str = "file") -> str:
        url = self.begin(len(content), name, role).location
        assert self.piece(url, 0, content).status_code == 204
        return str(url)


@pytest.fixture
def sender(desk: Desk) -> Sender:
    return Sender(desk, desk.entry(submit=False))


def stored(desk: Desk) -> tuple[int, int]:
    """How many files are stored, and how many are not whole."""
    storage = desk.factory.app.extensions["contest_storage"]
    return len(storage.keys()), len(storage.partial_keys())


def faults(desk: Desk) -> list[str]:
    with desk.factory.app.app_context():
        found = orphans.faults(clock.now(), young=timedelta(0))
        return [*found, *(f for f in checking.faults(NOW) if f not in found)]


def test_a_file_in_three_pieces_becomes_the_text_of_the_draft(sender: Sender) -> None:
    desk, half = sender.desk, len(TEXT) // 2
    url = sender.begin(len(TEXT)).location

    first = sender.piece(url, 0, TEXT[:10])
    second = sender.piece(url, 10, TEXT[10:half])
    assert (first.status_code, first.headers["Upload-Offset"], sender.offset(url)) == (204, "10", str(half))
    assert second.headers["Tus-Resumable"] == "1.0.0"
    assert "Upload-Expires" in second.headers
    early = sender.finish(url)
    assert (early.status_code, early.json) == (
        409,
        {
            "message": "The file has not come whole yet. Choose it again: what was sent already is not sent twice."
        },
    )
    page = " ".join(desk.browser.get(desk.page(sender.key)).text.split())
    assert (
        "Of bai.txt 1 KB of 1 KB are here already. Choose the same file again: only the rest is sent." in page
    )
    sender.piece(url, half, TEXT[half:])
    finished = sender.finish(url, version="2-window")

    draft = desk.factory.read(own.draft, sender.key, desk.author_id)
    assert (finished.status_code, finished.json) == (200, {"version": f"{draft.revision}-window"})
    assert (draft.file.file_name, draft.file.size, draft.file_text) == (
        "bai.txt", len(TEXT), TEXT.decode().strip(),
    )  # fmt: skip
    assert stored(desk) == (1, 0)
    assert faults(desk) == []
    assert sender.finish(url, version="2-window").json == finished.json, (
        "an answer that got lost is given again"
    )


def test_a_window_that_did_not_know_of_a_later_save_is_still_told_of_it(sender: Sender) -> None:
    url = sender.whole(TEXT)

    assert sender.finish(url, version="1-old").json == {"version": "1-old"}


def test_what_was_acknowledged_is_never_written_over(sender: Sender) -> None:
    url = sender.begin(20).location
    sender.piece(url, 0, b"0123456789")

    for offset in (0, 5, 11):
        assert sender.piece(url, offset, b"x").status_code == 409
    assert sender.offset(url) == "10"
    assert sender.piece(url, 10, b"x" * 11).status_code == 422
    assert sender.offset(url) == "10"


def test_a_piece_that_breaks_off_counts_as_far_as_it_came(sender: Sender) -> None:
    url = sender.begin(20).location

    short = sender.piece(url, 0, b"01234", **{"Content-Length": "15"})
    assert (short.status_code, sender.offset(url)) == (204, "5")


@pytest.mark.parametrize(
    ("size", "name", "sentence"),
    [
        (21 * 1024 * 1024, "a.pdf", "The file is larger than 20 MB. Take out pictures"),
        (0, "a.pdf", "The file is empty."),
        (10, "", "The file has no name."),
    ],
)
def test_what_cannot_be_taken_is_told_before_a_byte_travels(
    sender: Sender, size: int, name: str, sentence: str
) -> None:
    answer = sender.begin(size, name)
    assert (answer.status_code, answer.json["message"].startswith(sentence)) == (422, True)
    assert sender.desk.factory.read(uploads.storage_keys) == frozenset()


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("bai.pdf", b"%PDF-1.7 broken", "The PDF is damaged"),
        ("bai.docx", b"no Word", "The document is damaged"),
    ],
)
def test_a_file_that_is_refused_says_why_and_the_draft_stays(
    sender: Sender, name: str, raw: bytes, sentence: str
) -> None:
    url = sender.whole(raw, name)
    answer = sender.finish(url)

    assert (answer.status_code, answer.json["message"][: len(sentence)]) == (422, sentence)
    assert sender.desk.factory.read(own.draft, sender.key, sender.desk.author_id).file is None
    assert faults(sender.desk) == []
    assert sender.give_up(url) == 204
    assert faults(sender.desk) == []


def test_a_new_file_for_the_same_place_takes_the_place_of_the_old_one(sender: Sender) -> None:
    first = sender.begin(20).location
    sender.piece(first, 0, b"some")
    second = sender.begin(30).location

    assert (sender.offset(first), sender.offset(second)) == (None, "0")
    assert sender.piece(first, 4, b"more").status_code == 404
    assert sender.give_up(second) == 204
    assert stored(sender.desk) == (0, 0)


def test_nobody_else_learns_of_an_upload(sender: Sender) -> None:
    desk = sender.desk
    url = sender.whole(TEXT)
    other = Sender(desk, sender.key, {})
    desk.browser = desk.sign_in(desk.factory.person("Trần Văn Khác"))
    other.headers = {**sender.headers, "X-CSRFToken": token(desk.browser, f"/author/{desk.slug}/new")}

    assert [
        other.begin(5).status_code, other.piece(url, 0, b"x").status_code, other.offset(url),
        other.give_up(url), other.finish(url).status_code,
    ] == [404, 404, None, 404, 404]  # fmt: skip


def test_the_protocol_is_asked_for_and_so_is_the_token(sender: Sender) -> None:
    url = sender.begin(20).location
    browser, bare = sender.desk.browser, {k: v for k, v in sender.headers.items() if k != "X-CSRFToken"}
    offered = browser.options(sender.desk.page(sender.key, "/uploads"))

    assert {name: offered.headers[name] for name in ("Tus-Version", "Tus-Extension", "Tus-Max-Size")} == {
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,expiration,termination",
        "Tus-Max-Size": str(2048 * 1024 * 1024),
    }
    other = browser.head(url, headers={**sender.headers, "Tus-Resumable": "0.2.2"})
    assert (other.status_code, other.headers["Tus-Version"]) == (412, "1.0.0")
    assert browser.patch(url, data=b"x", headers={**bare, "Upload-Offset": "0"}).status_code == 400
    assert sender.piece(url, 0, b"x", **{"Content-Type": "text/plain"}).status_code == 415
    assert sender.piece(url, 0, b"x", **{"Upload-Offset": "-1"}).status_code == 411
    assert browser.delete(url, headers=bare).status_code == 400
    assert sender.offset(url) == "0"


def test_an_upload_that_nobody_goes_on_with_is_forgotten_after_a_week(sender: Sender) -> None:
    desk = sender.desk
    url = sender.begin(20).location
    sender.piece(url, 0, b"some")

    for later, kept in ((timedelta(days=6), "4"), (timedelta(days=8), None)):
        with clock.fixed(NOW + later), desk.factory.app.app_context():
            uploads.forget_uploads()
        assert sender.offset(url) == kept
    assert stored(desk) == (0, 0)


def test_orphans_are_named_when_they_are_old_enough_and_mended(sender: Sender) -> None:
    desk = sender.desk
    app = desk.factory.app
    storage = app.extensions["contest_storage"]
    url = sender.begin(20).location
    sender.piece(url, 0, b"some")
    dead = url.rsplit("/", 1)[1]
    storage.abandon(dead)
    known = storage.keys()
    whole, part = "a" * 26, "b" * 26
    storage.put(whole, b"stored, and never committed")
    storage.hold(part).close()

    with app.app_context():
        assert orphans.faults(storage.changed_at(part)) == [
            f"the bytes of upload {dead} are gone: run `flask check --mend`"
        ]
        assert len(orphans.faults(storage.changed_at(part) + timedelta(hours=2))) == 3
    mended = desk.factory.do(orphans.mend, storage.changed_at(part), young=timedelta(0))
    assert mended == [
        f"file {whole}, which no row knew, was removed",
        f"file {part}, which no row knew, was removed",
        f"upload {dead}, whose bytes were gone, was forgotten",
    ]
    assert (storage.keys(), sender.offset(url), faults(desk)) == (known, None, [])


def test_what_was_on_its_way_to_a_deleted_draft_is_forgotten_too(sender: Sender) -> None:
    desk = sender.desk
    sender.piece(sender.begin(20).location, 0, b"some")

    desk.browser.post(
        desk.page(sender.key, "/withdraw"),
        data={"csrf_token": sender.headers["X-CSRFToken"], "confirmed": "yes"},
    )
    with clock.fixed(NOW + timedelta(days=8)), desk.factory.app.app_context():
        uploads.forget_uploads()
    assert stored(desk) == (0, 0)


def test_after_the_closing_nothing_is_begun_or_taken_in(sender: Sender) -> None:
    url = sender.whole(TEXT)
    with sender.desk.at(NOW + timedelta(days=60)):
        late = Sender(sender.desk, sender.key, dict(sender.headers))
        late.headers["X-CSRFToken"] = token(sender.desk.browser, "/account/details")
        assert [late.begin(5).status_code, late.finish(url).status_code] == [409, 409]
