"""Recordings for judges are made anew: what plays stays, nothing else does, whatever the file was."""

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import av
import pytest

from contest.anonymisation.converters import recordings
from contest.anonymisation.converters.recordings import remade
from contest.kernel.errors import RuleBroken
from contest.platform import sandbox
from contest.platform.documents.reading import Removed
from contest.platform.media import house_form, sentences
from contest.platform.media.sizes import most_bytes
from contest.platform.sandbox import Bounds
from tests import deepgrep, played
from tests import recordings as unplayable

MADE_BY = re.compile(rb"Lav[fc]|x264")


def source(raw: bytes):
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever gets it closes it
    file.write(raw)
    file.flush()
    return file


def made(raw: bytes, kind: str, seconds: int = 2) -> dict[str, Any]:
    with remade(source(raw), kind, seconds) as found:
        return {
            "kind": found.kind,
            "seconds": found.seconds,
            "raw": found.content.read(),
            "removed": found.removed,
            "flags": found.flags,
        }


@pytest.fixture(scope="module")
def of_film() -> dict[str, Any]:
    return made(played.planted_film(), "mp4")


@pytest.fixture(scope="module")
def of_sound() -> dict[str, Any]:
    return made(played.planted_mp3(), "mp3")


def told(found: dict[str, Any], kind: str) -> set[str]:
    return {item.text for item in found["removed"] if item.kind == kind}


def test_nothing_that_is_planted_in_a_film_is_left(of_film):
    planted = deepgrep.tokens_in(played.planted_film())

    assert len(planted) == 30
    assert (of_film["kind"], of_film["seconds"]) == ("mp4", 2)
    assert deepgrep.tokens_in(of_film["raw"]) == set()
    assert MADE_BY.search(played.planted_film()), "or the next line would prove nothing"
    assert MADE_BY.search(of_film["raw"]) is None


def test_nothing_that_is_planted_in_an_mp3_is_left(of_sound):
    planted = deepgrep.tokens_in(played.planted_mp3())

    assert len(planted) == 29
    assert (of_sound["kind"], of_sound["seconds"]) == ("mp3", 2)
    assert deepgrep.tokens_in(of_sound["raw"]) == set()
    assert b"Info" in played.planted_mp3(), "or the next line would prove nothing"
    assert not any(
        mark in of_sound["raw"] for mark in (b"Info", b"Xing", b"Lav")
    )  # filled with LAME, as all are


def test_the_secretary_is_told_what_was_left_out(of_film, of_sound):
    assert of_film["flags"] == {"recording", "cover", "subtitles", "other-tracks"}
    assert told(of_film, "subtitles") == {"\n".join(played.SUBTITLES)}
    assert told(of_film, "chapter") == {"ZQXchapterone", "ZQXchaptertwo"}
    assert told(of_film, "picture") == told(of_sound, "picture") == {sentences.COVER}
    assert {"ZQXmetaartist", "ZQXitunesname", "ZQXhandler"} <= told(of_film, "property")
    assert of_sound["flags"] == {"recording", "cover"}
    assert {"ZQXidtpe1", "ZQXuslt", "ZQXidcomm", "ZQXtxxxvalue"} <= told(of_sound, "property")
    assert told(of_sound, "chapter") == {"ZQXchap"}


def shape(raw: bytes) -> dict[str, Any]:
    with av.open(io.BytesIO(raw)) as container:
        streams = [(s.type, s.codec_context.name, dict(s.metadata)) for s in container.streams]
        film = next(iter(container.streams.video), None)
        sound = next(iter(container.streams.audio), None)
        return {
            "streams": streams,
            "metadata": dict(container.metadata),
            "chapters": container.chapters(),
            "film": film and (film.width, film.height, film.average_rate, film.pix_fmt, film.profile),
            "sound": sound and (sound.rate, sound.layout.name),
        }


FILM = (1280, 720, 25, "yuv420p", "Main")
MP4_TAGS = {"major_brand": "isom", "minor_version": "512", "compatible_brands": "isomiso2avc1mp41"}


@pytest.mark.parametrize(("size", "rate"), [("320x240", 30), ("180x320", 12), ("1922x1082", 24)])
def test_every_film_gets_one_form_whatever_it_was(size, rate):
    assert shape(made(played.film(1, size, rate), "mp4", 1)["raw"]) == {
        "streams": [
            ("video", "h264", {"language": "und", "handler_name": "VideoHandler"}),
            ("audio", "aac", {"language": "und", "handler_name": "SoundHandler"}),
        ],
        "metadata": MP4_TAGS,
        "chapters": [],
        "film": FILM,
        "sound": (44100, "stereo"),
    }


def test_sound_becomes_mp3_also_where_it_came_in_an_mp4(of_sound):
    for found in (of_sound, made(played.m4a(), "mp4")):
        assert (found["kind"], shape(found["raw"])) == (
            "mp3",
            {
                "streams": [("audio", "mp3float", {})],
                "metadata": {},
                "chapters": [],
                "film": None,
                "sound": (44100, "stereo"),
            },
        )


def test_the_head_comes_first_so_that_a_player_begins_at_once(of_film):
    assert b"moov" in played.film()[-20_000:]
    assert of_film["raw"].index(b"moov") < of_film["raw"].index(b"mdat")


def test_a_film_held_upright_stands_upright_between_black_edges():
    with av.open(io.BytesIO(made(played.turned_film(), "mp4")["raw"])) as container:
        picture = next(container.decode(video=0)).to_image()
    lit = picture.convert("L").point(lambda light: 255 * (light > 40)).getbbox()

    assert (lit[2] - lit[0], lit[3] - lit[1]) == pytest.approx((540, 720), abs=6)


