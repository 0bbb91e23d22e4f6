"""Inside the walls: forks a process for each job, after importing what reads the files. It reads none itself.

It has one thread, one end of a socket and nothing else; it takes from the socket the name of a job and two open files,
never a byte of a file. The process that it forks limits itself as a fresh one would (sandbox_child), has neither the
socket nor any other file, does one job and ends. The next one is forked from what was there before: nothing that a file
did to its reader is in it. One job at a time: no two readers ever stand behind the same walls.

It ends with its parent (the socket says so, however the parent ended), after a while without work, and wherever a
reader left something behind: a process, or memory of System V behind walls. The walls are then built anew.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

from contest.platform import sandbox_child

READY: Final = b"ready"  # comes with a handle of this process, by which it can be killed from outside
BEGUN: Final = b"begun"  # comes with a handle of the process that does the job
OVER: Final = b"over"
LAST: Final = b"last"  # over, and this forker is as well
WALLED: Final = "walled"

_OWN_FILES: Final = 64
_MESSAGE: Final = 64 * 1024
_SWEPT_SECONDS: Final = 2.0
_SET_PDEATHSIG: Final = 1  # of prctl(2), as the following
_SET_DUMPABLE: Final = 4
_SET_CHILD_SUBREAPER: Final = 36
_SET_NO_NEW_PRIVS: Final = 38
# What a reader could leave to the next one behind the same walls without a process or a file: sysvipc(7).
_SHARED: Final = tuple(Path("/proc/sysvipc", name) for name in ("shm", "sem", "msg"))

_libc = ctypes.CDLL(None)


def main() -> None:
    """Serve the socket that is standard input until its other end is closed, or nothing was asked for a while.

    After the root of the program come the seconds of that while, and WALLED where there are walls.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OWN_FILES, _OWN_FILES))
    _prctl(_SET_DUMPABLE, 0)  # whoever is of the same user may neither look into this process nor its readers
    _prctl(_SET_CHILD_SUBREAPER, 1)  # what a reader leaves behind becomes ours, so that we see it
    gc.disable()  # what lies in the memory stays where it is, and is shared with every reader
    with socket.socket(fileno=os.dup(0)) as control:
        os.close(0)
        os.open(os.devnull, os.O_RDONLY)
        _tell(control, READY, os.getpid())
        while _serve(control, float(sys.argv[2])):
            pass


def _serve(control: socket.socket, idle: float) -> bool:
    """Do one job in a process of its own; say whether another one may follow."""
    if not select.select([control], [], [], idle)[0]:
        return False
    asked, files, _, _ = socket.recv_fds(control, _MESSAGE, 2, socket.MSG_CMSG_CLOEXEC)
    if not asked:
        return False
    told = json.loads(asked)
    for name in told["before"]:
        _prepare(name)
    gc.freeze()
    source, target = files
    own = os.getpid()
    reader = os.fork()
    if reader == 0:
        _read(told, source, target, control, own)
    os.close(source)
    os.close(target)
    _tell(control, BEGUN, reader)
    may_go_on = _wait(control, reader)
    with suppress(OSError):  # it may be gone
        control.send(OVER if may_go_on else LAST)
    return may_go_on


@cache
def _prepare(name: str) -> None:
    module, _, function = name.partition(":")
    found = import_module(module)
    if function:
        getattr(found, function)()


def _tell(control: socket.socket, what: bytes, process_id: int) -> None:
    handle = os.pidfd_open(process_id)
    try:
        socket.send_fds(control, [what], [handle])
    finally:
        os.close(handle)


# --- the process that reads ---------------------------------------------------------------------------------


def _read(told: dict[str, Any], source: int, target: int, control: socket.socket, forker: int) -> NoReturn:
    """Become what a fresh process would be, do the job, end. Nothing ever returns from here into the forker."""
    try:
        control.detach()
        os.setsid()
        os.dup2(source, 0)
        os.dup2(target, 1)
        os.closerange(3, _OWN_FILES)  # with the socket
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == forker:  # it could have died before it was asked to take us with it
            _prctl(_SET_NO_NEW_PRIVS, 1)
            gc.enable()
            sandbox_child.limit(sandbox_child.LIMITS)
            sandbox_child.say(*sandbox_child.answer(told["target"], sys.stdin.buffer.read()))
            os._exit(0)
    finally:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(f"prctl {option} is not possible here")


# --- its end ------------------------------------------------------------------------------------------------


def _wait(control: socket.socket, reader: int) -> bool:
    """Wait for the reader, kill it where the parent is gone; say whether another may come in its place."""
    handle = os.pidfd_open(reader)
    try:
        heard, _, _ = select.select([control.fileno(), handle], [], [])
    finally:
        os.close(handle)
    _kill(reader)
    os.waitpid(reader, 0)
    return not _swept() and not _shares() and control.fileno() not in heard


def _kill(reader: int) -> None:
    """Kill it with its group, which is its own and whose number nobody else can have before it is waited for."""
    os.kill(reader, signal.SIGKILL)
    with suppress(ProcessLookupError):  # it had not got so far as to have one
        os.killpg(reader, signal.SIGKILL)


def _swept() -> bool:
    """Kill what the reader left behind, by and by all of it; say whether there was anything."""
    found = False
    until = time.monotonic() + _SWEPT_SECONDS
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        found = True
        if not ended:
            for left in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
                os.kill(int(left), signal.SIGKILL)
            time.sleep(0.001)
    return found


def _shares() -> bool:
    """Say whether there is memory that outlives its process; without walls it may be anybody's, and stays."""
    if WALLED not in sys.argv:
        return False
    return any(len(path.read_bytes().splitlines()) > 1 for path in _SHARED if path.exists())
