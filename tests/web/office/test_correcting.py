"""Moving, merging and correcting in a browser: done with a reason, refused beside the field, told to the author."""

from contest.entries import screening_queries
from tests.web.office.office_browsing import errors, send, text
from tests.web.office.test_screening import Office, last_letter, office

WHY = "Theo quyết định của ban tổ chức."
__all__ = ["last_letter", "office"]


def page(office: Office, key: str) -> str:
    return f"{office.queue}/{key}/correct"


def act(office: Office, key: str, part: str, typed: dict[str, str]):
    path = f"{page(office, key)}/{part}"
    return send(office.browser, page(office, key), typed, action=path)


def test_a_duplicate_is_merged_and_its_author_reads_why(office, client_for):
    kept = office.entry("Một")
    copier = office.factory.person("Trần Thị Mai")
    other = office.factory.entry(office.edition_id, copier, title="Hai")
    number = office.factory.read(screening_queries.to_screen, other, office.edition_id).receipt_number
    assert f'href="{page(office, kept)}"' in office.browser.get(f"{office.queue}/{kept}").text
    assert "Hai" in text(office.browser.get(page(office, kept)))

    typed = {"merge-number": number, "merge-reason": WHY}
    done = act(office, kept, "merge", typed)

    assert (done.status_code, office.states()) == (303, {"submitted": 1, "withdrawn": 1})
    shown = text(client_for(copier).get("/author/"))
    assert "Counted once" in shown
    assert "the other one stays, and this one takes no part" in shown
    assert WHY in shown

    back = page(office, other)
    assert f'href="{back}"' in office.browser.get(page(office, kept)).text
    assert "This field is required" not in text(office.browser.get(back))
    refused = act(office, other, "part", {"part-reason": ""})
    assert (refused.status_code, len(errors(refused)) > 0) == (422, True)
    assert act(office, other, "part", {"part-reason": "Hai bài khác nhau."}).status_code == 303
    assert office.states() == {"submitted": 2}
    shown = text(client_for(copier).get("/author/"))
    assert ("Counted once" in shown, "Hai bài khác nhau." in shown) == (False, True)


def test_mistakes_are_told_beside_their_fields_and_nothing_typed_is_lost(office):
    key = office.entry("Một")
    for part, typed, sentence in (
        ("category", {"move-reason": WHY}, "It is so already. Choose something else."),
        ("unit", {"unit-unit_id": "Không có", "unit-reason": WHY}, "There is no unit “Không có”."),
        (
            "merge",
            {"merge-number": "2026-1", "merge-reason": WHY},
            "No work of this contest has this receipt.",
        ),
        ("merge", {"merge-number": "", "merge-reason": ""}, "No work of this contest has this receipt."),
    ):
        refused = act(office, key, part, typed)
        assert refused.status_code == 422
        assert sentence in " ".join(errors(refused))
        assert all(value in refused.text for value in typed.values())


def test_a_unit_is_corrected_by_its_name(office, last_letter):
    key = office.entry("Một")
    office.factory.unit("Sở Văn hóa")
    typed = {"unit-account_id": str(office.author_id), "unit-unit_id": "so van hoa", "unit-reason": WHY}
    assert act(office, key, "unit", typed).status_code == 303
    assert "Sở Văn hóa, before: Xã Bình Minh." in last_letter()[1].text


def test_the_spelling_of_a_name_is_corrected_and_its_author_reads_why(office, client_for, last_letter):
    key = office.entry("Một")
    typed = {"name-account_id": str(office.author_id), "name-name": "Trần Thị Mai", "name-reason": WHY}
    refused = act(office, key, "name", typed)
    assert refused.status_code == 422
    assert "This is another name, not another spelling of “Nguyễn Văn Đức”." in " ".join(errors(refused))
    assert all(value in refused.text for value in typed.values())

    assert act(office, key, "name", typed | {"name-name": "Nguyễn Văn Đưc"}).status_code == 303
    assert "Nguyễn Văn Đưc" in text(office.browser.get(f"{office.queue}/{key}"))
    assert "corrected: Nguyễn Văn Đưc, before: Nguyễn Văn Đức." in " ".join(last_letter()[1].text.split())
    assert WHY in text(client_for(office.author_id).get("/author/"))
