"""A work of pictures, or a scan, is read on the screening page: nothing has to be unpacked with other programs."""

import re

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.entries import handwritten, intake
from contest.entries.rules.limits import PICTURES
from tests import hostile
from tests import planted_pictures as planted
from tests.factories import NOW
from tests.web.office.test_screening import Office, office

__all__ = ["office"]
SENT = [(planted.jpeg(1), "trang 1.jpg"), (planted.png(2), "trang 2.png"), (planted.webp(3), "trang 3.webp")]


def by_hand(office: Office) -> tuple[str, str]:
    """Return the queue's address of a contest that takes pictures, and the key of a work that came as three."""
    taken = CategorySpec("Bài viết tay", 5, 40, file_kinds=("text", PICTURES))
    edition_id = office.factory.edition(title="Thi viết tay", categories=(taken,))
    office.factory.appoint(edition_id, office.secretary_id, Duty.SECRETARY)
    key = office.factory.entry(edition_id, office.author_id, text="", submit=False)
    with office.factory.app.app_context():
        received = handwritten.bound(handwritten.look_at(SENT))
    office.factory.do(intake.attach_file, key, received, author_id=office.author_id, now=NOW)
    office.factory.submit(key, office.author_id)
    slug = office.factory.read(editions.by_id, edition_id, now=NOW).slug
    return f"/office/{slug}/screening", key


def test_each_picture_of_a_handwritten_work_stands_on_the_page_drawn_anew(office: Office) -> None:
    queue, key = by_hand(office)
    page = office.browser.get(f"{queue}/{key}").text
    shown = re.findall(r'<img src="(/office/[^"]+)"', page)
    assert shown == [f"{queue}/{key}/pages/{number}" for number in (1, 2, 3)]
    answers = [office.browser.get(address) for address in shown]
    assert [(each.status_code, each.mimetype) for each in answers] == [(200, "image/webp")] * 3
    assert [each.data for each in answers if each.data in {raw for raw, _ in SENT}] == []
    assert {each.data[:4] for each in answers} == {b"RIFF"}
    assert [office.browser.get(f"{queue}/{key}/pages/{number}").status_code for number in (0, 4)] == [
        404,
        404,
    ]


def test_a_scan_is_read_page_by_page(office: Office) -> None:
    key = office.entry("Bài quét", file=("bài.pdf", hostile.scanned_pdf()))
    address = f"{office.queue}/{key}/pages"
    assert f'href="{address}"' in office.browser.get(f"{office.queue}/{key}").text
    assert len(re.findall(r'<img src="data:image/\w+;base64,', office.browser.get(address).text)) == 1


def test_a_typed_work_has_no_pages_to_look_at(office: Office) -> None:
    key = office.entry("Gõ")
    assert "/pages" not in office.browser.get(f"{office.queue}/{key}").text
    assert [office.browser.get(f"{office.queue}/{key}/pages{rest}").status_code for rest in ("", "/1")] == [
        404
    ] * 2
