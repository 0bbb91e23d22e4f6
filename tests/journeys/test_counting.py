"""The counter beside a text counts as the server does, whatever unit and whatever does not count."""

import json
import random

from playwright.sync_api import Browser

from contest.editions.rules.demands import CHARACTERS, LETTERS, UNCOUNTED, WORDS, Demands
from contest.entries.rules import length
from contest.entries.rules.length import HEADINGS, Piece
from contest.settings import ROOT

SCRIPT = (ROOT / "static" / "js" / "wordcount.js").read_text()
LINES = (
    "Làng tôi có một  con đường.", "Con đường làng", "con đường  LÀNG", "Tài liệu tham khảo", "V. TÀI LIỆU THAM KHẢO:",
    "4) References", "Chú thích", "iv. Ghi chú", "Sources of the river", "", "  ", "Sách A\u00a0năm 2020",
    "ẩn\u200bgiấu\u00ad", "Tie\u0302\u0301ng Vie\u0323\u0302t", "tab\tở giữa", "chữ 👩‍🌾",
)  # fmt: skip
PAGE = """<html lang="en"><input id="title">
<textarea data-count-words="c" data-limit-min="1" data-limit-max="9"></textarea>
<p id="c"><b data-word-count></b>
<span data-short hidden><b></b></span> <span data-long hidden><b></b></span></p></html>"""
FILL = """([title, text, data]) => {
  document.getElementById("title").value = title;
  const area = document.querySelector("textarea");
  Object.assign(area.dataset, data);
  area.value = text;
}"""


def test_the_counter_of_the_page_agrees_with_the_server(browser: Browser) -> None:
    rng, page = random.Random(7), browser.new_page()
    for _ in range(60):
        text = "\n".join(rng.choices(LINES, k=rng.randint(0, 9)))
        title, unit = rng.choice(("Con đường làng", "Khác hẳn", "")), rng.choice((WORDS, CHARACTERS, LETTERS))
        uncounted = tuple(part for part in UNCOUNTED if rng.random() < 0.5)
        data = {"countUnit": unit, "uncounted": " ".join(uncounted), "headings": json.dumps(HEADINGS)}
        page.set_content(PAGE)
        page.evaluate(FILL, [title, text, data])
        page.add_script_tag(content=SCRIPT)
        counted = int(page.inner_text("[data-word-count]").replace(",", ""))
        assert (text, counted) == (text, length.measure(Piece(title, text), Demands(unit, uncounted)).length)
    page.close()
