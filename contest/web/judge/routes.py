"""Registers the topics of judges, one visible line each."""

from contest.web.judge import conflicts, desk, essay, essay_files, preview
from contest.web.judge.pages import pages

__all__ = ["conflicts", "desk", "essay", "essay_files", "pages", "preview"]
