"""Security headers on every answer. Our own twenty lines: the usual package has had no release since 2023."""

from flask import Flask, Response, request, session

POLICY = "; ".join(  # noqa: FLY002 -- one directive a line can be read
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# Our own files that no browser shows as a page: a policy for documents has nothing to hold there.
PARTS_OF_PAGES = frozenset({"text/css", "text/javascript", "font/woff2"})


def init_app(app: Flask, *, https: bool) -> None:
    """Set the headers on all answers, errors included."""

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        is_ours = request.endpoint == "static"
        if is_ours:
            _lighten(response)
        else:
            _never_share(response)
        if not is_ours or response.mimetype not in PARTS_OF_PAGES:
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["X-Frame-Options"] = "DENY"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response


def _lighten(response: Response) -> None:
    """Leave out what says nothing about a file of ours: a page brings eight, on a telephone in a village."""
    response.headers.pop("Content-Disposition", None)
    response.headers.pop("Expires", None)  # Cache-Control says it
    response.headers.pop("ETag", None)  # Last-Modified is enough to ask whether a file is still the same
    response.headers.pop("Accept-Ranges", None)  # none is large enough to be fetched in parts


def _never_share(response: Response) -> None:
    # A page of a signed-in person must not come out of anybody's cache; entity tags would tell that it changed.
    response.vary.add("Cookie")
    if session or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)
    response.headers.pop("Last-Modified", None)
