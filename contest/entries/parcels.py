"""The ZIP of files that comes with a unit's lists: stored piece by piece, read from the disk one file at a time."""

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Final

from contest.entries import files
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.platform.documents import sentences
from contest.platform.documents.package import RATIO_FLOOR, RATIO_LIMIT

MEMBERS: Final = 6000
_PIECE: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError,
    NotImplementedError,
)  # fmt: skip
MISSING: Final = N_("The ZIP has no file “%(name)s”. Check its spelling and ending.")
DAMAGED: Final = N_("The ZIP is damaged or is none. Pack the files again and choose it again.")


def keep(stream: IO[bytes]) -> str:
    """Store what was uploaded, never whole in memory, and return its key."""
    key, storage = new_key(), files.storage()
    partial = storage.hold(key)
    try:
        partial.write(0, iter(lambda: stream.read(_PIECE), b""))
        storage.finish(key)
    except OSError:
        storage.abandon(key)
        raise
    finally:
        partial.close()
    return key


def names(key: str, *, limit: int) -> dict[str, str]:
    """Return the files in it by their folded names; `limit` of one in bytes. Raises RuleBroken beside "zip"."""
    found: dict[str, str] = {}
    with _opened(key) as parcel:
        members = [each for each in parcel.infolist() if not each.is_dir()]
        if len(members) > MEMBERS:
            raise RuleBroken(
                N_("The ZIP has more than %(most)d files. Split the list."), field="zip", most=MEMBERS
            )
        for member in members:
            name = _name(member)
            if name.startswith((".", "~$")) or member.filename.startswith("__MACOSX/"):
                continue
            _check(member, name, limit)
            if name.casefold() in found:
                raise RuleBroken(
                    N_("The ZIP has two files that are called “%(name)s”. Rename one of them."),
                    field="zip",
                    name=name,
                )
            found[name.casefold()] = name
    return found


def _check(member: zipfile.ZipInfo, name: str, limit: int) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise RuleBroken(N_("The ZIP is locked by a password. Pack it without one."), field="zip")
    if member.file_size > limit:
        raise RuleBroken(
            N_("The file “%(name)s” in the ZIP is larger than %(limit)d MB."),
            field="zip",
            name=name,
            limit=limit >> 20,
        )
    if member.file_size > max(RATIO_FLOOR, RATIO_LIMIT * member.compress_size):
        raise RuleBroken(sentences.UNPACKS_TOO_LARGE, field="zip")


def forget(key: str) -> None:
    """Delete a ZIP whose list was not taken, at once."""
    files.storage().delete(key)


class Parcel:
    """An open ZIP: its files by name, each counted while it is unpacked."""

    def __init__(self, parcel: zipfile.ZipFile) -> None:
        self._parcel = parcel
        self._members = {_name(each): each for each in parcel.infolist() if not each.is_dir()}

    def read(self, name: str, *, limit: int) -> bytes:
        """Return one file of at most `limit` bytes. Raises RuleBroken."""
        if name not in self._members:
            raise RuleBroken(MISSING, field="file", name=name)
        try:
            with self._parcel.open(self._members[name]) as stream:
                raw = stream.read(limit + 1)
        except _BROKEN as error:
            raise RuleBroken(DAMAGED, field="file") from error
        if len(raw) > limit:
            raise RuleBroken(sentences.UNPACKS_TOO_LARGE, field="file")
        return raw


@contextmanager
def opened(key: str) -> Iterator[Parcel]:
    """Open a stored ZIP. Raises RuleBroken beside "zip"."""
    with _opened(key) as parcel:
        yield Parcel(parcel)


@contextmanager
def _opened(key: str) -> Iterator[zipfile.ZipFile]:
    try:
        stream = files.storage().open(key)
    except NotFound as error:
        raise RuleBroken(DAMAGED, field="zip") from error
    with stream:
        try:
            parcel = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise RuleBroken(DAMAGED, field="zip") from error
        with parcel:
            yield parcel


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name without folders, in NFC; ZIPs of old programs hold UTF-8 and do not say so."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
