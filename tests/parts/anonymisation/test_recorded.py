"""Works with recordings on their way to the judges: made anew, cleared, coded under keys of their own, erased."""

import io

import pytest

from contest.anonymisation import coding, erasing, making, queries, renditions, seals, service
from contest.anonymisation.models import BlindCopy, BlindRecording, Rendition
from contest.anonymisation.service import Seen
from contest.editions import service as editing
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.claims import Claims
from contest.platform.database import db
from contest.platform.media import sentences
from contest.reports import checking, orphans
from tests import played, recordings
from tests.deepgrep import tokens_in
from tests.works import Works
from tests.worlds import world

RADIO = CategorySpec("Phát thanh", 1, 5000, demands=Demands(recordings=("mp3", "mp4")))

ALONE = CategorySpec("Chỉ bản ghi", 0, 5000, demands=Demands(recordings=("mp3",), script=False))


@world
def works(factory) -> Works:
    return Works(factory, rounds=2, categories=(RADIO, ALONE))


def author(works, number=1):
    return works.factory.person(f"Nguyễn ZQXname{'ABCD'[number]}")


def prepare(works):
    with works.factory.app.app_context():
        return service.prepare(works.edition_id, now=works.now)


def detail(works, state="to_clear", place=0):
    line = works.factory.read(renditions.listed, works.edition_id, state).lines[place]
    return works.factory.read(renditions.detail, works.edition_id, line.key)


def clear(works):
    while works.factory.read(renditions.counts, works.edition_id)["to_clear"]:
        found = detail(works)
        works.factory.do(
            service.clear, works.edition_id, Seen(found.key, found.stamp),
            secretary_id=works.secretary_id, now=works.now,
        )  # fmt: skip


def draw(works):
    return works.factory.do(coding.draw_codes, works.round_id, actor_id=works.secretary_id, now=works.now)


def stored(works):
    return works.factory.app.extensions["contest_storage"].keys()


def count(works, model):
    return works.factory.read(lambda: db.session.scalar(db.select(db.func.count()).select_from(model)))


def faults(works):
    with works.factory.app.app_context():
        return [*checking._pages(works.now), *orphans.faults(works.now, young=-works.now.utcoffset())]


def read(opened):
    kind, content = opened
    with content:
        return kind, content.read()


def test_a_recording_is_made_anew_and_waits_until_somebody_has_heard_it(works):
    works.accepted(author(works), recording=("ZQXfilename.mp4", played.planted_film(behind=b"")))
    before = stored(works)
    prepared = prepare(works)

    found = detail(works)
    assert (prepared.to_clear, found.kind, found.recording.kind, found.recording.seconds) == (
        1,
        "html",
        "mp4",
        2,
    )
    assert set(found.for_eyes) == {"recording", "subtitles"}
    assert {"recording", "subtitles", "cover", "other-tracks"} <= set(found.flags)
    kept = {(item.kind, item.text) for item in found.removed}
    assert {("property", "ZQXmetaartist"), ("chapter", "ZQXchapterone"), ("picture", sentences.COVER)} <= kept
    assert len(found.removed) == len(kept)
    kind, content = read(works.factory.read(renditions.recording, works.edition_id, found.key))
    assert (kind, content[4:8], tokens_in(content)) == ("mp4", b"ftyp", set())
    assert stored(works) - before == works.factory.read(renditions.storage_keys)
    with pytest.raises(RuleBroken, match="something was found: 1"):
        draw(works)
    clear(works)
    assert draw(works) == 1


def test_what_cannot_be_made_anew_waits_with_a_sentence_and_leaves_no_file(works):
    works.accepted(author(works), recording=("a.mp4", recordings.mp4(2)))
    before = stored(works)
    prepared = prepare(works)

    found = detail(works, "failed")
    assert prepared.failed == 1
    assert (found.failure, found.recording) == ((sentences.CANNOT_BE_REMADE, {}), None)
    assert stored(works) == before
    with pytest.raises(NotFound):
        works.factory.read(renditions.recording, works.edition_id, found.key)
    with pytest.raises(RuleBroken, match="cannot be shown to judges: 1"):
        draw(works)


def test_texts_are_made_before_recordings_and_a_page_never_waits_for_one(works):
    works.accepted(author(works, 1), recording=("a.mp3", played.mp3()))
    works.accepted(author(works, 2))
    assert works.factory.do(service.prepare_few, works.edition_id, now=works.now) is None
    with works.factory.app.app_context():
        waiting = service.pending(works.edition_id)
        with Claims("blind-copies") as claims:
            batches = list(making.shares(waiting, claims, 4))
        assert [[work.recording is None for work in batch] for batch in batches] == [[True], [False]]
        db.session.rollback()


