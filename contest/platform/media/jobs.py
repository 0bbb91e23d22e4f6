"""What the sandbox runs for recordings: readers that are given an open file and never read all of it."""

from typing import BinaryIO

from contest.platform.sandbox_child import Result


def remake_recording(
    file: BinaryIO, target: str, *, kind: str, seconds: int, first: int
) -> dict[str, object]:
    from contest.platform.media import remaking  # noqa: PLC0415 -- only this job pays for it

    made = remaking.remake(file, target, kind, seconds, first)
    return {
        "kind": made.kind,
        "seconds": made.seconds,
        "left_out": [list(each) for each in made.left_out],
        "flags": sorted(made.flags),
    }


def read_mp3(file: BinaryIO) -> Result:
    from contest.platform.media import mp3, tags  # noqa: PLC0415 -- only this job pays for it

    return {"seconds": mp3.seconds(file), "traces": list(tags.of(file))}, ()


def read_mp4(file: BinaryIO) -> Result:
    from contest.platform.media import mp4  # noqa: PLC0415 -- only this job pays for it

    reading = mp4.read(file)
    return {"seconds": reading.seconds, "traces": list(reading.traces)}, ()
