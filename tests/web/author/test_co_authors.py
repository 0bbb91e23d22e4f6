"""The list of authors on the author's pages, the letter to a co-author, and what a co-author sees and does."""

import re

import pytest

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.entries import authorship, queries, screening_queries, sealed, service
from contest.kernel import clock
from contest.people import queries as people
from contest.people import service as accounts
from tests.factories import NOW, WEEK
from tests.web.account.browsing import token
from tests.web.author.conftest import DECLARED, multipart
from tests.web.office.office_browsing import errors, fields, send, text

CATEGORIES = (CategorySpec("Bài viết", 5, 40, works_per_author=2, authors_most=3),)
PASSWORD = "bốn từ không ai ghép"
MAI = {"full_name": "Chị Mai", "email": "Mai@example.org"}
NEW = {
    "full_name": "Trần Thị Mai", "birth_year": "1985", "unit_id": "0", "password": PASSWORD, "consent": "y",
}  # fmt: skip


@pytest.fixture
def desk(desk, factory, client_for):
    """The desk of an author in a contest whose works may have three authors."""
    desk.edition_id = factory.edition(
        title="Cuộc thi chung",
        categories=CATEGORIES,
    )
    desk.slug = factory.read(editions.by_id, desk.edition_id, now=NOW).slug
    desk.category_id = factory.read(editions.categories, desk.edition_id)[0].id
    factory.appoint(desk.edition_id, desk.secretary_id, Duty.SECRETARY)
    return desk


@pytest.fixture
def mate(factory):
    return factory.person("Trần Thị Mai", email="mai@example.org", unit_id=factory.unit("Hội Khoa học"))


def ask(desk, key, who=MAI):
    return send(desk.browser, desk.page(key, "/authors"), who)


def link(letters, number=-1):
    """Where the last letter to a co-author leads."""
    asked = [letter for notice, letter in letters() if notice == "co_author_asked"]
    return re.search(r"/co-authors/\S+", asked[number].text)[0]


def answer(browser, path, said):
    return browser.post(path, data={"csrf_token": token(browser, path), "answer": said})


def joined(desk, letters, mate, **entry):
    """An entry with a confirmed co-author, and that person's browser."""
    key = desk.entry(submit=False, **entry)
    ask(desk, key)
    browser = desk.sign_in(mate)
    answer(browser, link(letters), "yes")
    return key, browser


def english(browser):
    with browser.session_transaction() as cookie:
        cookie["language"] = "en"
    return browser


def test_a_new_co_author_is_asked_by_mail_makes_an_account_sees_the_title_and_confirms(
    desk, letters, client, factory
):
    key = desk.entry(submit=False, title="Bến sông quê")

    sent = ask(desk, key)

    assert (sent.status_code, sent.location) == (303, desk.page(key, "/authors"))
    notice, letter = letters()[-1]
    assert (notice, letter.to) == ("co_author_asked", "mai@example.org")
    assert "Bến sông quê" not in letter.text + letter.html + letter.subject
    assert "Nguyễn Văn Đức names you as co-author" in letter.text
    path, visitor = link(letters), english(client)
    assert "Bến sông quê" not in visitor.get(path).text
    joining = send(visitor, path, NEW | {"answer": "join", "publication": "y"})
    assert (joining.status_code, joining.location) == (303, path)
    assert "Title Bến sông quê Category Bài viết" in text(visitor.get(path))
    confirmed = answer(visitor, path, "yes")
    assert (confirmed.status_code, confirmed.location) == (303, desk.page(key))
    person = factory.read(people.by_email, "mai@example.org")
    assert (person.name, person.birth_year, person.is_confirmed, person.language) == (
        "Trần Thị Mai", 1985, True, "en"
    )  # fmt: skip
    assert [c.purpose for c in factory.read(people.consents, person.id)] == ["contest", "publication"]
    notice, letter = letters()[-1]
    assert (notice, letter.to) == ("co_author_answered", factory.read(people.person, desk.author_id).email)
    assert "Trần Thị Mai (mai@example.org) has confirmed" in letter.text
    page = text(desk.browser.get(desk.page(key, "/authors")))
    assert "1. Nguyễn Văn Đức You" in page
    assert "2. Trần Thị Mai Confirmed" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"full_name": "L3"},
            "Full name of the co-author: A name has letters only. Remove digits and signs.",
        ),
        ({"email": "mai"}, "E-mail address of the co-author: Write an e-mail address like lan@example.org."),
        ({"email": ""}, "E-mail address of the co-author: Please fill in this field."),
    ],
)
def test_what_is_mistyped_is_said_beside_the_field_and_kept(desk, letters, typed, sentence):
    key = desk.entry(submit=False)
    refused = ask(desk, key, MAI | typed)
    assert (refused.status_code, errors(refused)) == (422, [sentence])
    assert fields(refused)["full_name"] == [(MAI | typed)["full_name"]]
    assert letters() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"birth_year": "85"}, "Write the year of your birth with four digits"),
        ({"consent": []}, "Tick this box to go on"),
        ({"password": "ngắn"}, "At least 15 characters"),
    ],
)
def test_a_wrong_registration_makes_no_account(desk, letters, client, factory, wrong, sentence):
    ask(desk, desk.entry(submit=False))
    refused = send(english(client), link(letters), NEW | {"answer": "join"} | wrong)
    assert refused.status_code == 422
    assert sentence in errors(refused)[0]
    assert factory.read(people.by_email, "mai@example.org") is None


