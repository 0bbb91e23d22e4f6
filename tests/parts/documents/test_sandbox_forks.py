"""Forked readers: what one does to itself is not there in the next, and nothing is left of any of them."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contest.kernel.errors import RuleBroken
from contest.platform import sandbox, sandbox_forks
from tests.works import word_file

OS = "__import__('os')"
HELPED = "a fresh one does it"
# The reader gives itself a name by which it is found among all processes of the machine, also behind walls.
NAMED = "__import__('ctypes').CDLL(None).prctl(15, {name!r}, 0, 0, 0)"


@pytest.fixture
def forked(monkeypatch):
    """Run any expression in a forked process; the forkers are those of this test alone."""
    monkeypatch.setitem(sandbox.JOBS, "evaluate", "builtins:eval")
    monkeypatch.setattr(sandbox_forks, "RUSH", 1)
    sandbox_forks.end()
    yield lambda code, **options: sandbox.run("evaluate", code.encode(), **options)
    sandbox_forks.end()


def number(evaluate, expression: str, **options) -> int:
    return evaluate(f"({{'number': {expression}}}, ())", **options).number("number")


def forker_of(evaluate) -> str:
    """Return what tells one forker from another one: when it was started, in ticks since the machine was."""
    return evaluate(
        f"({{'text': open('/proc/%d/stat' % {OS}.getppid()).read().rsplit(')')[1].split()[19]}}, ())"
    ).text("text")


def is_forked(evaluate) -> bool:
    return (
        evaluate("({'names': list(__import__('sys').modules)}, ())")
        .words("names")
        .count("contest.platform.sandbox_forker")
    )


def processes(name: bytes) -> list[str]:
    """Return all processes of the machine with this name that still live."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and (folder / "comm").read_bytes().strip() == name:
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
                found += [folder.name] if state not in "ZX" else []
    return found


