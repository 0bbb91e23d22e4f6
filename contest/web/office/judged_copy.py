"""A work as the judges had it, by its code: for whoever decides about its place or compares it with a claim."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.anonymisation import queries as blind
from contest.anonymisation.queries import BlindEssay
from contest.editions import queries as editions
from contest.editions.queries import EditionView, RoundView
from contest.kernel.errors import NotFound
from contest.platform.sanitise import recheck_essay
from contest.results import queries
from contest.web import downloads, page_pictures
from contest.web.judged_text import answers, as_time, is_titled
from contest.web.office import sections
from contest.web.office.pages import pages

PATH = "/<slug>/results/<code>/text"


@pages.page(PATH, Permission.READ_COPIES)
def results_text(edition: EditionView, code: str) -> ResponseReturnValue:
    """Show the copy just as it lies before the judges; nothing but the code tells which work it is."""
    round_, copy = _found(edition, code)
    back = url_for("office.results_code", slug=edition.slug, code=code, round=round_.position + 1)
    return sections.render(
        "office/judged_copy.html",
        edition,
        here_in_menu="office.results",
        round=round_,
        copy=copy,
        category=next(each.name for each in editions.categories(edition.id) if each.id == copy.category_id),
        html=Markup(recheck_essay(copy.html)),  # noqa: S704 -- our own rendition, cleaned once more
        titled=is_titled(copy),
        own=answers(copy),
        as_time=as_time,
        back=back,
    )


@pages.page(f"{PATH}/pages/<int:number>", Permission.READ_COPIES)
def results_text_page(edition: EditionView, code: str, number: int) -> ResponseReturnValue:
    """A page of the copy, as judges get it."""
    content = blind.page_image(_found(edition, code)[0].id, code, number)
    return Response(content, mimetype=page_pictures.kind_of(content))


@pages.page(f"{PATH}/recording", Permission.READ_COPIES)
def results_text_recording(edition: EditionView, code: str) -> ResponseReturnValue:
    """The recording beside the copy, as judges get it: whole, or the part that a player asks for."""
    kind, content = blind.recording(_found(edition, code)[0].id, code)
    return downloads.stored(content, code, kind)


def _found(edition: EditionView, code: str) -> tuple[RoundView, BlindEssay]:
    """Return the ranked round of the code, and the copy. Raises NotFound, also for works of rounds that go on."""
    for each in editions.rounds(edition.id):
        computation = queries.latest(each.id)
        ranked = queries.standings(computation.id) if computation else ()
        if any(standing.code == code for standing in ranked):
            return each, blind.essay(each.id, code)
    raise NotFound(code)
