"""Categories and their prizes are cards that say what is in them; opened where there is something to see."""

import re
from html import unescape

import pytest

from contest.editions import queries
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.kernel import clock
from tests.web.office.office_browsing import fields, send, text
from tests.worlds import world

NAMES = ("Tạp chí", "Báo in", "Phát thanh")
PRIZES = (PrizeSpec("Giải A", 1, None, 5_000_000), PrizeSpec("Giải B", 2))


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def edition(factory, organiser):
    spec = tuple(CategorySpec(name, 500, 3000) for name in NAMES)
    spec = (CategorySpec(NAMES[0], 500, 3000, ("pdf",), prizes=PRIZES), *spec[1:])
    made = factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết", categories=spec)
    return factory.read(queries.by_id, made, now=clock.now())


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def settings(edition):
    return f"/office/{edition.slug}/settings"


def cards(page):
    """Title, what is said, and whether it is open, of each card."""
    found = re.findall(
        r'<details class="card fold"( open)?>\s*<summary>\s*<h2[^>]*>(.*?)</h2>(.*?)</summary>',
        page.text,
        re.DOTALL,
    )
    return [
        (unescape(title), " ".join(unescape(re.sub("<[^>]*>", "", said)).split()), bool(is_open))
        for is_open, title, said in found
    ]


def test_many_categories_are_folded_and_say_what_they_ask(browser, settings):
    typed = "500 to 3,000 words · typed or pasted text, Word file (.docx), PDF file, plain text file (.txt)"

    assert cards(browser.get(f"{settings}/categories")) == [
        ("Tạp chí", "500 to 3,000 words · PDF file · works per author: 1", False),
        ("Báo in", f"{typed} · works per author: 1", False),
        ("Phát thanh", f"{typed} · works per author: 1", False),
        ("A new category", "Leave it empty if there is none.", False),
    ]


def test_a_card_with_a_mistake_is_open_and_so_is_a_new_one_that_was_asked_for(browser, settings):
    page = f"{settings}/categories"

    wrong = send(browser, page, {"categories-1-length_maximum": "100"})
    more = send(browser, page, {"add": "row"})

    assert [is_open for _, _, is_open in cards(wrong)] == [False, True, False, False]
    assert [is_open for _, _, is_open in cards(more)] == [False, False, False, True, True]


def test_two_categories_are_open_from_the_beginning(factory, browser, organiser):
    made = factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi nhỏ")
    slug = factory.read(queries.by_id, made, now=clock.now()).slug

    assert [is_open for _, _, is_open in cards(browser.get(f"/office/{slug}/settings/categories"))] == [
        True,
        True,
    ]


def test_the_prizes_of_one_category_are_given_to_all_and_saved_only_by_saving(
    factory, browser, edition, settings
):
    page = f"{settings}/prizes"
    before = cards(browser.get(page))

    shown = send(
        browser,
        page,
        {"same": "0", "categories-0-prizes-1-count": "3", "categories-0-prizes-1-amount": "nhiều"},
    )
    unsaved = factory.read(queries.spec, edition.id)
    refused = browser.post(page, data=fields(shown))
    saved = send(browser, page, {"same": "0", "categories-0-prizes-1-count": "3"})
    browser.post(page, data=fields(saved))

    assert before == [
        ("Tạp chí", "Giải A: 1 · Giải B: 2 · together 5,000,000 VND", False),
        ("Báo in", "No prizes yet.", False),
        ("Phát thanh", "No prizes yet.", False),
    ]
    assert (shown.status_code, "Nothing is saved yet" in text(shown)) == (200, True)
    assert [c.prizes for c in unsaved.categories] == [PRIZES, (), ()]
    assert (refused.status_code, refused.text.count('value="nhiều"')) == (422, 3)
    given = (PRIZES[0], PrizeSpec("Giải B", 3))
    assert [c.prizes for c in factory.read(queries.spec, edition.id).categories] == [given] * 3


def test_a_prize_is_added_to_the_category_that_asked_for_one(browser, settings):
    page = f"{settings}/prizes"
    rows = [
        len(re.findall(f'name="categories-{n}-prizes-[0-9]+-name"', browser.get(page).text)) for n in range(3)
    ]

    more = send(browser, page, {"add": "1"})

    assert [is_open for _, _, is_open in cards(more)] == [False, True, False]
    assert [
        len(re.findall(f'name="categories-{n}-prizes-[0-9]+-name"', more.text)) - rows[n] for n in range(3)
    ] == [0, 2, 0]


def test_a_button_that_names_no_category_changes_nothing(browser, settings):
    page = send(browser, f"{settings}/prizes", {"same": "99"})

    assert (page.status_code, [said for _, said, _ in cards(page)][1]) == (200, "No prizes yet.")
