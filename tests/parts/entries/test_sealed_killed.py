"""A process that is killed while works are sealed or opened loses nothing: they are in one place or in the other."""

import os
import signal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest.entries import discarding, works_opened, works_sealed
from contest.entries.models_sealed import SealedWork
from contest.kernel import clock
from contest.platform.database import db, unit_of_work
from contest.reports import orphans
from tests.parts.entries.test_sealed_works import PUBLIC, SECRET, files, state, works

__all__ = ("works",)
# Where the process dies: at the n-th file that is stored or deleted, just before the commit, just after it.
MOMENTS = (
    ("finish", 1),
    ("finish", 4),
    ("finish", 7),
    ("commit", 1),
    ("committed", 1),
    ("delete", 1),
    ("delete", 2),
)


def killed(app, moment, act):
    """Let a child do it, and die there; tell whether it died."""
    child = os.fork()
    if child == 0:
        try:
            with app.app_context():
                db.engine.dispose(close=False)
                _arm(app, *moment)
                act()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _arm(app, what, count):
    left = [count]

    def die(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if what in {"commit", "committed"}:
        event.listen(Session, "before_commit" if what == "commit" else "after_commit", die)
        return
    storage = app.extensions["contest_storage"]
    done = getattr(storage, what)

    def counted(key):
        done(key)
        die()

    setattr(storage, what, counted)


def seal(works):
    with unit_of_work():
        works_sealed.seal_works(works.edition_id, PUBLIC, now=works.now)
    discarding.discard_waiting()


def unseal(works):
    with unit_of_work():
        works_opened.open_works(works.edition_id, SECRET, now=works.now)
    discarding.discard_waiting()


def settled(app, factory):
    """Do what the worker and `flask check --mend` do after a crash, and tell whether the works are sealed."""
    with app.app_context():
        discarding.discard_waiting()
        with unit_of_work():
            orphans.mend(clock.now(), young=clock.now() - clock.now())
        db.session.remove()
    return factory.read(lambda: db.session.query(SealedWork).count() > 0)


@pytest.mark.parametrize("moment", MOMENTS)
def test_whatever_moment_it_is_killed_at_all_works_are_there_and_can_be_opened(app, factory, works, moment):
    before, bytes_before = state(factory), files(app)
    assert killed(app, moment, lambda: seal(works))
    is_sealed = settled(app, factory)
    assert is_sealed == (moment[0] in {"committed", "delete"})
    if not is_sealed:
        assert (state(factory), files(app)) == (before, bytes_before)
        with app.app_context():
            seal(works)
    what, count = moment
    assert killed(app, (what, min(count, 2)), lambda: unseal(works))  # there are two files to be stored again
    is_sealed = settled(app, factory)
    assert is_sealed == (what in {"finish", "commit"})
    if is_sealed:
        with app.app_context():
            unseal(works)
    assert (state(factory), files(app)) == (before, bytes_before)
