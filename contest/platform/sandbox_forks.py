"""Lets jobs of the sandbox be done by processes that are forked, not started: what they import is there already.

A fresh process needs 0.14 s of a core to start and import its reader, a forked one some milliseconds. The price: those
of one forker share the layout of their memory and the seed of their hashes, so that one who took a reader over learns
about the next. A forker therefore does at most JOBS jobs, one after the other; a process of ours that reads a file now
and then has none at all, and one that has nothing to do ends by itself. All else is as in a fresh process, see
sandbox_forker; whatever goes wrong with a forker, the job is done in a fresh process.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import IO, Final

from contest.platform.sandbox_forker import BEGUN, LAST, OVER, READY

JOBS: Final = 500
# So many jobs within so many seconds are a rush; whoever reads one file now and then starts a process for it.
RUSH: Final = 3
_RUSH_SECONDS: Final = 60.0
_RUSH_MOST: Final = 16
IDLE_SECONDS: Final = 180.0  # after which one ends by itself
_START_SECONDS: Final = 20.0
_GRACE_SECONDS: Final = 5.0
_NO_NEW_ONE_SECONDS: Final = 60.0  # after one that could not be started
_SHORTEST: Final = 0.001
_MESSAGE: Final = 256

ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}


class Broken(Exception):
    """The forker is of no use any more. The job may have been begun."""


class Forker:
    """One process that forks, and the end of the socket by which it is told what. Used by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises Broken where it does not come up."""
        self.command = tuple(command)
        self.jobs = 0
        self.is_over = False
        self._handle = -1
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._started(theirs)
        try:
            self._handle = self._heard(READY, _START_SECONDS)
        except Broken:
            self.end()
            raise

    def _started(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 -- our own interpreter and our own arguments
                self.command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
                env=ENVIRONMENT,
            )
        except OSError as error:
            self._control.close()
            raise Broken from error

    @property
    def is_gone(self) -> bool:
        return self._process.poll() is not None

    def do(
        self, target: str, before: Iterable[str], source: IO[bytes], output: IO[bytes], wall: float
    ) -> None:
        """Let a process do the job, "module:function", with these files for standard input and output.

        Raises TimeoutError after `wall` seconds, and Broken; both times there is no such process any more.
        """
        self.jobs += 1
        asked = json.dumps({"target": target, "before": [*before]}).encode()
        try:
            socket.send_fds(self._control, [asked], [source.fileno(), output.fileno()])
        except OSError as error:
            raise Broken from error
        reader = self._heard(BEGUN, _START_SECONDS)
        try:
            self._wait(reader, wall)
        finally:
            os.close(reader)

    def _wait(self, reader: int, wall: float) -> None:
        said = b""
        try:
            self._control.settimeout(max(wall, _SHORTEST))
            said = self._control.recv(_MESSAGE)
        except TimeoutError:
            raise
        except OSError as error:
            raise Broken from error
        finally:
            if said not in {OVER, LAST}:
                _kill(reader)
        if said not in {OVER, LAST}:
            raise Broken
        self.is_over = said == LAST

    def _heard(self, what: bytes, seconds: float) -> int:
        """Return the handle of a process that comes with these words. Raises Broken where they do not come."""
        self._control.settimeout(seconds)
        try:
            said, handles, _, _ = socket.recv_fds(self._control, _MESSAGE, 1, socket.MSG_CMSG_CLOEXEC)
        except OSError as error:
            raise Broken from error
        if said != what or len(handles) != 1:
            for handle in handles:
                os.close(handle)
            raise Broken
        return handles[0]

    def end(self) -> None:
        """End it and whatever it forked, and wait until it is gone."""
        self._control.close()  # it ends by this alone, but perhaps not at once
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            if self._handle >= 0:
                _kill(self._handle)  # behind walls, everything there goes with it
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def forget(self) -> None:
        """Let go of it in a process that our own was forked into: it is not a child of that one."""
        self._control.close()
        if self._handle >= 0:
            os.close(self._handle)
        self._process.returncode = 0


def _kill(handle: int) -> None:
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)


class _Forkers:
    """Those of this process that have nothing to do, and when the last jobs came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Forker] = []
        self._all: set[Forker] = set()
        self._came: deque[float] = deque(maxlen=_RUSH_MOST)
        self._none_before = 0.0

    def is_rush(self) -> bool:
        """Note that a job has come, and say whether it is one of many."""
        now = time.monotonic()
        with self._lock:
            self._came.append(now)
            is_rush = len(self._came) >= RUSH and now - self._came[-RUSH] <= _RUSH_SECONDS
            return is_rush and now >= self._none_before

    def taken(self, command: Sequence[str]) -> Forker:
        """Return one that is there, the last used first so that the others may end, or a new one. Raises Broken."""
        with self._lock:
            there, self._idle = self._idle, []
            fit = [forker for forker in there if not forker.is_gone and forker.command == tuple(command)]
            self._idle = fit[:-1]
        for forker in there:
            if forker not in fit:
                self.ended(forker)
        if fit:
            return fit[-1]
        try:
            forker = Forker(command)
        except Broken:
            self._none_before = time.monotonic() + _NO_NEW_ONE_SECONDS
            raise
        with self._lock:
            self._all.add(forker)
        return forker

    def given_back(self, forker: Forker) -> None:
        if forker.is_over or forker.jobs >= JOBS:
            self.ended(forker)
            return
        with self._lock:
            self._idle.append(forker)

    def ended(self, forker: Forker) -> None:
        with self._lock:
            self._all.discard(forker)
        forker.end()

    def end(self) -> None:
        with self._lock:
            there, self._idle = self._idle, []
        for forker in there:
            self.ended(forker)

    def forget(self) -> None:
        for forker in self._all:
            forker.forget()


_forkers = _Forkers()


def is_rush() -> bool:
    """Note that a job has come; say whether they come so fast that it is worth while to fork for them."""
    return _forkers.is_rush()


def do(
    command: Sequence[str],
    target: str,
    before: Iterable[str],
    files: tuple[IO[bytes], IO[bytes]],
    wall: float,
) -> None:
    """Let the job `target` be done by a process that a forker started by `command` has forked.

    `before` are modules to be imported or functions of ours to be called, once, in front of it; `files` are its
    standard input and output. Raises TimeoutError after `wall` seconds, and Broken where it could not be done so.
    """
    forkers = _forkers
    forker = forkers.taken(command)
    try:
        forker.do(target, before, *files, wall)
    except BaseException:
        forkers.ended(forker)
        raise
    forkers.given_back(forker)


def end() -> None:
    """End the forkers that have nothing to do."""
    _forkers.end()


def _forked() -> None:
    """Our own process was forked: the forkers are those of the other one, and the lock may be held by nobody."""
    global _forkers  # noqa: PLW0603 -- one for each process
    _forkers.forget()
    _forkers = _Forkers()


os.register_at_fork(after_in_child=_forked)
atexit.register(end)
