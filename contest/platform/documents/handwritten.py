"""Pictures of the pages of a work written by hand: looked at one by one, kept together in a container of ours.

The container is a ZIP that packs nothing, of the untouched pictures, with fixed dates and names "01.jpg", "02.png":
the same pictures in the same order are the same bytes. What an author called them stands beside it and is no path.
"""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contest.kernel.errors import RuleBroken
from contest.platform import sandbox
from contest.platform.crypto import sha256
from contest.platform.documents import kinds
from contest.platform.documents import picture_sentences as sentences
from contest.platform.documents.inspection import Inspection
from contest.platform.documents.reading import tidy

KIND: Final = "pictures"
MOST: Final = 40
ENDINGS: Final = ("jpg", "jpeg", "png", "webp")
_MEGABYTE: Final = 1024 * 1024
_WALL_SECONDS: Final = 20.0
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_SIGNS: Final = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_WEBP: Final = re.compile(rb"\ARIFF....WEBP", re.DOTALL)
_OURS: Final = {sandbox.UNREADABLE: sentences.DAMAGED, sandbox.TOO_SLOW: sentences.TOO_SLOW}


@dataclass(frozen=True, slots=True)
class Page:
    """A picture as it was received. `preview`: a small WEBP of it, base64; `traces`: names and words stored in it."""

    name: str
    raw: bytes
    sha256: str
    traces: tuple[str, ...]
    preview: str

    @property
    def part(self) -> dict[str, Any]:
        """What the row of the container keeps of it."""
        return {
            "name": self.name,
            "size": len(self.raw),
            "sha256": self.sha256,
            "traces": list(self.traces),
        }


def kept(part: Mapping[str, Any], raw: bytes, preview: str) -> Page:
    """Return a page that was looked at when it was received."""
    return Page(part["name"], raw, part["sha256"], tuple(part["traces"]), preview)


def looked_at(raw: bytes, name: str, *, limit: int) -> Page:
    """Look at a picture in the sandbox; `limit` in bytes. Raises RuleBroken naming the picture, a sentence a fault."""
    _recognise(raw, name, limit)
    answer = _sandboxed("read-picture", raw, name)
    if len(answer.blobs) != 1 or not _WEBP.match(answer.blobs[0]):
        raise RuleBroken(sentences.DAMAGED, name=name)
    preview = b64encode(answer.blobs[0]).decode()
    return Page(name, raw, sha256(raw), answer.words("traces"), preview)


def drawn(raw: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the picture drawn anew, and what was left out of it. Raises RuleBroken."""
    answer = _sandboxed("draw-picture", raw, name)
    if len(answer.blobs) != 1 or not _WEBP.match(answer.blobs[0]):
        raise RuleBroken(sentences.DAMAGED, name=name)
    return answer.blobs[0], answer.words("traces")


def is_picture(raw: bytes) -> bool:
    """Tell by its first bytes whether it is a picture of a kind that is taken."""
    return _ending(raw) is not None


def check_all(pages: Sequence[Page], *, limit: int) -> None:
    """Refuse too many pictures, or too many bytes together; `limit` in bytes. Raises RuleBroken."""
    if len(pages) > MOST:
        raise RuleBroken(sentences.TOO_MANY, name=pages[MOST].name, limit=MOST)
    size = 0
    for page in pages:
        size += len(page.raw)
        if size > limit:
            raise RuleBroken(sentences.TOO_LARGE_TOGETHER, name=page.name, limit=limit // _MEGABYTE)


def container(pages: Sequence[Page]) -> bytes:
    """Put the untouched pictures together, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as box:
        for number, page in enumerate(pages, start=1):
            name = f"{number:02d}.{_ending(page.raw) or 'jpg'}"
            box.writestr(zipfile.ZipInfo(name, _DATE), page.raw)
    return made.getvalue()


def members(raw: bytes) -> list[tuple[str, bytes]]:
    """Return the pictures of a container of ours with their names in it. Raises RuleBroken where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as box:
            listed = box.infolist()
            if not listed or len(listed) > MOST or any(each.compress_type for each in listed):
                raise RuleBroken(sandbox.UNREADABLE)
            return [(each.filename, box.read(each)) for each in listed]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise RuleBroken(sandbox.UNREADABLE) from error


def excerpt(raw: bytes, first: int, count: int) -> bytes:
    """Return a container of some of the pictures, from the `first` (from 1) on."""
    some = members(raw)[first - 1 : first - 1 + count]
    return container([Page(name, picture, "", (), "") for name, picture in some])


def inspection(pages: Sequence[Page], raw: bytes) -> Inspection:
    """Return what is known of the container `raw` of these pages: its text cannot be checked."""
    names = (page.name for page in pages)
    told = (trace for page in pages for trace in page.traces)
    return Inspection(
        KIND, sha256(raw), len(raw), "", 0, frozenset({"no-text"}), len(pages), tidy([*names, *told]),
        parts=tuple(page.part for page in pages), previews=tuple(page.preview for page in pages),
    )  # fmt: skip


def _ending(raw: bytes) -> str | None:
    if _WEBP.match(raw):
        return "webp"
    return next((ending for sign, ending in _SIGNS if raw.startswith(sign)), None)


def _recognise(raw: bytes, name: str, limit: int) -> None:
    if not raw:
        raise RuleBroken(sentences.EMPTY, name=name)
    if len(raw) > limit:
        raise RuleBroken(sentences.TOO_LARGE, name=name, limit=limit // _MEGABYTE)
    if not is_picture(raw):
        raise RuleBroken(_SAID.get(kinds.looks_like(raw), sentences.NO_PICTURE), name=name)


_SAID: Final = {
    kinds.APPLE_PICTURE: sentences.HEIC,
    kinds.OTHER_PICTURE: sentences.OTHER_FORMAT,
    kinds.DRAWING: sentences.DRAWING,
}


def _sandboxed(job: str, raw: bytes, name: str) -> sandbox.Answer:
    """Run a job that knows no name of the picture; its sentence, and the sandbox's own, are told with the name."""
    try:
        return sandbox.run(job, raw, wall=_WALL_SECONDS, sentences=sentences.ALL)
    except RuleBroken as error:
        params: dict[str, Any] = {**error.params, "name": name}
        raise RuleBroken(_OURS.get(error.message, error.message), **params) from error
