"""Parts of page pictures can be hit with a finger at every width, and lie just over the picture, whatever its shape."""

import pytest
import typst

from contest.anonymisation import renditions, service
from contest.editions import queries as editions
from tests.works import Works

SHAPES = {"upright": (21, 29.7), "oblong": (29.7, 21), "strip": (40, 8)}
LEAST = 24  # WCAG 2.2, 2.5.8


@pytest.fixture(params=SHAPES)
def page_of(request, factory, client_for, browser):
    """`page_of(width)`: the page of a work of one page of this shape, answered by the application in this process."""
    works = Works(factory)
    wide, high = SHAPES[request.param]
    file = typst.compile(f"#set page(width: {wide}cm, height: {high}cm)\nĐặng Vũ Khuê Tú viết.".encode())
    works.accepted(factory.person("Đặng Vũ Khuê Tú"), file=("bai.pdf", file))
    with factory.app.app_context():
        service.prepare(works.edition_id, now=works.now)
    edition = factory.read(editions.by_id, works.edition_id, now=works.now)
    [line] = factory.read(renditions.listed, works.edition_id, "to_clear").lines
    client, opened = client_for(works.secretary_id), []

    def answer(route):
        with client.get(route.request.url.removeprefix("http://contest.test")) as got:
            route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.data)

    def open_page(width):
        page = browser.new_page(viewport={"width": width, "height": 800})
        opened.append(page)
        page.route("**/*", answer)
        page.goto(f"http://contest.test/office/{edition.slug}/blind-copies/{line.key}")
        page.locator(".blackening img").scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('.blackening img').naturalWidth > 0")
        return page

    yield open_page, wide / high
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_of_a_page_is_large_enough_to_touch_and_the_picture_keeps_its_shape(page_of, width):
    open_page, shape = page_of
    page = open_page(width)
    sizes = page.locator(".blackening-grid label").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert len(sizes) == 96
    assert [size for size in sizes if min(size) < LEAST] == []
    picture = page.locator(".blackening img").bounding_box()
    grid = page.locator(".blackening-grid").bounding_box()
    assert picture == pytest.approx(grid, abs=1)
    assert picture["width"] / picture["height"] == pytest.approx(shape, rel=0.01)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
