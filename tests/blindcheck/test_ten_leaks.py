"""Ten ways in which a changed program would tell whose a work is: the check that organisers start notices each.

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

from contest.app import create_app
from contest.blindcheck import checking, making
from contest.blindcheck.making import Made
from contest.blindcheck.people import Author
from contest.blindcheck.scratch import Copied, Scratch, installation
from contest.editions.rules.edition import EditionSpec, RoundSpec
from contest.judging.queries import CriterionView, RubricView
from contest.judging.rules import design
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from contest.settings import read
from tests.blindcheck.test_blind_check import CATEGORY, NOW, RUBRIC
from tests.canary.snapshots import COMPILED

Plant = Callable[[Flask, "Knows"], None]


@dataclass(frozen=True)
class Knows:
    """What a careless program might look up."""

    slug: str
    authors: dict[str, Author]  # by code
    keys: dict[str, str]

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
        "Cuộc thi viết Bình Minh", 1, 2026, "Asia/Ho_Chi_Minh", NOW, NOW + timedelta(days=14), (CATEGORY,),
        (RoundSpec("Sơ khảo"),), declarations=("Tác phẩm là của tôi.",), second_factor=(), summary="Viết.",
        rules_text="# Thể lệ",
    )  # fmt: skip
    with installation(create_app) as scratch:
        made = making.announce(scratch, Copied("x", spec, (((None, rubric),),)))
        making.write(made)
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
    app.jinja_env.bytecode_cache = COMPILED
    codes = made.codes(made.rounds[0])
    by_code = {code: made.authors[letter] for letter, code in codes.items()}
    if plant is not None:
        plant(app, Knows(made.slug, by_code, {code: made.keys[letter] for letter, code in codes.items()}))
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
}


def test_as_it_is_nothing_is_found(built, tmp_path):
    assert found(built, None, tmp_path) == set()


@pytest.mark.parametrize(("plant", "sign"), LEAKS.values(), ids=LEAKS)
def test_it_is_found_when(built, tmp_path, plant, sign):
    told = found(built, plant, tmp_path)

    assert [each for each in told if each.startswith(sign)] != []
