"""Large files in pieces, by the tus protocol 1.0.0: what static/js/upload.js speaks with.

A piece must be no larger than an ordinary form may be; the script sends at most 8 MB at once. That way a proxy that
buffers requests needs no more room than before, and other people's pages are answered between two pieces.
"""

from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Final

from flask import Response, current_app, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import ClientDisconnected, LengthRequired, PreconditionFailed, UnsupportedMediaType
from werkzeug.http import http_date

from contest.access.permissions import Permission
from contest.entries import uploads
from contest.entries.rules import uploading as rules
from contest.entries.uploads import Running, Wanted
from contest.web import actor, errors
from contest.web.author import arrival
from contest.web.author.pages import pages
from contest.web.author.stamps import read_stamp, stamp_text
from contest.web.limits import tries

PATH = "/entries/<key>/uploads"
ONE: Final = f"{PATH}/<upload>"
_READ: Final = 64 * 1024
# Half of the threads of a process: pages are answered while many slow telephones send.
_AT_ONCE: Final = BoundedSemaphore(4)
_AGAIN_SECONDS: Final = 2


def _account() -> str:
    return str(actor.current().account_id)


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("OPTIONS",))
def uploads_offered(key: str) -> ResponseReturnValue:
    """Say what of the protocol is spoken; the same for every entry, so none is looked for."""
    del key
    answer = _answer(204)
    answer.headers["Tus-Version"] = rules.PROTOCOL
    answer.headers["Tus-Extension"] = rules.EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(uploads.largest())
    return answer


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("POST",))
@tries("60 per hour", _account)
def upload_begin(key: str) -> ResponseReturnValue:
    """Make room for a file; its name and its place stand in Upload-Metadata."""
    _check_protocol()
    told = rules.metadata(request.headers.get("Upload-Metadata", ""))
    wanted = Wanted(told.get("role", rules.TEXT), told.get("filename", ""), _number("Upload-Length"))
    begun = uploads.begin(key, wanted, author_id=actor.current().account_id, now=arrival.instant())
    answer = _answer(201, begun)
    answer.headers["Location"] = url_for("author.upload_offset", key=key, upload=begun.key)
    return answer


@pages.page(ONE, Permission.WRITE_ENTRY, methods=("HEAD",))
def upload_offset(key: str, upload: str) -> ResponseReturnValue:
    """Say how much was received: whoever comes back goes on from there."""
    _check_protocol()
    found = uploads.running(key, upload, author_id=actor.current().account_id)
    answer = _answer(200, found)
    answer.headers["Upload-Length"] = str(found.size)
    return answer


@pages.page(ONE, Permission.WRITE_ENTRY, methods=("PATCH",))
def upload_piece(key: str, upload: str) -> ResponseReturnValue:
    """Take a piece, or as much of it as comes before the line breaks."""
    _check_protocol()
    if request.mimetype != rules.PIECE_TYPE:
        raise UnsupportedMediaType
    offset = _number("Upload-Offset")
    if not _AT_ONCE.acquire(blocking=False):
        return _too_many()
    try:
        found = uploads.append(
            key, upload, offset, _pieces(), author_id=actor.current().account_id, now=arrival.instant()
        )
    finally:
        _AT_ONCE.release()
    return _answer(204, found)


@pages.page(ONE, Permission.WRITE_ENTRY, methods=("DELETE",))
def upload_give_up(key: str, upload: str) -> ResponseReturnValue:
    """Forget the upload and what came of it."""
    _check_protocol()
    uploads.give_up(key, upload, author_id=actor.current().account_id)
    return _answer(204)


@pages.page(f"{ONE}/finish", Permission.WRITE_ENTRY, methods=("POST",))
@tries("120 per hour", _account)
def upload_finish(key: str, upload: str) -> ResponseReturnValue:
    """Look at the whole file and put it into the draft; what is wrong with it is said in a sentence."""
    stamp = read_stamp(request.form.get("version", ""))
    revision = uploads.take_in(
        key, upload, author_id=actor.current().account_id, stamp=stamp, now=arrival.instant()
    )
    return jsonify(version=stamp_text(revision, stamp.window))


def _check_protocol() -> None:
    """Ask for the version we speak, as the protocol wants it: 412 and ours where it is another."""
    if request.headers.get("Tus-Resumable") != rules.PROTOCOL:
        refusal = make_response("", 412)
        refusal.headers["Tus-Version"] = rules.PROTOCOL
        raise PreconditionFailed(response=refusal)


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise LengthRequired
    return int(value)


def _pieces() -> Iterator[bytes]:
    """Read the body as it comes. Where the line breaks, what came before counts: the next piece goes on from there."""
    socket = request.environ.get("gunicorn.socket")
    if socket is not None:
        socket.settimeout(30)  # a line that is dead, and not closed, must not hold the file for ever
    while True:
        try:
            piece = request.stream.read(_READ)
        except (ClientDisconnected, OSError):
            return
        if not piece:
            return
        yield piece


def _too_many() -> Response:
    answer = errors.page(429, gettext("Many files are being sent at this moment. It goes on by itself."))
    answer.headers["Retry-After"] = str(_AGAIN_SECONDS)
    return answer


def _answer(status: int, running: Running | None = None) -> Response:
    answer = current_app.response_class(status=status)
    answer.headers["Tus-Resumable"] = rules.PROTOCOL
    if running is not None:
        answer.headers["Upload-Offset"] = str(running.received)
        answer.headers["Upload-Expires"] = http_date(running.expires_at)
    return answer
