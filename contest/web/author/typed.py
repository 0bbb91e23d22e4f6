"""The typed text as the editor sends it, with headings, lists and tables, beside the plain field always there."""

from flask import request

from contest.entries.author_queries import DraftView
from contest.kernel.errors import RuleBroken
from contest.platform.crypto import keyring
from contest.platform.sanitise import clean_typed
from contest.web import actor


def sent() -> str | None:
    """Return what the editor sent, any HTML; None where the page was without it, or nothing was changed in it.

    An emptied editor sends an empty paragraph.
    """
    return request.form.get("markup") or None


def as_kept() -> str:
    """Return what the editor sent as it would be kept, "" where that is plain text."""
    try:
        return clean_typed(sent() or "")[0]
    except RuleBroken:  # what cannot be kept is not shown either: the plain field has the words
        return ""


def in_editor(draft: DraftView) -> dict[str, object]:
    """Return what the page gives to the editor: what was typed last, or what is stored, and whether it was changed.

    `device`: a sign that tells accounts apart in a browser's storage, and nothing else.
    """
    return {
        "markup": draft.markup if sent() is None else as_kept(),
        "markup_changed": sent() is not None,
        "device": keyring().opaque("device", str(actor.current().account_id)),
    }
