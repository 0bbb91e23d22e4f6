"""The draft as judges will read it: rendered as for them, so that nobody learns too late what they do not see."""

from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.anonymisation.converters import render
from contest.anonymisation.converters.rendition import Rendition
from contest.entries import author_files, files
from contest.entries import author_queries as entries
from contest.entries.author_queries import Review
from contest.entries.queries import FileRef
from contest.entries.rules.limits import PICTURES
from contest.kernel.errors import RuleBroken
from contest.platform.documents import handwritten
from contest.web import actor, errors, page_pictures
from contest.web.author import arrival, own_fields
from contest.web.author.pages import pages
from contest.web.entry_words import flag_sentences
from contest.web.page_pictures import Pictures
from contest.web.templating import use_zone

EXCERPT: Final = 20  # seconds of a recording: all of it would take minutes


@pages.page("/entries/<key>/as-judges-read-it", Permission.WRITE_ENTRY)
def as_judged(key: str) -> ResponseReturnValue:
    """Show what judges would get of the draft, or the sentence that says why they could not be shown it."""
    author_id = actor.current().account_id
    draft = entries.draft(key, author_id)
    if draft.is_sealed:  # its own page says so, and until when
        return redirect(url_for("author.writing", key=key), 303)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    review = entries.review(key, author_id, now=arrival.instant())
    rendition, pictures, problem = _rendered(key, author_id, review)
    return render_template(
        "author/as_judged.html",
        draft=draft,
        edition=edition,
        title=review.work.title,
        html=Markup(rendition.html) if rendition else "",  # noqa: S704 -- cleaned by the converter, as for judges
        pictures=pictures,
        problem=problem,
        flags=flag_sentences(rendition.flags) if rendition else [],
        recording=review.work.stated.recording,
        excerpt=EXCERPT,
        is_translated=review.work.translated is not None,
        answered=own_fields.said(answer for answer in review.work.own if answer.field.asks.for_judges),
        address=lambda first: url_for("author.as_judged", key=key, page=first),
    )


def _rendered(key: str, author_id: int, review: Review) -> tuple[Rendition | None, Pictures | None, str]:
    """Render as for judges; slow where there is a file, so of many pictures only those shown are drawn."""
    try:
        kind, raw = source(key, author_id, review)
        if kind == PICTURES:
            total = len(handwritten.members(raw))
            first = page_pictures.asked_first(total)
            rendition = render(kind, handwritten.excerpt(raw, first, page_pictures.AT_ONCE))
            return rendition, page_pictures.carried(rendition.pages, first, total), ""
        rendition = render(kind, raw)
    except RuleBroken as error:
        return None, None, errors.sentence(error)
    return rendition, page_pictures.some(rendition.pages), ""


def source(key: str, author_id: int, review: Review) -> tuple[str, bytes]:
    """Return the kind and the bytes of what judges read: of a translated work, the translation."""
    if review.work.translated is not None and review.work.stated.is_translated:
        found = author_files.draft_enclosure(key, author_id, "translation")
    elif review.file is not None:
        found = author_files.draft_file(key, author_id)
    elif review.work.markup:
        return "formatted", review.work.markup.encode()
    else:
        found = review.work.text
    return (found.kind, files.content(found)) if isinstance(found, FileRef) else ("editor", found.encode())
