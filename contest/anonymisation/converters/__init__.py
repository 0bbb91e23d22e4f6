"""Every kind of entry and the converter that makes of it what a judge sees: one line a format."""

from collections.abc import Callable, Mapping
from typing import Final

from contest.anonymisation.converters import editor, formatted, pdf, pictures, txt, word
from contest.anonymisation.converters.rendition import Rendition

CONVERTERS: Final[Mapping[str, Callable[[bytes], Rendition]]] = {
    "doc": word.doc,
    "docx": word.docx,
    "editor": editor.render,
    "formatted": formatted.render,
    "odt": word.odt,
    "pdf": pdf.render,
    "pictures": pictures.render,
    "rtf": word.rtf,
    "txt": txt.render,
}


def render(kind: str, raw: bytes) -> Rendition:
    """Raise RuleBroken where the bytes cannot be shown, KeyError for an unknown kind."""
    return CONVERTERS[kind](raw)
