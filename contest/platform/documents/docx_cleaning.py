"""Makes a copy of a Word document without what tells whose it is; the parts that tell nothing stay byte for byte."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from lxml import etree

from contest.kernel.errors import N_, RuleBroken
from contest.platform import sandbox
from contest.platform.documents import docx_changes, sentences
from contest.platform.documents.docx import NEUTRAL, PROPERTY_PARTS, TEMPLATES
from contest.platform.documents.docx_fields import Fields, is_allowed
from contest.platform.documents.docx_passages import take_out
from contest.platform.documents.docx_story import names_the_writer
from contest.platform.documents.inspection import IN_PROCESS
from contest.platform.documents.ooxml import Parts, texts, value, w
from contest.platform.documents.package import XML_LIMIT, Package, parse

NOT_FOUND: Final = N_(
    "The passage could not be found in the Word document as it is written there. Open the document in Word, take it"
    " out, save it and choose the file anew."
)
STRICT: Final = N_(
    "This document was saved as “Strict Open XML”, which is not mended here. Save it in Word as “Word document (.docx)”"
    " and choose the file anew."
)
_MARGIN_LIMIT: Final = 512 * 1024
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
# Of whom and where, and never of the text: they are emptied and stay as parts, so that nothing points into the void.
_PEOPLE: Final = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_STORIES: Final = ("footnotes", "endnotes")
_MARGINS: Final = ("header", "footer")
_SETTINGS: Final = tuple(map(w, ("attachedTemplate", "docVars", "rsids")))
_SETTINGS_LINKS: Final = "word/_rels/settings.xml.rels"
_PATH: Final = re.compile(r"[\\/]|^file:")
_T: Final = w("t")


@dataclass(frozen=True, slots=True)
class Removal:
    """What is taken out: `passages` of the text, which leave "…", and whole `lines`.

    `strips`: what is beside the text as well: properties, comments, headers and footers; changes are accepted.
    """

    passages: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    strips: bool = True


def removal_in(document: bytes) -> Removal:
    """Read what `cleaned` sends into the sandbox."""
    said = json.loads(document)
    return Removal(tuple(said["passages"]), tuple(said["lines"]), bool(said["strips"]))


def cleaned(raw: bytes, wanted: Removal) -> bytes:
    """Do what `clean` does, a large document in the sandbox. Raises RuleBroken as `clean` does."""
    if Package(raw).size_of_xml <= IN_PROCESS:
        return clean(raw, wanted)
    line = json.dumps(asdict(wanted)).encode()
    answer = sandbox.run("clean-docx", line + b"\n" + raw, sentences=sentences.ALL | {NOT_FOUND, STRICT})
    return answer.blobs[0]


def clean(raw: bytes, removal: Removal) -> bytes:
    """Return the document without all that. Raises RuleBroken where it is damaged or holds none of the passages."""
    package = Package(raw)
    parts = Parts(package)
    main = parts.main()
    if _STRICT in package.read(main, XML_LIMIT):
        raise RuleBroken(STRICT)
    made = dict(_rewritten(package, parts, main, removal))
    return _packed(raw, package, made)


def margins(raw: bytes) -> tuple[str, ...]:
    """Return what stands in headers and footers, where it has letters; nothing of a document that cannot be read."""
    try:
        package = Package(raw)
        parts = Parts(package)
        names = [name for kind in _MARGINS for name in parts.names(kind)]
        found = [texts(parse(package.read(name, _MARGIN_LIMIT))) for name in names]
    except RuleBroken:
        return ()
    return tuple(dict.fromkeys(text for text in found if _has_letters(text)))


def _rewritten(package: Package, parts: Parts, main: str, removal: Removal) -> Iterator[tuple[str, bytes]]:
    """Give the parts that change, by their names in lower case."""
    found: set[str] = set()
    for name in (main, *(name for kind in _STORIES for name in parts.names(kind))):
        root = _loaded(package, name)
        changed = removal.strips and _strip_story(root)
        taken = take_out(root, removal.passages, removal.lines)
        found |= taken
        if changed or taken:
            yield name.casefold(), _written(root)
    if (removal.passages or removal.lines) and not found and not removal.strips:
        raise RuleBroken(NOT_FOUND)
    if removal.strips:
        yield from _stripped(package, parts)


def _stripped(package: Package, parts: Parts) -> Iterator[tuple[str, bytes]]:
    for kind in _MARGINS:
        for name in parts.names(kind):
            root = _loaded(package, name)
            if _strip_story(root) | _emptied_texts(root):
                yield name.casefold(), _written(root)
    for name in (name for kind in _PEOPLE for name in parts.names(kind)):
        root = _loaded(package, name)
        if len(root):
            yield name.casefold(), _written(_emptied(root))
    for name in filter(package.__contains__, PROPERTY_PARTS):
        root = _loaded(package, name)
        if _empty_properties(root, is_custom=name.endswith("custom.xml")):
            yield name.casefold(), _written(root)
    yield from _settings(package, parts)


def _settings(package: Package, parts: Parts) -> Iterator[tuple[str, bytes]]:
    """Forget the template's place on the author's computer and the numbers of the sessions of writing."""
    for name in parts.names("settings"):
        root = _loaded(package, name)
        if _remove(list(root.iter(*_SETTINGS))):
            yield name.casefold(), _written(root)
    if _SETTINGS_LINKS in package:
        root = _loaded(package, _SETTINGS_LINKS)
        if _remove([link for link in root if link.get("Type", "").endswith("/attachedTemplate")]):
            yield _SETTINGS_LINKS.casefold(), _written(root)


# --- inside the parts -----------------------------------------------------------------------------------------------


def _strip_story(root: etree._Element) -> bool:
    return docx_changes.accept(root) | _empty_fields(root) | _forget_paths(root)


def _empty_fields(root: etree._Element) -> bool:
    """Empty what fields print that print something of the writer; Word fills them from the empty properties."""
    fields, changed = Fields(), False
    for element in root.iter(w("fldChar"), w("instrText"), _T, w("fldSimple"), w("sdt")):
        if element.tag == w("fldChar"):
            fields.mark(value(element, "fldCharType") or "")
        elif element.tag == w("instrText"):
            fields.instruct(element.text or "")
        elif element.tag != _T:
            changed |= _prints_the_writer(element) and _emptied_texts(element)
        elif element.text and fields.in_result and not fields.shows_text:
            element.text, changed = "", True
    return changed


def _prints_the_writer(element: etree._Element) -> bool:
    if element.tag == w("sdt"):
        return names_the_writer(element)
    return not is_allowed(value(element, "instr") or "")


def _forget_paths(root: etree._Element) -> bool:
    """Take away descriptions of pictures that are paths on the author's computer."""
    changed = False
    for element in root.iter("{*}docPr", "{*}cNvPr"):
        for name in ("descr", "title", "name"):
            if _PATH.search(element.get(name, "")):
                element.set(name, "")
                changed = True
    return changed


