"""The draft as judges will read it: rendered as for them, so that nobody learns too late what they do not see."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.anonymisation.converters import render
from contest.anonymisation.converters.rendition import Rendition
from contest.entries import author_queries as entries
from contest.entries import files
from contest.entries.author_queries import Review
from contest.entries.queries import FileRef
from contest.entries.rules.limits import PICTURES
from contest.kernel.errors import RuleBroken
from contest.platform.documents import handwritten
from contest.web import actor, errors
from contest.web.author import arrival, own_fields
from contest.web.author.pages import pages
from contest.web.entry_words import flag_sentences
from contest.web.templating import use_zone

AT_ONCE: Final = 5  # pictures of pages: more would be too heavy for a telephone
_PNG: Final = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Some of the pages of a PDF as addresses that carry the picture itself; `first` counts from 1."""

    first: int
    shown: tuple[str, ...]
    total: int

    @property
    def before(self) -> int | None:
        return max(1, self.first - AT_ONCE) if self.first > 1 else None

    @property
    def after(self) -> int | None:
        following = self.first + AT_ONCE
        return following if following <= self.total else None


@pages.page("/entries/<key>/as-judges-read-it", Permission.WRITE_ENTRY)
def as_judged(key: str) -> ResponseReturnValue:
    """Show what judges would get of the draft, or the sentence that says why they could not be shown it."""
    author_id = actor.current().account_id
    draft = entries.draft(key, author_id)
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
        has_recording=review.work.stated.recording is not None,
        is_translated=review.work.translated is not None,
        answered=own_fields.said(answer for answer in review.work.own if answer.field.asks.for_judges),
        address=lambda first: url_for("author.as_judged", key=key, page=first),
    )


def _rendered(key: str, author_id: int, review: Review) -> tuple[Rendition | None, Pictures | None, str]:
    """Render as for judges; slow where there is a file, so of many pictures only those shown are drawn."""
    try:
        kind, raw = _source(key, author_id, review)
        if kind == PICTURES:
            total = len(handwritten.members(raw))
            first = _first(total)
            rendition = render(kind, handwritten.excerpt(raw, first, AT_ONCE))
            return rendition, _pictures(rendition.pages, first, total), ""
        rendition = render(kind, raw)
    except RuleBroken as error:
        return None, None, errors.sentence(error)
    total = len(rendition.pages)
    first = _first(total)
    pages = rendition.pages[first - 1 : first - 1 + AT_ONCE]
    return rendition, _pictures(pages, first, total) if pages else None, ""


def _source(key: str, author_id: int, review: Review) -> tuple[str, bytes]:
    """Return the kind and the bytes of what judges read: of a translated work, the translation."""
    if review.work.translated is not None and review.work.stated.is_translated:
        found = entries.draft_enclosure(key, author_id, "translation")
    elif review.file is not None:
        found = entries.draft_file(key, author_id)
    elif review.work.markup:
        return "formatted", review.work.markup.encode()
    else:
        found = review.work.text
    return (found.kind, files.content(found)) if isinstance(found, FileRef) else ("editor", found.encode())


def _first(total: int) -> int:
    return min(max(1, request.args.get("page", 1, type=int)), max(1, total))


def _pictures(pages: Sequence[bytes], first: int, total: int) -> Pictures:
    return Pictures(first, tuple(_address(picture) for picture in pages), total)


def _address(picture: bytes) -> str:
    kind = "png" if picture.startswith(_PNG) else "webp"
    return f"data:image/{kind};base64,{b64encode(picture).decode()}"
