"""Sixteen ways in which a changed program would tell whose a work is: the check that organisers start notices each.

The contest is built once; every leak runs on a copy of it, in a program of its own.
"""

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from flask import Flask, Response, abort, request
from jinja2 import ChoiceLoader, DictLoader, PrefixLoader
from sqlalchemy import select

from contest.app import create_app
from contest.blindcheck import checking, files, handing_in, making, recordings, sealing
from contest.blindcheck.made import Made
from contest.blindcheck.people import Author
from contest.blindcheck.scratch import Copied, Scratch, installation
from contest.blindcheck.ways import SCANNED, Way
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import EditionSpec, RoundSpec
from contest.judging.models import Scoresheet
from contest.judging.queries import CriterionView, RubricView
from contest.judging.rules import design
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from contest.settings import read
from contest.web import downloads
from tests.blindcheck.test_blind_check import CATEGORY, NOW, RUBRIC

Plant = Callable[[Flask, "Knows"], None]
TAKEN = replace(CATEGORY, file_kinds=("text", "docx", "pictures"), demands=Demands(recordings=("mp3",)))


@dataclass(frozen=True)
class Knows:
    """What a careless program might look up."""

    slug: str
    authors: dict[str, Author]  # by code
    keys: dict[str, str]
    ways: dict[str, Way]

    def asked(self) -> str | None:
        """The code in the address that is asked for."""
        code = (request.view_args or {}).get("code")
        return code if code in self.authors else None


@dataclass(frozen=True)
class Built:
    made: Made
    standing: datetime


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[Built]:
    """Works of made-up authors on the desks of a contest of one round."""
    lines = tuple(
        CriterionView(number, number, line.kind, line.settings) for number, line in enumerate(RUBRIC, 1)
    )
    rubric = RubricView(1, 1, None, Decimal(100), design.FREE, is_frozen=False, criteria=lines)
    spec = EditionSpec(
        "Cuộc thi viết Bình Minh", 1, 2026, "Asia/Ho_Chi_Minh", NOW, NOW + timedelta(days=14), (TAKEN,),
        (RoundSpec("Sơ khảo"),), declarations=("Tác phẩm là của tôi.",), second_factor=(), summary="Viết.",
        rules_text="# Thể lệ",
    )  # fmt: skip
    with installation(create_app) as scratch:
        made = making.announce(scratch, Copied("x", spec, (((None, rubric),),)))
        handing_in.write(made)
        yield Built(made, making.carry_to_desks(made))


def found(built: Built, plant: Plant | None, folder) -> set[str]:
    """What the check finds in a copy with this leak: kinds of traces and where they stood."""
    made = built.made
    with made.scratch.app.app_context():
        db.engine.dispose()
    copy = folder / "copy"
    shutil.copytree(made.scratch.folder, copy)
    app = create_app(read({"CONTEST_INSTANCE": str(copy)}))
    app.config.update(RATELIMIT_ENABLED=False)
    codes = made.codes(made.rounds[0])
    by_code = {code: made.authors[letter] for letter, code in codes.items()}
    if plant is not None:
        keys = {code: made.keys[letter] for letter, code in codes.items()}
        ways = {code: made.ways[letter] for letter, code in codes.items()}
        plant(app, Knows(made.slug, by_code, keys, ways))
    there = replace(made, scratch=Scratch(app, copy))
    with clock.fixed(built.standing):
        seen = checking.look(there, made.rounds, "Sơ khảo", below="/judge/")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["contest_queue"].storage.close()
    return {f"{each.what} @ {each.where}" for each in seen.findings}


# --- the leaks ----------------------------------------------------------------------------------------------


def template(app: Flask, name: str, source: str, **known: Any) -> None:
    true = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader({name: source}), PrefixLoader({"original": true}), true])
    app.jinja_env.globals.update(known)


def on_essays(app: Flask, knows: Knows, change: Callable[[Response, str], None]) -> None:
    @app.after_request
    def leak(response: Response) -> Response:
        code = knows.asked()
        if code and request.endpoint == "judge.essay" and response.status_code == 200:
            response.direct_passthrough = False
            change(response, code)
        return response


