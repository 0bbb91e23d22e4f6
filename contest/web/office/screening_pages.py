"""Works that came as pictures, or as a scan, before a secretary: each page drawn anew, nothing to be unpacked."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.anonymisation.converters import render
from contest.editions.queries import EditionView
from contest.entries import files, screening_queries
from contest.entries.rules.limits import PICTURES
from contest.kernel.errors import NotFound, RuleBroken
from contest.platform.documents import handwritten
from contest.web import errors, page_pictures
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.page_pictures import Pictures

PATH = "/<slug>/screening/<key>/pages"


@pages.page(f"{PATH}/<int:number>", Permission.SCREEN)
def screening_picture(edition: EditionView, key: str, number: int) -> ResponseReturnValue:
    """Send one picture of a handwritten work, drawn anew: what a stranger sent is only ever saved."""
    file = screening_queries.submitted_file(key, edition.id)
    held = handwritten.members(files.content(file)) if file.kind == PICTURES else []
    if not 1 <= number <= len(held):
        raise NotFound(number)
    name, raw = held[number - 1]
    picture, _ = handwritten.drawn(raw, name)
    return Response(picture, mimetype=page_pictures.kind_of(picture))


@pages.page(PATH, Permission.SCREEN)
def screening_pages(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show the pages of a PDF, some at a time: a scan has nothing else that could be read here."""
    entry = screening_queries.to_screen(key, edition.id)
    file = screening_queries.submitted_file(key, edition.id)
    if file.kind != "pdf":
        raise NotFound(key)
    pictures: Pictures | None = None
    problem = ""
    try:
        pictures = page_pictures.some(render(file.kind, files.content(file)).pages)
    except RuleBroken as error:
        problem = errors.sentence(error)
    return sections.render(
        "office/screening_pages.html",
        edition,
        here_in_menu="office.screening",
        entry=entry,
        pictures=pictures,
        problem=problem,
        address=lambda first: url_for("office.screening_pages", slug=edition.slug, key=key, page=first),
    )
