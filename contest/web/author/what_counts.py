"""What of a work counts where nothing can be changed any more, for the page on which its authors read it."""

from flask import url_for

from contest.entries import comparing, handwritten
from contest.entries.author_queries import DraftView
from contest.web import actor
from contest.web.author import own_fields


def shown(draft: DraftView) -> dict[str, object]:
    """Return text, pictures, recording and answers: of the last submit, or of the draft where there is none."""
    return _submitted(draft) if draft.version_number else _written(draft)


def _submitted(draft: DraftView) -> dict[str, object]:
    who, number = actor.current().account_id, draft.version_number
    sent = comparing.of_version(draft.key, number, reader_id=who)
    key = draft.key
    return {
        "text": sent.text,
        "markup": sent.markup,
        "pages": handwritten.of_version(key, who, number),
        "pages_url": url_for("author.version_file", key=key, number=number),
        "heard": sent.stated.recording,
        "heard_url": url_for("author.version_enclosure", key=key, number=number, role="recording"),
        "answered": own_fields.said(sent.own, own_fields.address(key, number)),
    }


def _written(draft: DraftView) -> dict[str, object]:
    typed = {"text": draft.text, "markup": draft.markup}
    return {
        **({"text": draft.file_text, "markup": ""} if draft.file else typed),
        "pages": handwritten.shown(draft.key, actor.current().account_id),
        "pages_url": url_for("author.draft_file", key=draft.key),
        "heard": draft.recording,
        "heard_url": url_for("author.draft_enclosure", key=draft.key, role="recording"),
        "answered": own_fields.said(draft.own, own_fields.address(draft.key)),
    }
