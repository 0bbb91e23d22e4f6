"""Plain text as HTML: a blank line ends a paragraph, a line end stays a line end."""

import html
import re
from typing import Final

_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")


def as_html(text: str) -> str:
    """Escape `text` and mark its paragraphs; nothing but `p` and `br` comes out: nothing is left to clean."""
    blocks = (block.strip() for block in _BLANK.split(text))
    return "".join(f"<p>{_lines(block)}</p>" for block in blocks if block)


def one_each(lines: str) -> str:
    """Make every line a paragraph of its own."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines.splitlines() if line.strip())


def _lines(block: str) -> str:
    return "<br>".join(html.escape(line.strip(), quote=False) for line in block.split("\n"))
