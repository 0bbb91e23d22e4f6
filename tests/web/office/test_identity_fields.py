"""What authors are asked: ticked by the organiser, told to everybody, read by the secretary until the coding."""

import pytest

from contest.access.duties import Duty
from contest.anonymisation import renditions
from contest.anonymisation import service as blinding
from contest.editions import queries, service
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.entries import about, telling
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, About, Guardian
from contest.kernel import clock
from contest.reports import personal_data
from tests.web.office.office_browsing import errors, fields, send, text
from tests.works import Works

WHY = "Ngân hàng cần khi chi trả giải thưởng."
ASKED = IdentitySpec((Asked("pen_name"), Asked("address"), Asked("id_number", purpose=WHY)))
SAID = About(pen_name="Sông Quê", address="Số 12 ngõ 4 Lê Lợi", id_number="001185000123")
MOTHER = Guardian("Lê Thị Mẹ", "mẹ", "me@example.org", GUARDIAN.text)


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


def slug_of(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def said(factory, edition, who, about=SAID, guardian=NO_GUARDIAN):
    """A work handed in by somebody who said this."""
    key = factory.entry(edition, who, submit=False)
    factory.do(telling.say, key, about, guardian, author_id=who, language="vi", now=clock.now())
    factory.submit(key, who)
    return key


def test_what_is_asked_is_set_with_its_purpose_and_told_to_everybody(factory, client_for, client, organiser):
    draft = factory.edition(organiser_id=organiser, phase="draft")
    slug = slug_of(factory, draft)
    path, browser = f"/office/{slug}/settings/identity", client_for(organiser)
    shown = fields(browser.get(path))
    assert {value for name, values in shown.items() if name.endswith("_asked") for value in values} == {""}
    assert (shown["of_age"], "Vietnam's law on personal data" in text(browser.get(path))) == (["18"], True)

    typed = {
        "pen_name_asked": "optional",
        "id_number_asked": "required",
        "id_number_purpose": WHY,
        "of_age": "16",
    }
    done = send(browser, path, typed)

    assert done.status_code == 303
    assert factory.read(queries.spec, draft).identity == IdentitySpec(
        (Asked("pen_name"), Asked("id_number", is_required=True, purpose=WHY)), 16
    )
    again = fields(browser.get(path))
    assert {name: again[name] for name in typed} == {name: [value] for name, value in typed.items()}
    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    for page in (f"/editions/{slug}/", f"/editions/{slug}/rules/fixed"):
        public = text(client.get(page))
        assert f"Citizen ID number : {WHY}" in public
        assert "Whoever may be under 16 on the closing day" in public
    document = client.get(f"/editions/{slug}/rules/fixed/1.json").text
    assert ('"kind": "id_number"' in document, WHY in document) == (True, True)


def test_a_sensitive_field_without_a_purpose_is_refused_and_everything_typed_stays(
    factory, client_for, organiser
):
    draft = factory.edition(organiser_id=organiser, phase="draft")
    typed = {"id_number_asked": "optional", "phone_asked": "required", "phone_purpose": "Gọi", "of_age": ""}

    refused = send(client_for(organiser), f"/office/{slug_of(factory, draft)}/settings/identity", typed)

    assert (refused.status_code, sorted(errors(refused))) == (
        422,
        [
            "Needs no guardian from the age of: Write a whole number from 16 to 21.",
            "What it is needed for: Write the purpose in 10 to 300 characters.",
            (
                "What it is needed for: Write what this is needed for: authors read it, and without a purpose it"
                " must not be asked."
            ),
        ],
    )
    assert {name: fields(refused)[name] for name in typed} == {name: [value] for name, value in typed.items()}


def test_after_the_announcement_nothing_more_can_be_asked(factory, client_for, organiser):
    edition = factory.edition(organiser_id=organiser)
    path = f"/office/{slug_of(factory, edition)}/settings/identity"

    page = client_for(organiser).get(path)
    refused = send(client_for(organiser), path, {"phone_asked": "required"})

    assert '<fieldset class="stack" disabled>' in page.text
    assert refused.status_code == 422
    assert factory.read(queries.spec, edition).identity == IdentitySpec()


def test_the_secretary_reads_what_was_said_and_is_warned_of_the_under_aged_and_the_barred(
    factory, client_for, organiser
):
    edition = factory.edition(organiser_id=organiser, identity=ASKED)
    secretary = factory.person("Đỗ Thị Thư Ký")
    factory.appoint(edition, secretary, Duty.SECRETARY)
    slug = slug_of(factory, edition)
    send(
        client_for(organiser), f"/office/{slug}/barred", {"rows": "Ai Khác Hẳn;;Ban Chỉ đạo;001 185 000 123"}
    )
    young = factory.person("Trần Văn Trẻ", birth_year=clock.now().year - 17)
    of_age = factory.person("Lê Thị Lớn")
    keys = said(factory, edition, young, guardian=MOTHER), said(factory, edition, of_age, About())

    page, other = (text(client_for(secretary).get(f"/office/{slug}/screening/{key}")) for key in keys)

    for line in (
        "Pen name Sông Quê", "Postal address Số 12 ngõ 4 Lê Lợi", "Citizen ID number 001185000123",
        "Parent or guardian Lê Thị Mẹ (mẹ)", "Contact of the guardian me@example.org",
        "and may be under 18 on the closing day.",
        "The author's citizen ID number is that of somebody who may not take part: Ai Khác Hẳn (Ban Chỉ đạo).",
    ):  # fmt: skip
        assert line in page
    assert [
        word for word in ("Pen name", "guardian", "somebody who may not take part") if word in other
    ] == []
    assert "001185000123" in client_for(organiser).get(f"/office/{slug}/barred").text


def test_the_persons_copy_holds_it_and_the_log_does_not(factory):
    edition = factory.edition(identity=ASKED)
    young = factory.person("Trần Văn Trẻ", birth_year=clock.now().year - 17)
    said(factory, edition, young, guardian=MOTHER)

    held = factory.read(personal_data.held, young)

    assert [(row["pen_name"], row["address"], row["id_number"]) for row in held["about_author"]] == [
        ("Sông Quê", "Số 12 ngõ 4 Lê Lợi", "001185000123")
    ]
    assert [(row["name"], row["contact"], row["text"]) for row in held["guardian"]] == [
        ("Lê Thị Mẹ", "me@example.org", GUARDIAN.text)
    ]
    acts = [row["name"] for row in held["audit_event"]]
    assert {"entry.about-said", "entry.guardian-agreed"} <= set(acts)
    assert "Sông Quê" not in str(held["audit_event"])


def test_what_was_said_is_searched_for_in_the_work_and_again_when_it_changes(app, factory):
    works = Works(factory, identity=ASKED)
    author = factory.person("Đặng Vũ Khuê Tú")
    written = "Ký tên Sông Quê, ở số 12 ngõ 4 Lê Lợi, căn cước 001185000123. Bút danh mới là Mây Chiều."
    key = works.submitted(author, text=written)
    works.accept(key)
    who = {"author_id": author, "language": "vi", "now": works.then}
    factory.do(telling.say, key, SAID, NO_GUARDIAN, **who)
    with app.app_context():
        blinding.prepare(works.edition_id, now=works.now)

    def found():
        lines = factory.read(renditions.listed, works.edition_id, "to_clear").lines
        details = [factory.read(renditions.detail, works.edition_id, line.key) for line in lines]
        return [(each.kind, each.token) for detail in details for each in detail.findings]

    assert found() == [
        ("name", "Sông Quê"), ("id-number", "001185000123"), ("address", "số 12 ngõ 4 Lê Lợi"),
    ]  # fmt: skip
    factory.do(telling.say, key, About(pen_name="Mây Chiều"), NO_GUARDIAN, **who)
    assert found() == []
    with app.app_context():
        blinding.prepare(works.edition_id, now=works.now)
    # The number is found for what it is, without being said: whoever wrote it, it is a person's.
    assert found() == [("name", "Mây Chiều"), ("id-number", "001185000123")]


def test_a_guardian_is_searched_for_as_well(factory):
    edition = factory.edition(identity=ASKED)
    young = factory.person("Trần Văn Trẻ", birth_year=clock.now().year - 17)
    said(factory, edition, young, guardian=MOTHER)

    found = factory.read(about.traces, 1)

    assert (found.names, found.emails) == (("Sông Quê", "Lê Thị Mẹ"), ("me@example.org",))