def test_somebody_declines_without_an_account_and_the_link_is_worthless_afterwards(
    desk, letters, client, factory, mate
):
    key = desk.entry(submit=False)
    ask(desk, key)
    path, visitor = link(letters), english(client)
    assert "Sign in to answer" in text(visitor.get(path))
    assert [answer(visitor, path, said).status_code for said in ("yes", "join", "perhaps")] == [303] * 3
    assert factory.read(authorship.places, key, desk.author_id)[1].state == "asked"

    assert answer(visitor, path, "no").status_code == 303

    assert "You have answered already that you are no author" in text(visitor.get(path))
    assert "has answered that they are no co-author" in letters()[-1][1].text
    late = english(desk.sign_in(mate))
    assert answer(late, path, "yes").status_code == 409
    assert client.get(path[:-2] + "xx").status_code == 404


def test_a_judge_who_was_asked_learns_no_title_and_cannot_confirm(desk, letters, factory, mate):
    key = desk.entry(submit=False, title="Bến sông quê")
    ask(desk, key)
    factory.appoint(desk.edition_id, mate, Duty.JUDGE)
    judge = desk.sign_in(mate)

    page = judge.get(link(letters))

    assert "You have a duty in this contest" in text(page)
    refused = answer(judge, link(letters), "yes")
    assert refused.status_code == 422
    assert "Bến sông quê" not in page.text + refused.text
    assert judge.get(desk.page(key)).status_code == 404
    assert answer(judge, link(letters), "no").status_code == 303


def test_somebody_signed_in_finds_the_question_without_the_letter_once_the_address_is_theirs(
    desk, letters, factory, mate
):
    ask(desk, desk.entry(submit=False))
    browser = desk.sign_in(mate)
    assert "names you as co-author" not in text(browser.get("/author/"))

    factory.do(accounts.confirm_address, mate, now=NOW)

    page = browser.get("/author/")
    assert "Nguyễn Văn Đức names you as co-author of a work." in text(page)
    found = re.search(r'href="(/co-authors/[^"]+)"', page.text)[1]
    assert browser.get(found).status_code == 200
    with clock.fixed(NOW + 2 * WEEK):
        assert "names you as co-author" not in text(desk.sign_in(mate).get("/author/"))


def test_the_letter_goes_again_and_people_change_places_and_are_taken_off(desk, letters, factory, mate):
    key, browser = joined(desk, letters, mate)
    ask(desk, key, {"full_name": "Anh Ba", "email": "ba@example.org"})
    places = {p.name: p.key for p in factory.read(authorship.places, key, desk.author_id)}
    page = desk.page(key, "/authors")

    def press(place, act):
        return send(desk.browser, page, action=f"{page}/{places[place]}/{act}")

    press("Anh Ba", "again")
    press("Trần Thị Mai", "up")
    assert [n for n, _ in letters() if n == "co_author_asked"] == ["co_author_asked"] * 3
    assert [p.name for p in factory.read(authorship.places, key, desk.author_id)] == [
        "Trần Thị Mai", "Nguyễn Văn Đức", "Anh Ba"
    ]  # fmt: skip
    press("Trần Thị Mai", "remove")
    notice, letter = letters()[-1]
    assert (notice, letter.to) == ("co_author_removed", "mai@example.org")
    assert "still names you" not in letter.text
    assert browser.get(desk.page(key)).status_code == 404
    assert [line.name for line in factory.read(audit.log, desk.edition_id)][:3] == [
        "entry.co-author-removed", "entry.authors-reordered", "entry.co-author-asked"
    ]  # fmt: skip


