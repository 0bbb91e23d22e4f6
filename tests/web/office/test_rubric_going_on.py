"""Which rubrics are there is said on the tabs, and saving leads on to the one that is missing."""

import re

import pytest

from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from tests.web.office.office_browsing import fields, text
from tests.worlds import world

NAMES = ("Tạp chí", "Báo in")


@world
def organiser(factory):
    return factory.person("Phạm Thị Lan", language="en")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def path(factory, organiser):
    made = factory.edition(
        organiser_id=organiser,
        phase="draft",
        categories=tuple(CategorySpec(name, 500, 3000) for name in NAMES),
        rounds=2,
    )
    return f"/office/{factory.read(editions.by_id, made, now=clock.now()).slug}/rubric"


def save(browser, place, *, go):
    """Save a ready rubric at a place; return where that leads."""
    shown = fields(browser.get(f"{place}&start=essay"), place)
    return browser.post(place, data=shown | ({"go": ["on"]} if go else {})).location


def tabs(page):
    return [
        " ".join(re.sub(r"<[^>]+>", " ", item).split())
        for nav in re.findall(r'<nav class="tabs".*?</nav>', page.text, flags=re.DOTALL)
        for item in re.findall(r"<li.*?</li>", nav, flags=re.DOTALL)
    ]


def test_each_tab_says_whether_there_is_a_rubric(browser, path):
    before = tabs(browser.get(path))
    save(browser, f"{path}?round=1&category=1", go=False)
    one = tabs(browser.get(path))
    save(browser, f"{path}?round=1", go=False)
    all_of_them = tabs(browser.get(path))

    assert before == [
        "Sơ khảo none yet", "Chung khảo none yet",
        "All categories none yet", "Tạp chí none yet", "Báo in none yet",
    ]  # fmt: skip
    assert one == [
        "Sơ khảo not for all categories", "Chung khảo none yet",
        "All categories none yet", "Tạp chí its own", "Báo in none yet",
    ]  # fmt: skip
    assert all_of_them == [
        "Sơ khảo complete", "Chung khảo none yet",
        "All categories written", "Tạp chí its own", "Báo in as all",
    ]  # fmt: skip


def test_saving_leads_on_to_what_is_missing_and_then_to_the_next_step(browser, path):
    offered = text(browser.get(f"{path}?round=1&category=1"))

    seen = [
        save(browser, f"{path}?round=1&category=1", go=True),
        save(browser, f"{path}?round=1&category=2", go=True),
        save(browser, f"{path}?round=2", go=True),
        save(browser, f"{path}?round=2", go=False),
    ]

    assert "Save and go on to: Sơ khảo · Báo in" in offered
    assert seen == [
        f"{path}?round=1&category=2",
        f"{path}?round=2",
        path.replace("/rubric", "/settings/declarations"),
        f"{path}?round=2",
    ]


def test_a_rubric_that_is_refused_keeps_the_step_bar(browser, path):
    shown = fields(browser.get(f"{path}?round=1&start=essay"), f"{path}?round=1")

    refused = browser.post(f"{path}?round=1", data=shown | {"criteria-0-name": [""]})

    assert (refused.status_code, "Step 5 of 8" in text(refused)) == (422, True)
