"""To everybody on a work: what its author asked for after the closing time, and the secretariat's answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from contest.communications.notices.author import parts
from contest.entries import authorship, requested
from contest.entries.events import AfterAnswered
from contest.entries.rules import requests as rules

EVENT = AfterAnswered
TEMPLATE = "request_answered"


def recipients(event: AfterAnswered) -> Iterable[tuple[int, Mapping[str, Any]]]:
    asked = requested.by_id(event.request_id)
    everybody = authorship.addressees(event.entry_id)
    # What somebody said about the own person concerns nobody else.
    to = [asked.account_id] if asked.kind == rules.ABOUT else everybody
    for account_id in to:
        yield account_id, {"entry_id": event.entry_id, "request_id": event.request_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = requested.by_id(ids["request_id"])
    return {
        **parts.about(ids),
        "contact": parts.contact(ids, asked.account_id),
        "asked": asked,
        "what": gettext(rules.KINDS[asked.kind]),
        "is_yes": asked.answer == rules.YES,
    }