def test_a_submit_that_somebody_holds_up_goes_without_them_in_one_step(desk, letters, mate, factory):
    key, _ = joined(desk, letters, mate)
    ask(desk, key, {"full_name": "Anh Ba", "email": "ba@example.org"})

    page = desk.browser.get(desk.page(key, "/submit"))

    assert errors(page) == [
        "Not confirmed yet: Anh Ba. Send the letter again or, if you cannot wait, submit without them."
    ]
    assert desk.submit(key).status_code == 422
    held = fields(page, desk.page(key, "/submit"))
    sent = desk.browser.post(desk.page(key, "/submit"), data={**held, "declarations": DECLARED})
    assert sent.status_code == 303
    assert "Authors Nguyễn Văn Đức, Trần Thị Mai" in text(desk.browser.get(sent.location))
    received = [(n, m.to) for n, m in letters() if n == "entry_received"]
    assert sorted(to for _, to in received) == sorted(
        ["mai@example.org", factory.read(people.person, desk.author_id).email]
    )


def test_a_co_author_reads_status_text_and_receipt_and_changes_nothing(desk, letters, mate):
    key, browser = joined(desk, letters, mate, title="Bến sông quê")
    assert "You are a co-author. Nguyễn Văn Đức writes it" in text(browser.get("/author/"))
    desk.submit(key)

    page = text(browser.get(desk.page(key)))

    assert "You are a co-author. Nguyễn Văn Đức submitted it" in page
    assert "Làng tôi có một con đường nhỏ" in page
    assert browser.get(desk.page(key, "/receipt/1")).status_code == 200
    assert browser.get(desk.page(key, "/authors")).status_code == 404
    assert browser.get(desk.page(key, "/submit")).status_code == 303
    assert browser.get(desk.page(key, "/withdraw")).status_code == 303
    csrf = {"csrf_token": token(browser, desk.page(key, "/leave"))}
    for part in ("/submit", "/withdraw", ""):
        refused = browser.post(
            desk.page(key, part), data={**csrf, "token": "t" * 26, "declarations": DECLARED}
        )
        assert refused.status_code in {404, 422}


def test_a_co_author_sees_the_drafts_kept_sealed_and_changes_nothing_of_them(desk, letters, mate, factory):
    desk.edition_id = factory.edition(
        title="Cuộc thi giữ bản nháp", categories=CATEGORIES, settings={"keeps_drafts": True}
    )
    key = desk.entry(submit=False)
    stranger = desk.sign_in(factory.person("Lê Văn Lạ"))
    page, form = desk.page(key, "/drafts"), {"note": "sổ tay tháng ba"}
    desk.browser.post(
        page,
        **multipart({"csrf_token": token(desk.browser, page), **form}, "so-tay.txt", b"Ben nuoc, con do."),
    )
    ask(desk, key)
    browser = desk.sign_in(mate)
    assert (browser.get(page).status_code, "/drafts" in browser.get("/author/").text) == (404, False)
    answer(browser, link(letters), "yes")
    (kept,) = factory.read(sealed.of_entry, key, desk.author_id)

    assert f'href="{page}"' in browser.get(desk.page(key)).text
    shown = browser.get(page).text.split("<main")[1]
    assert (kept.note in shown, kept.sha256 in shown, "<form" in shown) == (True, True, False)
    assert browser.get(f"{page}/{kept.key}/file").data == b"Ben nuoc, con do."
    csrf = {"csrf_token": token(browser, desk.page(key, "/leave"))}
    refused = [
        browser.post(page, **multipart(csrf, "khac.txt", b"Khac")),
        browser.post(f"{page}/{kept.key}/take-back", data=csrf),
        stranger.get(page),
        stranger.get(f"{page}/{kept.key}/file"),
    ]
    assert [each.status_code for each in refused] == [404] * 4
    assert factory.read(sealed.of_entry, key, desk.author_id) == (kept,)


def test_a_co_author_leaves_and_everybody_else_is_told(desk, letters, mate, factory):
    key, browser = joined(desk, letters, mate, title="Bến sông quê")
    desk.submit(key)
    asked = browser.get(desk.page(key, "/leave"))
    assert "Take your name off this work?" in text(asked)

    left = send(browser, desk.page(key, "/leave"))

    assert (left.status_code, left.location) == (303, "/author/")
    notice, letter = letters()[-1]
    assert (notice, letter.to) == ("co_author_left", factory.read(people.person, desk.author_id).email)
    assert "Trần Thị Mai has taken their name off “Bến sông quê”" in letter.text
    assert "Bến sông quê" not in text(browser.get("/author/"))
    assert "2. Trần Thị Mai" not in text(desk.browser.get(desk.page(key, "/authors")))


