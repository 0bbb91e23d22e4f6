"""The log of an edition for observers: what happened, in plain words and ids only, with the end of the chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext

from contest.access.permissions import Permission
from contest.audit import queries as audit
from contest.audit.queries import LogLine
from contest.editions.queries import EditionView
from contest.web.office import sections
from contest.web.office.fields import number
from contest.web.office.log_words import DETAILS, DUTIES, EVENTS, SETTINGS, STATES
from contest.web.office.pages import pages
from contest.web.templating import instant

SIZE = 50
# Kept in the log, not shown: who may read a blind copy could reckon its fingerprint and find the author's account.
WITHHELD = frozenset({"sha256", "sha256_text", "sha256_file", "size"})
# A blacked-out place, pages shown as text, a long quotation can be seen in a blind copy: which entry it was must not
# stand here.
SEEN_IN_COPIES = ("rendition.", "likeness.")
CHANGES = frozenset({"before", "after"})  # of an award, where nothing is something to tell


@dataclass(frozen=True, slots=True)
class _Links:
    """Neighbouring pages, as the pager wants them."""

    prev_url: str | None
    next_url: str | None


@pages.page("/<slug>/log", Permission.READ_AUDIT)
def log(edition: EditionView) -> ResponseReturnValue:
    before = number(request.args.get("before"))
    lines = audit.log(edition.id, before=before, limit=SIZE + 1)
    shown = lines[:SIZE]
    newest = url_for("office.log", slug=edition.slug)
    older = url_for("office.log", slug=edition.slug, before=shown[-1].id) if len(lines) > SIZE else None
    return sections.render(
        "office/audit_log.html",
        edition,
        lines=[(line, EVENTS.get(line.name, line.name), _details(line)) for line in shown],
        links=_Links(newest if before is not None else None, older),
        head=audit.head(),
    )


def _details(line: LogLine) -> str:
    if line.name.startswith(SEEN_IN_COPIES):
        return ""
    told = ((name, value) for name, value in line.details.items() if name not in WITHHELD)
    said = ((DETAILS.get(name, name), _value(name, value)) for name, value in told)
    return ", ".join(f"{label}: {value}" for label, value in said if value)


def _value(name: str, value: object) -> str:
    if value is None:
        return str(gettext("no prize")) if name in CHANGES else ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list | tuple):
        return "; ".join(str(SETTINGS.get(str(part), part)) for part in value)
    known: Mapping[str, LazyString] = DUTIES if name == "duty" else STATES
    return str(known.get(str(value), "")) or _instant(str(value))


def _instant(value: str) -> str:
    """Show an instant in the zone of the page; anything else as it is."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return instant(found) if found.tzinfo else value
