"""Recordings are read by their content, in pieces; what is no recording, or not whole, gets its sentence."""

import struct

import pytest

from contest.kernel.errors import RuleBroken
from contest.platform.media import inspection, sentences
from tests import played
from tests import recordings as made


@pytest.fixture
def inspect(tmp_path):
    def read(raw: bytes, name: str = "a.mp3") -> tuple[str, int, tuple[str, ...]]:
        path = tmp_path / "recording"
        path.write_bytes(raw)
        found = inspection.inspect(lambda: path.open("rb"), name)
        assert (found.size, found.text, found.words) == (len(raw), "", 0)
        return found.kind, found.seconds, found.traces

    return read


OLD_TAG = b"TAG" + bytes(124) + b"\xff"


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        (made.mp3(61), "bai.MP3", ("mp3", 61, ())),
        (
            made.mp3(2, TIT2="Con đường", TPE1="Nguyễn Văn Đức", COMM="thu tại Bình Minh") + OLD_TAG,
            "bai.mp3",
            ("mp3", 2, ("Nguyễn Văn Đức", "Con đường", "thu tại Bình Minh")),
        ),
        (made.xing(76, 417 * 77) + made.mp3(2), "bai.mp3", ("mp3", 2, ())),
        (made.mp3(1) + bytes(300) + made.FRAME, "bai.mp3", ("mp3", 1, ())),
        (made.mp4(125.4), "phim.mp4", ("mp4", 125, ())),
        (made.mp4(9, handler=b"soun"), "loi-doc.m4a", ("mp4", 9, ())),
        (
            made.mp4(2, nam="Con đường", ART="Nguyễn Văn Đức", place="+21.0285+105.8542/"),
            "phim.mp4",
            ("mp4", 2, ("Con đường", "Nguyễn Văn Đức", "+21.0285+105.8542/")),
        ),
        (made.FTYP + made.box(b"free", bytes(9)) + made.box(b"mdat", b"x") + made.moov(3), "a.mp4", ("mp4", 3, ())),
    ],
)  # fmt: skip
def test_a_recording_tells_how_long_it_lasts_and_what_it_says_of_its_maker(inspect, raw, name, found):
    assert inspect(raw, name) == found


def test_a_film_of_a_telephone_is_read_whose_properties_have_numbers_for_names(inspect):
    film = played.film(tags=(("com.android.version", "14"), ("author", "Nguyễn Văn Đức")))
    assert inspect(film, "phim.mp4")[:2] == ("mp4", 2)
    assert "Nguyễn Văn Đức" in inspect(film, "phim.mp4")[2]


MP4 = made.mp4()
REFUSED = {
    "text": (b"no recording", "a.mp3", sentences.OTHER),
    "empty": (b"", "a.mp3", sentences.OTHER),
    "one-sync": (b"\xff\xfb\x90\x00" + b"text " * 300, "a.mp3", sentences.BROKEN),
    "tag-alone": (made.id3(TIT2="x"), "a.mp3", sentences.CUT_OFF),
    "tag-that-lies": (b"ID3\3\0\0" + made.syncsafe(1 << 27) + made.mp3(2), "a.mp3", sentences.CUT_OFF),
    "tags-without-end": (made.id3(TIT2="x") * 11 + made.mp3(2), "a.mp3", sentences.BROKEN),
    "half-an-mp3": (made.xing(7600, 417 * 7600) + made.mp3(100), "a.mp3", sentences.CUT_OFF),
    "mp3-and-rubbish": (made.mp3(1) + (made.FRAME + b"x" * 99) * 40, "a.mp3", sentences.BROKEN),
    "mp3-named-mp4": (made.mp3(2), "a.mp4", sentences.NAMED_OTHERWISE_MP3),
    "mp4-named-mp3": (MP4, "a.mp3", sentences.NAMED_OTHERWISE_MP4),
    "half-an-mp4": (MP4[:-10], "a.mp4", sentences.CUT_OFF),
    "no-moov": (made.FTYP + made.box(b"mdat", bytes(99)), "a.mp4", sentences.CUT_OFF),
    "no-mdat": (made.FTYP + made.moov(), "a.mp4", sentences.CUT_OFF),
    "only-ftyp": (made.FTYP, "a.mp4", sentences.CUT_OFF),
    "a-picture": (made.box(b"ftyp", b"heic", bytes(4), b"mif1heic") + MP4, "a.mp4", sentences.OTHER),
    "quicktime": (made.box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + MP4, "a.mp4", sentences.QUICKTIME),
    "old-quicktime": (made.moov() + made.box(b"mdat", b"x"), "a.mp4", sentences.QUICKTIME),
    "fragments": (
        made.FTYP + made.moov(0, more=made.box(b"mvex")) + made.box(b"moof") + made.box(b"mdat"), "a.mp4",
        sentences.IN_FRAGMENTS,
    ),
    "neither-picture-nor-sound": (made.mp4(handler=b"text"), "a.mp4", sentences.SILENT),
    "no-time": (made.mp4(0), "a.mp4", sentences.BROKEN),
    "a-week": (made.mp4(7 * 86_400), "a.mp4", sentences.TOO_LONG),
    "box-smaller-than-its-head": (made.FTYP + struct.pack(">I4s", 3, b"moov") + bytes(99), "a.mp4", sentences.BROKEN),
    "box-of-no-name": (made.FTYP + struct.pack(">I4s", 30, b"\0\1\2\3") + bytes(99), "a.mp4", sentences.BROKEN),
    "box-of-exabytes": (
        made.FTYP + struct.pack(">I4sQ", 1, b"moov", 1 << 62) + bytes(99), "a.mp4", sentences.CUT_OFF,
    ),
    "boxes-without-end": (made.FTYP + made.box(b"free") * 20_000 + MP4, "a.mp4", sentences.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_recording_is_refused_in_a_sentence(inspect, name):
    raw, file_name, sentence = REFUSED[name]
    with pytest.raises(RuleBroken) as refused:
        inspect(raw, file_name)
    assert refused.value.message == sentence


def test_boxes_inside_boxes_are_followed_only_so_far(inspect):
    deep = b""
    for _ in range(500):
        deep = made.box(b"udta", deep)
    assert inspect(made.FTYP + made.moov(2, more=deep) + made.box(b"mdat", b"x"), "a.mp4")[1] == 2