def become(condition, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(condition())


# --- one after another --------------------------------------------------------------------------------------


def test_what_a_job_does_to_its_process_is_not_there_in_the_next_one(forked):
    seen = "int(hasattr(__import__('json'), 'planted')) + 2 * int('PLANTED' in __import__('os').environ)"
    plant = f"[setattr(__import__('json'), 'planted', 1), {OS}.putenv('PLANTED', 'x')]"
    plant += f" + [{OS}.environ.update(PLANTED='x')]"
    same = forker_of(forked)

    assert number(forked, f"len({plant}) * 0 + {seen}") == 3
    assert number(forked, seen) == 0
    assert forker_of(forked) == same


def test_a_reader_holds_its_two_files_and_nothing_else(forked):
    own = "({'pairs': [[n, str(__import__('os').path.exists('/proc/self/fd/' + n))] for n in "
    own += "__import__('os').listdir('/proc/self/fd')]}, ())"
    open_files = [name for name, is_open in forked(own).pairs("pairs") if is_open == "True"]
    assert sorted(open_files) == ["0", "1", "2"]  # and that of the list itself, which is closed again


def test_no_reader_can_use_the_socket_of_its_forker(forked, caplog):
    for number_of_file in range(3, 64):
        with contextlib.suppress(RuleBroken):
            forked(f"__import__('socket').socket(fileno={number_of_file}).send(b'over') or 1")
    assert {r.message for r in caplog.records} == {"sandbox job evaluate failed: OSError"}


def need_walls():
    """Skip where there are none. CI installs bubblewrap, so there only a machine that forbids it is an excuse."""
    if os.environ.get("CONTEST_CI") and shutil.which("bwrap") is None:
        pytest.fail("CI needs bubblewrap")
    if not sandbox.is_walled_in():
        pytest.skip("bubblewrap is missing or may not work here")


def test_nobody_of_the_same_user_without_rights_can_look_into_the_forker(forked):
    """Without walls and with the rights of root, everybody can."""
    need_walls()
    look = f"[{OS}.stat('/proc/%d/fd/0' % {OS}.{{0}}())] and 1"
    assert number(forked, look.format("getpid")) == 1, "it is the forker that is closed, not every process"
    with pytest.raises(RuleBroken):
        number(forked, look.format("getppid"))
    with pytest.raises(RuleBroken):
        number(forked, f"[open('/proc/%d/mem' % {OS}.getppid(), 'rb')] and 1")


def test_the_forker_has_one_thread_also_with_all_readers_imported(forked):
    for job in sandbox.READERS:
        with contextlib.suppress(RuleBroken):
            sandbox.run(job, b"no such file")
    assert number(forked, f"len({OS}.listdir('/proc/%d/task' % {OS}.getppid()))") == 1


@pytest.mark.parametrize("job", [name for name in sandbox.JOBS if name != "self-test"])
def test_all_that_a_job_imports_of_ours_is_there_before_it_begins(forked, job, monkeypatch):
    target = sandbox.JOBS[job]
    raw = word_file("Một bài") if job.endswith("docx") else b"no such file"
    loaded = "{n for n in __import__('sys').modules if n.startswith(('contest', 'lxml', 'mammoth', 'xml'))}"
    monkeypatch.setitem(
        sandbox.READERS, "evaluate", (target.partition(":")[0], *sandbox.READERS.get(job, ()))
    )
    answer = forked(
        f"({{'names': sorted((lambda before: [__import__('contest.platform.sandbox_child', fromlist=['x'])"
        f".answer({target!r}, {raw!r})] and {loaded} - before)({loaded}))}}, ())"
    )
    assert answer.words("names") == ()


def test_a_document_comes_out_the_same_by_both_kinds_of_process(forked, monkeypatch):
    raw = word_file("Đặng Thị Hoa viết", "Đoạn hai")
    first = sandbox.run("render-docx", raw)
    again = sandbox.run("render-docx", raw)
    monkeypatch.setattr(sandbox_forks, "RUSH", 1000)
    assert first == again == sandbox.run("render-docx", raw)
    assert "Đặng Thị Hoa viết" in first.text("html")


# --- nothing is left ----------------------------------------------------------------------------------------


LEAVES = (
    f"({OS}.fork() or ({OS}.setsid(), {NAMED.format(name=b'left-behind')},"
    " __import__('time').sleep(60))) and 1"
)


def test_a_process_that_a_reader_leaves_behind_is_killed_and_its_forker_goes_as_well(forked):
    """Root may fork in spite of the limit; whoever may not is refused."""
    same = forker_of(forked)
    with contextlib.suppress(RuleBroken):
        assert number(forked, LEAVES) == 1
        assert forker_of(forked) != same
    assert processes(b"left-behind") == []


def test_behind_walls_nothing_can_be_left_for_the_next_reader(forked):
    need_walls()
    for place in ("/x", "/tmp/x", "/dev/x", "/dev/shm/x", "/usr/x", "/etc/x"):
        with pytest.raises(RuleBroken):
            number(forked, f"[open({place!r}, 'w')] and 1")
    same = forker_of(forked)
    assert number(forked, "__import__('ctypes').CDLL(None).shmget(77, 4096, 0o1600)") >= 0
    assert number(forked, "__import__('ctypes').CDLL(None).shmget(77, 4096, 0)") == -1
    assert forker_of(forked) != same


def test_a_job_that_takes_too_long_ends_with_its_forker(forked):
    with pytest.raises(RuleBroken) as refusal:
        forked("[" + NAMED.format(name=b"too-long") + ", __import__('time').sleep(60)]", wall=0.5)
    assert refusal.value.message == sandbox.TOO_SLOW
    assert become(lambda: not processes(b"too-long"))
    assert is_forked(forked)


def test_nothing_is_left_when_our_own_process_is_killed():
    script = f"""
from contest.platform import sandbox, sandbox_forks
sandbox.JOBS["evaluate"] = "builtins:eval"
sandbox_forks.RUSH = 1
sandbox.run("evaluate", b"({{}}, ())")
sandbox.run("evaluate", {f"[{NAMED.format(name=b'orphan-reader')}, {NAMED.format(name=b'orphan-reader')}]".encode()!r}
    + b" and __import__('time').sleep(60)")
"""
    ours = subprocess.Popen([sys.executable, "-c", script], cwd=sandbox._ROOT)
    assert become(lambda: processes(b"orphan-reader"), 30)
    reader = processes(b"orphan-reader")[0]
    forker = Path(f"/proc/{reader}/stat").read_text().rsplit(")", 1)[1].split()[1]
    began = Path(f"/proc/{forker}/stat").read_text().rsplit(")", 1)[1].split()[19]
    ours.send_signal(signal.SIGKILL)
    ours.wait()

    def is_there() -> bool:
        try:
            told = Path(f"/proc/{forker}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return False
        return told[19] == began and told[0] not in "ZX"

    assert become(lambda: not processes(b"orphan-reader"))
    assert become(lambda: not is_there())


# --- a forker that is of no use -----------------------------------------------------------------------------


def test_when_a_forker_is_killed_in_the_middle_a_fresh_process_does_the_job(forked, caplog):
    number(forked, "1")
    only = next(iter(sandbox_forks._forkers._all))
    with ThreadPoolExecutor(1) as thread:
        named = NAMED.format(name=b"in-the-middle")
        answer = thread.submit(number, forked, f"[{named}, __import__('time').sleep(2)] and 7")
        assert become(lambda: processes(b"in-the-middle"))
        signal.pidfd_send_signal(only._handle, signal.SIGKILL)
        assert become(lambda: only.is_gone)
        assert answer.result() == 7
    assert HELPED in caplog.text
    assert not processes(b"in-the-middle")
    assert is_forked(forked), "the next one is started anew"


def test_a_forker_that_says_nothing_is_replaced(forked, caplog, monkeypatch):
    number(forked, "1")
    only = next(iter(sandbox_forks._forkers._all))
    signal.pidfd_send_signal(only._handle, signal.SIGSTOP)
    monkeypatch.setattr(sandbox_forks, "_START_SECONDS", 0.3)
    monkeypatch.setattr(sandbox_forks, "_GRACE_SECONDS", 0.3)
    assert not is_forked(forked)
    assert HELPED in caplog.text
    assert only.is_gone
    monkeypatch.undo()


def test_where_no_forker_can_be_started_fresh_processes_go_on(forked, caplog, monkeypatch):
    monkeypatch.setattr(sandbox, "_BOOT_FORKER", "raise SystemExit(1)")
    monkeypatch.setattr(sandbox_forks, "_forkers", sandbox_forks._Forkers())
    assert [number(forked, str(n)) for n in range(3)] == [0, 1, 2]
    assert caplog.text.count(HELPED) == 1, "and none is tried again at once"


def test_a_forker_is_replaced_after_its_share_of_jobs(forked, monkeypatch):
    monkeypatch.setattr(sandbox_forks, "JOBS", 2)
    first, second, third = [forker_of(forked) for _ in range(3)]
    assert first == second != third
    assert len(sandbox_forks._forkers._all) == 1


def test_a_forker_that_has_nothing_to_do_ends_by_itself(forked, monkeypatch, caplog):
    monkeypatch.setattr(sandbox_forks, "IDLE_SECONDS", 0.2)
    number(forked, "1")
    only = next(iter(sandbox_forks._forkers._all))
    assert become(lambda: only.is_gone)
    monkeypatch.setattr(sandbox_forks, "IDLE_SECONDS", 60)
    assert is_forked(forked)
    assert HELPED not in caplog.text


def test_who_reads_a_file_now_and_then_has_no_forker(forked, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setitem(sandbox.JOBS, "evaluate", "builtins:eval")
    monkeypatch.setattr(sandbox_forks, "_forkers", sandbox_forks._Forkers())
    assert [bool(is_forked(forked)) for _ in range(4)] == [False, False, True, True]


# --- threads and processes of ours --------------------------------------------------------------------------


def test_threads_have_forkers_of_their_own_and_hear_their_own_answers(forked, caplog):
    with ThreadPoolExecutor(4) as threads:
        answers = list(
            threads.map(lambda n: number(forked, f"[__import__('time').sleep(0.05)] and {n}"), range(24))
        )
    assert answers == list(range(24))
    assert HELPED not in caplog.text
    assert 2 <= len(sandbox_forks._forkers._all) <= 4


def test_a_process_that_ours_was_forked_into_has_forkers_of_its_own(forked):
    ours = forker_of(forked)
    child = os.fork()
    if child == 0:
        is_own = False
        try:
            is_own = not sandbox_forks._forkers._all and forker_of(forked) != ours
            sandbox_forks.end()
        finally:
            os._exit(0 if is_own else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert forker_of(forked) == ours
