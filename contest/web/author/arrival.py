"""When a request arrived: who pressed the button in time is in time, even if the upload takes a while."""

from datetime import datetime

from flask import Flask, g, request_started
from flask.blueprints import BlueprintSetupState

from contest.editions import late
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries.rules import lateness
from contest.kernel import clock
from contest.web import actor


def watch(state: BlueprintSetupState) -> None:
    """Note the beginning of every request, before anything (the form token, too) reads its body."""
    request_started.connect(_note, state.app)


def instant() -> datetime:
    """Return the instant that this request counts as; its body has been read by now."""
    began: datetime = g.contest_arrived
    return lateness.counts_as(began, clock.now())


def edition(edition_id: int, author_id: int | None = None) -> EditionView:
    """Return the edition as it stands for the author of an entry, at the instant that this request counts as.

    Without one it is whoever asks. A co-author has the time that the author of the entry has.
    """
    found = editions.by_id(edition_id, now=instant())
    return late.for_author(found, author_id or actor.current().account_id, now=instant())


def _note(_: Flask, **__: object) -> None:
    g.contest_arrived = clock.now()
