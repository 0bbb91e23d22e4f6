"""Registers the topics of authors, one visible line each."""

from contest.web.author import about, arrival, co_authors, entries, result, submitting, writing
from contest.web.author.pages import pages

pages.blueprint.record_once(arrival.watch)

__all__ = ["about", "co_authors", "entries", "pages", "result", "submitting", "writing"]
