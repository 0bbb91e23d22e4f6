"""Files of strangers sent back: always to be saved, under a name of ours, never shown in our pages."""

import tempfile
from collections.abc import Callable, Generator
from os import SEEK_END
from typing import IO, Final

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

# The kinds we take in; a browser that gets one of these as an attachment only saves it.
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
_KEPT_AS: Final = {"pictures": "zip"}
_PIECE: Final = 64 * 1024
_IN_MEMORY: Final = 4 * 1024 * 1024  # a larger file waits on the disk until it is sent


def attachment(content: bytes, name: str, kind: str) -> Response:
    """Send `content` to be saved as "name.kind"; the name is ours and ASCII: nothing is smuggled in."""
    kind = _KEPT_AS.get(kind, kind)
    answer = Response(content, content_type=_TYPES.get(kind, "application/octet-stream"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def stored(file: IO[bytes], name: str, kind: str) -> Response:
    """Send a stored file like `attachment`, but piece by piece, and parts of it to who asks: to players, above all.

    A player of ours plays an attachment all the same; whoever opens its address saves it.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    answer = attachment(b"", name, kind)
    answer.response = FileWrapper(file, _PIECE)
    answer.headers["Content-Length"] = str(size)
    answer.direct_passthrough = True
    answer.call_on_close(file.close)
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
        answer.headers.pop("Date", None)  # the web server writes its own, as on every other answer
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return answer


def streamed(write: Callable[[IO[bytes]], None], name: str, kind: str) -> Response:
    """Send what `write` puts into a file, like `attachment` but piece by piece: it may be larger than the memory."""
    pieces = _pieces(write)
    next(pieces)  # writes the file now, while the database is at hand
    answer = attachment(b"", name, kind)
    answer.response = pieces
    answer.headers.pop("Content-Length", None)
    answer.call_on_close(pieces.close)
    return answer


def _pieces(write: Callable[[IO[bytes]], None]) -> Generator[bytes, None, None]:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as made:
        write(made)
        made.seek(0)
        yield b""
        while piece := made.read(_PIECE):
            yield piece
