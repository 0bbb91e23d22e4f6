"""Reads a Word document: what a reader sees of it, what else is in it, and who it says wrote it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.docx_aside import Aside
from contest.platform.documents.docx_looks import Styles
from contest.platform.documents.docx_story import Story
from contest.platform.documents.ooxml import Parts, texts, value, w
from contest.platform.documents.package import Package
from contest.platform.documents.reading import Removed, WordReading, tidy

PROPERTY_PARTS: Final = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "comment")
_PERSON: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_EMBEDDED: Final = re.compile(r"^word/(?:embeddings|activeX)/.", re.IGNORECASE)
# Counts, dates and the names of programs say nothing about a person.
_NEUTRAL_WORDS: Final = """
    TotalTime Pages Words Characters CharactersWithSpaces Lines Paragraphs DocSecurity ScaleCrop
    LinksUpToDate SharedDoc HyperlinksChanged AppVersion created modified lastPrinted revision
    language Application Template TitlesOfParts HeadingPairs
"""
NEUTRAL: Final = frozenset(_NEUTRAL_WORDS.split())
TEMPLATES: Final = frozenset({"normal.dotm", "normal.dot", "normal"})


def properties(raw: bytes) -> list[str]:
    """List whom and what the document names outside its text: authors, company, title, reviewers."""
    package = Package(raw)
    parts = Parts(package)
    return _traces(package, parts, parts.load(parts.main()))


def read(raw: bytes) -> WordReading:
    """Raise RuleBroken with a sentence of its own for whatever cannot be read safely."""
    package = Package(raw)
    parts = Parts(package)
    root = parts.load(parts.main())
    aside = Aside()
    story = Story(Styles(parts.first("styles")), aside)
    body = etree.Element(w("body"))
    source = root.find(w("body"))
    if source is None:
        raise RuleBroken(sentences.BROKEN_WORD)
    story.tell(source, body)
    told = len(story.lines)
    notes = {kind: _notes(parts, story, kind) for kind in ("footnote", "endnote")}
    _margins(parts, aside)
    _extras(package, parts, aside)
    traces = _traces(package, parts, root)
    removed = (*aside.removed, *(Removed("property", trace) for trace in traces))
    return WordReading(
        "\n".join(story.lines),
        frozenset(aside.flags),
        removed,
        tuple(traces),
        body,
        notes,
        _bullets(parts.first("numbering")),
        sum(line.count("\n") + 1 for line in story.lines[told:]),
    )


def _notes(parts: Parts, story: Story, kind: str) -> etree._Element:
    """Rebuild the notes that the text refers to; others cannot be seen in Word either."""
    made = etree.Element(w(f"{kind}s"))
    root = parts.first(f"{kind}s")
    sources = {} if root is None else {value(note, "id"): note for note in root.iterchildren(w(kind))}
    for number in list(story.notes[kind]):
        if number in sources:
            story.tell(sources[number], etree.SubElement(made, w(kind), {w("id"): number}))
    return made


def _margins(parts: Parts, aside: Aside) -> None:
    for kind in ("header", "footer"):
        for name in parts.names(kind):
            written = texts(parts.load(name))
            if any(char.isalpha() for char in written):
                aside.add(kind, written)


def _extras(package: Package, parts: Parts, aside: Aside) -> None:
    comments = parts.first("comments")
    for comment in () if comments is None else comments.iterchildren(w("comment")):
        aside.add("comment", f"{value(comment, 'author') or ''}: {texts(comment)}", flag="comments")
    for name in package.names:
        if _EMBEDDED.match(name):
            aside.add("embedded-object", name, flag="embedded-object")


def _bullets(root: etree._Element | None) -> frozenset[tuple[str, str]]:
    if root is None:
        return frozenset()
    levels: dict[str | None, list[str]] = {}
    for kind in root.iterchildren(w("abstractNum")):
        levels[value(kind, "abstractNumId")] = [
            value(level, "ilvl") or "0"
            for level in kind.iterchildren(w("lvl"))
            if value(level.find(w("numFmt"))) == "bullet"
        ]
    return frozenset(
        (number, level)
        for item in root.iterchildren(w("num"))
        if (number := value(item, "numId") or "").isdecimal()
        for level in levels.get(value(item.find(w("abstractNumId"))), ())
    )


def _traces(package: Package, parts: Parts, root: etree._Element) -> list[str]:
    return list(tidy([*_documented(package), *_people(parts, root)]))


def _documented(package: Package) -> Iterator[str]:
    for name in PROPERTY_PARTS:
        root = package.xml(name)
        for item in () if root is None else root:
            tag, written = etree.QName(item).localname, "".join(item.itertext())
            if tag not in NEUTRAL or (tag == "Template" and written.casefold() not in TEMPLATES):
                yield item.get("name") or ""
                yield written


def _people(parts: Parts, root: etree._Element) -> Iterable[str]:
    """Name those who changed or commented on the text, and the user ids Word keeps of them."""
    others = map(parts.first, ("comments", "footnotes", "endnotes"))
    for part in (root, *(part for part in others if part is not None)):
        for item in part.iter(*map(w, _CHANGES)):
            yield value(item, "author") or ""
            yield value(item, "initials") or ""
    people = parts.first("people")
    for item in () if people is None else people.iter(f"{_PERSON}person", f"{_PERSON}presenceInfo"):
        yield item.get(f"{_PERSON}author") or ""
        yield item.get(f"{_PERSON}userId") or ""
