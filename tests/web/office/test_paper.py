"""The office's page for works on paper: a day's batch, what is printed, what is taken back; and the author's claim."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.entries import paper_queries
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send, text

TEXT = "Bến sông quê tôi có một cây đa, ai đi chợ về cũng ngồi nghỉ dưới bóng cây."


class Office:
    """A contest that is open, its secretary at the page, and two categories."""

    def __init__(self, factory, client_for):
        self.factory = factory
        categories = (CategorySpec("Bài viết", 5, 3000, authors_most=2), CategorySpec("Ký", 5, 3000))
        self.edition = factory.edition(phase="open", categories=categories)
        self.unit = factory.unit("Xã Bình Minh")
        self.secretary = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition, self.secretary, Duty.SECRETARY)
        self.browser = client_for(self.secretary)
        view = factory.read(editions.by_id, self.edition, now=clock.now())
        self.path = f"/office/{view.slug}/paper"
        self.today = clock.now().astimezone(view.zone).date()
        self.categories = [each.id for each in factory.read(editions.categories, self.edition)]

    def typed(self, **changes):
        return {
            "channel": "post", "postmark": f"{self.today - timedelta(days=2):%d/%m/%Y}",
            "category_id": str(self.categories[1]),
            "unit_id": str(self.unit), "sheet": "Mẫu 2",
            "authors-0-full_name": "Lê Văn Giấy",
            "authors-0-birth_year": "1950", "title": "Bến sông", "text": TEXT, "signed": "y", **changes,
        }  # fmt: skip

    def send(self, page=None, **changes):
        return send(self.browser, self.path, self.typed(**changes), page=page, action=self.path)

    def last(self):
        return self.factory.read(paper_queries.last, self.edition)


@pytest.fixture
def office(factory, client_for):
    return Office(factory, client_for)


def test_a_days_batch_keeps_what_stays_the_same(office):
    done = office.send()

    assert done.status_code == 303
    page = office.browser.get(done.location)
    (line,) = office.last()
    assert f"Taken in: {line.number}, “Bến sông”." in text(page)
    held = fields(page, office.path)
    kept = {name: held[name] for name in ("channel", "category_id", "unit_id", "sheet", "postmark", "title")}
    assert kept == {
        "channel": ["post"], "category_id": [str(office.categories[1])], "unit_id": [str(office.unit)],
        "sheet": ["Mẫu 2"], "postmark": [f"{office.today - timedelta(days=2)}"], "title": [""],
    }  # fmt: skip
    assert re.search(
        r'name="authors-0-full_name"[^>]*autofocus|autofocus[^>]*name="authors-0-full_name"', page.text
    )
    again = office.send(page=done.location, **{"authors-0-full_name": "Đỗ Thị Hai", "title": "Cây đa"})
    assert again.status_code == 303
    assert [each.title for each in office.last()] == ["Cây đa", "Bến sông"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(office):
    refused = office.send(**{"authors-0-birth_year": "1850", "postmark": "31/02/2026"})

    assert (refused.status_code, office.last()) == (422, ())
    assert errors(refused) == ["Postmark: Write the day like 31/12/2026."]
    refused = office.send(**{"authors-0-birth_year": "1850", "signed": []})
    assert errors(refused)[0].startswith("Year of birth: Write the year of your birth")
    held = fields(refused, office.path)
    assert (held["title"], held["text"], held["authors-0-birth_year"]) == (["Bến sông"], [TEXT], ["1850"])


def test_a_file_that_was_sent_need_not_be_chosen_again(office):
    made = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(made, "PNG")
    data = {**fields(office.browser.get(office.path), office.path), **office.typed(text="", title="")}
    data["files"] = [
        (io.BytesIO(made.getvalue()), "trang 1.png"),
        (io.BytesIO(made.getvalue()), "trang 2.png"),
    ]

    refused = office.browser.post(office.path, data=data, content_type="multipart/form-data")

    assert refused.status_code == 422
    assert "The file “trang 1.pdf” is kept" in text(refused)
    held = fields(refused, office.path) | {"title": ["Bến sông"]}
    assert office.browser.post(office.path, data=held).status_code == 303
    (line,) = office.last()
    work = text(office.browser.get(f"{office.path}/{line.key}"))
    assert "trang 1.pdf" in work
    assert "No text could be read from the file" in work


def test_a_namesake_is_asked_about_before_the_work_is_taken_in(office):
    office.send()

    asked = office.send(**{"authors-0-birth_year": ""})

    assert asked.status_code == 422
    assert "the same as Lê Văn Giấy, 1950, Xã Bình Minh" in text(asked)
    choices = re.findall(
        r'name="authors-0-known"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="authors-0-known"', asked.text
    )
    known = [a or b for a, b in choices]
    held = fields(asked, office.path) | {"authors-0-known": known[:1]}
    assert office.browser.post(office.path, data=held).status_code == 303
    assert (
        len(
            {
                office.factory.read(paper_queries.one, each.key, office.edition, now=clock.now()).authors
                for each in office.last()
            }
        )
        == 1
    )


def test_a_label_opens_the_work_and_the_day_is_printed(office):
    office.send()
    (line,) = office.last()

    opened = office.browser.get(f"{office.path}/find", query_string={"number": line.number})
    assert opened.location == f"{office.path}/{line.key}"
    lost = office.browser.get(
        f"{office.path}/find", query_string={"number": "2026-0000-0000-0000"}, follow_redirects=True
    )
    assert "No work of this contest has the number" in text(lost)
    labels = office.browser.get(f"{office.path}/{line.key}/labels.pdf").data
    said = [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(labels)]
    assert (len(said), said[0].count("Lê Văn Giấy"), said[0].count(line.number[:9])) == (1, 1, 2)
    assert office.browser.get(f"{office.path}/labels.pdf").data[:5] == b"%PDF-"
    assert office.browser.get(f"{office.path}/labels.pdf?day=2020-01-01").status_code == 303
    assert line.number in text(office.browser.get(f"{office.path}/day"))
    assert "Nothing on this day" in text(office.browser.get(f"{office.path}/day?day=2020-01-01"))
    assert office.browser.get(f"{office.path}/day.pdf").data[:5] == b"%PDF-"
    assert office.browser.get(f"{office.path}/day.doc").status_code == 404
    sheet = openpyxl.load_workbook(io.BytesIO(office.browser.get(f"{office.path}/day.xlsx").data)).active
    assert [cell.value for cell in list(sheet.rows)[1]][:6] == [
        "1",
        line.number,
        "Lê Văn Giấy",
        "Bến sông",
        "Ký",
        "Xã Bình Minh",
    ]


def test_a_work_is_taken_back_with_a_reason(office):
    office.send()
    (line,) = office.last()
    path = f"{office.path}/{line.key}"

    refused = send(office.browser, f"{path}/undo", {"reason": ""}, page=path, action=f"{path}/undo")
    assert (refused.status_code, "Write the reason" in text(refused)) == (422, True)
    done = send(office.browser, f"{path}/undo", {"reason": "Nhập trùng"}, page=path, action=f"{path}/undo")

    assert (done.status_code, done.location) == (303, office.path)
    assert office.last()[0].undone_reason == "Nhập trùng"
    assert "Nhập trùng" in text(office.browser.get(path))


def test_whoever_sent_a_work_claims_it_with_the_sheet_and_reads_on_the_receipt_how_it_came(
    office, client_for
):
    office.send()
    (line,) = office.last()
    path = f"{office.path}/{line.key}"
    assert send(office.browser, f"{path}/code", page=path, action=f"{path}/code").status_code == 303
    printed = office.browser.get(f"{path}/receipt.pdf").data
    said = "".join(page.get_textpage().get_text_range() for page in PdfDocument(printed))
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", said)[0]
    me = client_for(office.factory.person("Lê Văn Giấy"))
    visitor = office.factory.app.test_client()
    claim = f"/author/claim?number={line.number}&code={code}"

    assert "/account/sign-in" in visitor.get(claim).location
    assert fields(me.get(claim))["code"] == [code]
    refused = send(me, "/author/claim", {"number": line.number, "code": "AAAAA-AAAAA"})
    assert (refused.status_code, len(errors(refused))) == (422, 1)
    done = send(me, "/author/claim", {"number": line.number, "code": code})

    assert done.status_code == 303
    assert "Bến sông" in text(me.get("/author/"))
    receipt = text(me.get(f"/author/entries/{line.key}/receipt/1"))
    assert f"by post, postmark of {office.today - timedelta(days=2):%-d %B %Y}" in receipt
    assert "Its author has an account" in text(office.browser.get(path))


def test_the_contest_says_which_day_counts(office, factory, client_for):
    organiser = factory.person("Phạm Thị Tổ Chức")
    draft = factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết mới")
    view = factory.read(editions.by_id, draft, now=clock.now())
    path, browser = f"/office/{view.slug}/settings/paper", client_for(organiser)
    last = view.closes_at.astimezone(view.zone).date()

    refused = send(browser, path, {"counts_by": "arrival", "last_arrival": f"{last}"})
    (error,) = errors(refused)
    assert error.startswith("Last day on which it may arrive: Where the arrival counts")
    assert (
        send(browser, path, {"counts_by": "postmark", "last_arrival": f"{last:%d/%m/%Y}"}).status_code == 303
    )

    stored = factory.read(editions.spec, draft).paper
    assert (stored.counts_by, stored.last_arrival) == ("postmark", last)
