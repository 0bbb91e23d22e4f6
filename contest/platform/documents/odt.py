"""Reads an OpenDocument text: what a reader sees of it, what else is in it, and who it says wrote it."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.docx_aside import Aside
from contest.platform.documents.manuscript import Manuscript
from contest.platform.documents.odf import o, texts
from contest.platform.documents.odt_looks import Styles
from contest.platform.documents.odt_story import Story
from contest.platform.documents.package import Package
from contest.platform.documents.reading import WordReading

MIME_TYPE: Final = "application/vnd.oasis.opendocument.text"
# Counts, dates and the names of programs say nothing about a person.
_NEUTRAL: Final = frozenset(
    o(name)
    for name in (
        "meta:generator",
        "meta:creation-date",
        "meta:print-date",
        "meta:editing-cycles",
        "meta:editing-duration",
        "meta:document-statistic",
        "dc:date",
        "dc:language",
    )
)
_NEUTRAL_NAMES: Final = frozenset(
    {"AppVersion", "DocSecurity", "LinksUpToDate", "ScaleCrop", "ShareDoc", "HyperlinksChanged"}
)
_PROGRAMS: Final = ("basic/", "scripts/", "dialogs/")
_WRITERS: Final = ("dc:creator", "meta:creator-initials", "loext:sender-initials", "text:sender-lastname")


def is_locked(package: Package) -> bool:
    """Say whether the manifest names parts that are encrypted."""
    name = "META-INF/manifest.xml"
    return name in package and b"encryption-data" in package.read(name)


def read(raw: bytes) -> WordReading:
    """Raise RuleBroken with a sentence of its own for whatever cannot be read safely."""
    package = Package(raw)
    if is_locked(package):
        raise RuleBroken(sentences.LOCKED_WORD)
    content, shared = package.xml("content.xml"), package.xml("styles.xml")
    source = None if content is None else content.find(f"{o('office:body')}/{o('office:text')}")
    if content is None or source is None:
        raise RuleBroken(sentences.BROKEN_WORD)
    styles = Styles()
    styles.add(content)
    styles.add(shared)
    manuscript = Manuscript()
    Story(styles, manuscript, frozenset(name.casefold() for name in package.names)).tell(source)
    _margins(shared, manuscript.aside)
    _programs(package, content, manuscript.aside)
    return manuscript.finished([*_documented(package), *_people(content, shared)])


def _margins(shared: etree._Element | None, aside: Aside) -> None:
    pages = () if shared is None else shared.iter(o("style:master-page"))
    for part in (child for page in pages for child in page):
        written = texts(part)
        if any(char.isalpha() for char in written):
            aside.add("footer" if "footer" in etree.QName(part).localname else "header", written)


def _programs(package: Package, content: etree._Element, aside: Aside) -> None:
    scripts = content.find(o("office:scripts"))
    named = [name for name in package.names if name.casefold().startswith(_PROGRAMS)]
    if named or (scripts is not None and len(scripts)):
        aside.add("macro", " · ".join(named), flag="macros")


def _documented(package: Package) -> Iterator[str]:
    root = package.xml("meta.xml")
    held = None if root is None else root.find(o("office:meta"))
    for item in () if held is None else held:
        named = item.get(o("meta:name"))
        if item.tag not in _NEUTRAL and named not in _NEUTRAL_NAMES:
            yield named or ""
            yield "".join(item.itertext())
            yield item.get(o("xlink:href")) or ""
            yield item.get(o("xlink:title")) or ""


def _people(*parts: etree._Element | None) -> Iterator[str]:
    """Name those who changed or commented on the text."""
    for part in parts:
        for item in () if part is None else part.iter(*map(o, _WRITERS)):
            yield "".join(item.itertext())
