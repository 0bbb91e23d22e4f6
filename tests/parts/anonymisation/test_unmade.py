"""Works that a worker was asked to make blind and nobody makes are named; works that nobody asked for are not."""

from datetime import timedelta

import pytest

from contest.anonymisation import renditions, service, unmade
from contest.kernel import clock
from contest.platform import jobs
from contest.platform.claims import Claims
from contest.platform.database import db
from contest.reports import checking
from tests.works import Works, word_file
from tests.worlds import world

SOON, LATER = timedelta(minutes=50), timedelta(minutes=70)


@world
def works(factory) -> Works:
    works = Works(factory)
    for number in range(service.FEW + 1):
        works.accepted(factory.person(), title=f"Bài số {number}")
    return works


@pytest.fixture
def ask(works):
    """Ask for the copies as a secretary does, and leave them to a worker; return when."""

    def asked():
        assert works.factory.do(service.prepare_few, works.edition_id, now=works.now) is None
        return clock.now()

    return asked


def work_at_the_queue(app):
    """Do all that waits in the queue, as a worker does."""
    queue = app.extensions["contest_queue"]
    while (job := queue.dequeue()) is not None:
        queue.execute(job)


def named(works, now):
    return [fault for fault in works.factory.read(checking.faults, now) if "made blind" in fault]


def test_what_nobody_asked_for_waits_for_the_secretary_and_is_no_fault(works):
    assert works.factory.read(unmade.of_edition, works.edition_id, now=clock.now() + LATER) is None
    assert named(works, clock.now() + LATER) == []


def test_what_a_worker_was_asked_for_and_nobody_makes_for_an_hour_is_named(works, ask):
    asked = ask()

    assert named(works, asked + SOON) == []
    found = works.factory.read(unmade.of_edition, works.edition_id, now=asked + LATER)
    assert (found.is_left, len(found.keys), asked - found.asked_at < timedelta(minutes=1)) == (True, 4, True)
    assert named(works, asked + LATER) == [
        f"entry {key} is accepted and waits to be made blind, and nothing makes it: run `flask work`"
        for key in found.keys
    ]


def test_many_are_counted_and_the_first_are_named(works, ask, monkeypatch):
    monkeypatch.setattr(checking, "MOST_NAMED", 3)
    asked = ask()
    assert named(works, asked + LATER)[3:] == ["1 more accepted entries wait to be made blind"]


def test_what_the_worker_has_made_is_named_no_more_nor_what_is_accepted_afterwards(works, ask, app):
    asked = ask()
    work_at_the_queue(app)
    works.accepted(works.factory.person(), title="Bài đến sau")

    assert works.factory.read(unmade.of_edition, works.edition_id, now=asked + LATER) is None
    assert named(works, asked + LATER) == []


def test_what_is_accepted_after_the_worker_was_asked_is_not_named_beside_the_others(works, ask):
    asked = ask()
    works.now = asked + SOON
    works.accepted(works.factory.person(), title="Bài đến sau")

    assert len(named(works, asked + LATER)) == service.FEW + 1


def test_while_a_worker_has_any_work_at_hand_the_others_wait_for_their_turn(works, ask, app):
    asked = ask()
    with app.app_context(), Claims("blind-copies") as elsewhere:
        assert elsewhere.take(1)
        assert named(works, asked + LATER) == []
    assert len(named(works, asked + LATER)) == service.FEW + 1


def test_a_worker_that_ended_in_the_middle_leaves_what_is_named(works, ask, app, monkeypatch):
    asked = ask()
    kept, keep = [], service._keep

    def killed_at_the_third(*what):
        if len(kept) == 2:
            raise MemoryError
        kept.append(what)
        return keep(*what)

    monkeypatch.setattr(service, "_keep", killed_at_the_third)
    queue = app.extensions["contest_queue"]
    queue.execute(queue.dequeue())

    assert len(named(works, asked + LATER)) == service.FEW - 1

    monkeypatch.undo()  # a secretary makes the rest while the page waits: what is made anew later waits for no worker
    works.factory.do(service.prepare_few, works.edition_id, now=asked + SOON)
    with app.app_context():
        assert jobs.asked_at("prepare_blind_copies") is not None
    works.factory.do(service.prepare_few, works.edition_id, now=asked + LATER)
    with app.app_context():
        assert jobs.asked_at("prepare_blind_copies") is None


def test_a_copy_that_cannot_be_shown_was_made_and_is_not_named(works, ask, app):
    damaged = word_file("Một bài về dòng sông.")
    works.accepted(works.factory.person(), title="Bài hỏng", file=("bai.docx", damaged))
    asked = ask()
    with app.app_context():
        [work] = [each for each in service.pending(works.edition_id) if each.file]
        app.extensions["contest_storage"].put(work.file.storage_key, b"PK\x03\x04 damaged afterwards")
        service.prepare(works.edition_id, now=works.now)
        db.session.remove()
    assert works.factory.read(renditions.counts, works.edition_id)["failed"] == 1
    assert named(works, asked + LATER) == []
