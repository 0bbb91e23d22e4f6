"""What judges see of an entry, and what the secretary is told that they do not see."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from contest.platform.documents.reading import Removed

Kind: TypeAlias = Literal["html", "pages"]


@dataclass(frozen=True, slots=True)
class Rendition:
    """Made by us from the first byte to the last; the same file always gives the same bytes.

    `html` holds the essay's tags without attributes, for `pages` the text for screen readers; `text` is what
    the search for the author's name goes through; `pages` are pictures, PNG or WebP; `removed` and `flags`
    are for the secretary only and must never reach a judge; `places` tell where on the pages each word of the text
    stands, as rules/placed.py measures it.
    """

    kind: Kind
    html: str
    text: str
    pages: tuple[bytes, ...] = ()
    removed: tuple[Removed, ...] = ()
    flags: frozenset[str] = field(default_factory=frozenset)
    places: tuple[str, ...] = ()