def name_by_a_template(app: Flask, knows: Knows) -> None:
    source = (
        '{% extends "original/judge/essay.html" %}'
        "{% block title %}{{ super() }} {{ whose(essay.code).name }}{% endblock %}"
    )
    template(app, "judge/essay.html", source, whose=knows.authors.__getitem__)


def field_of_a_view(app: Flask, knows: Knows) -> None:
    """An autosave or page that carries one more field: the key of the entry."""
    on_essays(
        app, knows, lambda r, c: r.set_data(r.get_data() + f'<i data-entry="{knows.keys[c]}"></i>'.encode())
    )


def header(app: Flask, knows: Knows) -> None:
    on_essays(app, knows, lambda r, c: r.headers.set("X-Unit", knows.authors[c].token("CODE")))


def entity_tag(app: Flask, knows: Knows) -> None:
    """In front of the program, which takes such headers off its own answers."""
    inside = app.wsgi_app

    def door(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        code = environ["PATH_INFO"].rpartition("/")[2]

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            tag = [("ETag", f'"{knows.keys[code][:9]}"')] if code in knows.keys else []
            return start(status, [*headers, *tag], *rest)

        return inside(environ, begin)

    app.wsgi_app = door


def name_of_a_file(app: Flask, knows: Knows) -> None:
    def change(response: Response, code: str) -> None:
        response.headers["Content-Disposition"] = f"inline; filename={knows.authors[code].token('FILE')}.docx"

    on_essays(app, knows, change)


def order_of_arrival(app: Flask, knows: Knows) -> None:
    def arrived(places: Any) -> list[Any]:
        return sorted(places, key=lambda place: knows.authors[place.code].letter)

    source = '{% set places = arrived(places) %}{% extends "original/judge/desk.html" %}'
    template(app, "judge/desk.html", source, arrived=arrived)


def letter(app: Flask, knows: Knows) -> None:
    source = '{% include "original/email/readings_assigned/body.txt" %}\n{{ somebody.full_name }}'
    template(app, "email/readings_assigned/body.txt", source, somebody=next(iter(knows.authors.values())))


def words_of_an_error(app: Flask, knows: Knows) -> None:
    shown = app.view_functions["judge.recuse"]

    def recuse(**values: str) -> Any:
        if values["code"] in knows.authors:
            return shown(**values)
        raise RuleBroken("No such work. Is it one of %(who)s?", who=next(iter(knows.authors.values())).unit)

    app.view_functions["judge.recuse"] = recuse


def forbidden_instead_of_not_found(app: Flask, knows: Knows) -> None:
    shown = app.view_functions["judge.essay"]

    def essay(**values: str) -> Any:
        try:
            return shown(**values)
        except Exception:
            if values["code"] in knows.authors:
                abort(403)
            raise

    app.view_functions["judge.essay"] = essay


def export(app: Flask, knows: Knows) -> None:
    def table(slug: str) -> Response:
        lines = (f"{code};{author.phone}" for code, author in knows.authors.items())
        return Response("\n".join(lines), mimetype="text/csv")

    app.add_url_rule("/judge/<slug>/essays.csv", "judge.export", table)


def properties_of_a_pdf(app: Flask, knows: Knows) -> None:
    def pdf(slug: str, code: str) -> Response:
        author = knows.authors.get(code)
        if author is None:
            abort(404)
        target = io.BytesIO()
        with pikepdf.new() as made:
            made.add_blank_page()
            made.docinfo["/Author"] = author.token("PROPERTY")
            made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Response(target.getvalue(), mimetype="application/pdf")

    app.add_url_rule("/judge/<slug>/essays/<code>/printed.pdf", "judge.printed", pdf)


def sent_instead(app: Flask, endpoint: str, send: Callable[[str], Response | None]) -> None:
    """Let a route about one essay send something else, or what it always did."""
    shown = app.view_functions[endpoint]

    def other(**values: Any) -> Any:
        return send(values["code"]) or shown(**values)

    app.view_functions[endpoint] = other


def original_recording(app: Flask, knows: Knows) -> None:
    def send(code: str) -> Response | None:
        if code not in knows.ways or not knows.ways[code].recording:
            return None
        raw = recordings.recording_of("mp3", knows.authors[code], 1)
        return downloads.stored(io.BytesIO(raw), code, "mp3")

    sent_instead(app, "judge.essay_recording", send)


def parts_of_the_original(app: Flask, knows: Knows) -> None:
    """The whole is made anew; players, who ask for parts, get them of the file as it came."""

    def send(code: str) -> Response | None:
        if code not in knows.ways or not knows.ways[code].recording or "Range" not in request.headers:
            return None
        # Without its tags: the bytes alone are other ones.
        raw = recordings.recording_of("mp3", knows.authors[code], 1)[3000:-30]
        return downloads.stored(io.BytesIO(raw), code, "mp3")

    sent_instead(app, "judge.essay_recording", send)


def original_page(kind: str) -> Plant:
    """Of works that came in this way the pictures are sent as they came."""

    def plant(app: Flask, knows: Knows) -> None:
        def send(code: str) -> Response | None:
            if code not in knows.ways or knows.ways[code].kind != kind:
                return None
            raw, _ = files.pictures_of(knows.authors[code])[0]
            return Response(raw, mimetype="image/jpeg")

        sent_instead(app, "judge.essay_page", send)

    return plant


def one_more_look(app: Flask, knows: Knows) -> None:
    """The answer is the same; a work of another desk costs a look into the database more."""

    def send(code: str) -> None:
        if code in knows.authors:
            db.session.execute(select(Scoresheet.id).limit(1))

    sent_instead(app, "judge.recuse", send)


LEAKS = {
    "a template asks for the author's name": (name_by_a_template, "person: name"),
    "a view has the key of the entry": (field_of_a_view, "trace: entry.key"),
    "a header names the unit": (header, "person: unit code"),
    "an entity tag is made of the entry": (entity_tag, "header: ETag @ judge.essay"),
    "a file is saved under the author's own name for it": (name_of_a_file, "trace: file"),
    "the desk is in the order of arrival": (order_of_arrival, "order of arrival"),
    "a letter to judges names somebody": (letter, "person: name"),
    "the words of an error name a unit": (words_of_an_error, "person: unit"),
    "another's work is forbidden, one that is not is not found": (
        forbidden_instead_of_not_found,
        "told apart",
    ),
    "an export has telephone numbers": (export, "person: phone"),
    "the properties of a PDF name the author": (properties_of_a_pdf, "trace: property"),
    "a recording is sent as it came": (original_recording, "trace: tag"),
    "a player gets other bytes than whoever saves the recording": (
        parts_of_the_original,
        "part @ judge.essay_recording",
    ),
    "another's work costs the database more than none": (one_more_look, "database work"),
    "a picture of a page is sent as it came": (original_page("pictures"), "trace: picture"),
    "a scan of the office is sent as it came": (original_page(SCANNED), "trace: picture"),
}


def test_where_nothing_is_sealed_files_rows_and_database_tell_and_the_check_of_sealed_contests_sees_it(built):
    looked, found = sealing.left_of_works(built.made)

    assert all(looked.values())
    assert {where for _, where in found} == {"files", "rows", "database"}
    assert {("trace: tag (D)", "files"), ("work: text (A)", "rows"), ("trace: file (B)", "database")} <= set(
        found
    )


def test_as_it_is_nothing_is_found(built, tmp_path):
    assert found(built, None, tmp_path) == set()


# Planted two at a time, to spare walks: what each is noticed by, the other one cannot have caused.
PAIRS = [list(LEAKS)[place :: len(LEAKS) // 2] for place in range(len(LEAKS) // 2)]


@pytest.mark.parametrize("pair", PAIRS, ids=[" and ".join(pair) for pair in PAIRS])
def test_it_is_found_when(built, tmp_path, pair):
    def plant(app: Flask, knows: Knows) -> None:
        for name in pair:
            LEAKS[name][0](app, knows)

    told = found(built, plant, tmp_path)

    signs = {name: LEAKS[name][1] for name in pair}
    assert len(set(signs.values())) == 2
    assert {name for name, sign in signs.items() if any(each.startswith(sign) for each in told)} == set(pair)
