"""Runs the readers of strangers' files, each in a process of its own with limits, walled in where bubblewrap works."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from contest.kernel.errors import N_, RuleBroken
from contest.platform import sandbox_forks
from contest.platform.sandbox_forker import WALLED

# What the child may run, by name: one line a job, "module:function", bytes in, (JSON object, blobs) out.
# They are words, not imports, because the parts they live in come after this one.
JOBS: Final[Mapping[str, str]] = {
    "clean-docx": "contest.platform.documents.jobs:clean_docx",
    "draw-picture": "contest.platform.documents.jobs:draw_picture",
    "print-pictures": "contest.platform.documents.jobs:print_pictures",
    "read-doc": "contest.platform.documents.jobs:read_doc",
    "read-docx": "contest.platform.documents.jobs:read_docx",
    "read-odt": "contest.platform.documents.jobs:read_odt",
    "read-pdf": "contest.platform.documents.jobs:read_pdf",
    "read-picture": "contest.platform.documents.jobs:read_picture",
    "read-rtf": "contest.platform.documents.jobs:read_rtf",
    "render-doc": "contest.anonymisation.sandboxed.word:render_doc",
    "render-docx": "contest.anonymisation.sandboxed.word:render_docx",
    "render-odt": "contest.anonymisation.sandboxed.word:render_odt",
    "render-rtf": "contest.anonymisation.sandboxed.word:render_rtf",
    "render-pdf": "contest.anonymisation.sandboxed.pdf:render",
    "self-test": "contest.platform.sandbox_child:self_test",
}
# Jobs that are given an open file instead, which may be larger than their memory.
FILE_JOBS: Final[Mapping[str, str]] = {
    "read-mp3": "contest.platform.media.jobs:read_mp3",
    "read-mp4": "contest.platform.media.jobs:read_mp4",
}
# Jobs that make a large file of a large file, within bounds of their own.
MAKING_JOBS: Final[Mapping[str, str]] = {
    "remake-recording": "contest.platform.media.jobs:remake_recording",
}
_PRACTICE: Final = "contest.anonymisation.sandboxed.word:practise"
# What a forked process has already: the modules that the job imports, and what a function imports or compiles.
READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "clean-docx": ("contest.platform.documents.docx_cleaning",),
    "draw-picture": ("contest.platform.documents.picture_reading",),
    "print-pictures": ("contest.platform.documents.picture_reading",),
    "read-doc": ("contest.platform.documents.doc",),
    "read-docx": ("contest.platform.documents.docx",),
    "read-odt": ("contest.platform.documents.odt",),
    "read-pdf": ("contest.platform.documents.pdf",),
    "read-picture": ("contest.platform.documents.picture_reading",),
    "read-rtf": ("contest.platform.documents.rtf",),
    "render-doc": ("contest.platform.documents.doc", _PRACTICE),
    "render-docx": ("contest.platform.documents.docx", _PRACTICE),
    "render-odt": ("contest.platform.documents.odt", _PRACTICE),
    "render-rtf": ("contest.platform.documents.rtf", _PRACTICE),
}
WALL_SECONDS: Final = 60.0
OUTPUT_LIMIT: Final = 100 * 1024 * 1024

UNREADABLE: Final = N_(
    "The file could not be read: something in it is damaged or far too large. Save it under a new name, "
    "or as another kind of file, and upload it again."
)
TOO_SLOW: Final = N_(
    "The file could not be read in the time allowed: it is far too large or unusual. Copy the text into a "
    "new document, save it, and upload the new file."
)
BUSY: Final = N_("Many files are being read at this moment. Wait a minute and upload the file again.")

_log = logging.getLogger(__name__)
_ROOT: Final = Path(__file__).resolve().parents[2]
# -I keeps environment, working directory and the user's own packages out; our root comes back by hand.
_FIND: Final = "import sys; sys.path.insert(0, sys.argv[1]); "
_BOOT: Final = _FIND + "from contest.platform.sandbox_child import main; main()"
_BOOT_FORKER: Final = _FIND + "from contest.platform.sandbox_forker import main; main()"
_HEAD_LIMIT: Final = 20
_PARAMETER_LIMIT: Final = 200
# Each child may take 300 MB; a rush of uploads waits in line instead of filling the memory.
_SLOTS: Final = threading.BoundedSemaphore(4)
# Whoever makes a large file keeps a core busy for minutes: one at a time in a process.
_MAKING_SLOT: Final = threading.BoundedSemaphore(1)
# Where large files are made: on the disk, as /tmp may lie in the memory.
_ON_DISK: Final = next((folder for folder in ("/var/tmp",) if os.access(folder, os.W_OK)), None)  # noqa: S108


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a job may take: seconds of a core, bytes that it may address, bytes that it may write."""

    cpu: int
    memory: int
    written: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child said. It has read a stranger's file, so every value is checked when it is taken out."""

    data: dict[str, object]
    blobs: tuple[bytes, ...] = field(default=())

    def text(self, name: str) -> str:
        found = self.data.get(name)
        if not isinstance(found, str):
            raise RuleBroken(UNREADABLE)
        return found

    def number(self, name: str) -> int:
        found = self.data.get(name)
        if not isinstance(found, int) or isinstance(found, bool):
            raise RuleBroken(UNREADABLE)
        return found

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(_checked(item) for item in self._items(name))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        found = []
        for item in self._items(name):
            if not isinstance(item, list) or len(item) != 2:
                raise RuleBroken(UNREADABLE)
            found.append((_checked(item[0]), _checked(item[1])))
        return tuple(found)

    def _items(self, name: str) -> list[object]:
        found = self.data.get(name)
        if not isinstance(found, list):
            raise RuleBroken(UNREADABLE)
        return found