def test_decisions_and_the_withdrawal_are_told_to_every_author(desk, letters, mate, factory):
    key, _ = joined(desk, letters, mate)
    desk.submit(key)
    factory.screen(desk.edition_id, key, desk.secretary_id, verdict="return", reason="Sửa chính tả giúp nhé.")
    told = {m.to: m.text for n, m in letters() if n == "entry_returned"}
    assert "Nguyễn Văn Đức can change it and submit again" in told["mai@example.org"]
    assert len(told) == 2

    factory.do(service.withdraw, key, author_id=desk.author_id, now=NOW)

    told = {m.to: m.text for n, m in letters() if n == "entry_withdrawn"}
    assert len(told) == 2
    assert "It was withdrawn by Nguyễn Văn Đức" in told["mai@example.org"]


def test_of_a_deleted_draft_only_the_co_author_is_told(desk, letters, mate):
    key, _ = joined(desk, letters, mate, title="Bến sông quê")
    send(desk.browser, desk.page(key, "/withdraw"))
    told = [(m.to, "Bến sông quê" in m.text) for n, m in letters() if n == "entry_withdrawn"]
    assert told == [("mai@example.org", True)]


def test_the_secretary_sees_every_author_with_unit_and_is_warned_of_each(desk, letters, mate, factory):
    key, _ = joined(desk, letters, mate)
    desk.submit(key)
    from contest.editions import barring
    from contest.editions.rules.barring import Row

    row = Row(1, "Mai Trần Thị", "", "Thường trực")
    factory.do(barring.bar, desk.edition_id, [row], actor_id=desk.secretary_id, now=NOW)
    secretary = desk.sign_in(desk.secretary_id)

    page = text(secretary.get(f"/office/{desk.slug}/screening/{key}"))

    assert "Author 2 of 2 Author Trần Thị Mai Born 1980 Unit Hội Khoa học E-mail mai@example.org" in page
    assert "The author has the name of somebody who may not take part: Mai Trần Thị (Thường trực)." in page
    (line,) = factory.read(screening_queries.queue, desk.edition_id).lines
    assert line.author_name == "Nguyễn Văn Đức, Trần Thị Mai"


def test_after_the_closing_time_the_list_is_shown_and_stays(desk, letters, mate):
    key, _ = joined(desk, letters, mate)
    desk.submit(key)
    with desk.at(NOW + 2 * WEEK):
        page = desk.browser.get(desk.page(key, "/authors"))
        assert "Nothing can be changed here any more." in text(page)
        assert fields(page) == {}
    with clock.fixed(NOW + 2 * WEEK):
        assert desk.sign_in(mate).get(desk.page(key, "/leave")).status_code == 303


def test_a_contest_without_co_authors_says_nothing_of_them(desk, factory):
    plain = factory.edition(title="Một tác giả")
    key = factory.entry(plain, desk.author_id, submit=False)
    assert "/authors" not in desk.browser.get(desk.page(key)).text
    assert "A work of this category has one author." in text(desk.browser.get(desk.page(key, "/authors")))


def test_each_author_says_what_the_contest_asks_and_is_named_by_the_own_pen_name(
    desk, letters, factory, mate
):
    desk.edition_id = factory.edition(
        title="Cuộc thi có hỏi", categories=CATEGORIES,
        identity=IdentitySpec((Asked("pen_name"), Asked("phone", is_required=True))),
    )  # fmt: skip
    factory.appoint(desk.edition_id, desk.secretary_id, Duty.SECRETARY)
    key, browser = joined(desk, letters, mate)
    send(desk.browser, desk.page(key, "/about"), {"phone": "0912 345 678"})
    refused = text(desk.browser.get(desk.page(key, "/submit")))
    assert "Trần Thị Mai has not said yet what the contest asks of its authors" in refused
    assert "Please say what the contest asks of every author" in text(browser.get(desk.page(key)))

    said = send(
        browser,
        desk.page(key, "/about"),
        {"phone": "0987 654 321", "pen_name": "Mây Chiều", "by_pen_name": "y"},
    )

    assert (said.status_code, said.location) == (303, desk.page(key))
    desk.submit(key)
    named = factory.read(queries.named, [factory.read(queries.own_work, key, mate).entry_id])
    assert [a.public_name for those in named.values() for a in those.authors] == [
        "Nguyễn Văn Đức", "Mây Chiều"
    ]  # fmt: skip
    slug = factory.read(editions.by_id, desk.edition_id, now=NOW).slug
    page = text(desk.sign_in(desk.secretary_id).get(f"/office/{slug}/screening/{key}"))
    assert "Phone — Pen name Mây Chiều" in page
