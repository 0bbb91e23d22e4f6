"""Accepts the tracked changes of a Word document and takes its comments out, as Word itself would."""

from typing import Final

from lxml import etree

from contest.platform.documents.ooxml import w

_P, _PPR, _RPR, _R, _TR = map(w, ("p", "pPr", "rPr", "r", "tr"))
_MARKS: Final = frozenset(
    {_RPR, w("trPr"), w("tcPr"), w("numPr")}
)  # what says of its parent that it was changed
_ADDED: Final = frozenset({w("ins"), w("moveTo")})
_DELETED: Final = frozenset({w("del"), w("moveFrom")})
_RANGES: Final = (
    "moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange", "customXmlMoveFromRange",
    "customXmlMoveToRange", "commentRange",
)  # fmt: skip
_DROPPED: Final = frozenset(
    {
        *map(
            w,
            (
                "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
                "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "commentReference",
            ),
        ),
        *(w(f"{name}{end}") for name in _RANGES for end in ("Start", "End")),
    }
)  # fmt: skip
_BETWEEN: Final = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd")))


def accept(root: etree._Element) -> bool:
    """Accept all changes below and drop all references to comments; say whether there were any."""
    changed = _drop_rows(root)
    for paragraph in list(root.iter(_P)):
        while paragraph.getparent() is not None and _mark_is_deleted(paragraph):
            _join(paragraph)
            changed = True
    for element in list(root.iter(*_ADDED, *_DELETED, *_DROPPED)):
        if element.getparent() is not None:
            _settle(element)
            changed = True
    return changed


def _settle(element: etree._Element) -> None:
    parent = element.getparent()
    if element.tag in _ADDED and parent.tag not in _MARKS:
        at = parent.index(element)
        for child in reversed(element):
            parent.insert(at, child)
    parent.remove(element)
    is_bare_run = parent.tag == _R and all(child.tag == _RPR for child in parent)
    if is_bare_run and element.tag == w("commentReference"):
        parent.getparent().remove(parent)


def _drop_rows(root: etree._Element) -> bool:
    gone = [
        row for row in root.iter(_TR) if any(row.find(f"{w('trPr')}/{tag}") is not None for tag in _DELETED)
    ]
    for row in gone:
        row.getparent().remove(row)
    return bool(gone)


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{_PPR}/{_RPR}")
    return mark is not None and any(child.tag in _DELETED for child in mark)


def _join(paragraph: etree._Element) -> None:
    """Let the paragraph go on with the next one, and end as that one ends: perhaps deleted, too."""
    mark = paragraph.find(f"{_PPR}/{_RPR}")
    for child in [child for child in mark if child.tag in _DELETED]:
        mark.remove(child)
    following = _following(paragraph)
    if following is None:
        return
    if _mark_is_deleted(following):
        mark.append(etree.Element(w("del")))
    section = following.find(f"{_PPR}/{w('sectPr')}")
    if section is not None:
        paragraph.find(_PPR).append(section)
    for child in list(following):
        if child.tag != _PPR:
            paragraph.append(child)
    following.getparent().remove(following)


def _following(paragraph: etree._Element) -> etree._Element | None:
    following = paragraph.getnext()
    while following is not None and following.tag in _BETWEEN:
        following = following.getnext()
    return following if following is not None and following.tag == _P else None
