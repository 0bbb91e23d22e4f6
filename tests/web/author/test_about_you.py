"""What a contest asks of its authors: asked before submitting, mended in one place, with a guardian for the young."""

from dataclasses import replace

import pytest

from contest.editions import queries as editions
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.entries import author_queries as own
from contest.entries import telling
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, About, Guardian
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from tests.factories import NOW, WEEK
from tests.web.office.office_browsing import errors, fields, send, text

WHY = "Ngân hàng cần khi chi trả giải thưởng."
ASKED = IdentitySpec(
    (Asked("pen_name"), Asked("phone", is_required=True), Asked("id_number", is_required=True, purpose=WHY))
)
SAID = About(pen_name="Sông Quê", phone="0912345678", id_number="001185000123", by_pen_name=True)
TYPED = {"pen_name": "Sông Quê", "phone": "0912 345 678", "id_number": "001 185 000 123", "by_pen_name": "y"}
MOTHER = {"guardian_name": "Lê Thị Mẹ", "guardian_relation": "mẹ", "guardian_contact": "0912 345 678"}
AGREED = Guardian("Lê Thị Mẹ", "mẹ", "0912345678", GUARDIAN.text)


class Writer:
    """An author at work in a contest that asks."""

    def __init__(self, factory, client_for, *, identity=ASKED, birth_year=1980):
        self.factory = factory
        self.edition = factory.edition(identity=identity)
        self.id = factory.person("Nguyễn Văn Đức", birth_year=birth_year, phone="0987 654 321")
        self.browser = client_for(self.id)
        self.key = self.draft()

    def draft(self, title="Con đường làng"):
        return self.factory.entry(self.edition, self.id, title=title, submit=False)

    @property
    def page(self):
        return f"/author/entries/{self.key}/about"

    @property
    def check(self):
        return f"/author/entries/{self.key}/submit"

    def say(self, said=SAID, guardian=NO_GUARDIAN, *, now=None):
        who = {"author_id": self.id, "language": "vi", "now": now or clock.now()}
        self.factory.do(telling.say, self.key, said, guardian, **who)

    def sheet(self):
        return self.factory.read(own.sheet, self.key, self.id)


@pytest.fixture
def writer(factory, client_for):
    with clock.fixed(NOW):
        yield Writer(factory, client_for)


@pytest.fixture
def pupil(factory, client_for):
    """Seventeen this year, in a contest that asks nothing else."""
    with clock.fixed(NOW):
        yield Writer(factory, client_for, identity=IdentitySpec(), birth_year=NOW.year - 17)


def test_the_way_from_writing_leads_over_the_questions_each_with_its_purpose(writer):
    went = send(writer.browser, f"/author/entries/{writer.key}", {"action": "check"})
    page = writer.browser.get(went.location)

    assert went.location == writer.page
    assert fields(page)["phone"] == ["0987654321"]  # as in the account
    assert fields(page)["id_number"] == [""]
    assert "checked" not in page.text
    shown = text(page)
    assert f"Citizen ID number {WHY}" in shown
    assert "Pen name (optional) To name you by it when the results are published, if you want that." in shown
    assert "Position" not in shown
    assert "guardian" not in shown

    went = send(writer.browser, writer.page, TYPED)

    assert (went.status_code, went.location) == (303, writer.check)
    assert writer.sheet().about == SAID
    checked = text(writer.browser.get(writer.check))
    for line in ("Pen name Sông Quê", "Phone number 0912345678", "results are published by the pen name"):
        assert line in checked
    assert "Submit now" in checked
    assert send(writer.browser, f"/author/entries/{writer.key}", {"action": "check"}).location == writer.check


def test_what_is_missing_is_named_before_submitting_with_a_link_to_its_field(writer):
    send(writer.browser, writer.page, {"phone": "", "action": "write"})

    page = writer.browser.get(writer.check)

    assert (
        f'<a href="{writer.page}#phone">This contest asks for your phone number. Write it.</a>' in page.text
    )
    assert "Submit now" not in page.text
    assert errors(writer.browser.get(writer.page)) == [
        "Phone number: This contest asks for your phone number. Write it.",
        "Citizen ID number: This contest asks for your citizen ID number. Write it.",
    ]
    with pytest.raises(RuleBroken, match="phone number"):
        writer.factory.submit(writer.key, writer.id)


