"""Writing on the page: two screens to a saved draft, by keyboard and on a phone, without a line, in two windows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from contest.demonstration.cast import PASSWORD
from tests import word_clipboard
from tests.journeys import by_hand as hand
from tests.journeys.browsing import PASTE, PHONE, Visit, sign_in
from tests.journeys.conftest import Visitor
from tests.journeys.test_without_scripts import OPEN
from tests.serving import LiveServer

EDITOR = "main .editor-text"
STATUS = "[data-autosave-status]"
OFFER = "[data-kept-compare]"
LIST = ["<ul>", "<li>", "<ul>", "<li>", "</li>", "<li>", "</li>", "</ul>", "</li>", "</ul>"]
MARKUP = "document.querySelector('main [name=markup]').value"


@pytest.fixture(scope="module")
def draft(demo: LiveServer, browser: Browser) -> tuple[list[Any], str]:
    """The cookies of an author who has signed in, and the address of a draft."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    person = Visit(context, demo.url, "author", set())
    sign_in(person, "author@example.org", PASSWORD)
    hand.begin(person, OPEN, 0)
    found = list(context.cookies()), person.path
    context.close()
    return found


@pytest.fixture
def author(demo: LiveServer, visit: Visitor, draft: tuple[list[Any], str]) -> Iterator[Visit]:
    """The author with a telephone at a browser of their own; nothing stands in the draft."""
    person = visit(demo, "author", phone=True)
    person.context.add_cookies(draft[0])
    person.page.goto(demo.url + draft[1])
    person.page.wait_for_selector(EDITOR)
    if person.page.inner_text(EDITOR).strip():
        person.page.locator(EDITOR).focus()
        person.page.keyboard.press("Control+A")
        person.page.keyboard.press("Delete")
        person.page.wait_for_selector(hand.SAVED)
        person.page.goto(demo.url + draft[1])
        person.page.wait_for_selector(EDITOR)
    yield person
    # What the browser itself says of a line that is cut.
    person.problems[:] = [each for each in person.problems if "ERR_INTERNET_DISCONNECTED" not in each]


def wait(visit: Visit, state: str) -> None:
    visit.page.wait_for_selector(f"{STATUS}[data-state={state}]")


def again(visit: Visit) -> None:
    visit.page.goto(visit.page.url)
    visit.page.wait_for_selector(EDITOR)


def type_in(visit: Visit, text: str) -> None:
    visit.page.locator(EDITOR).click()
    visit.page.keyboard.press("Control+End")
    visit.page.keyboard.type(text)


def by_keyboard(visit: Visit) -> None:
    """A heading, bold letters, and along the buttons to a note."""
    keys = visit.page.keyboard
    visit.page.locator(EDITOR).focus()
    keys.press("Control+Alt+2")
    keys.type("Chợ quê")
    keys.press("Enter")
    keys.type("Mỗi phiên họp ")
    keys.press("Control+b")
    keys.type("sáu")
    keys.press("Control+b")
    keys.type(" lần.")
    keys.press("Alt+F10")
    assert visit.page.evaluate("document.activeElement.dataset.tool") == "heading"
    for _ in range(7):
        keys.press("ArrowRight")
    keys.press("Enter")
    keys.type("Theo lời kể.")


def test_a_text_is_formatted_by_the_keyboard_saved_on_the_second_screen_and_read_as_judges_will(
    demo: LiveServer, visit: Visitor
) -> None:
    author = visit(demo, "author")
    sign_in(author, "author@example.org", PASSWORD)
    author.go(f"/editions/{OPEN}/").follow(f"/author/{OPEN}/new")
    author.page.locator("main [name=category_id]").first.check()
    author.press()
    page = author.page
    page.wait_for_selector(EDITOR)
    by_keyboard(author)
    wait(author, "saved")
    title = "Chú thích" if page.get_attribute("html", "lang") == "vi" else "Notes"
    stored = (
        "<h2>Chợ quê</h2><p>Mỗi phiên họp <strong>sáu</strong> lần.<sup>[1]</sup></p>"
        f"<h3>{title}</h3><p><sup>[1]</sup>&nbsp;Theo lời kể.</p>"
    )
    assert page.evaluate(MARKUP) == stored
    assert page.inner_text("[data-word-count]") == "7"  # notes do not count there
    author.seen.clear()
    author.on_both_screens().press(hand.SAVE)
    assert page.evaluate(MARKUP) == stored
    author.go(f"{author.path}/as-judges-read-it")
    assert page.inner_html(".reading").strip() == stored


def test_what_is_pasted_from_word_on_a_phone_keeps_its_structure_and_nothing_else(author: Visit) -> None:
    author.paste("", word_clipboard.html())
    wait(author, "saved")
    told = author.page.inner_text(STATUS)
    assert author.page.inner_text(".editor-state") == told != ""  # where one writes, however long the text
    again(author)
    markup = author.page.evaluate(MARKUP)
    assert ("ZQX" in markup, "=" in markup) == (False, False)
    assert re.findall(r"</?(?:h\d|ul|ol|li|table|tr|td)>", markup.split("<table>")[0]) == (
        ["<h2>", "</h2>", *LIST, "<ol>", "<li>", "</li>", "</ol>"]
    )
    assert markup.count("<td>") == 6  # three columns in both rows, though Word had joined two
    assert "tháng.<sup>[1]</sup>" in markup
    assert "<sup>[1]</sup> Theo lời kể trong làng." in markup
    author.seen.clear()
    author.on_both_screens()


