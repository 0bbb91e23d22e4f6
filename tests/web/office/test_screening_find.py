"""A work is looked up by title, author or receipt, in whatever state, as it is typed on the telephone."""

import re

from contest.entries import screening_queries
from tests.web.office.office_browsing import text
from tests.web.office.test_screening import Office, office

__all__ = ["office"]


def look_up(office: Office, words: str):
    return office.browser.get(f"{office.queue}/find", query_string={"words": words})


def titles(answer) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="[^"]+">([^<]+)</a>', answer.text)


def test_words_without_marks_find_titles_and_names_in_every_state(office: Office) -> None:
    mai = office.factory.person("Trần Thị Mai")
    made = {
        title: office.factory.entry(office.edition_id, who, title=title)
        for title, who in (
            ("Bến sông", office.author_id),
            ("Bến đò", mai),
            ("Câu hát của Mai", office.author_id),
        )
    }
    office.factory.entry(office.edition_id, mai, title="Nháp bến", submit=False)
    office.factory.screen(office.edition_id, made["Bến đò"], office.secretary_id)

    assert titles(look_up(office, "ben")) == ["Bến đò", "Bến sông"]
    assert titles(look_up(office, "MAI")) == ["Câu hát của Mai", "Bến đò"]
    assert "Accepted" in text(look_up(office, "mai"))
    assert f'action="{office.queue}/find"' in office.browser.get(office.queue).text


def test_the_only_work_that_fits_is_opened_as_is_the_one_of_a_receipt(office: Office) -> None:
    key, other = office.entry("Bến sông"), office.entry("Câu hát")
    number = office.factory.read(screening_queries.to_screen, other, office.edition_id).receipt_number
    assert look_up(office, "duc ben").location == f"{office.queue}/{key}"
    assert look_up(office, number.lower().replace("-", " ")).location == f"{office.queue}/{other}"


def test_nothing_is_said_so_and_works_of_another_contest_are_not_found(office: Office) -> None:
    elsewhere = office.factory.edition(title="Cuộc thi khác")
    office.factory.entry(elsewhere, office.author_id, title="Bến sông")
    assert "Nothing fits" in text(look_up(office, "ben song"))
    assert "Nothing fits" not in text(look_up(office, " "))
