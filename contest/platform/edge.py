"""The edge of a request: one commit when it went well, a rollback when it did not, pages made small on the way out."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

from flask import Flask, Response, request

from contest.platform.database import db, is_writing

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml")
WORTH_IT, WORTH_IT_ONCE = 900, 300  # bytes; files of ours are compressed once
LONG = 24_000  # bytes


def init_app(app: Flask, *, last_act: Callable[[], None]) -> None:
    """Register the edge. It must be first in app.py: functions after a request run in the opposite order.

    `last_act` may still write something small of its own before a request that went well is committed.
    """

    @app.after_request
    def compress(response: Response) -> Response:
        return _compress(response)

    @app.after_request
    def settle(response: Response) -> Response:
        if response.status_code < 400:
            if not is_writing():
                last_act()
            db.session.commit()
        else:
            db.session.rollback()
        return response


def roll_back() -> None:
    """Undo what this request did so far, so that an error page can be rendered from a sound transaction."""
    db.session.rollback()


def _compress(response: Response) -> Response:
    if (
        response.status_code in {204, 206, 304}
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(COMPRESSED)
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    is_file = response.direct_passthrough
    if is_file and request.endpoint != "static":
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= (WORTH_IT_ONCE if is_file else WORTH_IT):
        # Pages at level 1: 47 microseconds each (performance.md 0); long ones, which bring a text, better: a kilobyte
        # for 0.1 ms. Files of ours at level 9, once a process.
        level = 5 if len(body) > LONG else 1
        response.set_data(
            _small(body, response.mimetype == "text/css")
            if is_file
            else gzip.compress(body, compresslevel=level, mtime=0)
        )
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=64)
def _small(body: bytes, is_styles: bool) -> bytes:
    if is_styles:  # a tenth of them are comments and indentation
        body = re.sub(rb"\n\s*", b"\n", re.sub(rb"/\*.*?\*/", b"", body, flags=re.DOTALL))
    return gzip.compress(body, compresslevel=9, mtime=0)
