"""What works must be: set by the organiser, told to everybody, kept to by what is handed in."""

from dataclasses import replace

import pytest

from contest.access.duties import Duty
from contest.editions import queries, service
from contest.editions.rules import copying, fixing
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send, text


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def visitor(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft")


def office(factory, edition, part):
    return f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings/{part}"


def demands_of(factory, edition):
    return factory.read(queries.spec, edition).categories[0].demands


def test_what_does_not_count_how_large_and_how_much_alike_is_set_and_told(
    factory, client_for, visitor, organiser, draft
):
    browser, path = client_for(organiser), office(factory, draft, "works")
    typed = {
        "categories-0-uncounted": ["notes", "sources"],
        "categories-0-file_limit_mb": "5",
        "categories-0-similarity": "20",
    }

    done = send(browser, path, typed)
    send(browser, office(factory, draft, "categories"), {"categories-0-length_unit": "letters"})

    assert done.status_code == 303
    assert demands_of(factory, draft) == Demands("letters", ("notes", "sources"), 5, 20)
    assert fields(browser.get(path))["categories-0-uncounted"] == ["notes", "sources"]
    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    public = text(visitor.get(f"/editions/{path.split('/')[2]}/"))
    assert (
        "5 to 3,000 characters without spaces. The title counts. Not counted: notes: footnotes and endnotes of a Word"
        " file, and what follows a line “Chú thích”; sources: what follows a line “Tài liệu tham khảo”."
    ) in public
    assert "A file may have at most 5 MB." in public
    assert "At most 20 % of the text may stand in other texts too, your own earlier ones included." in public


def test_demands_that_contradict_each_other_or_the_installation_are_said_beside_their_field(
    factory, client_for, organiser, draft
):
    browser, path = client_for(organiser), office(factory, draft, "works")
    refused = send(browser, path, {"categories-0-file_limit_mb": "900", "categories-0-similarity": "0"})
    assert refused.status_code == 422
    assert errors(refused) == [
        "Largest file (MB): Files of this installation may have at most 20 MB. Write no more, or nothing.",
    ]
    paged = send(browser, office(factory, draft, "categories"), {"categories-0-length_unit": "pages"})
    assert errors(paged)[0].startswith(
        "Counted in: Pages can be counted of PDF files and of pictures of pages only"
    )


def test_the_secretary_reads_what_was_left_out_of_the_length_and_the_limit_of_likeness(factory, client_for):
    category = CategorySpec(
        "Bài viết", 5, 3000, demands=Demands(uncounted=("title", "sources"), similarity=25)
    )
    edition = factory.edition(categories=(category,))
    key = factory.entry(edition, factory.person(), text="Một hai ba bốn năm.\nTài liệu tham khảo\nSách A")
    secretary = factory.person("Lê Thị Thư Ký")
    factory.appoint(edition, secretary, Duty.SECRETARY)
    slug = factory.read(queries.by_id, edition, now=clock.now()).slug

    page = text(client_for(secretary).get(f"/office/{slug}/screening/{key}"))

    assert "Words 5 (not counted: sources 6)" in page
    assert "Alike with other texts at most 25 %" in page


def test_demands_come_along_when_an_edition_is_copied_and_are_part_of_the_fixed_rules(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="draft")
    spec = factory.read(queries.spec, edition)
    wanted = Demands("characters", (), 3, 15)
    spec = replace(spec, categories=(replace(spec.categories[0], demands=wanted),))
    assert copying.following(spec).categories[0].demands == wanted
    assert '"length_unit": "characters"' in fixing.document(spec)