def test_what_is_wrong_is_said_beside_each_field_and_nothing_typed_is_lost(writer):
    typed = {"pen_name": "S", "phone": "nhà bên", "id_number": "123"}

    refused = send(writer.browser, writer.page, typed)

    assert refused.status_code == 422
    assert [line.split(":")[0] for line in errors(refused)] == [
        "Pen name",
        "Phone number",
        "Citizen ID number",
    ]
    assert {name: fields(refused)[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert writer.sheet().is_saved is False


def test_of_what_was_submitted_nothing_required_can_be_taken_away_but_it_can_be_corrected(writer):
    writer.say()
    writer.factory.submit(writer.key, writer.id)

    refused = send(writer.browser, writer.page, {"phone": ""})
    corrected = send(writer.browser, writer.page, {"phone": "0911 222 333"})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Phone number: This contest asks for your phone number. Write it."],
    )
    assert (corrected.status_code, writer.sheet().about) == (303, replace(SAID, phone="0911222333"))


def test_after_the_closing_time_nothing_is_changed_any_more(writer, client_for):
    writer.say()
    closed = NOW + 2 * WEEK

    with pytest.raises(Conflict):
        writer.say(now=closed)
    with clock.fixed(closed):
        again = client_for(writer.id).get(writer.page)
    assert (again.status_code, again.location) == (303, f"/author/entries/{writer.key}")


def test_the_next_work_begins_with_what_was_said_last_but_for_the_number_of_papers(writer):
    writer.say()
    writer.key = writer.draft("Bài thứ hai")

    known = fields(writer.browser.get(writer.page))

    assert [known[name] for name in ("pen_name", "phone", "id_number")] == [
        ["Sông Quê"],
        ["0912345678"],
        [""],
    ]
    assert "by_pen_name" not in known


def test_another_authors_page_is_as_if_it_were_not_there(writer, client_for):
    browser = client_for(writer.factory.person("Lê Người Khác"))

    assert browser.get(writer.page).status_code == 404
    with pytest.raises(Exception, match=writer.key):
        writer.factory.do(
            telling.say, writer.key, SAID, NO_GUARDIAN, author_id=writer.id + 1, language="vi", now=NOW
        )


def test_where_nothing_is_asked_of_somebody_of_age_there_is_no_such_step(factory, client_for):
    with clock.fixed(NOW):
        writer = Writer(factory, client_for, identity=IdentitySpec())
        went = send(writer.browser, f"/author/entries/{writer.key}", {"action": "check"})

        assert went.location == writer.check
        assert writer.browser.get(writer.page).location == writer.check
        assert "About you" not in text(writer.browser.get(writer.check))


# --- guardians ---------------------------------------------------------------------------------------------------


def test_an_author_who_may_be_under_age_needs_a_guardians_agreement_to_submit(pupil):
    page = pupil.browser.get(pupil.page)
    assert "By your year of birth you may be under 18 when the contest closes." in text(page)
    assert "checked" not in page.text

    send(pupil.browser, pupil.page, MOTHER)

    refused = pupil.browser.get(pupil.check)
    needed = "Your guardian must read the sentence and tick it; without that the work cannot be taken in."
    assert f'<a href="{pupil.page}#guardian_agreed">{needed}</a>' in refused.text
    assert "Submit now" not in refused.text
    with pytest.raises(RuleBroken, match="Your guardian must read"):
        pupil.factory.submit(pupil.key, pupil.id)

    went = send(pupil.browser, pupil.page, {"guardian_agreed": "y"})

    assert went.location == pupil.check
    assert (pupil.sheet().guardian.said, pupil.sheet().guardian.given_at) == (AGREED, NOW)
    assert pupil.factory.submit(pupil.key, pupil.id) == 1
    assert "Lê Thị Mẹ agreed on" in text(pupil.browser.get(pupil.page))


def test_an_agreement_stays_when_the_page_is_saved_again_and_another_person_agrees_anew(pupil):
    pupil.say(guardian=AGREED)
    pupil.say(guardian=replace(AGREED, agreed=""), now=NOW + WEEK / 2)
    kept = pupil.sheet().guardian
    pupil.say(guardian=Guardian("Trần Văn Cha", "cha", "cha@example.org"), now=NOW + WEEK / 2)

    assert (kept.said, kept.given_at) == (AGREED, NOW)
    assert pupil.sheet().guardian.said == Guardian("Trần Văn Cha", "cha", "cha@example.org")
    assert pupil.sheet().guardian.given_at is None


def test_an_account_without_a_year_of_birth_is_asked_for_it(factory, client_for):
    with clock.fixed(NOW):
        writer = Writer(factory, client_for, identity=IdentitySpec(), birth_year=0)
        page = writer.browser.get(writer.check)

        assert '<a href="/account/details">Write your year of birth' in page.text
        with pytest.raises(RuleBroken, match="year of birth"):
            factory.submit(writer.key, writer.id)


def test_the_preview_for_organisers_says_what_authors_are_asked(factory, client_for):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser, phase="draft", identity=ASKED)
    slug = factory.read(editions.by_id, edition, now=clock.now()).slug

    assert f"Citizen ID number : {WHY}" in text(client_for(organiser).get(f"/author/{slug}/preview"))