def test_only_the_beginning_is_made_where_that_is_asked_for():
    for raw, kind in ((played.film(20), "mp4"), (played.mp3(20), "mp3")):
        with remade(source(raw), kind, 20, first=3) as found:
            assert found.seconds == pytest.approx(3, abs=1)


def test_what_was_heard_is_heard_still(of_sound):
    with av.open(io.BytesIO(of_sound["raw"])) as container:
        frame = list(container.decode(audio=0))[20].to_ndarray()[0]
    crossings = int(((frame[:-1] < 0) & (frame[1:] >= 0)).sum())

    assert abs(crossings / len(frame) * 44100 - 440) < 45


def test_the_same_recording_gives_the_same_bytes_and_other_tags_change_none(of_film, of_sound):
    bare = made(played.film(), "mp4")

    assert bare["raw"] == of_film["raw"]
    assert made(played.mp3(), "mp3")["raw"] == of_sound["raw"]
    assert (bare["removed"], bare["flags"]) == ((), {"recording"})


@pytest.mark.parametrize(
    ("raw", "kind", "sentence"),
    [
        (unplayable.mp4(2), "mp4", sentences.CANNOT_BE_REMADE),
        (b"no recording at all" * 100, "mp4", sentences.CANNOT_BE_REMADE),
        (b"", "mp3", sentences.CANNOT_BE_REMADE),
        (played.film()[:60_000], "mp4", sentences.CANNOT_BE_REMADE),
    ],
)
def test_what_cannot_be_decoded_gives_a_sentence_and_never_the_original(raw, kind, sentence):
    with pytest.raises(RuleBroken) as refused, remade(source(raw), kind, 2):
        raise AssertionError("something was shown")
    assert refused.value.message == sentence


def test_a_recording_that_lasts_far_longer_than_it_says_is_not_made():
    sixty_eight = unplayable.mp3(68)

    with pytest.raises(RuleBroken) as refused, remade(source(sixty_eight), "mp3", 2):
        raise AssertionError("something was shown")
    assert refused.value.message == sentences.CANNOT_BE_REMADE
    assert made(sixty_eight, "mp3", 68)["seconds"] == 68


def within(bounds: Bounds, wall: float) -> str:
    given = {"kind": "mp4", "seconds": 2, "first": 0}
    with (
        pytest.raises(RuleBroken) as refused,
        source(played.film()) as opened,
        sandbox.made("remake-recording", opened, given, bounds, wall=wall),
    ):
        raise AssertionError("something was made")
    return refused.value.message


@pytest.mark.parametrize(
    ("bounds", "wall", "sentence"),
    [
        (Bounds(cpu=60, memory=1 << 30, written=50_000), 60, sandbox.UNREADABLE),
        (Bounds(cpu=60, memory=180 << 20, written=1 << 30), 60, sandbox.UNREADABLE),
        (Bounds(cpu=60, memory=1 << 30, written=1 << 30), 0.2, sandbox.TOO_SLOW),
    ],
)
def test_a_maker_is_held_to_its_bounds(bounds, wall, sentence):
    assert within(bounds, wall) == sentence


def test_a_film_of_too_many_points_is_not_drawn():
    with pytest.raises(RuleBroken) as refused:
        house_form._film_graph(av.VideoFrame(8200, 4400, "gray"))
    assert refused.value.message == sentences.CANNOT_BE_REMADE


def test_a_killed_maker_leaves_nothing_behind(monkeypatch):
    """As the system does where memory runs out."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    began = threading.Event()
    real = subprocess.Popen

    def start(*arguments, **options):
        process = real(*arguments, **options)
        threading.Thread(target=lambda: (time.sleep(0.3), os.killpg(process.pid, signal.SIGKILL))).start()
        began.set()
        return process

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(RuleBroken) as refused, remade(source(played.film(20)), "mp4", 20):
        raise AssertionError("something was shown")
    assert began.is_set()
    assert refused.value.message == sentences.CANNOT_BE_REMADE
    assert len(list(Path("/proc/self/fd").iterdir())) == before, "its file had no other name than this"


PARENT = """
import sys
from contest.anonymisation.converters.recordings import remade
with remade(open(sys.argv[1], "rb"), "mp4", 20): pass
"""


def test_a_maker_ends_with_its_parent(tmp_path):
    """A worker that is killed leaves no process that goes on for an hour."""
    film = tmp_path / "film.mp4"
    film.write_bytes(played.film(20))
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(film)], cwd=Path.cwd())
    try:
        children = _until(lambda: _making(film), "no maker began")
    finally:
        parent.kill()
        parent.wait()
    _until(lambda: not any(map(_runs, children)), "the maker goes on")


def _making(film: Path) -> list[int]:
    """The processes that read the film as their standard input and are far enough to die with their parent."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "fd/0").resolve() == film and b"remake" in (process / "cmdline").read_bytes():
                libraries = (process / "maps").read_text()
                found += [int(process.name)] if "libavcodec" in libraries else []
        except OSError:
            continue
    return found


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _until(what, otherwise: str):
    for _ in range(200):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(otherwise)


def test_the_size_is_bounded_by_the_length(of_film):
    assert most_bytes(600) < 140_000_000
    assert len(of_film["raw"]) < most_bytes(2)


def test_what_a_maker_says_is_checked(monkeypatch):
    for said in ({"kind": "exe", "seconds": 2, "left_out": [], "flags": []}, {"kind": "mp4"}):
        answer = sandbox.Answer(said)
        with pytest.raises(RuleBroken):
            recordings._understood(answer, io.BytesIO(b""))
    answer = sandbox.Answer({"kind": "mp3", "seconds": 2, "left_out": [["property", "a"]], "flags": []})
    assert recordings._understood(answer, io.BytesIO(b"")).removed == (Removed("property", "a"),)
