"""Divides slow work among the processes of one machine: who claims a thing makes it, the others take the next one."""

import errno
import fcntl
import os
import struct
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from flask import current_app

from contest.settings import Settings

# struct flock of fcntl(2) on 64 bits: kind, whence, start, length, process (0: this opening of the file holds it)
_FLOCK: Final = "hhqqi4x"


class Claims:
    """What was claimed by one opening of the file `<what>.claims` in the instance folder; closed by `with`.

    A thing is a byte of that empty file, held by the kernel: it is free again when this process ends, however it ends,
    and nobody waits. It saves work and protects nothing: two machines may claim the same, and what is written in the
    end must be checked where it is written.
    """

    def __init__(self, what: str) -> None:
        self._file = os.open(_path(what), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def take(self, thing_id: int) -> bool:
        """Claim it, and say whether it is ours now; so does a file system that cannot say."""
        try:
            self._lock(fcntl.F_WRLCK, thing_id)
        except OSError as error:
            return error.errno not in {errno.EAGAIN, errno.EACCES}
        return True

    def release(self, thing_id: int) -> None:
        """Let others claim it; a file system that cannot say kept nobody away."""
        with suppress(OSError):
            self._lock(fcntl.F_UNLCK, thing_id)

    def is_any_taken(self) -> bool:
        """Tell whether somebody has claimed anything; a file system that cannot say knows of nobody."""
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        try:
            told = fcntl.fcntl(self._file, fcntl.F_OFD_GETLK, asked)
        except OSError:
            return False
        return bool(struct.unpack(_FLOCK, told)[0] != fcntl.F_UNLCK)

    def _lock(self, kind: int, thing_id: int) -> None:
        asked = struct.pack(_FLOCK, kind, os.SEEK_SET, thing_id, 1, 0)
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, asked)


def is_any_taken(what: str) -> bool:
    """Tell whether somebody has claimed anything of it. Makes no file: who asks may be another user of the system."""
    if not _path(what).exists():
        return False
    with Claims(what) as claims:
        return claims.is_any_taken()


def _path(what: str) -> Path:
    settings: Settings = current_app.extensions["contest_settings"]
    return settings.instance / f"{what}.claims"
