"""The files of an essay that a judge gets: made by us, named by the code, sent without any sign of their age."""

from flask import Response
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.anonymisation import essay_paper
from contest.anonymisation import queries as blind
from contest.anonymisation.essay_paper import Paper
from contest.editions.queries import EditionView
from contest.web import downloads, page_pictures
from contest.web.judge.essay import PATH, find
from contest.web.judge.pages import pages
from contest.web.judged_text import answers, is_titled


@pages.page(f"{PATH}/pages/<int:number>", Permission.READ_ESSAY)
def essay_page(edition: EditionView, code: str, number: int) -> ResponseReturnValue:
    """A page image of an essay that came as PDF or as pictures: our picture, under our name."""
    found = find(edition, code)
    content = blind.page_image(found.round.id, code, number)
    return Response(content, mimetype=page_pictures.kind_of(content))


@pages.page(f"{PATH}/recording", Permission.READ_ESSAY)
def essay_recording(edition: EditionView, code: str) -> ResponseReturnValue:
    """The recording beside an essay, made anew: whole, or the part that a player asks for."""
    found = find(edition, code)
    kind, content = blind.recording(found.round.id, code)
    return downloads.stored(content, code, kind)


@pages.page(f"{PATH}/pdf", Permission.READ_ESSAY)
def essay_pdf(edition: EditionView, code: str) -> ResponseReturnValue:
    """The essay as a PDF to read or to print, made by us of what the page shows."""
    found = find(edition, code)
    copy = found.copy
    shown = [blind.page_image(found.round.id, code, number) for number in range(1, copy.pages + 1)]
    title = "" if not shown and is_titled(copy) else copy.title
    paper = Paper(code, title, copy.html, shown, answers(copy))
    return downloads.attachment(essay_paper.pdf(paper), code, "pdf")
