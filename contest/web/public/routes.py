"""Registers the topics of the public, one visible line each."""

from contest.web.public import (
    announcements,
    blindness,
    co_authors,
    edition,
    first_run,
    fixed_rules,
    health,
    invitations,
    landing,
    language,
    privacy,
    receipt_lists,
    receipts,
    results,
    units,
    verify,
)
from contest.web.public.pages import pages

__all__ = [
    "announcements",
    "blindness",
    "co_authors",
    "edition",
    "first_run",
    "fixed_rules",
    "health",
    "invitations",
    "landing",
    "language",
    "pages",
    "privacy",
    "receipt_lists",
    "receipts",
    "results",
    "units",
    "verify",
]
