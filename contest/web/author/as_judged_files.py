"""The files that judges would get of a draft: its PDF, and the beginning of its recording, made when asked for."""

from typing import Final

from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.anonymisation import essay_paper
from contest.anonymisation.converters import render
from contest.anonymisation.converters.recordings import remade
from contest.anonymisation.essay_paper import Paper
from contest.entries import author_files, files
from contest.entries import author_queries as entries
from contest.entries.queries import FileRef
from contest.kernel.errors import NotFound
from contest.web import actor, downloads
from contest.web.author import arrival, as_judged, own_fields
from contest.web.author.pages import pages

NO_CODE: Final = "·······"  # codes are drawn after the closing
_NAME: Final = "as-judges-read-it"


@pages.page("/entries/<key>/as-judges-read-it/pdf", Permission.WRITE_ENTRY)
def as_judged_pdf(key: str) -> ResponseReturnValue:
    """The draft as judges would print it. Raises RuleBroken where they could not be shown it, NotFound while sealed."""
    author_id = actor.current().account_id
    if entries.draft(key, author_id).is_sealed:
        raise NotFound(key)
    review = entries.review(key, author_id, now=arrival.instant())
    shown = render(*as_judged.source(key, author_id, review))
    answered = own_fields.said(answer for answer in review.work.own if answer.field.asks.for_judges)
    own = [(said.label, said.text) for said in answered]
    paper = Paper(NO_CODE, review.work.title, shown.html, shown.pages, own)
    return downloads.attachment(essay_paper.pdf(paper), _NAME, "pdf")


@pages.page("/entries/<key>/as-judges-read-it/recording", Permission.WRITE_ENTRY)
def as_judged_recording(key: str) -> ResponseReturnValue:
    """The first seconds of the recording, made anew as for judges. Raises RuleBroken where that cannot be done."""
    author_id = actor.current().account_id
    found = author_files.draft_enclosure(key, author_id, "recording")
    if not isinstance(found, FileRef):
        raise NotFound(key)
    with remade(files.opened(found), found.kind, found.seconds, first=as_judged.EXCERPT) as made:
        return downloads.attachment(made.content.read(), _NAME, made.kind)
