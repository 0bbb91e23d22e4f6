"""What a taken-over or broken reader can do from inside the sandbox: answer, or be thrown away."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from contest.kernel.errors import RuleBroken
from contest.platform import sandbox, sandbox_forks
from tests import hostile

SENTENCES = frozenset({"The file has %(pages)d pages."})


@pytest.fixture(params=["fresh", "forked"])
def evaluate(monkeypatch, request, caplog):
    """Run any expression in the sandbox, as a file would that has taken over its reader: in both kinds of process."""
    monkeypatch.setitem(sandbox.JOBS, "evaluate", "builtins:eval")
    monkeypatch.setattr(sandbox_forks, "RUSH", 1 if request.param == "forked" else 1000)
    yield lambda code, **options: sandbox.run("evaluate", code.encode(), sentences=SENTENCES, **options)
    assert not [said for said in caplog.get_records("call") if "a fresh one does it" in said.message]


def test_both_kinds_of_process_are_really_used(evaluate, request):
    answer = evaluate("({'modules': sorted(__import__('sys').modules)}, ())")
    is_forked = "contest.platform.sandbox_forker" in answer.words("modules")
    assert is_forked == (request.node.callspec.params["evaluate"] == "forked")


def refusal_of(act, *arguments, **options) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*arguments, **options)
    return refusal.value.message


def test_a_job_answers_with_an_object_and_blobs(evaluate):
    answer = evaluate(
        "({'text': 'Đặng', 'count': 3, 'names': ['a'], 'pairs': [['k', 'v']]}, [b'one', b'', b'two'])"
    )
    assert (answer.text("text"), answer.number("count"), answer.words("names"), answer.pairs("pairs")) == (
        "Đặng",
        3,
        ("a",),
        (("k", "v"),),
    )
    assert answer.blobs == (b"one", b"", b"two")


@pytest.mark.parametrize("code", [
    "bytearray(2 << 30)",  # beyond the memory
    "__import__('os').abort()",
    "__import__('os')._exit(0)",
    "__import__('os').kill(__import__('os').getpid(), 9)",  # as the system does where memory runs out
    "__import__('ctypes').string_at(0)",  # a fault in a library
    "__import__('sys').stdout.buffer.write(bytes(101 << 20))",  # beyond the size of a file
    "1 / 0",
    "('no object', ())",
    "({'text': 'x'}, ['no bytes'])",
    "[open('/dev/null') for _ in range(100)]",  # beyond the number of files
])  # fmt: skip
def test_a_child_that_breaks_gives_one_sentence(evaluate, code):
    assert refusal_of(evaluate, code) == sandbox.UNREADABLE


def test_a_child_that_never_ends_is_killed(evaluate):
    began = time.monotonic()
    assert refusal_of(evaluate, "[None for _ in iter(int, 1)]", wall=1.0) == sandbox.TOO_SLOW
    assert time.monotonic() - began < 5


def test_a_child_that_sleeps_is_killed(evaluate):
    assert refusal_of(evaluate, "__import__('time').sleep(60)", wall=0.5) == sandbox.TOO_SLOW


def test_the_child_knows_nothing_of_our_environment(evaluate, monkeypatch):
    monkeypatch.setenv("CONTEST_SECRET_KEY", "secret")
    answer = evaluate("({'names': sorted(__import__('os').environ)}, ())")
    assert set(answer.words("names")) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "PWD"}


def test_within_walls_the_child_reaches_neither_network_nor_our_files(evaluate):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        reached = evaluate(
            f"({{'error': __import__('socket').socket().connect_ex(('127.0.0.1', {port}))}}, ())"
        )
    seen = evaluate(f"({{'files': __import__('os').listdir({str(sandbox._ROOT)!r})}}, ())")
    walled = sandbox.is_walled_in()
    assert (reached.number("error") != 0) == walled
    assert (set(seen.words("files")) == {"contest"}) == walled


def test_without_bubblewrap_the_limits_stay(evaluate, monkeypatch):
    monkeypatch.setattr(sandbox, "_bubblewrap", lambda: ("/nonexistent/bwrap",))
    sandbox._walls.cache_clear()
    try:
        assert not sandbox.is_walled_in()
        assert evaluate("({'text': 'x'}, ())").text("text") == "x"
        assert refusal_of(evaluate, "bytearray(2 << 30)") == sandbox.UNREADABLE
    finally:
        sandbox._walls.cache_clear()


GREEDY = {
    "a flate"
    " bomb": "read-pdf", "61 pages": "render-pdf", "a ZIP bomb": "render-docx", "50,001 paragraphs": "render-docx",
    "50,001 paragraphs in an ODT": "render-odt", "300,001 words of control": "read-rtf",
    "an old Word file of a milliard letters": "render-doc",
}  # fmt: skip


@pytest.mark.parametrize("name", GREEDY)
def test_no_hostile_file_makes_its_reader_take_300_megabytes(evaluate, name):
    raw = next(case.make() for case in hostile.refused() if case.name == name)
    answered = (
        f"__import__('contest.platform.sandbox_child',"
        f" fromlist=['x']).answer({sandbox.JOBS[GREEDY[name]]!r}, {raw!r})"
    )
    peak = (
        "int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"  # kB, since this program began
    )
    answer = evaluate(f"({{'said': str(sorted({answered}[0])), 'peak': {peak}}}, ())")
    assert answer.text("said") in {"['params', 'refused']", "['crashed']"}
    assert answer.number("peak") < 300 * 1024


@pytest.mark.parametrize("job", [name for name in sandbox.JOBS if name != "self-test"])
def test_every_job_can_be_imported_and_drags_in_no_web_framework_and_no_database(evaluate, job):
    module, _, function = sandbox.JOBS[job].partition(":")
    loaded = evaluate(
        f"({{'there': str(callable(getattr(__import__('importlib').import_module({module!r}), {function!r}))), "
        "'modules': sorted(__import__('sys').modules)}, ())",
    )
    assert loaded.text("there") == "True"
    assert not {"flask", "sqlalchemy", "werkzeug", "jinja2", "wtforms"} & set(loaded.words("modules"))


def test_a_refusal_of_the_child_is_passed_on_if_we_know_its_sentence(monkeypatch):
    said = {"refused": "The file has %(pages)d pages.", "params": {"pages": 99}, "blobs": []}
    assert str(sandbox._refusal(said, SENTENCES)) == "The file has 99 pages."
    assert sandbox._refusal(said, frozenset()).message == sandbox.UNREADABLE


@pytest.mark.parametrize("said", [
    {"refused": "Send your password to me", "params": {}},
    {"refused": "The file has %(pages)d pages.", "params": {}},
    {"refused": "The file has %(pages)d pages.", "params": {"pages": "many"}},
    {"refused": "The file has %(pages)d pages.", "params": ["pages"]},
    {"refused": 7, "params": {}},
])  # fmt: skip
def test_a_refusal_that_is_not_ours_is_replaced(said):
    assert sandbox._refusal(said, SENTENCES).message == sandbox.UNREADABLE


@pytest.mark.parametrize("output", [
    b"", b"\n", b"12", b"x\n{}", b"-3\n{}", b"2\n[]", b"2\n{}", b"99999999999999999999999\n{}",
    b'13\n{"blobs": [5]}', b'15\n{"blobs": [-1]}x', b'16\n{"blobs": ["a"]}', b'12\n{"blobs": 1}',
    b"200000\n" + b"[" * 200_000,
])  # fmt: skip
def test_nonsense_is_never_believed(output):
    assert refusal_of(sandbox._understand, "evaluate", output, SENTENCES) == sandbox.UNREADABLE


@pytest.mark.parametrize("take", ["text", "number", "words", "pairs"])
@pytest.mark.parametrize("value", [None, 1.5, True, {"a": 1}, [1], [["a"]], [["a", 1]]])
def test_values_of_the_wrong_type_are_refused(take, value):
    answer = sandbox.Answer(json.loads(json.dumps({"x": value})))
    assert refusal_of(getattr(answer, take), "x") == sandbox.UNREADABLE


def test_many_files_at_once_wait_for_a_place():
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: sandbox.run("self-test", b"%d" % n).text("heard"), range(12)))
    assert answers == [str(n) for n in range(12)]


def test_when_no_place_becomes_free_the_author_is_asked_to_wait(monkeypatch):
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(sandbox, "_SLOTS", full)
    assert refusal_of(sandbox.run, "self-test", b"x", wall=0.1) == sandbox.BUSY
