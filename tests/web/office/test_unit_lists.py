"""Units' lists at the office and with a unit's contact: templates, a look through, the confirmation, the report."""

import io

import openpyxl
import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.paper import PaperRules
from contest.entries import batches
from contest.kernel import clock
from contest.platform import jobs
from contest.web import unit_lists
from tests.parts.entries.test_batches import BODY, packed
from tests.web.author.conftest import multipart
from tests.web.office.office_browsing import errors, fields, text
from tests.works import word_file


class Office:
    """An open contest in which contacts may send lists, with a secretary, a unit and its contact."""

    def __init__(self, factory, client_for):
        self.factory = factory
        self.edition = factory.edition(phase="open", settings={"paper": PaperRules(unit_lists=True)})
        self.above = factory.unit("Huyện Bình Minh")
        self.unit = factory.unit("Xã Bình Minh", parent_id=self.above)
        self.elsewhere = factory.unit("Xã Khác")
        self.view = factory.read(editions.by_id, self.edition, now=clock.now())
        self.people = [factory.person("Lê Thị Thư Ký"), factory.person("Vũ Đầu Mối")]
        factory.appoint(self.edition, self.people[0], Duty.SECRETARY)
        factory.appoint(self.edition, self.people[1], Duty.UNIT_CONTACT, unit_id=self.above)
        self.secretary, self.contact = map(client_for, self.people)
        self.path = f"/office/{self.view.slug}/unit-lists"
        self.own = f"/account/units/{self.view.slug}/lists"

    def template(self, client, path, which):
        return openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/template-{which}.xlsx").data))

    def filled(self, client, path, which, rows):
        book = self.template(client, path, which)
        for row in rows:
            book.active.append(row)
        made = io.BytesIO()
        book.save(made)
        made.seek(0)
        return made

    def send(self, client, path, rows, contents, *, kept=(), **changes):
        typed = {
            **fields(client.get(path), path),
            **fields(client.get(path)),
            "sheet": "Mẫu 2",
            "signed": "y",
            **changes,
        }
        if rows:
            typed["forwarded"] = (self.filled(client, path, "forwarded", rows), "gui-len.xlsx")
            typed["zip"] = (packed(contents), "bai.zip")
        if kept:
            typed["received"] = (self.filled(client, path, "received", kept), "da-nhan.xlsx")
        return client.post(path, data=typed, content_type="multipart/form-data")

    def work(self):
        with self.factory.app.app_context():
            jobs.run(batches.JOB)


@pytest.fixture
def office(factory, client_for):
    return Office(factory, client_for)


def line(title, unit, file):
    return [title, "Bài viết", "Lê Văn Giấy", 1950, unit, "", "", "", file]


def test_a_list_is_looked_through_confirmed_taken_in_and_reported(office):
    contents = {"a.docx": word_file(BODY), "b.docx": word_file(BODY, BODY)}
    rows = [line("Một", "Xã Bình Minh", "a.docx"), line("Hai", "Xã Lạ", "b.docx")]
    kept = [
        ["Xã Bình Minh", "Bài viết", "Đỗ Thị Hai", "Ba", ""],
        ["Xã Bình Minh", "Bài viết", "Trần Ba", "Bốn", "x"],
    ]

    looked = office.send(office.secretary, office.path, rows, contents, kept=kept)

    assert looked.status_code == 303
    page = text(office.secretary.get(looked.location))
    assert (
        "sent on 4 Unit (code or name) There is no unit “Xã Lạ”, or several are called so. Write its code."
        in page
    )
    assert "Take in 1 work" in page
    assert "Works that units keep" in page
    token = fields(office.secretary.get(looked.location), f"{looked.location}/confirm")["csrf_token"]
    assert office.secretary.post(f"{looked.location}/confirm", data={"csrf_token": token}).status_code == 303
    running = office.secretary.get(looked.location)
    assert 'http-equiv="refresh"' in running.text
    office.work()
    done = office.secretary.get(looked.location)
    assert ('http-equiv="refresh"' in done.text, "Works taken in 1 / 1" in text(done)) == (False, True)
    sheet = openpyxl.load_workbook(
        io.BytesIO(office.secretary.get(f"{looked.location}/report.xlsx").data)
    ).active
    found = [[cell.value for cell in row] for row in sheet.rows][1:]
    assert (found[0][:2], found[0][2][:5], found[1][0]) == ([3, "Một"], "2026-", 4)
    statistics = text(office.secretary.get(office.path))
    assert "taken in 1 1" in statistics


def test_reported_works_stand_apart_from_the_works_of_the_contest(office, factory, client_for):
    kept = [["Xã Bình Minh", "Bài viết", name, "Tên", ""] for name in ("Đỗ Thị Hai", "Trần Ba", "Trần Ba")]
    looked = office.send(office.secretary, office.path, [], {}, kept=kept)
    token = fields(office.secretary.get(looked.location), f"{looked.location}/confirm")["csrf_token"]
    office.secretary.post(f"{looked.location}/confirm", data={"csrf_token": token})
    organiser = factory.read(editions.appointed, office.edition, Duty.ORGANISER)[0]

    page = text(client_for(organiser).get(f"/office/{office.view.slug}/statistics"))

    assert "No works yet" in page
    assert "no line and no sum above counts them. Reported only Unit Code Works Authors Xã Bình Minh" in page
    assert page.split("Xã Bình Minh")[1].split()[1:3] == ["3", "2"]


