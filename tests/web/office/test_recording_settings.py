"""Recordings in the settings: ticked with the category, their size and script where works are described."""

import pytest

from contest.editions import queries
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send

# What is typed and kept is no matter of the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_category_of_films_is_set_up_and_taken_back(factory, client_for, app):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser, phase="draft")
    slug = factory.read(queries.by_id, edition, now=clock.now()).slug
    browser = client_for(organiser)
    categories, works = (f"/office/{slug}/settings/{part}" for part in ("categories", "works"))

    def demands():
        return factory.read(queries.spec, edition).categories[0].demands

    unit, kinds = "categories-0-length_unit", "categories-0-file_kinds"
    refused = send(browser, categories, {unit: "minutes"})
    assert refused.status_code == 422
    assert any("Tick a kind of recording (MP3 or MP4)" in sentence for sentence in errors(refused))
    assert send(browser, categories, {unit: "minutes", kinds: ["text", "mp4"]}).status_code == 303
    assert (demands().length_unit, demands().recordings, demands().script) == ("minutes", ("mp4",), True)
    assert factory.read(queries.spec, edition).categories[0].file_kinds == ("text",)

    most = app.extensions["contest_settings"].media_limit // (1024 * 1024)
    large = send(browser, works, {"categories-0-recording_limit_mb": str(most + 1)})
    assert large.status_code == 422
    smaller = {"categories-0-recording_limit_mb": "300", "categories-0-script": []}
    assert send(browser, works, smaller).status_code == 303
    assert (demands().recording_limit_mb, demands().script) == (300, False)

    assert send(browser, categories, {unit: "words", kinds: ["text"]}).status_code == 303
    assert (demands().recordings, demands().recording_limit_mb, demands().script) == ((), None, True)
    assert "categories-0-recording_limit_mb" not in fields(browser.get(works))
