"""Pictures of the pages of a work, some at a time, each as an address that carries the picture itself."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

AT_ONCE: Final = 5  # pictures of pages: more would be too heavy for a telephone
_PNG: Final = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Some of the pages; `first` counts from 1, `total` is how many there are."""

    first: int
    shown: tuple[str, ...]
    total: int

    @property
    def before(self) -> int | None:
        return max(1, self.first - AT_ONCE) if self.first > 1 else None

    @property
    def after(self) -> int | None:
        following = self.first + AT_ONCE
        return following if following <= self.total else None


def asked_first(total: int) -> int:
    """Return the page that the address asks to begin with; the nearest there is, for anything else."""
    return min(max(1, request.args.get("page", 1, type=int)), max(1, total))


def some(pages: Sequence[bytes]) -> Pictures | None:
    """Return those of all pages that the address asks for; None where there are none."""
    first = asked_first(len(pages))
    return carried(pages[first - 1 : first - 1 + AT_ONCE], first, len(pages)) if pages else None


def carried(pages: Sequence[bytes], first: int, total: int) -> Pictures:
    """Return the drawn pages as addresses."""
    return Pictures(first, tuple(_address(picture) for picture in pages), total)


def kind_of(picture: bytes) -> str:
    """Return the media type of a picture that we drew."""
    return "image/png" if picture.startswith(_PNG) else "image/webp"


def _address(picture: bytes) -> str:
    return f"data:{kind_of(picture)};base64,{b64encode(picture).decode()}"