def test_a_recording_is_coded_under_a_storage_key_of_its_own(works):
    works.accepted(author(works, 1), title="Phim", recording=("ZQXfile.mp4", played.planted_film(behind=b"")))
    works.accepted(author(works, 2), title="Tiếng", recording=("ZQXfile.mp3", played.planted_mp3()))
    works.accepted(author(works, 3), title="Không")
    originals = stored(works)
    prepare(works)
    clear(works)
    named = works.factory.read(renditions.storage_keys)
    assert (draw(works), len(named)) == (3, 2)

    blind = works.factory.read(queries.storage_keys)
    assert (count(works, BlindRecording), count(works, Rendition)) == (2, 0)
    assert blind.isdisjoint(named | originals)
    assert stored(works) == originals | blind
    seen = {}
    for copy in works.factory.read(queries.blind_copies, works.round_id):
        essay = works.factory.read(queries.essay, works.round_id, copy.code)
        if essay.recording is None:
            with pytest.raises(NotFound):
                works.factory.read(queries.recording, works.round_id, copy.code)
        else:
            seen[copy.title] = read(works.factory.read(queries.recording, works.round_id, copy.code))
            assert seen[copy.title][0] == essay.recording.kind
    assert {title: kind for title, (kind, _) in seen.items()} == {"Phim": "mp4", "Tiếng": "mp3"}
    assert tokens_in([content for _, content in seen.values()]) == set()
    assert faults(works) == []


def test_in_the_next_round_the_recording_is_copied_once_more(works):
    works.accepted(author(works), recording=("a.mp3", played.mp3()))
    prepare(works)
    clear(works)
    draw(works)
    first = works.factory.read(queries.storage_keys)
    (old,) = works.factory.read(queries.blind_copies, works.round_id)
    by = {"actor_id": works.organiser_id, "now": works.now}
    for state in ("judging", "closed"):
        works.factory.do(editing.set_round_state, works.round_id, state, **by)
    works.factory.do(coding.recode, works.round_id, works.rounds[1], [old.id], **by)

    (new,) = works.factory.read(queries.blind_copies, works.rounds[1])
    both = works.factory.read(queries.storage_keys)
    assert (len(first), len(both), new.code != old.code) == (1, 2, True)
    assert read(works.factory.read(queries.recording, works.rounds[1], new.code)) == read(
        works.factory.read(queries.recording, works.round_id, old.code)
    )
    assert faults(works) == []


def test_an_act_that_fails_leaves_no_copied_recording_behind(works):
    works.accepted(author(works, 1), recording=("a.mp3", played.mp3()))
    works.accepted(author(works, 2), recording=("a.mp4", played.film()))
    prepare(works)
    clear(works)
    storage = works.factory.app.extensions["contest_storage"]
    storage.delete(min(works.factory.read(renditions.storage_keys)))
    before = stored(works)
    with pytest.raises(NotFound):
        draw(works)
    assert (count(works, BlindCopy), stored(works)) == (0, before)


def test_a_recording_made_anew_while_codes_are_drawn_stops_the_act(works):
    works.accepted(author(works), recording=("a.mp3", played.mp3()))
    prepare(works)
    clear(works)
    storage = works.factory.app.extensions["contest_storage"]
    key = "0123456789abcdefghjkmnpqrs"
    real = storage.open

    def changed(asked):
        storage.open = real
        storage.put(key, b"other")
        row = db.session.scalar(db.select(Rendition))
        row.recording_key = key
        db.session.commit()
        return real(asked)

    storage.open = changed
    with pytest.raises(Conflict, match="has changed meanwhile"):
        draw(works)
    assert count(works, BlindRecording) == 0


def test_a_missing_recording_is_told_and_one_that_no_row_knows(works):
    works.accepted(author(works), recording=("a.mp3", played.mp3()))
    prepare(works)
    (key,) = works.factory.read(renditions.storage_keys)
    storage = works.factory.app.extensions["contest_storage"]
    assert faults(works) == []
    content = storage.get(key)
    storage.delete(key)
    assert faults(works) == [f"file {key} is missing from the storage"]
    storage.put(key, content)
    clear(works)
    draw(works)
    (blind,) = works.factory.read(queries.storage_keys)
    storage.delete(blind)
    assert faults(works) == [f"file {blind} is missing from the storage"]


def test_a_withdrawn_work_and_an_erased_one_leave_no_recording(works):
    person = author(works)
    key = works.submitted(person, recording=("a.mp3", played.mp3()))
    works.accept(key)
    gone = works.factory.person()
    works.accepted(gone, recording=("a.mp4", played.film()))
    prepare(works)
    assert len(works.factory.read(renditions.storage_keys)) == 2
    works.withdrawn(key, person)
    assert len(works.factory.read(renditions.storage_keys)) == 1
    clear(works)
    draw(works)
    joined = works.factory.do(seals.open_seals, works.edition_id, actor_id=works.organiser_id, now=works.now)
    works.factory.do(erasing.empty, list(joined))
    assert (works.factory.read(queries.storage_keys), count(works, BlindRecording)) == (frozenset(), 0)
    assert faults(works) == []


def test_a_recording_alone_is_a_work_too(works):
    works.accepted(author(works), text="", recording=("a.mp3", played.mp3()), category=1)
    prepare(works)
    found = detail(works)
    assert (found.html, found.words, found.recording.kind) == ("", 0, "mp3")
    assert io.BytesIO(read(works.factory.read(renditions.recording, works.edition_id, found.key))[1]).read(2) in {
        b"\xff\xfb", b"\xff\xfa",
    }  # fmt: skip
