"""A file that is too large is told at once beside the field, before any of it travels."""

from pathlib import Path

from contest.demonstration.cast import PASSWORD
from tests.journeys import by_hand as hand
from tests.journeys.browsing import sign_in
from tests.journeys.conftest import Visitor
from tests.journeys.test_without_scripts import OPEN
from tests.serving import LiveServer

# In the language that the journey before left the account in.
TOLD = {
    "vi": "Tệp lớn hơn 20 MB. Hãy bớt ảnh hoặc lưu thành tệp nhỏ hơn rồi chọn lại.",
    "en": "The file is larger than 20 MB. Take out pictures or save it as a smaller file, then choose it again.",
}


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    demo: LiveServer, visit: Visitor, tmp_path: Path
) -> None:
    author = visit(demo, "author", phone=True)
    sign_in(author, "author@example.org", PASSWORD)
    hand.begin(author, OPEN, 0)
    large = tmp_path / "bai.docx"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    told = author.page.locator("main .field:has([name=file]) .error")

    author.page.set_input_files("main [name=file]", large)
    assert told.inner_text() == TOLD[author.page.get_attribute("html", "lang")]
    assert author.page.input_value("main [name=file]") == ""
    author.look()
    large.write_bytes(b"x")
    author.page.set_input_files("main [name=file]", large)
    assert told.count() == 0
