"""Fields of an edition's own: asked on the writing page, checked, frozen with the version that the receipt names."""

import hashlib
import io
import json
import re

import pytest
from sqlalchemy import update

from contest.access.duties import Duty
from contest.editions import own_fields
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.own_fields import OwnField
from contest.entries import (
    author_files,
    author_queries,
    erasing,
    forgetting,
    queries,
    screening_queries,
    verification,
)
from contest.entries.models import OwnAnswer, StoredFile
from contest.platform.database import db
from tests.factories import NOW
from tests.hostile import picture
from tests.web.account.browsing import token
from tests.web.author.conftest import TEXT, Desk, multipart
from tests.web.office.office_browsing import errors, fields, text

PEN_NAME = OwnField("Bút danh", help="Nếu có.", is_required=False)
SERIES = OwnField("Số bài trong loạt", "number", least="1", most="5")
PRINTED = OwnField("Ngày đăng", "date", is_required=False)
WAY = OwnField("Lối viết", "choice", options=("Nghị luận", "Kể chuyện"), for_judges=True)
PROOF = OwnField("Bản chụp", "file", file_kinds=("png", "txt"), megabytes=1, is_required=False)
FIRST = CategorySpec("Bài viết", 5, 40, works_per_author=3, own_fields=(SERIES, PRINTED, PROOF))
SECOND = CategorySpec("Thơ", 5, 40, own_fields=(WAY,))


@pytest.fixture
def own(desk: Desk) -> Desk:
    """The author's desk in a contest with own fields."""
    factory = desk.factory
    desk.edition_id = factory.edition(title="Cuộc thi có câu hỏi", categories=(FIRST, SECOND))
    desk.category_id = factory.read(editions.categories, desk.edition_id)[0].id
    desk.slug = factory.read(editions.by_id, desk.edition_id, now=NOW).slug
    factory.appoint(desk.edition_id, desk.secretary_id, Duty.SECRETARY)
    return desk


def name(desk: Desk, label: str) -> str:
    asked = desk.factory.read(own_fields.of_edition, desk.edition_id)
    return f"own_{next(each.key for each in asked if each.asks.label == label)}"


def post(desk: Desk, key: str, changes: dict[str, object], part: str = ""):
    """Send the writing form with all that it holds, changed; files as (content, name)."""
    held = {n: v[-1] for n, v in fields(desk.browser.get(desk.page(key))).items()} | changes
    return desk.browser.post(desk.page(key, part), data=held, content_type="multipart/form-data")


def answers(desk: Desk, key: str) -> dict[str, str]:
    draft = desk.factory.read(author_queries.draft, key, desk.author_id)
    return {a.field.asks.label: a.file.file_name if a.file else a.value for a in draft.own}


def submitted(desk: Desk, key: str) -> dict[str, str]:
    view = desk.factory.read(screening_queries.to_screen, key, desk.edition_id)
    return {a.field.asks.label: a.file.file_name if a.file else a.value for a in view.own}


def test_answers_are_asked_saved_checked_beside_their_field_and_frozen_with_the_receipt(own: Desk) -> None:
    key = own.entry(submit=False)
    series, printed = name(own, "Số bài trong loạt"), name(own, "Ngày đăng")
    page = text(own.browser.get(own.page(key)))
    assert "Further questions Số bài trong loạt From 1 to 5. Ngày đăng (optional) Like 31/12/2026." in page
    assert "Lối viết" not in page

    post(own, key, {series: "nhiều", printed: "31/1/2026"})
    assert answers(own, key) == {
        "Số bài trong loạt": "nhiều", "Ngày đăng": "2026-01-31", "Bản chụp": "",
    }  # fmt: skip
    again = own.browser.get(own.page(key))
    assert errors(again) == ["Số bài trong loạt: “Số bài trong loạt”: write a number like 12 or 12.5."]
    assert fields(again)[printed] == ["31/01/2026"]

    refused = own.submit(key)
    assert refused.status_code == 422
    assert f'href="{own.page(key)}#{series}"' in refused.text
    saved = autosaved(own, key, {series: "3"})
    assert saved.status_code == 200
    assert own.submit(key).status_code == 303
    receipt = own.browser.get(own.page(key, "/receipt/1"))
    assert "Số bài trong loạt 3 Ngày đăng 31/01/2026 " in text(receipt)
    document = own.browser.get(own.page(key, "/versions/1/answers")).data
    signed = json.loads(own.browser.get(own.page(key, "/receipt/1/document")).data)
    assert signed["sha256_own"] == hashlib.sha256(document).hexdigest()
    assert [each["answer"] for each in json.loads(document)] == ["3", "2026-01-31"]


