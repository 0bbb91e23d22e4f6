"""A process that is killed while works are sealed or opened loses nothing: they are in one place or in the other."""

import os
import signal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest.entries import discarding, works_opened, works_put_back, works_sealed
from contest.entries.models_sealed import DiscardedFile, SealedChunk, SealedWork
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
    put_back()


def put_back():
    works_put_back.put_works_back()
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
def test_whatever_moment_the_sealing_is_killed_at_all_works_are_there_and_can_be_opened(
    app, factory, works, moment
):
    before, bytes_before = state(factory), files(app)
    assert killed(app, moment, lambda: seal(works))
    is_sealed = settled(app, factory)
    assert is_sealed == (moment[0] in {"committed", "delete"})
    if not is_sealed:
        assert (state(factory), files(app)) == (before, bytes_before)
        with app.app_context():
            seal(works)
    with app.app_context():
        unseal(works)
    assert settled(app, factory) is False
    assert (state(factory), files(app)) == (before, bytes_before)


# Where the opening dies: at one of the two files that are stored again, just before or after a commit, of which the
# request has one, each of five records one and the chunks one, or at one of the chunks that are deleted.
OPENING = (
    *(("finish", count) for count in (1, 2)),
    *((what, count) for what in ("commit", "committed") for count in range(1, 8)),
    *(("delete", count) for count in (1, 2, 6)),
)


@pytest.mark.parametrize("moment", OPENING)
def test_whatever_moment_the_opening_is_killed_at_it_goes_on_and_all_works_are_back(
    app, factory, works, moment
):
    before, bytes_before = state(factory), files(app)
    with app.app_context():
        seal(works)
    assert killed(app, moment, lambda: unseal(works))
    is_opened = factory.read(lambda: db.session.query(SealedWork).filter_by(opened_at=None).count() == 0)
    assert is_opened == (moment != ("commit", 1))
    with app.app_context():
        put_back() if is_opened else unseal(works)
    assert settled(app, factory) is False
    left = factory.read(
        lambda: [db.session.query(m).count() for m in (SealedWork, SealedChunk, DiscardedFile)]
    )
    assert left == [0, 0, 0]
    assert (state(factory), files(app)) == (before, bytes_before)


def test_two_workers_at_once_put_every_work_back_once_and_leave_no_file_over(app, factory, works):
    before, bytes_before = state(factory), files(app)
    with app.app_context():
        seal(works)
        with unit_of_work():
            works_opened.open_works(works.edition_id, SECRET, now=works.now)
    children = [started(app) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    with app.app_context():
        discarding.discard_waiting()
    assert (state(factory), files(app)) == (before, bytes_before)
    assert factory.read(lambda: [db.session.query(m).count() for m in (SealedWork, SealedChunk)]) == [0, 0]


def started(app):
    """Let a child do what a worker does, and end with 0 where nothing went wrong."""
    child = os.fork()
    if child == 0:
        try:
            with app.app_context():
                db.engine.dispose(close=False)
                works_put_back.put_works_back()
                db.session.remove()
            os._exit(0)
        finally:
            os._exit(1)
    return child
