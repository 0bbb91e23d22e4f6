"""Pictures of handwritten pages on the writing page: more of them, one less, one further up or down; by buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from flask_babel import gettext

from contest.editions.queries import CategoryView
from contest.entries import files, handwritten
from contest.entries.author_queries import DraftView
from contest.entries.handwritten import FIELD
from contest.entries.rules.limits import MEGABYTE, PICTURES
from contest.platform.documents.handwritten import ENDINGS, MOST, Page
from contest.web import actor

UP, DOWN, OUT = "picture-up-", "picture-down-", "picture-out-"
REMOVE: Final = "remove-file"  # the last picture is taken away like any file


@dataclass(frozen=True, slots=True)
class Asked:
    """What the field for pictures says: `limit` of one, and of what is sent at once, `together` of all, in bytes."""

    accept: str
    most: int
    limit: int
    together: int
    too_large: str


def received(draft: DraftView) -> files.Received | None:
    """Take in what was chosen and do what was asked for; None where nothing changes. Slow. Raises RuleBroken."""
    sent = [(each.stream.read(), each.filename) for each in request.files.getlist(FIELD) if each.filename]
    action = request.form.get("action", "")
    if not sent and not action.startswith((UP, DOWN, OUT)):
        return None
    here = handwritten.kept(draft.key, actor.current().account_id)
    wanted = _arranged(_added(here, handwritten.look_at(sent)), action)
    return handwritten.bound(wanted) if wanted and wanted != here else None


def removes_the_last(draft: DraftView) -> bool:
    """Tell whether the only picture is taken away."""
    action = request.form.get("action", "")
    file = draft.file
    chosen = any(each.filename for each in request.files.getlist(FIELD))
    return bool(action.startswith(OUT) and not chosen and file and len(file.pictures) == 1)


def shown(draft: DraftView, category: CategoryView | None) -> dict[str, object]:
    """Return what the page says of pictures."""
    one, together = handwritten.largest()
    own = category.demands.file_limit_mb if category else None
    together = min(together, own * MEGABYTE) if own else together
    has_some = draft.file is not None and draft.file.kind == PICTURES
    return {
        "takes_pictures": category is None or PICTURES in category.file_kinds,
        "pictures": handwritten.shown(draft.key, actor.current().account_id) if has_some else (),
        "pictures_asked": _asked(min(one, together), together),
    }


def _asked(one: int, together: int) -> Asked:
    too_large = gettext(
        "One of the pictures is larger than %(limit)d MB. Save it smaller, and choose them again.",
        limit=one // MEGABYTE,
    )
    return Asked(",".join(f".{ending}" for ending in ENDINGS), MOST, one, together, too_large)


def _added(here: Sequence[Page], new: Sequence[Page]) -> tuple[Page, ...]:
    """Put new pictures behind the others; one that is there already, as after a second click, is left out."""
    known: dict[str, Page] = {}
    for page in (*here, *new):
        known.setdefault(page.sha256, page)
    return tuple(known.values())


def _arranged(pages: tuple[Page, ...], action: str) -> tuple[Page, ...]:
    at = next((at for at, page in enumerate(pages) if action.endswith(f"-{page.sha256}")), None)
    if at is None:
        return pages
    if action.startswith(OUT):
        return pages[:at] + pages[at + 1 :]
    if action.startswith(UP):
        return _moved(pages, at, at - 1)
    return _moved(pages, at, at + 1) if action.startswith(DOWN) else pages


def _moved(pages: tuple[Page, ...], at: int, to: int) -> tuple[Page, ...]:
    if not 0 <= to < len(pages):
        return pages
    order = list(pages)
    order.insert(to, order.pop(at))
    return tuple(order)