def autosaved(desk: Desk, key: str, typed: dict[str, str]):
    page = desk.page(key)
    stamp = re.search(r'name="version"[^>]* value="([^"]+)"', desk.browser.get(page).text)[1]
    headers = {"X-CSRFToken": token(desk.browser, page), "Accept": "application/json"}
    return desk.browser.post(f"{page}/autosave", data={"version": stamp, **typed}, headers=headers)


def test_an_answer_that_is_a_book_is_refused_by_the_autosave_in_a_sentence(own: Desk) -> None:
    key = own.entry(submit=False)
    refused = autosaved(own, key, {name(own, "Số bài trong loạt"): "x" * 20_001})
    assert (refused.status_code, refused.json["message"]) == (
        422, "The answer has 20001 characters; at most 20000 can be kept. Shorten it.",
    )  # fmt: skip
    assert autosaved(own, key, {"own_unknown": "x", name(own, "Bản chụp"): "x"}).status_code == 200
    assert set(answers(own, key).values()) == {""}


def test_another_category_asks_its_own_and_nothing_that_was_answered_is_lost(own: Desk) -> None:
    key = own.entry(submit=False)
    poem = own.factory.read(editions.categories, own.edition_id)[1].id
    post(own, key, {name(own, "Số bài trong loạt"): "2"})
    assert own.submit(key).status_code == 303
    post(own, key, {"category_id": str(poem)})
    assert answers(own, key) == {"Lối viết": ""}
    assert "“Lối viết” is not answered yet." in text(own.browser.get(own.page(key, "/submit")))
    post(own, key, {name(own, "Lối viết"): "Kể chuyện"})
    assert own.submit(key, "u" * 26).status_code == 303
    assert submitted(own, key) == {"Lối viết": "Kể chuyện"}
    first = own.factory.read(author_files.version_own, key, own.author_id, 1)
    assert [(a.field.asks.label, a.value) for a in first] == [("Số bài trong loạt", "2")]
    post(own, key, {"category_id": str(own.category_id)})
    assert answers(own, key)["Số bài trong loạt"] == "2"


def test_the_same_work_with_another_answer_is_a_new_version_and_without_one_it_is_not(own: Desk) -> None:
    key = own.entry(submit=False)
    series = name(own, "Số bài trong loạt")
    post(own, key, {series: "2"})
    numbers = [own.submit(key, once * 26).location[-1] for once in "ab"]
    post(own, key, {series: "4"})
    assert [*numbers, own.submit(key, "c" * 26).location[-1]] == ["1", "1", "2"]


def test_a_file_answers_is_changed_and_taken_out_and_the_version_keeps_its_own(own: Desk) -> None:
    key = own.entry(submit=False)
    proof, series = name(own, "Bản chụp"), name(own, "Số bài trong loạt")
    refused = post(own, key, {series: "5", "title": "Mới", proof: (io.BytesIO(b"%PDF-1.4 x"), "bai.pdf")})
    assert refused.status_code == 422
    assert fields(refused)["title"] == ["Mới"]
    assert len(errors(refused)) == 1
    held = {n: v[-1] for n, v in fields(own.browser.get(own.page(key))).items()}
    body = multipart(held, "bai.txt", b"x" * (1024 * 1024 + 1), field=proof)
    large = own.browser.post(own.page(key), **body)
    assert "The file is larger than 1 MB." in large.text

    post(own, key, {series: "5", proof: (io.BytesIO(picture("PNG")), "Ảnh Nguyễn Văn Đức.png")})
    assert answers(own, key)["Bản chụp"] == "Ảnh Nguyễn Văn Đức.png"
    assert own.submit(key).status_code == 303
    post(own, key, {proof: (io.BytesIO("chữ".encode()), "chu.txt")})
    draft = own.browser.get(own.page(key, f"/answers/{proof[4:]}"))
    version = own.browser.get(own.page(key, f"/versions/1/answers/{proof[4:]}"))
    assert (draft.data.decode(), version.data) == ("chữ", picture("PNG"))
    assert version.headers["Content-Disposition"] == 'attachment; filename="answer.png"'
    assert named_on_the_receipt(own, key, proof[4:]) == hashlib.sha256(version.data).hexdigest()

    post(own, key, {"action": f"remove-{proof.replace('_', '-', 1)}"})
    post(own, key, {"action": f"remove-{proof.replace('_', '-', 1)}"})
    assert own.browser.get(own.page(key, f"/answers/{proof[4:]}")).status_code == 404
    with own.factory.app.app_context():
        assert db.session.scalars(db.select(StoredFile.kind)).all() == ["png"]
        db.session.rollback()
    assert own.browser.get(own.page(key, f"/versions/1/answers/{proof[4:]}")).data == picture("PNG")
    other = own.sign_in(own.factory.person())
    assert other.get(own.page(key, f"/versions/1/answers/{proof[4:]}")).status_code == 404
    assert own.factory.read(verification.faults) == []