def _emptied_texts(root: etree._Element) -> bool:
    """Empty every text below that has letters."""
    changed = False
    for element in root.iter(_T):
        if _has_letters(element.text or ""):
            element.text, changed = "", True
    return changed


def _empty_properties(root: etree._Element, *, is_custom: bool) -> bool:
    telling = [
        item
        for item in root
        if is_custom
        or etree.QName(item).localname not in NEUTRAL
        or etree.QName(item).localname in {"TitlesOfParts", "HeadingPairs"}
        or (
            etree.QName(item).localname == "Template" and "".join(item.itertext()).casefold() not in TEMPLATES
        )
    ]
    return _remove(telling)


def _emptied(root: etree._Element) -> etree._Element:
    _remove(list(root))
    return root


def _remove(elements: Sequence[etree._Element]) -> bool:
    for element in elements:
        element.getparent().remove(element)
    return bool(elements)


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


# --- the package ----------------------------------------------------------------------------------------------------


def _loaded(package: Package, name: str) -> etree._Element:
    return parse(package.read(name, XML_LIMIT))


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _packed(raw: bytes, package: Package, made: dict[str, bytes]) -> bytes:
    """Write the package anew, part for part in the same order."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for member in source.infolist():
            content = made.get(member.filename.casefold())
            info = zipfile.ZipInfo(member.filename, member.date_time)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = member.external_attr
            copy.writestr(info, package.read(member.filename) if content is None else content)
    return target.getvalue()
