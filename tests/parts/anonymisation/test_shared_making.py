"""Two workers share the works that are to be made blind: all are made, and none twice."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from contest.anonymisation import renditions, service
from contest.platform.database import db
from tests.factories import Factory
from tests.works import Works, word_file
from tests.worlds import world

MANY = 3 * service._BATCH


@world
def works(factory: Factory) -> Works:
    works = Works(factory)
    for number in range(MANY):
        content = word_file(f"Chuyện thứ {number} của quê tôi.")
        works.accepted(factory.person("Nguyễn Văn Khuê"), title=f"Bài {number}", file=("bai.docx", content))
    return works


@pytest.fixture
def both(app: Flask, works: Works, monkeypatch):
    """Let two make the works; both have listed what waits, and made their first share, before either goes on."""
    listed, begun = threading.Barrier(2, timeout=60), threading.Barrier(2, timeout=60)
    pending, make, keep = service.pending, service.make, service._keep
    converted: list[int] = []
    kept: Counter[int] = Counter()

    def listed_by_both(edition_id):
        found = pending(edition_id)
        listed.wait()
        return found

    def noted(work, *more):
        converted.append(work.entry_id)
        return make(work, *more)

    def first_by_both(*what):
        kept[threading.get_ident()] += 1
        if kept[threading.get_ident()] == 1:
            begun.wait()
        return keep(*what)

    def prepare(later: int):
        with app.app_context():
            try:
                now = works.now + timedelta(seconds=later)
                return service.prepare(works.edition_id, now=now)
            finally:
                db.session.remove()

    monkeypatch.setattr(service, "pending", listed_by_both)
    monkeypatch.setattr(service, "make", noted)
    monkeypatch.setattr(service, "_keep", first_by_both)

    def run():
        with ThreadPoolExecutor(2) as workers:
            prepared = list(workers.map(prepare, (0, 1)))
        return prepared, sorted(converted)

    return run


def test_two_workers_share_the_works_and_make_none_twice(both, works, factory):
    prepared, converted = both()
    assert len(converted) == len(set(converted)) == MANY
    assert [each.failed for each in prepared] == [0, 0]
    assert sum(each.made for each in prepared) == MANY
    assert min(each.made for each in prepared) > 0
    counts = factory.read(renditions.counts, works.edition_id)
    assert (counts["failed"], sum(counts.values())) == (0, MANY)


def test_what_one_could_not_make_the_other_one_does_not_try_as_well(both, works, factory, app):
    with app.app_context():
        storage = app.extensions["contest_storage"]
        for work in service.entries.accepted_for_coding(works.edition_id):
            storage.put(work.file.storage_key, b"PK\x03\x04 damaged afterwards")
    prepared, converted = both()
    assert len(converted) == len(set(converted)) == MANY
    assert sum(each.failed for each in prepared) == MANY
    assert factory.read(renditions.counts, works.edition_id) == {"failed": MANY, "to_clear": 0, "clear": 0}
