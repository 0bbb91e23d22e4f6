"""Searches every byte of an output for planted tokens ZQX…, through every layer that can be opened."""

import base64
import binascii
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator

PREFIX = "ZQX"

_PLAIN = re.compile(rb"ZQX[A-Za-z0-9]{2,60}")
_WIDE = re.compile(rb"Z\0Q\0X\0(?:[A-Za-z0-9]\0){2,60}")
_WIDE_BIG = re.compile(rb"\0Z\0Q\0X(?:\0[A-Za-z0-9]){2,60}")
_HEX = re.compile(rb"(?i)5a5158(?:[0-9a-f]{2}){2,60}|(?i:005a00510058)(?:00[0-9a-f]{2}){2,60}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_DEEPEST = 5
_UNPACKED = 16_000_000
_TRIES = 3_000


def tokens_in(output: object) -> set[str]:
    """Return the tokens in bytes, text, or anything that JSON can say (bytes inside it are opened too)."""
    if isinstance(output, bytes):
        return set(_search(output, 0))
    if isinstance(output, str):
        return set(_search(output.encode(), 0))
    return set().union(*map(tokens_in, _leaves(output))) | set(
        _search(json.dumps(output, default=str).encode(), 0)
    )


def _leaves(output: object) -> list[object]:
    if isinstance(output, dict):
        return [*output, *output.values()]
    return list(output) if isinstance(output, (list, tuple, set, frozenset)) else []


def _search(data: bytes, depth: int) -> Iterator[str]:
    yield from _spelled(data)
    if depth > _DEEPEST:
        return
    for inner in layers(data):
        yield from _search(inner, depth + 1)


def _spelled(data: bytes) -> Iterator[str]:
    for pattern, encoding in ((_PLAIN, "ascii"), (_WIDE, "utf-16-le"), (_WIDE_BIG, "utf-16-be")):
        yield from (found.decode(encoding) for found in pattern.findall(data))
    for found in _HEX.findall(data):
        raw = bytes.fromhex(found.decode())
        yield raw.replace(b"\0", b"").decode("ascii", "replace")


def layers(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"PK":
        yield from _members(data)
    yield from _inflated(data)
    for found in _BASE64.findall(data):
        try:
            inner = base64.b64decode(found + b"=" * (-len(found) % 4))
        except binascii.Error:
            continue
        if PREFIX.encode() in inner:
            yield inner


def _members(data: bytes) -> Iterator[bytes]:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        return
    yield package.comment
    for info in package.infolist():
        yield info.filename.encode() + info.extra + info.comment
        yield package.read(info)


def _inflated(data: bytes) -> Iterator[bytes]:
    for head in _ZLIB_HEADS:
        at = data.find(head)
        for _ in range(_TRIES):
            if at < 0:
                break
            try:
                inner = zlib.decompressobj().decompress(data[at:], _UNPACKED)
            except zlib.error:
                inner = b""
            if len(inner) > len(PREFIX):
                yield inner
            at = data.find(head, at + 1)
