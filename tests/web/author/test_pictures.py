"""Pictures of handwritten pages: chosen together, added to, moved and removed by buttons, submitted, shown, checked."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries as own
from contest.entries import verification
from contest.entries.models import StoredFile
from contest.platform.crypto import sha256
from contest.platform.database import db
from contest.platform.documents import sentences
from contest.web import page_pictures
from tests import planted_pictures as planted
from tests.factories import NOW, WEEK, Factory
from tests.web.account.browsing import errors, token
from tests.web.author.conftest import DECLARED, TEXT, Desk
from tests.web.author.test_uploading import Sender
from tests.web.author.test_writing import draft, stamp

PAGES = [("trang 1.jpg", planted.jpeg(1)), ("trang 2.png", planted.png(2)), ("trang 3.webp", planted.webp(3))]
NAMES = tuple(name for name, _ in PAGES)


@dataclass
class Pages:
    """A draft in a category that takes pictures."""

    desk: Desk
    key: str
    category_id: int

    def save(self, pictures: Sequence[tuple[str, bytes]] = (), **fields: str) -> TestResponse:
        """Send the form with as many pictures as are chosen."""
        form = {
            "csrf_token": token(self.desk.browser, self.desk.page(self.key)),
            "version": stamp(self.desk, self.key),
            "title": "Con đường làng",
            "category_id": str(self.category_id),
            **fields,
        }
        sent = [(io.BytesIO(raw), name) for name, raw in pictures]
        return self.desk.browser.post(
            self.desk.page(self.key), data={**form, "pictures": sent}, content_type="multipart/form-data"
        )

    @property
    def names(self) -> tuple[str, ...]:
        file = draft(self.desk, self.key).file
        return file.pictures if file is not None else ()

    def page(self) -> str:
        return self.desk.browser.get(self.desk.page(self.key)).text


@pytest.fixture
def pages(desk: Desk, factory: Factory) -> Pages:
    taken = CategorySpec("Bài viết tay", 5, 40, file_kinds=("text", "docx", "pictures"))
    edition_id = factory.edition(title="Cuộc thi khác", categories=(taken,))
    key = factory.entry(edition_id, desk.author_id, submit=False)
    factory.appoint(edition_id, desk.secretary_id, Duty.SECRETARY)
    return Pages(desk, key, factory.read(editions.categories, edition_id)[0].id)


def button(what: str, picture: int) -> str:
    return f"picture-{what}-{sha256(PAGES[picture][1])}"


def looked_at(page: str) -> list[str]:
    shown = page.split('<ol class="picture-pages">')[1].split("</ol>", maxsplit=1)[0]
    return re.findall(r"(trang \d\.\w+) \(", shown) if "<button" not in shown else []


def test_after_the_closing_the_author_still_sees_the_pages_that_were_sent(pages: Pages) -> None:
    desk = pages.desk
    pages.save(PAGES)
    desk.submit(pages.key)
    pages.save(action=button("out", 0))  # changed afterwards, and never sent
    with desk.at(NOW + 2 * WEEK):
        page = pages.page()
    assert looked_at(page) == list(NAMES)
    assert f'href="{desk.page(pages.key, "/versions/1/file")}"' in page
    assert ("There is no text to show here." in page, "Add and order co-authors" in page) == (False, False)


def test_the_pages_of_a_draft_that_was_not_sent_in_time_are_shown_too(pages: Pages) -> None:
    pages.save(PAGES)
    with pages.desk.at(NOW + 2 * WEEK):
        page = pages.page()
    assert (looked_at(page), "pictures.zip" in page) == (list(NAMES), False)


def test_pictures_are_taken_in_their_order_and_shown_small_to_their_author(pages: Pages) -> None:
    assert pages.save(PAGES).status_code == 303
    file = draft(pages.desk, pages.key).file
    assert (pages.names, file.kind, file.pages, file.flags) == (NAMES, "pictures", 3, ("no-text",))
    shown = pages.page()
    assert len(re.findall(r'src="data:image/webp;base64,', shown)) == 3
    assert re.findall(r"trang \d\.\w+", shown)[-3:] == list(NAMES)


def test_pictures_are_added_moved_and_removed_and_what_was_typed_is_saved_with_it(pages: Pages) -> None:
    pages.save(PAGES[:2], text=TEXT)
    pages.save(PAGES[2:])
    assert pages.names == NAMES
    steps = {
        button("up", 2): (NAMES[0], NAMES[2], NAMES[1]),
        button("down", 0): (NAMES[2], NAMES[0], NAMES[1]),
        button("up", 1): (NAMES[2], NAMES[1], NAMES[0]),
        button("out", 1): (NAMES[2], NAMES[0]),
    }
    for action, names in steps.items():
        assert pages.save(action=action, title=f"Tên {len(action)}").status_code == 303
        assert pages.names == names
    assert draft(pages.desk, pages.key).title == f"Tên {len(button('out', 1))}"
    for picture in (0, 2):
        pages.save(action=button("out", picture))
    assert (draft(pages.desk, pages.key).file, draft(pages.desk, pages.key).text) == (None, TEXT)


def test_the_same_picture_again_and_a_button_of_a_page_that_is_gone_change_nothing(pages: Pages) -> None:
    pages.save(PAGES)
    before = draft(pages.desk, pages.key).revision
    for again in (
        {"pictures": PAGES[:1]},
        {"action": "picture-out-" + "0" * 64},
        {"action": button("up", 0)},
    ):
        assert pages.save(**again).status_code == 303
    assert (pages.names, draft(pages.desk, pages.key).revision) == (NAMES, before)


def test_a_wrong_picture_is_named_beside_the_field_and_nothing_else_is_lost(pages: Pages) -> None:
    pages.save(PAGES[:1])
    bad = ("trang hỏng.png", planted.hollow_png(13_000, 13_000))
    answer = pages.save([PAGES[1], bad], title="Tên đang gõ", text="Chữ đang gõ.")
    assert answer.status_code == 422
    (said,) = errors(answer)
    assert said.startswith(
        "The picture “trang hỏng.png” has more points than can be opened here: at most 40 million."
    )
    assert ("Tên đang gõ" in answer.text, "Chữ đang gõ." in answer.text) == (True, True)
    assert pages.names == NAMES[:1]


def test_one_file_of_another_kind_takes_the_place_of_the_pictures(pages: Pages) -> None:
    pages.save(PAGES[:1])
    assert (
        pages.desk.save(
            pages.key, stamp(pages.desk, pages.key), file=("a.txt", TEXT.encode()), category_id="0"
        ).status_code
        == 303
    )
    assert draft(pages.desk, pages.key).file.kind == "txt"


def test_a_picture_chosen_as_the_file_is_shown_the_way_where_pictures_are_taken_and_refused_elsewhere(
    pages: Pages, desk: Desk
) -> None:
    answer = desk.save(pages.key, stamp(desk, pages.key), file=PAGES[0], category_id=str(pages.category_id))
    assert errors(answer) == [sentences.PICTURE_ELSEWHERE]
    sender = Sender(desk, pages.key)
    finished = sender.finish(sender.whole(PAGES[0][1], "trang.jpg"))
    assert (finished.status_code, finished.json["message"]) == (422, sentences.PICTURE_ELSEWHERE)
    key = desk.entry(submit=False)
    assert errors(desk.save(key, stamp(desk, key), file=PAGES[0])) == [sentences.PICTURE]
    assert 'name="pictures"' not in desk.browser.get(desk.page(key)).text
    elsewhere = Pages(desk, key, desk.category_id).save(PAGES[:1])
    assert errors(elsewhere) == [
        "This category does not take files of the kind JPEG, PNG, WEBP. It takes: DOCX, PDF, TXT."
    ]


def test_the_receipt_names_every_picture_and_anybody_can_check_one(pages: Pages, factory: Factory) -> None:
    pages.save(PAGES)
    answer = pages.desk.submit(pages.key, declarations=DECLARED)
    assert answer.status_code == 303
    given = factory.read(own.receipt, pages.key, pages.desk.author_id, 1)
    named = {name: digest for name, digest in given.digests.items() if name.startswith("sha256_picture_")}
    assert list(named.items()) == [
        (f"sha256_picture_{number:02d}", sha256(raw)) for number, (_, raw) in enumerate(PAGES, start=1)
    ]
    page = pages.desk.browser.get(pages.desk.page(pages.key, "/receipt/1")).text
    for number, (name, raw) in enumerate(PAGES, start=1):
        assert f"SHA-256 of picture {number}, {name}:" in page
        assert sha256(raw) in page
    assert pages.desk.browser.get(pages.desk.page(pages.key, "/receipt/1/pdf")).data.startswith(b"%PDF-")
    form = {"csrf_token": token(pages.desk.browser, "/receipts"), "number": given.number}
    checked = pages.desk.browser.post(
        "/receipts",
        data={**form, "file": (io.BytesIO(PAGES[1][1]), "anh.png")},
        content_type="multipart/form-data",
    )
    assert "for exactly this file." in checked.text
    assert factory.read(verification.faults) == []
    with factory.work():
        file = db.session.scalars(db.select(StoredFile).where(StoredFile.kind == "pictures")).one()
        file.parts = [{**part, "sha256": "0" * 64} for part in file.parts]
    (fault,) = factory.read(verification.faults)
    assert fault.endswith("what it vouches for was altered since it was given")


def test_judges_would_see_the_pages_some_at_once_and_the_secretary_gets_the_untouched_pictures(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pictures, "AT_ONCE", 2)
    pages.save(PAGES)
    for first, shown in ((1, 2), (3, 1)):
        page = pages.desk.browser.get(pages.desk.page(pages.key, f"/as-judges-read-it?page={first}")).text
        assert page.count('src="data:image/webp;base64,') == shown
        assert f"Pages {first} to {first + shown - 1} of 3" in page
    pages.desk.submit(pages.key, declarations=DECLARED)
    secretary = pages.desk.sign_in(pages.desk.secretary_id)
    sent = secretary.get(f"/office/cuoc-thi-khac-2026/screening/{pages.key}/file")
    assert (sent.content_type, sent.headers["Content-Disposition"][-5:]) == ("application/zip", '.zip"')
    with zipfile.ZipFile(io.BytesIO(sent.data)) as box:
        assert [(each, box.read(each)) for each in box.namelist()] == [
            (f"{number:02d}.{name.rpartition('.')[2]}", raw)
            for number, (name, raw) in enumerate(PAGES, start=1)
        ]
