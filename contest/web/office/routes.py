"""Registers the topics of the office, one visible line each."""

from contest.web.office import (
    announcements,
    appointments,
    assignment,
    audit_log,
    barred,
    blind_copies,
    copying,
    editions,
    home,
    invitation_list,
    late,
    progress,
    results,
    rubric,
    schedule,
    screening,
    statistics,
)
from contest.web.office.pages import pages

__all__ = [
    "announcements",
    "appointments",
    "assignment",
    "audit_log",
    "barred",
    "blind_copies",
    "copying",
    "editions",
    "home",
    "invitation_list",
    "late",
    "pages",
    "progress",
    "results",
    "rubric",
    "schedule",
    "screening",
    "statistics",
]
