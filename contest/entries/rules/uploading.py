"""How a large file comes in: by the tus protocol 1.0.0, in pieces, kept for some days while it is not whole."""

import base64
import binascii
from datetime import timedelta
from typing import Final

from contest.kernel.errors import N_, Conflict, RuleBroken

PROTOCOL: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,termination"
PIECE_TYPE: Final = "application/offset+octet-stream"
# What a file may be to the draft.
TEXT, RECORDING = "file", "recording"
ROLES: Final = (TEXT, RECORDING)
RECORDING_TOO_LARGE: Final = N_(
    "The recording is larger than %(limit)s MB. Export it with a lower quality or a smaller picture, and choose the new"
    " file."
)
# A telephone that is off over the holidays finds its half of a film again.
KEPT: Final = timedelta(days=7)


class WrongOffset(Conflict):
    """A piece does not begin where the last one ended: ask for the offset and go on from there."""


def check_size(size: int, limit: int, sentence: str) -> None:
    """Refuse an empty file and one larger than `limit` bytes, before any of it is taken."""
    if size <= 0:
        raise RuleBroken(
            N_("The file is empty. Open it on your computer, see that it is whole, and choose it again.")
        )
    if size > limit:
        raise RuleBroken(sentence, limit=f"{limit / (1024 * 1024):.1f}".removesuffix(".0"))


def check_offset(offset: int, received: int) -> None:
    """Refuse a piece from elsewhere than the end of what is there."""
    if offset != received:
        raise WrongOffset(
            N_("The piece does not fit to what was received. Ask how much that is, and go on from there.")
        )


def check_whole(received: int, size: int) -> None:
    """Refuse to take in a file that is not whole."""
    if received < size:
        raise WrongOffset(
            N_("The file has not come whole yet. Choose it again: what was sent already is not sent twice.")
        )


def metadata(header: str) -> dict[str, str]:
    """Read Upload-Metadata, "name dGVw,other": values in Base64 of UTF-8; what is not understood is left out."""
    found = {}
    for part in header.split(","):
        name, _, value = part.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
