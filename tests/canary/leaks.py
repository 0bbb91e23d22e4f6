"""Ways in which a program could tell whose an essay is, each added to a running one through Flask's own hooks."""

import base64
import io
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, request
from jinja2 import ChoiceLoader, DictLoader, PrefixLoader
from PIL import Image, PngImagePlugin
from werkzeug.http import http_date

from contest.blindcheck.recordings import recording_of
from contest.kernel.errors import Forbidden, RuleBroken
from tests.canary.facts import Facts, Handed
from tests.canary.people import AUTHORS, RECORDED, Author
from tests.canary.search import fold

Change = Callable[[Response, Handed], None]


class Known:
    """What a careless program might look up: whose the essay with a code is, and how it came in."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._by_code = {code: facts.handed[letter] for letter, code in facts.codes[-1].items()}

    def work(self, code: str | None) -> Handed | None:
        return self._by_code.get(code or "")

    def author(self, code: str) -> Author:
        return AUTHORS[self._by_code[code].letter]


# --- hooks --------------------------------------------------------------------------------------------------


def on_answers(app: Flask, known: Known, endpoint: str, change: Change) -> None:
    """Change the answers of a route about one essay on their way out."""

    @app.after_request
    def leak(response: Response) -> Response:
        work = known.work((request.view_args or {}).get("code"))
        if work is not None and request.endpoint == endpoint and response.status_code == 200:
            response.direct_passthrough = False
            change(response, work)
        return response


def at_the_door(app: Flask, known: Known, headers: Callable[[Handed], Iterable[tuple[str, str]]]) -> None:
    """Add headers in front of the program, as a web server or a proxy would."""
    inside = app.wsgi_app

    def door(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        codes = [part for part in PurePosixPath(environ["PATH_INFO"]).parts if known.work(part)]

        def begin(status: str, given: list[tuple[str, str]], *rest: Any) -> Any:
            more = [header for code in codes for header in headers(known.work(code))]
            return start(status, [*given, *more], *rest)

        return inside(environ, begin)

    app.wsgi_app = door  # type: ignore[method-assign]


def template(app: Flask, name: str, source: str, **known: Callable[..., Any]) -> None:
    """Put a template in front of the one there is, which it may extend or include as original/<name>."""
    true = app.jinja_env.loader
    assert true is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader({name: source}), PrefixLoader({"original": true}), true])
    app.jinja_env.globals.update(known)


def append(response: Response, text: str) -> None:
    response.set_data(response.get_data() + text.encode())


# --- leaks that say it --------------------------------------------------------------------------------------


def name_in_a_comment(app: Flask, known: Known) -> None:
    on_answers(app, known, "judge.essay", lambda r, w: append(r, f"<!-- {AUTHORS[w.letter].full_name} -->"))


def name_without_marks(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        append(response, f'<i class="{fold(AUTHORS[work.letter].name).replace(" ", "&#32;")}"></i>')

    on_answers(app, known, "judge.essay", change)


def name_split_by_tags(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        first, _, rest = AUTHORS[work.letter].name.partition(" ")
        append(response, f"<p>{first} <b>{rest[:2]}</b>{rest[2:]}</p>")

    on_answers(app, known, "judge.essay", change)


def mail_in_base64(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        hidden = base64.urlsafe_b64encode(f"to={AUTHORS[work.letter].email}".encode()).decode()
        append(response, f'<i data-state="x{hidden}"></i>')

    on_answers(app, known, "judge.essay", change)


def phone_in_spaces(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        phone = AUTHORS[work.letter].phone
        append(response, f"<p>{phone[:4]} {phone[4:7]}.{phone[7:]}</p>")

    on_answers(app, known, "judge.essay", change)


def unit_by_a_template(app: Flask, known: Known) -> None:
    source = (
        '{% extends "original/judge/essay.html" %}'
        "{% block title %}{{ super() }} {{ whose(essay.code).unit }}{% endblock %}"
    )
    template(app, "judge/essay.html", source, whose=known.author)


def entry_in_a_header(app: Flask, known: Known) -> None:
    on_answers(app, known, "judge.essay", lambda r, w: r.headers.set("X-Entry", w.key))


def entry_in_a_cookie(app: Flask, known: Known) -> None:
    on_answers(app, known, "judge.essay", lambda r, w: r.set_cookie("last", w.key))


def entry_in_the_session(app: Flask, known: Known) -> None:
    def before() -> None:
        work = known.work((request.view_args or {}).get("code"))
        if work is not None:
            from flask import session

            session["last"] = work.key

    app.before_request(before)


def picture_with_its_author(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        said = PngImagePlugin.PngInfo()
        said.add_text("Author", AUTHORS[work.letter].full_name, zip=True)
        target = io.BytesIO()
        with Image.open(io.BytesIO(response.get_data())) as picture:
            picture.save(target, "PNG", pnginfo=said)
        response.set_data(target.getvalue())

    on_answers(app, known, "judge.essay_page", change)


def picture_tagged_with_the_digest_of_the_file(app: Flask, known: Known) -> None:
    at_the_door(app, known, lambda work: [("ETag", f'"{work.sha256}"')] if work.sha256 else [])


def picture_dated_like_the_submission(app: Flask, known: Known) -> None:
    at_the_door(app, known, lambda work: [("Last-Modified", http_date(work.submitted_at))])


def download_under_the_files_own_name(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(work.file_name)}"

    on_answers(app, known, "judge.essay_page", change)


def recording_as_it_came(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        if "Range" not in request.headers:
            response.set_data(recording_of(RECORDED[work.letter], AUTHORS[work.letter], 1))

    on_answers(app, known, "judge.essay_recording", change)


def recording_as_long_as_the_name(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        response.set_data(response.get_data() + bytes(len(AUTHORS[work.letter].full_name)))

    on_answers(app, known, "judge.essay_recording", change)


def route_to_the_file_as_received(app: Flask, known: Known) -> None:
    def original(slug: str, code: str) -> Response:
        work = known.work(code)
        if work is None or not work.storage_key:
            raise Forbidden(slug)
        return Response(
            app.extensions["contest_storage"].get(work.storage_key), mimetype="application/octet-stream"
        )

    app.add_url_rule("/judge/<slug>/essays/<code>/original", "judge.original", original)


def error_that_names_the_title_of_a_refused_work(app: Flask, known: Known) -> None:
    shown = app.view_functions["judge.recuse"]

    def recuse(**values: str) -> Any:
        if values["code"] in known.facts.all_codes():
            return shown(**values)
        raise RuleBroken(
            "There is no such work. Did you mean “%(title)s”?", title=AUTHORS["J"].token("TITLE")
        )

    app.view_functions["judge.recuse"] = recuse


def redirect_with_the_receipt(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        response.status_code = 302
        response.headers["Location"] = f"/receipts?number={known.facts.receipts[work.letter]}"

    on_answers(app, known, "judge.recuse", change)


def mail_that_names_an_author(app: Flask, known: Known) -> None:
    source = '{% include "original/email/readings_assigned/body.txt" %}\n{{ somebody.full_name }}'
    name = "email/readings_assigned/body.txt"
    template(app, name, source, somebody=AUTHORS["A"])  # type: ignore[arg-type]


# --- leaks that only let one tell ---------------------------------------------------------------------------


def time_of_submission(app: Flask, known: Known) -> None:
    on_answers(
        app, known, "judge.essay", lambda r, w: append(r, f'<i data-age="{w.submitted_at:%Y-%m-%d}"></i>')
    )


def desk_in_the_order_of_arrival(app: Flask, known: Known) -> None:
    def arrived(places: Iterable[Any]) -> list[Any]:
        return sorted(places, key=lambda place: known.work(place.code).submitted_at)

    source = '{% set places = arrived(places) %}{% extends "original/judge/desk.html" %}'
    template(app, "judge/desk.html", source, arrived=arrived)


def number_of_saves(app: Flask, known: Known) -> None:
    on_answers(app, known, "judge.essay", lambda r, w: append(r, f'<i data-n="{w.revision}"></i>'))


def badge_for_a_work_that_was_sent_twice(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        if work.versions > 1:
            response.status_code = 203

    on_answers(app, known, "judge.essay", change)


def page_as_long_as_the_name(app: Flask, known: Known) -> None:
    on_answers(app, known, "judge.essay", lambda r, w: append(r, " " * len(AUTHORS[w.letter].full_name)))


def consent_in_a_class(app: Flask, known: Known) -> None:
    def change(response: Response, work: Handed) -> None:
        append(response, "<i class=public></i>" if AUTHORS[work.letter].agrees_to_publication else "<i></i>")

    on_answers(app, known, "judge.essay", change)


def others_essays_answer_otherwise(app: Flask, known: Known) -> None:
    shown = app.view_functions["judge.essay"]

    def essay(**values: str) -> Any:
        g.exists = known.work(values["code"]) is not None
        return shown(**values)

    app.view_functions["judge.essay"] = essay

    @app.after_request
    def leak(response: Response) -> Response:
        if response.status_code == 404 and g.get("exists"):
            append(response, " ")
        return response


def code_on_the_authors_own_page(app: Flask, known: Known) -> None:
    codes = {known.facts.handed[letter].key: code for letter, code in known.facts.codes[-1].items()}

    @app.after_request
    def leak(response: Response) -> Response:
        key = (request.view_args or {}).get("key")
        if key in codes and response.status_code == 200 and request.endpoint == "author.writing":
            append(response, f"<p>{codes[key].lower()}</p>")
        return response


def list_of_codes_and_names_for_the_secretary(app: Flask, known: Known) -> None:
    def both(slug: str) -> str:
        return "\n".join(f"{code} {AUTHORS[letter].name}" for letter, code in known.facts.codes[-1].items())

    app.add_url_rule("/office/<slug>/key", "office.key", both)
