"""Pictures of handwritten pages for judges: every page is there, nothing that was stored in a picture is."""

from contest.anonymisation.converters import render
from contest.anonymisation.rules import clearing
from contest.platform.documents import handwritten
from tests import deepgrep, planted_pictures


def test_nothing_that_is_planted_in_a_picture_is_left_and_the_secretary_is_told_and_must_look():
    planted = [
        planted_pictures.planted_jpeg(),
        planted_pictures.planted_png(),
        planted_pictures.planted_webp(),
    ]
    assert all(len(deepgrep.tokens_in(raw)) > 8 for raw in planted)
    raw = handwritten.container([handwritten.Page("ZQXname.jpg", raw, "", (), "") for raw in planted])
    shown = render("pictures", raw)
    assert deepgrep.tokens_in([shown.kind, shown.html, shown.text, *shown.pages]) == set()
    assert (shown.kind, len(shown.pages), {page[8:12] for page in shown.pages}) == ("pages", 3, {b"WEBP"})
    assert {item.text for item in shown.removed} >= planted_pictures.TOKENS
    assert clearing.state(shown.kind, 0, shown.flags) == clearing.TO_CLEAR
    assert render("pictures", raw) == shown
