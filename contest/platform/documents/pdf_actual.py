"""Takes replacement texts out of a PDF, so that only what is set on the page is read; in the sandbox only.

A piece of a page may carry an "ActualText" that readers of text get instead of the letters everybody sees.
"""

import io
import re
from collections.abc import Iterator
from typing import Final

import pikepdf

_ACTUAL: Final = "/ActualText"
# A name may spell any letter as # and two digits; only streams that might contain ours are taken apart.
_SUSPICIOUS: Final = re.compile(rb"ActualText|/[A-Za-z#0-9]{0,60}#[0-9A-Fa-f]{2}")
_DEEP: Final = 6
_MARKS: Final = frozenset({"BDC", "DP"})


def without_replacements(pdf: pikepdf.Pdf) -> tuple[bytes, list[str]]:
    """Give the file anew and the texts that were taken out; raises pikepdf's errors where it is damaged."""
    found: list[str] = []
    for item in pdf.objects:
        found.extend(_take_out(item, 0))
    for page in pdf.pages:
        _clean_page(pdf, page, found)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == "/Form" or "/PatternType" in item):
            _clean_stream(item, found)
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue(), found


def _take_out(item: object, depth: int) -> Iterator[str]:
    """Walk over the dictionaries of one object, not into those that it only points to."""
    if depth > _DEEP or not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    if isinstance(item, pikepdf.Array):
        parts = list(item)
    else:
        if _ACTUAL in item:
            yield str(item[_ACTUAL])
            del item[_ACTUAL]
        parts = [part for _, part in item.items()]
    for part in parts:
        if not getattr(part, "is_indirect", True):
            yield from _take_out(part, depth + 1)


def _clean_page(pdf: pikepdf.Pdf, page: pikepdf.Page, found: list[str]) -> None:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    raw = b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    if _SUSPICIOUS.search(raw):
        page.obj.Contents = pdf.make_stream(_rewritten(pdf.make_stream(raw), found))


def _clean_stream(stream: pikepdf.Stream, found: list[str]) -> None:
    if _SUSPICIOUS.search(stream.read_bytes()):
        stream.write(_rewritten(stream, found))


def _rewritten(stream: pikepdf.Object, found: list[str]) -> bytes:
    steps = pikepdf.parse_content_stream(stream)
    for step in steps:
        if str(step.operator) in _MARKS:
            for operand in step.operands:
                found.extend(_take_out(operand, 0))
    return pikepdf.unparse_content_stream(steps)
