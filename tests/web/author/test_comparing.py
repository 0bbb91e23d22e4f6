"""An author, and the secretary who screens, see what differs between two versions."""

import re

from tests.factories import NOW
from tests.web.author.conftest import TEXT, Desk
from tests.web.office.office_browsing import text

OTHER = "Làng tôi có hai con đường nhỏ chạy dọc bờ sông.\nMột câu mới."


def marked(answer) -> str:
    """The page as text, with what was taken out in [- -] and what was put in in {+ +}."""
    page = re.sub(r'<span class="sr">.*?</span>', "", answer.text, flags=re.DOTALL)
    for tag, begin, end in (("del", "[-", "-]"), ("ins", "{+", "+}")):
        page = re.sub(rf"<{tag}>\s*(.*?)\s*</{tag}>", rf"{begin}\1{end}", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def two_versions(desk: Desk) -> str:
    key = desk.entry(text=TEXT)
    with desk.at(NOW.replace(minute=5)):
        desk.save(key, title="Con đường mới", text=OTHER)
        desk.submit(key)
    return key


def test_two_versions_are_compared_by_title_and_words(desk: Desk) -> None:
    key = two_versions(desk)
    assert f'href="{desk.page(key, "/compare")}"' in desk.browser.get(desk.page(key)).text
    shown = marked(desk.browser.get(desk.page(key, "/compare")))
    assert "Title [-Con đường làng-] {+Con đường mới+}" in shown
    assert "Làng tôi có [-một-]{+hai+} con đường nhỏ" in shown
    assert "{+Một câu mới.+}" in shown
    backwards = marked(desk.browser.get(desk.page(key, "/compare?from=2&to=1")))
    assert "Làng tôi có [-hai-]{+một+} con đường nhỏ" in backwards
    same = marked(desk.browser.get(desk.page(key, "/compare?from=2&to=2")))
    assert "Nothing differs: title, text, files" in same


def test_what_is_written_now_is_compared_with_what_was_submitted(desk: Desk) -> None:
    key = desk.entry(text=TEXT)
    with desk.at(NOW.replace(minute=5)):
        desk.save(key, file=("bài.txt", OTHER.encode()))
        page = desk.browser.get(desk.page(key))
        assert "See what you changed since" in page.text
        shown = marked(desk.browser.get(desk.page(key, "/compare")))
    assert "File [-—-] {+bài.txt (1 KB)+}" in shown
    assert "Làng tôi có [-một-]{+hai+} con đường nhỏ" in shown


def test_the_secretary_compares_versions_on_the_page_of_the_work_and_nobody_else(desk: Desk) -> None:
    key = two_versions(desk)
    secretary, path = desk.sign_in(desk.secretary_id), f"/office/{desk.slug}/screening/{key}"
    assert f'href="{path}/compare"' in secretary.get(path).text
    assert "Làng tôi có [-một-]{+hai+} con đường nhỏ" in marked(secretary.get(f"{path}/compare"))
    other = desk.sign_in(desk.factory.person())
    refused = [
        other.get(desk.page(key, "/compare")),
        other.get(f"{path}/compare"),
        desk.browser.get(f"{path}/compare"),
    ]
    missing = [desk.browser.get(desk.page(key, f"/compare?from={number}&to=1")) for number in (-1, 3)]
    assert [answer.status_code for answer in (*refused, *missing)] == [404] * 5
    assert "Compare versions" in text(secretary.get(f"{path}/compare"))
