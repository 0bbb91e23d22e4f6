"""Registers the topics of authors, one visible line each."""

from contest.web.author import (
    about,
    arrival,
    as_judged,
    as_judged_files,
    asking_later,
    bank_details,
    claim,
    co_authors,
    comparison,
    drafts,
    entries,
    questions,
    receipts,
    result,
    self_identification,
    submitting,
    two_texts,
    uploading,
    writing,
)
from contest.web.author.pages import pages

pages.blueprint.record_once(arrival.watch)

__all__ = [
    "about",
    "as_judged",
    "as_judged_files",
    "asking_later",
    "bank_details",
    "claim",
    "co_authors",
    "comparison",
    "drafts",
    "entries",
    "pages",
    "questions",
    "receipts",
    "result",
    "self_identification",
    "submitting",
    "two_texts",
    "uploading",
    "writing",
]
