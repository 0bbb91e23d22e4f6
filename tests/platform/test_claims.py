"""Who claims a thing has it alone, in this and every other process of the machine, until it lets go or ends."""

import os
import signal

from contest.app import create_app
from contest.platform.claims import Claims, is_any_taken
from contest.settings import read


def test_a_thing_is_claimed_once_until_it_is_let_go(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    with app.app_context(), Claims("copies") as one, Claims("copies") as two, Claims("films") as films:
        assert [one.take(7), two.take(7), two.take(8), one.take(8), films.take(7)] == [
            True,
            False,
            True,
            False,
            True,
        ]
        one.release(7)
        assert two.take(7)
    with app.app_context(), Claims("copies") as later:
        assert [later.take(7), later.take(8)] == [True, True], "whoever closes lets go of all"
    assert (tmp_path / "copies.claims").stat().st_size == 0


def test_others_are_told_whether_anything_is_claimed_but_not_whoever_asks_of_their_own(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    with app.app_context(), Claims("copies") as one, Claims("copies") as two:
        assert (one.is_any_taken(), two.is_any_taken()) == (False, False)
        one.take(70_000)
        assert (one.is_any_taken(), two.is_any_taken()) == (False, True)
        one.release(70_000)
        assert two.is_any_taken() is False


def test_who_only_asks_leaves_no_file_behind(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    with app.app_context():
        assert (is_any_taken("copies"), (tmp_path / "copies.claims").exists()) == (False, False)
        with Claims("copies") as one:
            one.take(7)
            assert is_any_taken("copies")


def test_what_a_killed_process_had_claimed_is_free_again(tmp_path):
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path)}))
    ready, said = os.pipe()
    child = os.fork()
    if child == 0:
        with app.app_context(), Claims("copies") as theirs:
            os.write(said, b"y" if theirs.take(7) else b"n")
            signal.pause()
    assert os.read(ready, 1) == b"y"
    with app.app_context(), Claims("copies") as ours:
        assert not ours.take(7)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert ours.take(7)
    os.close(ready)
    os.close(said)
