"""What is different between two texts: paragraphs, and words inside those that were changed."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from contest.entries.rules import comparing
from contest.entries.rules.comparing import CHANGED, GONE, LONGEST, NEW, SAME, Paragraph


def told(before: str, after: str) -> list[str]:
    """Each paragraph as a line: unchanged words bare, [-taken out-], {+put in+}."""
    found = comparing.compared(before, after)
    assert found is not None
    marks = {SAME: "%s", GONE: "[-%s-]", NEW: "{+%s+}"}
    return ["".join(marks[part.kind] % part.text for part in paragraph.parts) for paragraph in found]


def side(paragraphs: tuple[Paragraph, ...], left_out: str) -> str:
    """One of both texts again."""
    lines = ("".join(p.text for p in each.parts if p.kind != left_out) for each in paragraphs)
    kinds = (each.kind for each in paragraphs)
    return "\n".join(line for line, kind in zip(lines, kinds, strict=True) if kind != left_out)


def test_words_that_were_changed_are_told_inside_their_paragraph() -> None:
    before = "Làng tôi có một con đường nhỏ.\n\nChạy dọc bờ sông, mùa hè.\nHết."
    after = "Làng tôi có hai con đường rất to.\nChạy dọc bờ sông.\n\n\nHết."
    assert told(before, after) == [
        "Làng tôi có [-một-]{+hai+} con đường [-nhỏ-]{+rất to+}.",
        "Chạy dọc bờ sông[-, mùa hè-].",
        "Hết.",
    ]


def test_several_words_in_a_row_are_one_change() -> None:
    assert told("Sáng nay trời rất đẹp, mẹ đi chợ.", "Sáng nay gió khá mạnh, mẹ đi chợ.") == [
        "Sáng nay [-trời rất đẹp-]{+gió khá mạnh+}, mẹ đi chợ."
    ]


def test_a_paragraph_that_is_new_gone_or_wholly_another_stands_alone() -> None:
    assert told("Một hai ba.\nBốn năm sáu.", "Mở đầu.\nMột hai ba.\nKhác hẳn, không giống gì.") == [
        "{+Mở đầu.+}",
        "Một hai ba.",
        "[-Bốn năm sáu.-]",
        "{+Khác hẳn, không giống gì.+}",
    ]


def test_a_paragraph_is_found_behind_new_ones() -> None:
    assert told("Con đường làng quanh co.", "Mới thêm vào.\nCon đường làng thẳng tắp.") == [
        "{+Mới thêm vào.+}",
        "Con đường làng [-quanh co-]{+thẳng tắp+}.",
    ]


def test_what_differs_in_empty_lines_alone_is_the_same() -> None:
    assert told("Một.\n\n\nHai.  ", "Một.\n Hai.") == ["Một.", "Hai."]


def test_too_long_a_text_is_not_compared() -> None:
    assert comparing.compared("a" * (LONGEST + 1), "b") is None


LINES = st.text(alphabet="ab .\n", max_size=60)


@given(LINES, LINES)
def test_both_texts_can_be_read_again_from_the_comparison(before: str, after: str) -> None:
    found = comparing.compared(before, after)
    assert found is not None
    wanted = [
        "\n".join(line.strip() for line in text.split("\n") if line.strip()) for text in (before, after)
    ]
    assert [side(found, NEW), side(found, GONE)] == wanted


def test_texts_made_to_be_slow_take_seconds_at_most() -> None:
    chance = random.Random(1)
    words = [f"w{number}" for number in range(60)]

    def text(paragraphs: int, length: int) -> str:
        return "\n".join(" ".join(chance.choices(words, k=length)) for _ in range(paragraphs))

    began = time.process_time()
    found = [comparing.compared(text(*shape), text(*shape)) for shape in ((100, 1200), (2900, 20), (9000, 3))]
    assert time.process_time() - began < 10
    assert [any(p.kind == CHANGED for p in each or ()) for each in found] == [True, True, False]
