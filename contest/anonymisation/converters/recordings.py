"""A recording beside a work as judges hear or see it: made anew by us, or not shown at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from contest.kernel.errors import RuleBroken
from contest.kernel.text import nfc
from contest.platform import sandbox
from contest.platform.documents.reading import Removed
from contest.platform.media import sentences
from contest.platform.media.sizes import most_bytes
from contest.platform.sandbox import Answer, Bounds

FLAG: Final = "recording"  # voices and faces tell whose it is: somebody has to listen and to look
_KINDS: Final = frozenset({"mp3", "mp4"})
_MEGABYTE: Final = 1024 * 1024
_MEMORY: Final = 1536 * _MEGABYTE  # a film of 4K needs a third of it
# A second of a film takes half a second of a core here (1080p), of 4K two; old machines are four times as slow.
_CPU: Final = 10
_WALL: Final = 20
_LEAST: Final = 120
_SENTENCES: Final = {
    sandbox.UNREADABLE: sentences.CANNOT_BE_REMADE,
    sandbox.TOO_SLOW: sentences.TOO_SLOW_TO_REMAKE,
}


@dataclass(frozen=True, slots=True)
class Recording:
    """What was made: its kind (mp3, mp4), how many seconds it lasts, and the open file until the block ends."""

    kind: str
    seconds: int
    content: IO[bytes]
    removed: tuple[Removed, ...]
    flags: frozenset[str]


@contextmanager
def remade(source: IO[bytes], kind: str, seconds: int, *, first: int = 0) -> Iterator[Recording]:
    """Make the open recording of that kind and length anew; slow, about half as long as it lasts. Closes it.

    `first`: only so many seconds of it; 0 is all.

    Raises RuleBroken, a sentence for each fault; nothing of what cannot be made anew is shown.
    """
    wanted = min(first, seconds) if first else seconds
    bounds = Bounds(_LEAST + _CPU * wanted, _MEMORY, most_bytes(wanted))
    job = sandbox.made(
        "remake-recording", source, {"kind": kind, "seconds": seconds, "first": first}, bounds,
        wall=_LEAST + _WALL * wanted, sentences=sentences.ALL,
    )  # fmt: skip
    with source:
        try:
            with job as (answer, content):
                yield _understood(answer, content)
        except RuleBroken as error:
            params: dict[str, Any] = dict(error.params)
            raise RuleBroken(_SENTENCES.get(error.message, error.message), **params) from error


def _understood(answer: Answer, content: IO[bytes]) -> Recording:
    kind = answer.text("kind")
    if kind not in _KINDS:
        raise RuleBroken(sandbox.UNREADABLE)
    removed = tuple(Removed(what, nfc(text)) for what, text in answer.pairs("left_out"))
    flags = frozenset({*answer.words("flags"), FLAG})
    return Recording(kind, answer.number("seconds"), content, removed, flags)