def named_on_the_receipt(own: Desk, key: str, field: str) -> str:
    """The digest of the file that answers the field: as it is signed, and shown."""
    signed = json.loads(own.browser.get(own.page(key, "/receipt/1/document")).data)
    digest: str = signed[f"sha256_own_file_{field}"]
    shown = text(own.browser.get(own.page(key, "/receipt/1")))
    assert f"SHA-256 of the file that answers “Bản chụp”: {digest}" in shown
    return digest


def test_two_windows_show_both_answers_and_what_comes_too_late_can_still_be_read(own: Desk) -> None:
    key = own.entry(submit=False)
    series = name(own, "Số bài trong loạt")
    post(own, key, {series: "2"})
    meanwhile = post(own, key, {"version": "1-other", series: "3"})
    assert meanwhile.status_code == 409
    assert fields(meanwhile, own.page(key))[series] == ["3"]
    assert "Số bài trong loạt 2 Ngày đăng —" in text(meanwhile)
    form = meanwhile.text.split(f'action="{own.page(key)}"')[1]
    assert 'enctype="multipart/form-data"' in form.split(">")[0]  # a file chosen there is sent, too
    held = {n: v[-1] for n, v in fields(own.browser.get(own.page(key))).items()}
    own.browser.post(own.page(key, "/withdraw"), data={"csrf_token": held["csrf_token"]})
    late = own.browser.post(own.page(key), data={**held, series: "4"})
    assert late.status_code == 409
    assert f'name="{series}"' in late.text
    assert 'value="4"' in late.text


def test_the_check_of_the_installation_names_an_answer_that_was_altered(own: Desk) -> None:
    key = own.entry(submit=False)
    post(own, key, {name(own, "Số bài trong loạt"): "2"})
    own.submit(key)
    assert own.factory.read(verification.faults) == []
    with own.factory.work():
        db.session.execute(update(OwnAnswer).where(OwnAnswer.version_id.is_not(None)).values(value="5"))
    (fault,) = own.factory.read(verification.faults)
    assert fault.endswith("what it vouches for was altered since it was given")


def test_the_secretary_reads_the_answers_and_an_organiser_sees_beforehand_what_is_asked(own: Desk) -> None:
    key = own.entry(submit=False)
    proof = name(own, "Bản chụp")
    post(own, key, {name(own, "Số bài trong loạt"): "2", proof: (io.BytesIO(picture("PNG")), "Ảnh.png")})
    own.submit(key)
    secretary = own.sign_in(own.secretary_id)
    path = f"/office/{own.slug}/screening/{key}"
    assert "Own questions Số bài trong loạt 2 Bản chụp Ảnh.png" in text(secretary.get(path))
    assert secretary.get(f"{path}/answers/{proof[4:]}").data == picture("PNG")
    assert secretary.get(f"{path}/answers/unknown").status_code == 404
    assert own.browser.get(f"{path}/answers/{proof[4:]}").status_code in {403, 404}
    organiser = own.sign_in(own.factory.read(editions.appointed, own.edition_id, Duty.ORGANISER)[0])
    poem = own.factory.read(editions.categories, own.edition_id)[1].id
    shown = text(organiser.get(f"/author/{own.slug}/preview?category={poem}"))
    assert "Lối viết The judges read this answer; write nothing in it that says who you are." in shown
    assert "Số bài" not in shown
    public = text(
        own.factory.app.test_client().get(f"/editions/{own.slug}/", headers={"Accept-Language": "en"})
    )
    assert "Lối viết" in public
    assert TEXT not in public


def test_answers_and_their_files_are_erased_and_the_receipt_still_holds(own: Desk) -> None:
    key = own.entry(submit=False)
    proof = name(own, "Bản chụp")
    post(own, key, {name(own, "Số bài trong loạt"): "2", proof: (io.BytesIO(picture("PNG")), "Ảnh.png")})
    own.submit(key)
    entry_id = own.factory.read(queries.own_work, key, own.author_id).entry_id
    with own.factory.app.app_context():
        before = own.factory.app.extensions["contest_storage"].keys()
    assert own.factory.read(forgetting.kept, [own.edition_id]) == (entry_id,)

    own.factory.do(erasing.forget_told, [entry_id])

    with own.factory.app.app_context():
        assert len(before - own.factory.app.extensions["contest_storage"].keys()) == 1
        assert db.session.scalars(db.select(OwnAnswer)).all() == []
        db.session.rollback()
    assert own.factory.read(forgetting.kept, [own.edition_id]) == ()
    assert own.factory.read(verification.faults) == []
    assert own.browser.get(own.page(key, "/receipt/1")).status_code == 200