def test_a_contact_sends_works_of_the_own_unit_and_those_below_alone(office):
    contents = {"a.docx": word_file(BODY), "b.docx": word_file(BODY, BODY)}
    rows = [line("Một", "Xã Bình Minh", "a.docx"), line("Hai", "Xã Khác", "b.docx")]
    assert "Lists of your unit" in text(office.contact.get(f"/account/units/{office.view.slug}/own"))

    looked = office.send(office.contact, office.own, rows, contents)

    page = text(office.contact.get(looked.location))
    assert "“Xã Khác” is neither your unit nor below it." in page
    assert "Take in 1 work" in page
    key = looked.location.rsplit("/", 1)[1]
    assert text(office.secretary.get(f"{office.path}/{key}")).count("Một") == 1
    token = fields(office.contact.get(looked.location), f"{looked.location}/drop")["csrf_token"]
    assert office.contact.post(f"{looked.location}/drop", data={"csrf_token": token}).location == office.own
    assert "No lists yet" in text(office.contact.get(office.own))
    assert office.contact.post(f"{looked.location}/confirm", data={"csrf_token": token}).status_code == 409
    assert office.contact.get(f"{office.own}/template-other.xlsx").status_code == 404


def test_where_contacts_send_no_lists_there_is_no_such_page(factory, client_for):
    edition, contact, unit = factory.edition(phase="open"), factory.person(), factory.unit()
    factory.appoint(edition, contact, Duty.UNIT_CONTACT, unit_id=unit)
    slug = factory.read(editions.by_id, edition, now=clock.now()).slug

    assert client_for(contact).get(f"/account/units/{slug}/lists").status_code == 404


def test_what_is_missing_stands_beside_its_field(office):
    nothing = office.send(office.secretary, office.path, [], {})
    assert errors(nothing) == [
        "List of the works that are sent on (.xlsx): Choose at least one of the two lists."
    ]
    unsigned = office.send(
        office.secretary, office.path, [line("Một", "", "a.docx")], {"a.docx": b"x"}, signed=[]
    )
    assert "Without the signed sheet" in errors(unsigned)[0]


def test_only_who_may_send_a_large_zip_is_let_send_one(office, factory, client_for):
    app = factory.app
    settings = app.extensions["contest_settings"]
    body = b"0" * (settings.upload_limit + 2 * 1024 * 1024)
    stranger = client_for(factory.person())

    sent = multipart({"csrf_token": "x"}, "bai.zip", body, field="zip")
    assert stranger.post(office.path, **sent).status_code == 413
    assert {"office.unit_lists", "account.own_lists"} == unit_lists.LARGE
    asked = fields(office.secretary.get(office.path))
    typed = {name: values[0] for name, values in asked.items() if values}
    let_in = office.secretary.post(office.path, **multipart(typed, "bai.zip", body, field="zip"))
    assert let_in.status_code == 422


def workbook(office, *sheets):
    """Return a workbook of these sheets, in order: (title, which template or None for a note, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, which, rows in sheets:
        sheet = book.create_sheet(title)
        if which:
            head = office.template(office.secretary, office.path, which).active
            sheet.append([cell.value for cell in next(head.rows)])
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made


NOTE = ("Hướng dẫn", None, [["Ghi mỗi tác phẩm một dòng."]])
KEPT = ("Đã nhận", "received", [["Xã Bình Minh", "Bài viết", "Đỗ Thị Hai", "Ba", ""]])


@pytest.mark.parametrize("field", ["forwarded", "received"])
def test_both_lists_on_sheets_of_one_workbook_are_read_whichever_field_it_was_put_in(office, field):
    sent_on = ("Gửi lên", "forwarded", [line("Một", "Xã Bình Minh", "a.docx")])
    typed = {field: (workbook(office, NOTE, KEPT, sent_on), "ca-hai.xlsx")}
    typed["zip"] = (packed({"a.docx": word_file(BODY)}), "bai.zip")

    looked = office.send(office.secretary, office.path, [], {}, **typed)

    assert looked.status_code == 303
    page = text(office.secretary.get(looked.location))
    assert "Take in 1 work" in page
    assert "Works that units keep" in page
    assert "The sheet “Hướng dẫn” was left out: its first row names the columns of neither list." in page


def test_the_same_list_twice_is_refused_beside_its_field(office):
    typed = {"received": (workbook(office, KEPT, ("Đã nhận 2", *KEPT[1:])), "hai.xlsx")}
    refused = office.send(office.secretary, office.path, [], {}, **typed)
    assert refused.status_code == 422
    assert "The same list came twice: on the sheets “Đã nhận” and “Đã nhận 2”." in " ".join(errors(refused))


def test_a_workbook_without_either_list_says_what_the_first_row_must_be(office):
    typed = {"received": (workbook(office, NOTE, ("Khác", None, [["Tên"]])), "sai.xlsx")}
    refused = office.send(office.secretary, office.path, [], {}, **typed)
    assert refused.status_code == 422
    assert "The first row must name the columns as in the template." in " ".join(errors(refused))


def test_a_list_in_which_nothing_is_sound_can_only_be_put_aside(office):
    looked = office.send(
        office.secretary, office.path, [line("Một", "Xã Lạ", "a.docx")], {"a.docx": word_file(BODY)}
    )
    page = office.secretary.get(looked.location).text
    assert (f'action="{looked.location}/confirm"' in page, f'action="{looked.location}/drop"' in page) == (
        False,
        True,
    )
