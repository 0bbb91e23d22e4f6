"""What an author says beside the text: language, translation, publication, country; and where it goes from there."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from contest.access.duties import Duty
from contest.anonymisation import renditions
from contest.anonymisation import service as blinding
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.rules.conditions import Conditions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries, verification, vouching
from contest.entries.rules.receipt import other_digests
from contest.kernel import clock
from tests.factories import NOW
from tests.planted import jpeg
from tests.web.author.conftest import DECLARED, Desk
from tests.web.office.office_browsing import errors, text

DEMANDS = Demands(
    languages=("vi", "en"),
    translation=True,
    publication="unpublished",
    published_from=date(2026, 2, 1),
    proof="any",
    own_declarations=("Tác phẩm chưa được giải ở cuộc thi khác.",),
)
LINK = "https://baomau.example/xa-hoi/con-duong-lang-toi.html"
TRANSLATION = "Bản dịch tiếng Việt của bài, đủ năm từ."
SAID = {
    "language": "en",
    "translation": TRANSLATION,
    "published": "yes",
    "published_in": "Báo Mẫu",
    "published_on": "2026-02-14",
    "link": LINK,
}
ALL_DECLARED = [*DECLARED, *DEMANDS.own_declarations]


@pytest.fixture
def desk(factory, client_for):
    with clock.fixed(NOW):
        yield made(factory, client_for, DEMANDS)


def made(factory, client_for, demands, conditions=None):
    """An author at work in a contest with one category of these demands."""
    organiser = factory.person("Phạm Thị Tổ Chức")
    category = CategorySpec("Bài viết", 5, 40, works_per_author=2, demands=demands)
    edition_id = factory.edition(organiser_id=organiser, phase="draft", categories=(category,))
    spec = factory.read(editions.spec, edition_id)
    spec = replace(spec, opens_at=NOW - timedelta(days=1), conditions=conditions or spec.conditions)
    by = {"actor_id": organiser, "now": NOW}
    factory.do(editing.change_edition, edition_id, spec, **by)
    factory.do(editing.announce, edition_id, **by)
    author_id, secretary_id = factory.person("Nguyễn Văn Đức"), factory.person("Lê Thị Thư Ký")
    factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
    slug = factory.read(editions.by_id, edition_id, now=NOW).slug
    category_id = factory.read(editions.categories, edition_id)[0].id
    return Desk(
        factory, client_for, client_for(author_id), edition_id, slug, author_id, secretary_id, category_id
    )


def written(desk, **said):
    key = desk.entry(submit=False, text="A road runs along the river of my village.")
    answer = desk.save(key, text="A road runs along the river of my village.", **{**SAID, **said})
    assert answer.status_code == 303, errors(answer)
    return key


def problems(desk, key):
    return errors(desk.browser.get(desk.page(key, "/submit")))


def test_the_writing_page_asks_what_the_category_asks_and_shows_what_was_said(desk):
    page = desk.browser.get(desk.page(written(desk)))
    said = text(page)
    for sentence in (
        "A work in another language needs a translation: Vietnamese. The judges mark the translation.",
        "Not published before the launch of the contest (1 February 2026).",
        "Has this work been published?",
    ):
        assert sentence in said
    assert f'value="{LINK}"' in page.text
    assert f"{TRANSLATION}</textarea>" in page.text


def test_a_plain_category_asks_nothing_of_this(factory, client_for):
    with clock.fixed(NOW):
        desk = made(factory, client_for, Demands())
        page = text(desk.browser.get(desk.page(desk.entry(submit=False))))
    assert not [
        word for word in ("Has this work been published?", "Language of the work", "Country") if word in page
    ]


def test_everything_that_is_missing_is_said_before_submitting(desk):
    key = written(desk, translation="", published_on="2026-01-31", link="")
    assert problems(desk, key) == [
        "The work needs a translation, which is what the judges mark. Type it or attach it as a file.",
        (
            "Works published before the launch of the contest (01/02/2026) cannot take part; from that day on you may"
            " publish yours."
        ),
        "Prove the publication: write a link, or attach a file that shows it.",
    ]
    assert desk.submit(key, declarations=ALL_DECLARED).status_code == 422


def test_the_length_of_a_translated_work_is_that_of_its_translation(desk):
    key = written(desk, translation="Quá ngắn.")
    assert problems(desk, key) == ["The text has 2 words; at least 5 are asked for. Missing: 3."]
    assert problems(desk, written(desk, translation=TRANSLATION)) == []


def test_autosave_keeps_single_fields_of_the_statement_and_refuses_what_is_no_day(desk):
    key = written(desk)
    stamp = desk.browser.get(desk.page(key)).text.partition('name="version" value="')[2].partition('"')[0]
    token = desk.browser.get(desk.page(key)).text.partition('name="csrf_token" type="hidden" value="')[2]
    form = {"csrf_token": token.partition('"')[0], "version": stamp}
    wrong = desk.browser.post(desk.page(key, "/autosave"), data={**form, "published_on": "hôm qua"})
    right = desk.browser.post(desk.page(key, "/autosave"), data={**form, "published_on": "15/02/2026"})
    said = desk.factory.read(author_queries.draft, key, desk.author_id).statement
    assert (wrong.status_code, right.status_code, said.published_on) == (422, 200, date(2026, 2, 15))
    assert (said.published_in, said.translation) == ("Báo Mẫu", TRANSLATION)


def test_a_translated_and_published_work_goes_to_the_secretary_whole_and_to_the_judges_as_the_translation(
    desk,
):
    """8.2, rows 4, 8 and 9: the translation is marked, later publication is fine, what tells the author is found."""
    key = written(desk, translation=f"{TRANSLATION} Đã đăng ở {LINK}.")
    assert desk.submit(key, declarations=ALL_DECLARED).status_code == 303

    office = desk.sign_in(desk.secretary_id)
    path = f"/office/{desk.slug}/screening/{key}"
    page = text(office.get(path))
    for sentence in (
        "Translation: the judges mark it",
        "The author published this work after the launch (1 February 2026), which is allowed.",
        "Published in Báo Mẫu Published on 14 February 2026",
        "What the author says of publication is true and keeps to the rule of the category.",
        "The translation says what the work says; the judges mark the translation.",
        "A road runs along the river of my village.",
        "Tác phẩm chưa được giải ở cuộc thi khác.",
    ):
        assert sentence in page

    desk.factory.screen(desk.edition_id, key, desk.secretary_id, verdict="accept", reason="")
    with desk.factory.app.app_context():
        blinding.prepare(desk.edition_id, now=NOW)
    (line,) = desk.factory.read(renditions.listed, desk.edition_id, "to_clear").lines
    made_blind = desk.factory.read(renditions.detail, desk.edition_id, line.key)
    assert TRANSLATION in made_blind.html
    assert "A road runs" not in made_blind.html
    assert [(found.kind, found.token) for found in made_blind.findings] == [
        ("link", LINK.removeprefix("https://"))
    ]


def test_the_receipt_vouches_for_the_translation_and_the_proof(desk):
    key = written(desk, link="", translation="")
    stamp = "3-w"
    save = {"language": "en", "published": "yes", "text": "A road runs along the river of my village."}
    for name, file in (
        ("translation_file", ("dịch.txt", TRANSLATION.encode())),
        ("proof_file", ("báo.jpg", jpeg("x"))),
    ):
        answer = desk.save(key, stamp, file=file, role=name, **save)
        assert answer.status_code == 303, errors(answer)
        stamp = f"{desk.factory.read(author_queries.draft, key, desk.author_id).revision}-w"
    assert desk.submit(key, declarations=ALL_DECLARED).status_code == 303

    given = desk.factory.read(author_queries.receipt, key, desk.author_id, 1)
    others = other_digests(given.document)
    assert set(others) == {"sha256_translation_file", "sha256_proof"}
    assert json.loads(given.document)["v"] == 2
    page = text(desk.browser.get(desk.page(key, "/receipt/1")))
    assert all(digest in page for digest in others.values())
    assert desk.browser.get(desk.page(key, "/versions/1/beside/translation")).data == TRANSLATION.encode()
    assert desk.browser.get(desk.page(key, "/versions/1/beside/proof")).data == jpeg("x")
    assert [desk.factory.read(vouching.vouched, given.number, [d]).fits for d in others.values()] == list(
        others
    )
    assert desk.factory.read(verification.faults) == []
    path = f"/office/{desk.slug}/screening/{key}"
    office = desk.sign_in(desk.secretary_id)
    assert office.get(f"{path}/beside/proof").data == jpeg("x")
    assert office.get(f"{path}/beside/translation").data == TRANSLATION.encode()
    assert office.get(f"{path}/beside/file").status_code == 404
    stranger = desk.sign_in(desk.factory.person("Người Lạ"))
    assert [
        stranger.get(desk.page(key, f"/versions/1/beside/{role}")).status_code
        for role in ("translation", "proof")
    ] == [
        404,
        404,
    ]


def test_a_changed_translation_is_a_new_version_and_the_same_one_is_not(desk):
    key = written(desk)
    assert desk.submit(key, declarations=ALL_DECLARED).location.endswith("/receipt/1")
    assert desk.submit(key, "u" * 26, declarations=ALL_DECLARED).location.endswith("/receipt/1")
    revision = desk.factory.read(author_queries.draft, key, desk.author_id).revision
    body = "A road runs along the river of my village."
    desk.save(key, f"{revision}-w", text=body, **{**SAID, "translation": f"{TRANSLATION} Thêm."})
    assert desk.submit(key, "v" * 26, declarations=ALL_DECLARED).location.endswith("/receipt/2")
    assert desk.factory.read(verification.faults) == []


def test_a_file_of_translation_or_proof_can_be_taken_away_again(desk):
    key = written(desk)
    desk.save(key, "3-w", file=("báo.pdf", b"%PDF-nonsense"), role="proof_file")
    refused = desk.save(key, "3-w", file=("x.exe", b"MZ\0\0"), role="proof_file")
    assert refused.status_code == 422
    assert errors(refused)[0].startswith("File that shows it: ")
    assert desk.save(key, "3-w", file=("báo.jpg", jpeg("x")), role="proof_file").status_code == 303
    assert desk.factory.read(author_queries.draft, key, desk.author_id).proof.kind == "jpg"
    revision = desk.factory.read(author_queries.draft, key, desk.author_id).revision
    desk.save(key, f"{revision}-w", action="remove-proof_file")
    assert desk.factory.read(author_queries.draft, key, desk.author_id).proof is None


def test_a_declaration_of_the_category_has_to_be_ticked_and_is_kept_word_for_word(desk):
    """8.2, row 13: a work that won elsewhere is a matter of what its author declares."""
    key = written(desk)
    refused = desk.submit(key, declarations=DECLARED)
    assert (refused.status_code, DEMANDS.own_declarations[0] in refused.text) == (422, True)
    desk.submit(key, declarations=ALL_DECLARED)
    office = desk.sign_in(desk.secretary_id)
    assert DEMANDS.own_declarations[0] in office.get(f"/office/{desk.slug}/screening/{key}").text


def test_one_text_in_two_entries_is_shown_to_the_secretary_and_each_entry_has_one_category(desk):
    """8.2, row 6: a work belongs to one category; who sends it twice is seen."""
    keys = [written(desk), written(desk)]
    for number, key in enumerate(keys):
        assert desk.submit(key, f"{number}" * 26, declarations=ALL_DECLARED).status_code == 303
    page = text(desk.sign_in(desk.secretary_id).get(f"/office/{desk.slug}/screening/{keys[1]}"))
    assert "Exactly the same text or file was submitted in another entry:" in page


def test_a_contest_for_certain_countries_asks_for_the_country_and_refuses_others(factory, client_for):
    conditions = Conditions(countries=("LA", "VN"), countries_by="residence")
    with clock.fixed(NOW):
        desk = made(factory, client_for, Demands(), conditions)
        key = desk.entry(submit=False)
        assert problems(desk, key) == ["This contest is for people of certain countries. Choose yours."]
        desk.save(key, country="ZZ")
        assert problems(desk, key) == [
            "This contest is for people of certain countries, and yours is none of them."
        ]
        desk.save(key, "3-w", country="LA")
        assert desk.submit(key).status_code == 303
        page = text(desk.sign_in(desk.secretary_id).get(f"/office/{desk.slug}/screening/{key}"))
        public = text(desk.browser.get(f"/editions/{desk.slug}/"))
    assert "Country of residence Laos" in page
    assert "People who live in: Laos, Vietnam." in public


def test_the_page_keeps_the_language_that_it_is_in(desk):
    """Screen readers read a page in the language that it says it is in, whatever fields it has."""
    page = desk.browser.get(desk.page(written(desk)))
    assert '<html lang="en"' in page.text
