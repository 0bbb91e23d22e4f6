"""Registers the topics of the office, one visible line each."""

from contest.web.office import (
    appointments,
    assignment,
    audit_log,
    blind_copies,
    editions,
    home,
    progress,
    results,
    rubric,
    schedule,
    screening,
)
from contest.web.office.pages import pages

__all__ = [
    "appointments",
    "assignment",
    "audit_log",
    "blind_copies",
    "editions",
    "home",
    "pages",
    "progress",
    "results",
    "rubric",
    "schedule",
    "screening",
]