def _checked(item: object) -> str:
    if not isinstance(item, str):
        raise RuleBroken(UNREADABLE)
    return item


def run(
    job: str,
    raw: bytes,
    *,
    wall: float = WALL_SECONDS,
    sentences: frozenset[str] = frozenset(),
) -> Answer:
    """Run a job of JOBS on `raw`, at most `wall` seconds.

    Raises RuleBroken: with the job's own sentence where that is one of `sentences`, and with one of ours
    where the child crashed, was killed at a limit, took too long or spoke nonsense.
    """
    with tempfile.TemporaryFile() as source:
        source.write(raw)
        return _run(job, JOBS[job], source, wall, sentences)


def run_on_file(
    job: str, source: IO[bytes], *, wall: float = WALL_SECONDS, sentences: frozenset[str] = frozenset()
) -> Answer:
    """Run a job of FILE_JOBS on an open file, which it may read from anywhere in it. Raises like `run`."""
    return _run(job, FILE_JOBS[job], source, wall, sentences)


@contextmanager
def made(
    job: str,
    source: IO[bytes],
    given: Mapping[str, str | int],
    bounds: Bounds,
    *,
    wall: float,
    sentences: frozenset[str] = frozenset(),
) -> Iterator[tuple[Answer, IO[bytes]]]:
    """Run a job of MAKING_JOBS; give its answer and the file that it made, which is gone afterwards.

    The file has no name from the beginning, and the child ends with its parent: whatever is killed leaves nothing
    behind. Raises like `run`.
    """
    with tempfile.TemporaryFile(dir=_ON_DISK) as target:
        told = {"limits": asdict(bounds), "target": target.fileno(), "given": dict(given)}
        command = [*_started(MAKING_JOBS[job]), "make", json.dumps(told)]
        with _one_of(_MAKING_SLOT, wall):
            output = _execute(command, source, wall, (target.fileno(),))
        answer = _understand(job, output, sentences)
        target.seek(0)
        yield answer, target


def _run(job: str, target: str, source: IO[bytes], wall: float, sentences: frozenset[str]) -> Answer:
    with _one_of(_SLOTS, wall), tempfile.TemporaryFile() as output:
        if job in FILE_JOBS:
            _wait([*_started(target), "file"], source, output, wall)
        else:
            _read(job, target, source, output, wall)
        output.seek(0)
        said = output.read(OUTPUT_LIMIT)
    return _understand(job, said, sentences)


def _read(job: str, target: str, source: IO[bytes], output: IO[bytes], wall: float) -> None:
    """Let a forked process do it where many files come, and a fresh one where that cannot be."""
    until = time.monotonic() + wall
    if sandbox_forks.is_rush():
        before = (target.partition(":")[0], *READERS.get(job, ()))
        source.seek(0)
        try:
            sandbox_forks.do(_forker(), target, before, (source, output), wall)
        except TimeoutError as error:
            raise RuleBroken(TOO_SLOW) from error
        except sandbox_forks.Broken:
            _log.warning("sandbox job %s could not be done by a forked process, so a fresh one does it", job)
            output.seek(0)
            output.truncate()
        else:
            return
    _wait(_started(target), source, output, max(until - time.monotonic(), 0))


def _forker() -> list[str]:
    walls = _lasting_walls() if _walls() else ()
    told = [str(_ROOT), str(sandbox_forks.IDLE_SECONDS), *([WALLED] if walls else [])]
    return [*walls, sys.executable, "-I", "-c", _BOOT_FORKER, *told]


def _started(target: str) -> list[str]:
    return [*_walls(), sys.executable, "-I", "-c", _BOOT, str(_ROOT), target]


@contextmanager
def _one_of(slots: threading.BoundedSemaphore, wall: float) -> Iterator[None]:
    if not slots.acquire(timeout=wall):
        raise RuleBroken(BUSY)
    try:
        yield
    finally:
        slots.release()


