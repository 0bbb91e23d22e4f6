"""Uploads and recordings: what is refused before a byte is taken, what a header says, minutes to the second."""

import pytest

from contest.editions.rules.demands import MINUTES, Demands, clean
from contest.entries.rules import recording, uploading
from contest.entries.rules.length import Measured, Piece, measure
from contest.entries.rules.limits import Limits
from contest.kernel.errors import RuleBroken
from contest.kernel.text import clock

MB = 1024 * 1024
TAKES = Demands(MINUTES, recordings=("mp3",), recording_limit_mb=2)


def refusal(check, *given, **named):
    with pytest.raises(RuleBroken) as refused:
        check(*given, **named)
    return str(refused.value)


def test_sizes_are_refused_with_the_limit_in_the_sentence():
    uploading.check_size(1, MB, "at most %(limit)s")
    uploading.check_size(MB, MB, "at most %(limit)s")
    assert refusal(uploading.check_size, MB + 1, MB, "at most %(limit)s") == "at most 1"
    assert refusal(uploading.check_size, 2 * MB, MB * 3 // 2, "at most %(limit)s") == "at most 1.5"
    assert refusal(uploading.check_size, 0, MB, "").startswith("The file is empty.")


def test_pieces_begin_where_the_last_one_ended_and_only_whole_files_are_taken_in():
    uploading.check_offset(5, 5)
    uploading.check_whole(5, 5)
    assert refusal(uploading.check_offset, 4, 5).startswith("The piece does not fit")
    assert refusal(uploading.check_whole, 4, 5).startswith("The file has not come whole yet.")


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("filename cGhpbS5tcDQ=", {"filename": "phim.mp4"}),
        ("filename w6ku, role cmVjb3JkaW5n ,empty", {"filename": "é.", "role": "recording", "empty": ""}),
        ("filename $$$,role /w==", {}),
    ],
)
def test_metadata_is_read_and_what_is_not_understood_left_out(header, found):
    assert {k: v for k, v in uploading.metadata(header).items() if k} == found


def test_a_recording_is_held_against_what_the_category_takes():
    recording.check("mp3", 2 * MB, TAKES)
    recording.check(None, 1, TAKES)
    recording.check("mp4", 900 * MB, Demands(recordings=("mp4",)))
    recording.check_there(is_there=True)
    assert [
        refusal(recording.check, "mp3", 1, Demands()),
        refusal(recording.check, "mp4", 1, TAKES),
        refusal(recording.check, "mp3", 2 * MB + 1, TAKES)[:75],
        refusal(recording.check_there, is_there=False),
    ] == [
        "This category takes no recordings. Remove it, or choose another category.",
        "This category does not take recordings of the kind MP4. It takes: MP3.",
        "The recording has 2.0 MB; this category takes recordings of at most 2 MB. E",
        "The recording is missing. Choose the file with it.",
    ]


def test_minutes_are_held_to_the_second():
    allowed = Limits(1, 90, (), 1, MINUTES)
    recording.check_minutes(60, allowed)
    recording.check_minutes(5400, allowed)
    recording.check_minutes(10**6, Limits(0, 0, (), 1, MINUTES))
    assert refusal(recording.check_minutes, 59, allowed).startswith(
        "The recording lasts 0:59; at least 1 minutes"
    )
    assert refusal(recording.check_minutes, 5401, allowed).endswith(
        "at most 90 minutes are allowed. Too long by: 0:01."
    )
    assert clock(5401) == "1:30:01"


def test_where_minutes_count_the_text_does_not():
    assert measure(Piece("Tên", "Một hai ba", seconds=95), TAKES) == Measured(95, {}, is_time=True)
    assert (TAKES.needs_recording, Demands(recordings=("mp3",)).needs_recording) == (True, False)
    assert clean(Demands(recordings=("mp4", "ogg", "mp3"))).recordings == ("mp3", "mp4")
