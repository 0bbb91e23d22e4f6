"""The guided set-up of a draft, what a contest may start with, and looking at it as others will see it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries
from contest.kernel import clock
from tests.web.office.office_browsing import send, text
from tests.worlds import world

STEPS = ["settings", "settings/categories", "settings/prizes", "settings/rounds", "rubric",
         "settings/declarations", "settings/rules", "people"]  # fmt: skip


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def office(factory, draft, browser):
    path = f"/office/{factory.read(queries.by_id, draft, now=clock.now()).slug}"
    send(browser, f"{path}/settings/rules", {"rules_text": ""})
    return path


def test_each_step_leads_on_to_the_next_one(browser, office):
    seen = []
    for number, step in enumerate(STEPS, 1):
        page = browser.get(f"{office}/{step}")
        assert page.status_code == 200
        seen.append(
            (
                f"Step {number} of 8:" in text(page),
                f'rel="next" href="{office}/' in page.text.replace("\n", " "),
            )
        )
        following = f"{office}/{STEPS[number]}" if number < 8 else f"{office}/"
        assert f'href="{following}"' in page.text

    assert seen == [(True, True)] * 8


def test_a_step_can_be_saved_and_left_for_the_next_one_at_once(browser, office):
    went_on = send(browser, f"{office}/settings/categories", {"go": "on"})
    stayed = send(browser, f"{office}/settings/categories")

    assert (went_on.status_code, went_on.location) == (303, f"{office}/settings/prizes")
    assert (stayed.status_code, stayed.location) == (303, f"{office}/settings/categories")


def test_the_first_page_says_what_is_missing_and_what_can_wait(browser, office):
    page = text(browser.get(f"{office}/"))

    assert "Rules Something is missing The rules of the contest are not written yet." in page
    assert "Rubric Can wait No rubric yet for: Chung khảo." in page
    assert "People Can wait No secretary yet. No chair yet. Judges: 0 of at least 2." in page
    assert "Not ready to be announced" in page
    assert "Go to: Rules" in page


def test_when_nothing_is_missing_it_can_be_announced(browser, office):
    send(browser, f"{office}/settings/rules", {"rules_text": "Mọi người đều được dự thi."})

    page = text(browser.get(f"{office}/"))

    assert "Ready to be announced" in page
    assert "Something is missing" not in page


def test_a_problem_is_said_at_the_step_whose_settings_it_is_about(factory, client_for, organiser):
    late = factory.edition(organiser_id=organiser, phase="draft", now=clock.now() - timedelta(days=300))
    slug = factory.read(queries.by_id, late, now=clock.now()).slug

    page = text(client_for(organiser).get(f"/office/{slug}/"))

    assert "Title and dates Something is missing The closing time has passed already." in page


def test_after_the_announcement_there_is_no_guide_but_the_parts_of_the_settings(
    factory, client_for, organiser
):
    announced = factory.edition(organiser_id=organiser, phase="announced")
    slug = factory.read(queries.by_id, announced, now=clock.now()).slug
    browser = client_for(organiser)

    assert "Step 1 of 8" not in text(browser.get(f"/office/{slug}/settings"))
    assert "Parts of the settings" in browser.get(f"/office/{slug}/settings").text
    assert "Setting the contest up" not in text(browser.get(f"/office/{slug}/"))


def test_an_observer_of_a_draft_is_not_led_through_settings(factory, client_for, draft, office):
    observer = factory.person("Lê Văn Quan Sát")
    factory.appoint(draft, observer, Duty.OBSERVER)

    assert "Setting the contest up" not in text(client_for(observer).get(f"{office}/"))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("essays", [("Essay", 500, 3000, 0)]),
        ("letters", [("Letter", 300, 1000, 4)]),
        (
            "five",
            [
                ("Magazine articles", 2500, 6000, 4),
                ("Newspaper articles", 800, 3000, 4),
                ("Radio scripts", 300, 3000, 4),
                ("Television scripts", 300, 3000, 4),
                ("Video scripts", 300, 3000, 4),
            ],
        ),
    ],
)
def test_a_new_contest_starts_as_chosen(factory, client_for, start, expected):
    browser = client_for(factory.administrator())

    made = send(
        browser,
        "/office/new",
        {"title": "Cuộc thi mới", "number": "1", "start": start, "second_factor": []},
    )

    edition = factory.read(queries.by_slug, made.location.strip("/").split("/")[1], now=clock.now())
    spec = factory.read(queries.spec, edition.id)
    assert [(c.name, c.length_minimum, c.length_maximum, len(c.prizes)) for c in spec.categories] == expected
    assert [r.tolerance for r in spec.rounds] == [Decimal(20)] * (1 if start == "essays" else 2)
    assert (spec.rules_text.count("[…]"), "[…]: 4" in text(browser.get(made.location))) == (
        (0, False) if start == "essays" else (4, True)
    )


def test_the_page_of_a_new_contest_offers_to_copy_ones_own(factory, client_for):
    administrator = factory.administrator()
    factory.edition(organiser_id=administrator, title="Cuộc thi năm ngoái")

    page = client_for(administrator).get("/office/new")

    assert "/copy" in page.text
    assert "Cuộc thi năm ngoái" in text(page)


def test_an_organiser_sees_the_writing_page_before_there_is_an_entry(browser, office):
    slug = office.rsplit("/", 1)[1]

    page = browser.get(f"/author/{slug}/preview")

    assert page.status_code == 200
    assert "Only a look" in text(page)
    assert "data-autosave-url" not in page.text
    assert 'value="check"' not in page.text


def test_nobody_else_sees_the_writing_page_of_a_draft(client_for, factory, office):
    slug = office.rsplit("/", 1)[1]

    assert client_for(factory.person("Người Lạ")).get(f"/author/{slug}/preview").status_code == 404