def _execute(command: list[str], source: IO[bytes], wall: float, more: tuple[int, ...] = ()) -> bytes:
    """Both ends are files: no pipe can fill, and the child's limit on files holds for its answer."""
    with tempfile.TemporaryFile() as target:
        _wait(command, source, target, wall, more)
        target.seek(0)
        return target.read(OUTPUT_LIMIT)


def _wait(
    command: list[str], source: IO[bytes], target: IO[bytes], wall: float, more: tuple[int, ...] = ()
) -> None:
    source.seek(0)
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own arguments
        command,
        stdin=source,
        stdout=target,
        stderr=subprocess.DEVNULL,
        pass_fds=more,
        cwd="/",
        start_new_session=True,
        env=sandbox_forks.ENVIRONMENT,
    )
    try:
        process.wait(wall)
    except subprocess.TimeoutExpired as error:
        raise RuleBroken(TOO_SLOW) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _understand(job: str, output: bytes, sentences: frozenset[str]) -> Answer:
    try:
        head, _, rest = output.partition(b"\n")
        length = int(head[:_HEAD_LIMIT])
        said = json.loads(rest[:length])
        blobs = _cut(rest[length:], said["blobs"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        _log.warning("sandbox job %s died or spoke nonsense", job)
        raise RuleBroken(UNREADABLE) from error
    if "crashed" in said:
        _log.warning("sandbox job %s failed: %s", job, str(said["crashed"])[:_PARAMETER_LIMIT])
        raise RuleBroken(UNREADABLE)
    if "refused" in said:
        raise _refusal(said, sentences)
    return Answer(said, blobs)


def _cut(rest: bytes, sizes: list[int]) -> tuple[bytes, ...]:
    blobs = []
    at = 0
    for size in sizes:
        if size < 0 or at + size > len(rest):
            raise ValueError("a blob is cut off")
        blobs.append(rest[at : at + size])
        at += size
    return tuple(blobs)


def _refusal(said: dict[str, object], sentences: frozenset[str]) -> RuleBroken:
    message, given = said["refused"], said.get("params")
    if not isinstance(message, str) or message not in sentences or not isinstance(given, dict):
        return RuleBroken(UNREADABLE)
    params: dict[str, Any] = {
        str(name): amount if isinstance(amount, int) else str(amount)[:_PARAMETER_LIMIT]
        for name, amount in given.items()
        if name != "field"
    }
    try:
        _ = message % params  # a child that leaves out a parameter must not break a page later
    except (KeyError, TypeError, ValueError):
        return RuleBroken(UNREADABLE)
    return RuleBroken(message, **params)


@cache
def _walls() -> tuple[str, ...]:
    """Give the bubblewrap command if it is installed and the machine lets it work; containers may refuse."""
    walls = _bubblewrap()
    probe = [*walls, sys.executable, "-I", "-c", _BOOT, str(_ROOT), JOBS["self-test"]]
    try:
        with tempfile.TemporaryFile() as source:
            source.write(b"probe")
            answer = _understand("self-test", _execute(probe, source, 20), frozenset())
        works = answer.data.get("heard") == "probe"
    except (OSError, RuleBroken):
        works = False
    if not works:
        _log.warning(
            "bubblewrap is missing or may not work here: files are read within limits, but not walled in"
        )
    return walls if works else ()


def is_walled_in() -> bool:
    """Say whether the readers have no network and see no files of ours, as `flask check` may report."""
    return bool(_walls())


def _bubblewrap() -> tuple[str, ...]:
    return (
        "bwrap",
        "--die-with-parent",
        "--tmpfs",
        "/tmp",  # noqa: S108 -- its own, gone with the child; what is shown of ours may lie in it
        *_inside(),
        "--chdir",
        "/",
        "--",
    )


def _lasting_walls() -> tuple[str, ...]:
    """Give walls for one reader after another: nothing can be written there, and they stay if a thread of ours ends.

    `--die-with-parent` means the thread that started it; the socket says when the whole process is gone.
    """
    return ("bwrap", *_inside(), "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--")


def _inside() -> tuple[str, ...]:
    return (
        "--unshare-all",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        *_system(),
        *_read_only(sys.base_prefix),
        *_read_only(sys.prefix),
        *_read_only(str(_ROOT / "contest")),
    )


def _read_only(path: str) -> tuple[str, ...]:
    return ("--ro-bind", path, path)


def _system() -> tuple[str, ...]:
    """Show the system's programs and libraries; on newer systems /lib and /bin only point into /usr."""
    shown = [*_read_only("/usr")]
    for name in ("/bin", "/lib", "/lib64"):
        path = Path(name)
        if path.is_symlink():
            shown += ["--symlink", str(path.readlink()), name]
        elif path.exists():
            shown += _read_only(name)
    return tuple(shown)
