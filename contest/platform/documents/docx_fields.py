"""Word's fields: which results may stay, and where a field that runs over many runs begins and ends."""

from dataclasses import dataclass, field
from typing import Final

# What these print comes from the text itself. All others (AUTHOR, FILENAME, DOCPROPERTY, INCLUDETEXT, DDE …)
# print something of the writer, the computer or another file, and new ones come: so an allow-list.
_ALLOWED_WORDS: Final = """
    HYPERLINK REF PAGEREF NOTEREF STYLEREF TOC TC XE INDEX SEQ EQ SYMBOL PAGE NUMPAGES SECTION
    SECTIONPAGES LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT FORMTEXT FORMCHECKBOX FORMDROPDOWN CITATION
    BIBLIOGRAPHY ADDIN
"""
_ALLOWED: Final = frozenset(_ALLOWED_WORDS.split())


def is_allowed(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and (words[0].upper() in _ALLOWED or words[0].startswith("="))


@dataclass(slots=True)
class _Field:
    words: list[str] = field(default_factory=list)
    in_result: bool = False
    allowed: bool = False
    tainted: bool = False


class Fields:
    """The fields that are open at this place of a story."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.dropped = False

    @property
    def shows_text(self) -> bool:
        return all(item.in_result and item.allowed for item in self._open)

    @property
    def in_result(self) -> bool:
        return bool(self._open) and self._open[-1].in_result

    def mark(self, kind: str) -> None:
        """Follow `w:fldChar`: begin, separate or end; others mean nothing."""
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind in {"separate", "end"}:
            self._decide(self._open[-1])
            if kind == "end":
                self._open.pop()

    def instruct(self, text: str) -> None:
        if self._open and not self._open[-1].in_result:
            self._open[-1].words.append(text)

    def close(self) -> None:
        """End a story; a field that was never closed has swallowed what followed it."""
        while self._open:
            self.mark("end")

    def _decide(self, item: _Field) -> None:
        """Decide at the first of `separate` and `end`; a bad field in an instruction spoils the outer one."""
        if item.in_result:
            return
        item.in_result = True
        item.allowed = is_allowed("".join(item.words)) and not item.tainted
        if not item.allowed:
            self.dropped = True
            for outer in self._open[:-1]:
                outer.tainted = True
