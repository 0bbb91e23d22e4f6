"""The inside of the sandbox: limits itself first, then imports the one reader it needs and lets it read."""

import ctypes
import json
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import IO, Any, Final, TypeAlias

from contest.kernel.errors import RuleBroken

Result: TypeAlias = tuple[dict[str, object], Sequence[bytes]]
Job: TypeAlias = Callable[[Any], Result]  # the bytes of a file, or the open file
Making: TypeAlias = Callable[
    ..., dict[str, object]
]  # the open file, the path of the new one, and what was said

_MEGABYTE: Final = 1024 * 1024
# Half of what a process may address is the interpreter and its libraries: at the limit it holds less than 300 MB.
LIMITS: Final = {
    resource.RLIMIT_AS: 480 * _MEGABYTE,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 100 * _MEGABYTE,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_NPROC: 0,  # no second process; root is not held by this one
}


_DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def main() -> None:
    """Read the file from standard input and write the answer.

    `make` and JSON behind the job: it makes a file of its own, and has the limits that are said there.
    """
    how = sys.argv[3] if len(sys.argv) > 3 else ""
    told = json.loads(sys.argv[4]) if how == "make" else {}
    limit(_limits(told.get("limits")))
    if told:
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL, 0, 0, 0)  # it may take an hour
    given = sys.stdin.buffer if how in {"file", "make"} else sys.stdin.buffer.read()
    say(*answer(sys.argv[2], given, told))


def limit(limits: Mapping[int, int]) -> None:
    """Take so much from this process, for good: LIMITS, or the like."""
    for what, amount in limits.items():
        resource.setrlimit(what, (amount, amount))


def say(said: dict[str, object], blobs: Sequence[bytes]) -> None:
    """Write an answer to standard output: a length and that much JSON, then the blobs."""
    said["blobs"] = [len(blob) for blob in blobs]
    text = json.dumps(said).encode()
    sys.stdout.buffer.write(b"".join((b"%d\n" % len(text), text, *blobs)))
    sys.stdout.buffer.flush()


def _limits(own: dict[str, int] | None) -> dict[int, int]:
    if own is None:
        return LIMITS
    return LIMITS | {
        resource.RLIMIT_AS: own["memory"],
        resource.RLIMIT_CPU: own["cpu"],
        resource.RLIMIT_FSIZE: own["written"],
    }


def answer(
    target: str, given: bytes | IO[bytes], told: dict[str, Any] | None = None
) -> tuple[dict[str, object], Sequence[bytes]]:
    """Do the job `target`, "module:function", and return what it said, or why it could not."""
    module, _, name = target.partition(":")
    try:
        job = getattr(import_module(module), name)
        said, blobs = _made(job, given, told) if told else _done(job, given)
    except RuleBroken as refused:
        return {"refused": refused.message, "params": refused.params}, ()
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file breaks, the parent hears a word of it
        return {"crashed": type(error).__name__}, ()
    return dict(said), blobs


def _done(job: Job, given: bytes | IO[bytes]) -> Result:
    return job(given)


def _made(job: Making, given: bytes | IO[bytes], told: dict[str, Any]) -> Result:
    """By the number of its descriptor a file without a name can be opened as often as its maker wants."""
    return job(given, f"/proc/self/fd/{told['target']}", **told["given"]), ()


def self_test(raw: bytes) -> Result:
    """Say what was heard, so that the parent knows that walls, files and imports work together."""
    return {"heard": raw.decode()}, ()
