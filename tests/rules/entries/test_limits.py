"""Limits name the numbers."""

from collections.abc import Callable

import pytest

from contest.entries.rules import limits
from contest.entries.rules.limits import Limits
from contest.kernel.errors import RuleBroken

CATEGORY = Limits(length_minimum=800, length_maximum=1500, kinds=("text", "docx", "pdf"), works_per_author=2)


def said(check: Callable[[], None]) -> tuple[str, str | None] | None:
    try:
        check()
    except RuleBroken as error:
        return str(error), error.field
    return None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (0, "There is no text yet. Write it, paste it, or attach a file."),
        (799, "The text has 799 words; at least 800 are asked for. Missing: 1."),
        (800, None),
        (1500, None),
        (1501, "The text has 1501 words; at most 1500 are allowed. Too many: 1."),
    ],
)
def test_words_are_counted_against_both_limits(words: int, sentence: str | None) -> None:
    found = said(lambda: limits.check_length(words, CATEGORY, field="text"))
    assert found == (None if sentence is None else (sentence, "text"))


def test_a_category_without_a_most_takes_any_length() -> None:
    endless = Limits(length_minimum=0, length_maximum=0, kinds=("text",), works_per_author=1)
    assert said(lambda: limits.check_length(1_000_000, endless, field="text")) is None


@pytest.mark.parametrize(
    ("kind", "kinds", "sentence"),
    [
        ("docx", ("text", "docx"), None),
        ("txt", ("text", "docx", "pdf"), "does not take files of the kind TXT. It takes: DOCX, PDF."),
        ("pictures", ("pdf",), "does not take files of the kind JPEG, PNG, WEBP. It takes: PDF."),
        ("text", ("pdf", "pictures"), "takes files only (PDF, JPEG, PNG, WEBP). Attach your work as a file."),
        ("text", ("docx", "pdf"), "takes files only (DOCX, PDF). Attach your work as a file."),
        ("pdf", ("text",), "takes no files. Remove the file and type or paste the text."),
    ],
)
def test_each_wrong_kind_has_its_sentence(kind: str, kinds: tuple[str, ...], sentence: str | None) -> None:
    found = said(lambda: limits.check_kind(kind, Limits(0, 0, kinds, 1)))
    assert found == (None if sentence is None else (f"This category {sentence}", "file"))


def test_works_of_one_author_are_limited_in_a_category() -> None:
    assert said(lambda: limits.check_works(1, CATEGORY)) is None
    assert said(lambda: limits.check_works(2, CATEGORY)) == (
        (
            "Works that you have submitted in this category: 2; allowed: 2. "
            "Choose another category, or withdraw a work first."
        ),
        "category_id",
    )


def test_a_draft_has_limits_of_its_own() -> None:
    assert said(lambda: limits.check_size("x" * 200, "y" * limits.LONGEST_TEXT)) is None
    assert said(lambda: limits.check_size("x" * 201, "")) == (
        "The title has 201 characters; at most 200 can be kept. Shorten it.",
        "title",
    )
    assert said(lambda: limits.check_size("", "y" * (limits.LONGEST_TEXT + 1))) == (
        f"The text has {limits.LONGEST_TEXT + 1} characters; at most {limits.LONGEST_TEXT} can be kept. Shorten it.",
        "text",
    )


def test_nobody_begins_drafts_without_end() -> None:
    assert said(lambda: limits.check_drafts(limits.MOST_DRAFTS - 1)) is None
    assert said(lambda: limits.check_drafts(limits.MOST_DRAFTS)) == (
        "Unfinished drafts of yours in this contest: 10. Submit or delete one of them first.",
        None,
    )


def test_a_work_needs_a_title() -> None:
    assert said(lambda: limits.check_title("Đường làng")) is None
    assert said(lambda: limits.check_title("")) == ("Give your work a title.", "title")
