"""Opens the ZIP package of a Word document within limits and hands out its parts, never to disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences

MEMBERS_LIMIT = 2_000
TOTAL_LIMIT = 200 * 1024 * 1024
RATIO_LIMIT = 100
# Below this size even a blank picture that packs 1,000 : 1 does no harm.
RATIO_FLOOR = 10 * 1024 * 1024
# A novel of 90,000 words is about 10 MB of XML. One `<` costs lxml about 150 bytes.
XML_LIMIT = 40 * 1024 * 1024
TAGS_LIMIT = 1_500_000

_CHUNK = 1 << 20
_CENTRAL = b"PK\x01\x02"
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})


class Package:
    """A ZIP file whose directory was found sound; parts are read one at a time and counted while reading."""

    def __init__(self, raw: bytes) -> None:
        if raw.count(_CENTRAL) > MEMBERS_LIMIT:
            raise RuleBroken(sentences.TOO_MANY_PARTS)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN as error:
            raise RuleBroken(sentences.BROKEN_WORD) from error
        self._budget = TOTAL_LIMIT
        self._members = _checked(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(info.filename for info in self._members.values())

    @property
    def size_of_xml(self) -> int:
        """Bytes of XML that the directory promises; reading counts them again."""
        return sum(info.file_size for name, info in self._members.items() if name.endswith((".xml", ".rels")))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def read(self, name: str, limit: int = TOTAL_LIMIT) -> bytes:
        """Raise RuleBroken if the part is damaged or larger than `limit` bytes, KeyError if it is absent."""
        info = self._members[name.casefold()]
        try:
            return b"".join(self._counted(info, limit))
        except _BROKEN as error:
            raise RuleBroken(sentences.BROKEN_WORD) from error

    def _counted(self, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        left = min(limit, self._budget)
        with self._zip.open(info) as stream:
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
                self._budget -= len(chunk)
                yield chunk

    def xml(self, name: str) -> etree._Element | None:
        """Parse a part; None if the package has none of that name."""
        return parse(self.read(name, XML_LIMIT)) if name in self else None


def _checked(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(members) > MEMBERS_LIMIT:
        raise RuleBroken(sentences.TOO_MANY_PARTS)
    found: dict[str, zipfile.ZipInfo] = {}
    for info in members:
        name = info.filename.casefold()
        if name in found:
            raise RuleBroken(sentences.DOUBLE_PART)
        if info.flag_bits & _ENCRYPTED:
            raise RuleBroken(sentences.LOCKED_PART)
        if info.file_size > max(RATIO_FLOOR, RATIO_LIMIT * info.compress_size):
            raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
        found[name] = info
    if sum(info.file_size for info in members) > TOTAL_LIMIT:
        raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
    return found


def parse(raw: bytes) -> etree._Element:
    """Parse XML that must be plain UTF-8 without DOCTYPE, within the limits on tags and depth."""
    _refuse_strange(raw)
    # A parser of its own for each part: lxml's are not to be shared between threads. `encoding` overrules
    # whatever the declaration says, so no second reading of the bytes can reveal a DOCTYPE.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error)
        raise RuleBroken(sentences.TOO_DEEP if deep else sentences.BROKEN_WORD) from error
    except (ValueError, MemoryError) as error:
        raise RuleBroken(sentences.BROKEN_WORD) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RuleBroken(sentences.DECLARATIONS)
    return root


def _refuse_strange(raw: bytes) -> None:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise RuleBroken(sentences.DECLARATIONS)
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in raw or (declared and declared[1].lower() not in _KNOWN_ENCODINGS):
        raise RuleBroken(sentences.BROKEN_WORD)
    if raw.count(b"<") > TAGS_LIMIT:
        raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
