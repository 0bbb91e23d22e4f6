"""Turns errors into pages, in one place. A missing thing and another's thing answer with the same bytes."""

from typing import cast

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from contest.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, SignedOut
from contest.platform.edge import roll_back
from contest.web import given_back

PAGES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def sentence(error: RuleBroken) -> str:
    """Say a broken rule in the language of the page."""
    return str(gettext(error.message, **error.params))


def wants_json() -> bool:
    """Tell whether a script of ours asked (autosave), not a person's form."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def page(status: int, message: str | None = None, **more: object) -> Response:
    """Render the page for a status, with a sentence where there is one to say; `more` is for its template."""
    roll_back()
    if wants_json():
        answer = jsonify(message=message or "")
    else:
        known = status if status in PAGES else 400
        shown = {"message": message, "back": None, "texts": (), **more}
        answer = make_response(render_template(f"errors/{known}.html", **shown))
    answer.status_code = status
    return answer


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(NotFound, lambda _: page(404))
    app.register_error_handler(Forbidden, lambda _: page(403))
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(Conflict, lambda error: page(409, sentence(error)))
    app.register_error_handler(RuleBroken, lambda error: page(422, sentence(error)))
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _signed_out(_: SignedOut) -> Response:
    """Keep what was typed on the page: its token was ours, so it may be sent again after signing in elsewhere."""
    if wants_json():
        return page(
            401,
            gettext(
                "you are no longer signed in. Sign in in a new window and come back here: your text still stands on"
                " this page, and is then saved."
            ),
        )
    return page(401, typed=given_back.typed(), again=request.full_path)


def _expired_form(_: CSRFError) -> Response:
    """Give long texts back to be copied. Not the form: another site may have sent it, and nobody shall send it on."""
    if wants_json():
        return page(
            400,
            gettext("this page has become out of date. Copy your text, load the page again and paste it in."),
        )
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return page(
        400,
        gettext(
            "This form has become out of date, for example because you signed out or in in another window. Nothing"
            " was changed. Open the page again and send it once more."
        ),
        texts=given_back.typed().texts if ours else (),
        back=given_back.same_page(),
    )


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return cast("Response", Response.force_type(error.get_response(), request.environ))
    return page(error.code)


def _unexpected(error: Exception) -> Response:

    current_app.logger.error(
        "unexpected error at %s: %s", request.endpoint, type(error).__name__, exc_info=error
    )
    return page(500)
