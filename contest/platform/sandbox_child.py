"""The inside of the sandbox: limits itself first, then imports the one reader it needs and lets it read."""

import json
import resource
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO, Any, Final, TypeAlias

from contest.kernel.errors import RuleBroken

Result: TypeAlias = tuple[dict[str, object], Sequence[bytes]]
Job: TypeAlias = Callable[[Any], Result]  # the bytes of a file, or the open file

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


def main() -> None:
    """Read the file from standard input and write the answer, a length and that much JSON, then the blobs."""
    for limit, amount in LIMITS.items():
        resource.setrlimit(limit, (amount, amount))
    given = sys.stdin.buffer if sys.argv[3:] == ["file"] else sys.stdin.buffer.read()
    said, blobs = _answer(sys.argv[2], given)
    said["blobs"] = [len(blob) for blob in blobs]
    text = json.dumps(said).encode()
    sys.stdout.buffer.write(b"".join((b"%d\n" % len(text), text, *blobs)))
    sys.stdout.buffer.flush()


def _answer(target: str, given: bytes | IO[bytes]) -> tuple[dict[str, object], Sequence[bytes]]:
    module, _, name = target.partition(":")
    try:
        job: Job = getattr(import_module(module), name)
        said, blobs = job(given)
    except RuleBroken as refused:
        return {"refused": refused.message, "params": refused.params}, ()
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file breaks, the parent hears a word of it
        return {"crashed": type(error).__name__}, ()
    return dict(said), blobs


def self_test(raw: bytes) -> Result:
    """Say what was heard, so that the parent knows that walls, files and imports work together."""
    return {"heard": raw.decode()}, ()
