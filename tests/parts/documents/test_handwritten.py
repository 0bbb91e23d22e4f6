"""Pictures of pages: looked at within limits of our own, kept untouched, told by what is wrong with them."""

import io
import time

import pytest
from PIL import Image

from contest.kernel.errors import RuleBroken
from contest.platform.crypto import sha256
from contest.platform.documents import handwritten
from contest.platform.documents import picture_sentences as sentences
from tests import planted_pictures as planted

CASES = {case.name: case for case in planted.refused()}
LIMIT = 2 * 1024 * 1024
SECONDS = 20  # the sandbox gives up then


@pytest.mark.parametrize("name", CASES)
def test_a_bad_picture_is_refused_with_its_own_sentence_that_names_it(name):
    case = CASES[name]
    raw = case.make()
    began = time.monotonic()
    with pytest.raises(RuleBroken) as refusal:
        handwritten.looked_at(raw, case.file_name, limit=LIMIT)
    assert (refusal.value.message, refusal.value.params["name"]) == (case.sentence, case.file_name)
    assert case.file_name in str(refusal.value)
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("make", [planted.planted_jpeg, planted.planted_png, planted.planted_webp])
def test_names_that_a_picture_carries_are_found(make):
    page = handwritten.looked_at(make(), "trang 1.jpg", limit=LIMIT)
    carried = {"webp": planted.TOKENS - {"ZQXcomment"}}.get(make.__name__[8:], planted.TOKENS)
    assert carried <= set(page.traces)


def animated(kind: str) -> bytes:
    frames = [planted.page(number) for number in (2, 3)]
    return planted.saved(planted.page(1), kind, save_all=True, append_images=frames)


@pytest.mark.parametrize(
    "raw",
    [
        planted.jpeg(), planted.png(), planted.webp(), animated("WEBP"), animated("PNG"),
        planted.saved(planted.page(mode="CMYK")), planted.saved(planted.page(mode="L")),
        *(planted.saved(planted.page(mode=mode), "PNG") for mode in ("P", "1", "RGBA", "LA", "I;16")),
        planted.hollow_png(8_000, 5_000),
    ],
)  # fmt: skip
def test_a_sound_picture_of_any_make_is_drawn_anew(raw):
    page = handwritten.looked_at(raw, "trang.jpg", limit=LIMIT)
    drawn, told = handwritten.drawn(page.raw, page.name)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.mode, max(picture.size) <= 2000) == ("WEBP", "RGB", True)
        assert not getattr(picture, "is_animated", False)
    assert (page.raw, page.sha256, page.traces, told) == (raw, sha256(raw), (), ())


def test_a_picture_with_16_bits_is_neither_white_nor_black():
    deep = Image.new("I;16", (40, 40), 32_768)
    drawn, _ = handwritten.drawn(planted.saved(deep, "PNG"), "a.png")
    with Image.open(io.BytesIO(drawn)) as picture:
        assert 120 < picture.getpixel((20, 20))[0] < 136


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1)),
    ],
)  # fmt: skip
def test_a_picture_that_was_taken_askew_is_put_upright(orientation, corner):
    drawn, _ = handwritten.drawn(planted.turned(orientation), "a.jpg")
    with Image.open(io.BytesIO(drawn)) as picture:
        width, height = picture.size
        corners = {
            (right, below): picture.getpixel((10 + right * (width - 20), 10 + below * (height - 20)))[0]
            for right in (0, 1)
            for below in (0, 1)
        }
    assert min(corners, key=corners.get) == corner
    assert (width > height) == (orientation > 4)


def looked_at(*numbers: int) -> tuple[handwritten.Page, ...]:
    return tuple(
        handwritten.Page(f"{number}.jpg", planted.jpeg(number), f"{number:064d}", (), "")
        for number in numbers
    )


def test_the_same_pictures_in_the_same_order_are_the_same_bytes_and_come_out_untouched():
    pages = looked_at(1, 2)
    raw = handwritten.container(pages)
    assert raw == handwritten.container(pages) != handwritten.container(pages[::-1])
    assert handwritten.members(raw) == [("01.jpg", pages[0].raw), ("02.jpg", pages[1].raw)]


def test_too_many_pictures_and_too_many_bytes_together_are_refused_by_name():
    pages = looked_at(*range(1, 4)) * 14
    with pytest.raises(RuleBroken) as refusal:
        handwritten.check_all(pages, limit=10**9)
    assert (refusal.value.message, refusal.value.params) == (
        sentences.TOO_MANY,
        {"name": "2.jpg", "limit": 40},
    )
    with pytest.raises(RuleBroken) as refusal:
        handwritten.check_all(pages[:3], limit=len(pages[0].raw))
    assert (refusal.value.message, refusal.value.params["name"]) == (sentences.TOO_LARGE_TOGETHER, "2.jpg")
