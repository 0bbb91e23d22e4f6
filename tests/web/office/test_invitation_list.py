"""Many people are invited by one list; every row is looked at first, and what is wrong stays in the form."""

import io
import re

import pytest
from flask_babel import force_locale, gettext
from openpyxl import Workbook

from contest.access.duties import Duty
from contest.communications.models import OutboxMessage
from contest.editions import queries, roster, service
from contest.editions.rules import invitees
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.database import db
from contest.web import wording
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    spec = (CategorySpec("Tạp chí", 500, 3000), CategorySpec("Báo in", 500, 3000))
    made = factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết", categories=spec)
    return factory.read(queries.by_id, made, now=clock.now())


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def page(edition):
    return f"/office/{edition.slug}/people/list"


def invited(factory, edition):
    found = factory.read(roster.invitations, edition.id, now=clock.now())
    return sorted((i.name, i.email, i.duty, i.unit_id, i.category_ids) for i in found)


def letters(factory):
    return factory.do(
        lambda: [m.address for m in db.session.query(OutboxMessage).order_by(OutboxMessage.address)]
    )


def looked(response):
    """What the table says of each row: name and sentences, empty where it is good."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', response.text, flags=re.DOTALL)
    return [(name, re.findall(r'class="error"><span>(.*?)</span>', rest)) for name, rest in rows]


def test_a_pasted_list_is_looked_through_and_then_every_person_invited(factory, browser, edition, page):
    unit = factory.unit("Xã Bình Minh")
    magazine, newspaper = (c.id for c in factory.read(queries.categories, edition.id))
    typed = (
        "Họ và tên\tEmail\tĐơn vị\tTiểu ban\r\n"
        "Đỗ Thị Bích\tBich@Example.org\txã bình minh\ttạp chí / BÁO IN\r\n"
        "\r\n"
        "Trần Văn Nam\tnam@example.org"
    )

    shown = send(browser, page, {"rows": typed, "check": "1"})
    before = invited(factory, edition)
    sent = browser.post(page, data={**fields(shown), "send": "1"})

    assert (shown.status_code, looked(shown)) == (200, [("Đỗ Thị Bích", []), ("Trần Văn Nam", [])])
    assert (before, sent.status_code, sent.location) == ([], 303, f"/office/{edition.slug}/people")
    assert invited(factory, edition) == [
        ("Trần Văn Nam", "nam@example.org", Duty.JUDGE, None, ()),
        ("Đỗ Thị Bích", "bich@example.org", Duty.JUDGE, unit, (magazine, newspaper)),
    ]
    assert letters(factory) == ["bich@example.org", "nam@example.org"]


def test_each_wrong_row_says_what_is_wrong_and_stays_while_the_good_ones_are_invited(
    factory, browser, edition, page, organiser
):
    factory.unit("Xã Trùng Tên")
    factory.unit("Xã Trùng Tên")
    someone = factory.person("Lê Văn Thư")
    factory.appoint(edition.id, someone, Duty.SECRETARY)
    email = factory.read(people.person, someone).email
    typed = "\n".join(
        (
            "Đỗ Thị Bích; bich@example.org",
            "Trần Văn Nam; nam@@example.org",
            "X1; x@example.org",
            "Đỗ Thị Bích; BICH@example.org",
            "Lý Văn Tám; tam@example.org; Xã Không Có",
            "Lý Văn Chín; chin@example.org; Xã Trùng Tên",
            "Lý Văn Mười; muoi@example.org; ; Thơ",
            f"Lê Văn Thư; {email}",
        )
    )

    shown = send(browser, page, {"rows": typed, "check": "1"})
    sent = browser.post(page, data={**fields(shown), "send": "1"})

    wrong = [
        ("Trần Văn Nam", ["Write an e-mail address like lan@example.org."]),
        ("X1", ["A name has letters only. Remove digits and signs."]),
        ("Đỗ Thị Bích", ["This e-mail address stands in row 1 too. Remove one of the two."]),
        (
            "Lý Văn Tám",
            [
                (
                    "There is no unit “Xã Không Có”. Write a unit by its name or code as in the list of units, a duty"
                    " as in the example."
                )
            ],
        ),
        ("Lý Văn Chín", ["Several units are called “Xã Trùng Tên”. Write the unit&#39;s code."]),
        ("Lý Văn Mười", ["There is no category “Thơ”. Several are written with / between them."]),
        (
            "Lê Văn Thư",
            [
                (
                    "This person is or was a secretary of this contest and knows the authors, so may not judge or"
                    " chair it. Choose somebody else."
                )
            ],
        ),
    ]
    assert (shown.status_code, looked(shown)) == (422, [("Đỗ Thị Bích", []), *wrong])
    assert "1 of 8 rows are good." in text(shown)
    assert (sent.status_code, looked(sent)) == (200, wrong)
    assert [name for name, *_ in invited(factory, edition)] == ["Đỗ Thị Bích"]
    assert [line.split("\t")[0] for line in fields(sent)["rows"][0].split("\n")] == [
        name for name, _ in wrong
    ]


def test_a_list_gives_each_person_a_duty_of_their_own(factory, browser, edition, page):
    unit = factory.unit("Xã Bình Minh")
    typed = (
        "Lê Văn Thư; thu@example.org; Thư ký\n"
        "Phạm Văn Chủ; chu@example.org; CHAIR; Xã Bình Minh\n"
        "Hồ Thị Tiền; tien@example.org; thủ quỹ\n"
        "Hồ Thị Tiền; tien@example.org; Thành viên ban tổ chức\n"
        "Đỗ Thị Bích; bich@example.org; xã bình minh; Báo in"
    )

    shown = send(browser, page, {"rows": typed, "check": "1"})
    sent = browser.post(page, data={**fields(shown), "send": "1"})

    assert (shown.status_code, sent.status_code) == (200, 303)
    newspaper = factory.read(queries.categories, edition.id)[1].id
    assert invited(factory, edition) == [
        ("Hồ Thị Tiền", "tien@example.org", Duty.ORGANISER, None, ()),
        ("Hồ Thị Tiền", "tien@example.org", Duty.TREASURER, None, ()),
        ("Lê Văn Thư", "thu@example.org", Duty.SECRETARY, None, ()),
        ("Phạm Văn Chủ", "chu@example.org", Duty.CHAIR, unit, ()),
        ("Đỗ Thị Bích", "bich@example.org", Duty.JUDGE, unit, (newspaper,)),
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_wrong_duties_are_said_row_by_row_and_kept_to_be_mended(factory, client_for, edition, page, language):
    organiser = factory.person("Vũ Thị Tổ", language=language)
    factory.appoint(edition.id, organiser, Duty.ORGANISER)
    browser = client_for(organiser)
    rows = (
        "Họ tên;Email;Nhiệm vụ;Đơn vị",
        "Lê Văn Thư; thu@example.org; Thư ký trưởng; ",
        "Trần Văn Nam; nam@example.org; tác giả; ",
        "Lê Thị Giữ; giu@example.org; Key holder; ",
        "Đỗ Thị Bích; bich@example.org; ; ",
        "Đỗ Thị Bích; bich@example.org; secretary; ",
    )

    shown = send(browser, page, {"rows": "\n".join(rows), "check": "1"})
    again = browser.post(page, data={**fields(shown), "check": "1"})

    good = [not problems for _, problems in looked(shown)]
    assert (shown.status_code, good) == (422, [False, False, True, True, False])
    assert looked(again) == looked(shown)
    if language == "en":
        assert [problems for _, [*problems] in looked(shown)] == [
            [
                (
                    "There is no duty “Thư ký trưởng”. Write organiser, secretary, judge, chair, observer, contact of"
                    " a unit, treasurer or key holder, or nothing."
                )
            ],
            ["Nobody is invited as an author: authors register by themselves. Take this row out."],
            [],
            [],
            ["Row 4 gives this person another duty, and the two do not go together. Remove one of the two."],
        ]


def test_an_excel_file_serves_as_well_and_a_broken_one_is_named_beside_the_field(
    factory, browser, edition, page
):
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["E-mail", "Họ tên"])
    book.active.append(["bich@example.org", "Đỗ Thị Bích"])
    book.save(stream)
    held = fields(browser.get(page))

    good = browser.post(page, data={**held, "file": (io.BytesIO(stream.getvalue()), "ds.xlsx"), "check": "1"})
    bad = browser.post(page, data={**held, "file": (io.BytesIO(b"\xd0\xcf\x11\xe0"), "ds.xls"), "check": "1"})

    assert looked(good) == [("Đỗ Thị Bích", [])]
    assert (bad.status_code, errors(bad)) == (
        422,
        [
            (
                "Or an Excel or CSV file: This Excel file cannot be read. Open it, choose Save As, "
                "select Excel Workbook (.xlsx), and upload that."
            )
        ],
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rows": " \n "}, "Write or paste at least one person"),
        ({"rows": "a;a@example.org\n" * 501}, "At most 500 people"),
        ({"rows": "A B;a@example.org", "duty": "chair"}, "Choose what these people are invited to."),
        ({"rows": "A B;a@example.org", "language": "fr"}, "Choose one of the languages."),
    ],
)
def test_what_cannot_be_a_list_is_said(browser, page, typed, sentence):
    refused = send(browser, page, {**typed, "check": "1"})

    assert refused.status_code == 422
    assert sentence in " ".join(errors(refused))


def test_who_accepts_has_the_unit_and_the_seats_that_the_list_named(factory, edition, organiser):
    unit = factory.unit("Xã Bình Minh")
    magazine, newspaper = (c.id for c in factory.read(queries.categories, edition.id))
    judge = factory.person("Đỗ Thị Bích", email="bich@example.org")
    invitee = service.Invitee("bich@example.org", "Đỗ Thị Bích", Duty.JUDGE, "vi", unit, (newspaper, 999_999))
    made = factory.do(service.invite, edition.id, invitee, actor_id=organiser, now=clock.now())
    key = factory.read(roster.invitation_by_id, made, now=clock.now()).key

    factory.do(service.accept, key, judge, now=clock.now())

    seats = [
        (seat.account_id, seat.category_id)
        for each in factory.read(queries.rounds, edition.id)
        for seat in factory.read(queries.panel, each.id)
    ]
    assert seats == [(judge, newspaper)] * len(factory.read(queries.rounds, edition.id))
    assert factory.read(people.person, judge).unit_id == unit
    assert magazine != newspaper


def test_an_invitation_is_sent_again_with_a_new_term(factory, browser, edition, organiser):
    invitee = service.Invitee("bich@example.org", "Đỗ Thị Bích", Duty.JUDGE)
    made = factory.do(service.invite, edition.id, invitee, actor_id=organiser, now=clock.now())
    first = factory.read(roster.invitation_by_id, made, now=clock.now())

    people_page = f"/office/{edition.slug}/people"
    again = send(browser, f"{people_page}/renew", {}, page=people_page, action=f"{people_page}/renew")
    stranger = browser.post(
        f"{people_page}/renew", data={**fields(browser.get(people_page)), "key": "0" * 26}
    )

    second = factory.read(roster.invitation_by_id, made, now=clock.now())
    assert (again.status_code, stranger.status_code) == (303, 404)
    assert (second.key, second.expires_at > first.expires_at, letters(factory)) == (
        first.key,
        True,
        ["bich@example.org"],
    )


def test_only_organisers_invite_by_list(factory, client_for, edition, page):
    secretary = factory.person("Lê Văn Thư")
    factory.appoint(edition.id, secretary, Duty.SECRETARY)

    assert [client_for(who).get(page).status_code for who in (secretary, factory.person("Lạ Mặt"))] == [
        403,
        404,
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_list_understands_duties_and_columns_as_the_pages_name_them(app, language):
    with app.test_request_context(), force_locale(language):
        named = {duty: invitees.duty_named(str(name)) for duty, name in wording.DUTIES.items()}
        heading = [gettext(name) for name in ("Full name", "E-mail", "Duty", "Unit", "Category")]

    assert named == {duty: duty for duty in Duty}
    assert invitees.columns(heading) == {"name": 0, "email": 1, "duty": 2, "unit": 3, "categories": 4}
