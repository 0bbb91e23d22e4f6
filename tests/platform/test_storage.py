"""What every storage backend promises, on each of them."""

import os
import subprocess
import sys

import pytest

from contest.kernel.errors import NotFound
from contest.kernel.keys import new_key
from contest.platform.storage import BACKENDS, digest, open_storage, pieces
from contest.platform.storage.local import Busy
from tests.serving import ROOT


@pytest.fixture(params=sorted(BACKENDS))
def storage(request, tmp_path):
    return open_storage(f"{request.param}://{tmp_path / 'files'}")


def received(storage, key, *parts):
    """Receive a file in these parts, each held and written on its own."""
    offset = 0
    for part in parts:
        partial = storage.hold(key)
        offset = partial.write(offset, [part])
        partial.close()
    return offset


def test_what_was_put_is_given_back_and_can_be_deleted_twice(storage):
    key = new_key()
    storage.put(key, b"mot bai")

    assert (storage.get(key), storage.keys(), storage.partial_keys()) == (b"mot bai", {key}, frozenset())
    storage.delete(key)
    storage.delete(key)
    assert storage.keys() == frozenset()
    with pytest.raises(NotFound):
        storage.open(key)


def test_a_file_in_pieces_is_nowhere_before_it_is_finished(storage):
    key = new_key()

    assert received(storage, key, b"mot ", b"hai ", b"ba") == 10
    assert (storage.keys(), storage.partial_keys()) == (frozenset(), {key})
    with pytest.raises(NotFound):
        storage.get(key)
    storage.finish(key)
    storage.finish(key)
    assert (storage.get(key), storage.keys(), storage.partial_keys()) == (b"mot hai ba", {key}, frozenset())


def test_writing_from_an_earlier_place_takes_away_what_stood_behind_it(storage):
    key = new_key()
    received(storage, key, b"acknowledged, and more that was not")
    partial = storage.hold(key)

    assert partial.write(12, [b"!"]) == 13
    partial.close()
    storage.finish(key)
    assert storage.get(key) == b"acknowledged!"


def test_nothing_of_a_piece_that_does_not_fit_stays(storage):
    key = new_key()
    received(storage, key, b"before")
    partial = storage.hold(key)

    def full():
        yield b"some"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        partial.write(6, full())
    partial.close()
    storage.finish(key)
    assert storage.get(key) == b"before"


def test_one_writer_at_a_time_until_it_closes(storage):
    key = new_key()
    partial = storage.hold(key)

    with pytest.raises(Busy):
        storage.hold(key)
    partial.close()
    storage.hold(key).close()


def test_a_writer_that_was_killed_holds_nothing(tmp_path):
    key = new_key()
    holder = (
        "import os, sys; from contest.platform.storage import open_storage;"
        "p = open_storage(sys.argv[1]).hold(sys.argv[2]); p.write(0, [b'kept']); os.kill(os.getpid(), 9)"
    )
    url = f"local://{tmp_path / 'files'}"
    subprocess.run([sys.executable, "-c", holder, url, key], cwd=ROOT, env=dict(os.environ), check=False)

    storage = open_storage(url)
    storage.hold(key).close()
    storage.finish(key)
    assert storage.get(key) == b"kept"


def test_abandoning_leaves_nothing_and_finishing_then_finds_nothing(storage):
    key = new_key()
    received(storage, key, b"some")

    storage.abandon(key)
    storage.abandon(key)
    assert storage.partial_keys() == frozenset()
    with pytest.raises(NotFound):
        storage.finish(key)


def test_a_part_of_a_file_is_read_without_the_rest(storage):
    key = new_key()
    storage.put(key, b"0123456789")

    assert [b"".join(pieces(storage.open(key), *part)) for part in ((0,), (4, 3), (8, 10), (10, 1))] == [
        b"0123456789", b"456", b"89", b"",
    ]  # fmt: skip
    assert digest(storage.open(key)) == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"


def test_it_is_told_when_a_file_was_last_written(storage):
    stored, partial = new_key(), new_key()
    storage.put(stored, b"1")
    received(storage, partial, b"1")

    assert None not in {storage.changed_at(stored), storage.changed_at(partial)}
    assert storage.changed_at(new_key()) is None


@pytest.mark.parametrize("key", ["", "../../../etc/passwd", "a" * 60, "A" * 26])
def test_a_key_that_is_not_ours_is_no_path(storage, key):
    for act in (storage.get, storage.delete, storage.hold, storage.finish, storage.abandon):
        with pytest.raises(NotFound):
            act(key)