def test_a_minute_without_a_line_loses_nothing_and_is_sent_when_it_is_back(author: Visit) -> None:
    author.page.clock.install()
    again(author)
    author.context.set_offline(True)
    type_in(author, "Viết khi mất mạng.")
    wait(author, "kept")
    author.page.clock.run_for(60_000)
    author.page.locator(hand.SAVE).click()
    wait(author, "kept")  # no page of the browser's own in the place of the text
    type_in(author, " Viết thêm.")
    author.page.wait_for_timeout(400)  # the editor hands on what is typed four times a second
    author.context.set_offline(False)
    wait(author, "saved")
    again(author)
    assert author.page.inner_text(EDITOR) == "Viết khi mất mạng. Viết thêm."
    assert author.page.locator(OFFER).count() == 0


def test_who_comes_back_sees_what_the_device_kept_beside_what_is_stored_and_chooses(author: Visit) -> None:
    address = author.path
    type_in(author, "Bản đã lưu.")
    wait(author, "saved")
    author.context.set_offline(True)
    type_in(author, " Câu chưa gửi.")
    author.page.keyboard.press("Control+A")
    author.page.keyboard.press("Control+b")
    wait(author, "kept")
    author.page.wait_for_timeout(1300)  # within a second it is written down
    author.page.close()  # the telephone died
    author.context.set_offline(False)

    author.page = author.context.new_page()
    author.go(address)
    author.page.wait_for_selector(OFFER)
    assert author.page.inner_text(EDITOR) == "Bản đã lưu."
    author.on_both_screens().press(OFFER)
    author.page.wait_for_selector(EDITOR)
    mine, stored = author.page.locator(".pair-sides > section").all()
    assert mine.locator(".editor-text").inner_html() == "<p><strong>Bản đã lưu. Câu chưa gửi.</strong></p>"
    assert stored.locator(".reading").inner_text() == "Bản đã lưu."
    author.on_both_screens().press()
    author.page.wait_for_selector(EDITOR)
    assert author.page.inner_text(EDITOR) == "Bản đã lưu. Câu chưa gửi."
    assert author.page.locator(OFFER).count() == 0


def test_two_windows_never_overwrite_each_other_and_show_both_formatted_texts(author: Visit) -> None:
    address, other = author.path, author.context.new_page()
    other.goto(author.base + address)
    other.wait_for_selector(EDITOR)
    author.paste("", "<h2>Cửa sổ một</h2>")
    wait(author, "saved")
    other.locator(EDITOR).evaluate(PASTE, ["", "<ul><li>Cửa sổ hai</li></ul>"])
    author.expected.add(409)
    other.wait_for_selector(f"{STATUS}[data-state=refused]")
    with other.expect_navigation():
        other.locator(hand.SAVE).click()
    other.wait_for_selector(EDITOR)
    assert other.locator("main .editor-text li").inner_text() == "Cửa sổ hai"
    assert other.locator("main .reading h2").inner_text() == "Cửa sổ một"
    with other.expect_navigation():
        other.locator("main a[data-kept-drop]").click()
    other.wait_for_selector(EDITOR)
    assert other.locator(EDITOR).inner_text() == "Cửa sổ một"
    assert other.locator(OFFER).count() == 0


def test_without_scripts_the_structure_stays_until_the_words_are_changed(
    demo: LiveServer, visit: Visitor, author: Visit
) -> None:
    author.paste("", "<h2>Chợ quê</h2><p>Sáu phiên.</p>")
    wait(author, "saved")
    plain = visit(demo, "author-plain", phone=True, scripts=False)
    plain.context.add_cookies([dict(cookie) for cookie in author.context.cookies()])  # type: ignore[misc]
    plain.go(author.path)
    assert plain.page.input_value("main [name=text]") == "Chợ quê\n\nSáu phiên."
    assert plain.page.locator("[data-editor-plain]").is_visible()
    plain.fill(title="Chợ quê Bình Minh").press(hand.SAVE)
    assert plain.page.locator("[data-editor-plain]").is_visible()
    plain.fill(text="Chợ quê\n\nBảy phiên.").press(hand.SAVE)
    assert plain.page.locator("[data-editor-plain]").count() == 0


def test_signing_out_leaves_nothing_on_the_device(author: Visit) -> None:
    address = author.path
    author.context.set_offline(True)
    type_in(author, "Chưa gửi.")
    wait(author, "kept")
    author.page.wait_for_timeout(1300)
    author.context.set_offline(False)
    author.page.evaluate("window.onbeforeunload = null")
    other = author.context.new_page()
    author.page.close()
    author.page = other
    author.go("/author/")
    author.page.locator("details.menu summary").click()
    author.press("details.menu form button")
    sign_in(author, "author@example.org", PASSWORD)
    author.go(address)
    author.page.wait_for_selector(EDITOR)
    assert author.page.locator(OFFER).count() == 0
