"""An organiser chooses who seals the identities; everybody reads it, and it stays once the contest is announced."""

import pytest

from contest.editions import queries
from contest.editions.rules.secrecy import NO_HOLDERS, Sealing
from contest.kernel import clock
from tests.web.office.office_browsing import errors, send, text

TOLD = "the text and the files of your work are closed together with your name"


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


def address(factory, edition_id):
    return factory.read(queries.by_id, edition_id, now=clock.now()).slug


def test_an_organiser_chooses_keys_of_people_before_the_announcement(factory, client_for, organiser):
    draft = factory.edition(organiser_id=organiser, phase="draft")
    path = f"/office/{address(factory, draft)}/settings/sealing"
    browser = client_for(organiser)

    refused = send(browser, path, {"mode": "sealed", "keys_needed": "1"})
    done = send(browser, path, {"mode": "sealed", "keys_needed": "3"})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Keys needed to open them: Write a whole number from 2 to 4."],
    )
    assert (done.status_code, factory.read(queries.spec, draft).sealing) == (303, Sealing("sealed", 3))
    assert factory.read(queries.by_id, draft, now=clock.now()).sealing == Sealing("sealed", 3)

    send(browser, path, {"mode": "plain", "keys_needed": "3"})
    assert factory.read(queries.spec, draft).sealing == NO_HOLDERS


def test_the_choice_cannot_be_changed_once_the_contest_is_announced(factory, client_for, organiser):
    open_one = factory.edition(organiser_id=organiser, settings={"sealing": Sealing("sealed", 2)})
    path = f"/office/{address(factory, open_one)}/settings/sealing"
    browser = client_for(organiser)

    tried = send(browser, path, {"mode": "plain"})

    assert tried.status_code == 422
    assert "people rely on its settings" in text(tried)
    assert factory.read(queries.spec, open_one).sealing == Sealing("sealed", 2)
    assert '<fieldset class="stack" disabled>' in browser.get(path).text


def test_authors_read_what_sealing_means_before_they_write_and_before_they_submit(
    factory, client_for, client
):
    sealed = factory.edition(settings={"sealing": Sealing("sealed", 2)}, title="Cuộc thi niêm phong")
    plain = factory.edition(title="Cuộc thi thường")
    author = factory.person()
    keys = [factory.entry(edition, author, submit=False) for edition in (sealed, plain)]
    browser = client_for(author)

    told = [
        [
            TOLD in text(browser.get(f"/editions/{address(factory, edition)}/")),
            TOLD in text(browser.get(f"/author/entries/{key}")),
            TOLD in text(browser.get(f"/author/entries/{key}/submit")),
        ]
        for edition, key in zip((sealed, plain), keys, strict=True)
    ]

    assert told == [[True, True, True], [False, False, False]]
