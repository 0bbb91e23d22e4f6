"""Shows an organiser's Markdown on a page: cleaned, with its headings below the page's own."""

import re

from markupsafe import Markup

from contest.platform.sanitise import markdown, recheck_typed

# What comes out of the cleaning has no attribute on a heading.
_HEADING = re.compile("<(/?)h([1-6])>")


def prose(text: str, *, top: int = 2) -> Markup:
    """Return clean HTML whose highest heading is `top`, as the page has its own above it.

    No level is left out on the way down, whatever signs were written: screen readers go from heading to heading.
    """
    return _below(markdown(text), top)


def formatted(text: str, markup: str = "", *, top: int = 2) -> Markup:
    """Return a typed text as judges read it: with its structure where it has `markup`, else a paragraph a line."""
    if markup:
        return _below(recheck_typed(markup), top)
    lines = (line for line in text.split("\n") if line.strip())
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def _below(html: str, top: int) -> Markup:
    """Put the headings of clean HTML where the page has room for them."""
    written = sorted({int(found[2]) for found in _HEADING.finditer(html)})
    level = {sign: min(top + place, 6) for place, sign in enumerate(written)}
    at = top - 1

    def put(found: re.Match[str]) -> str:
        nonlocal at
        if not found[1]:
            at = min(level[int(found[2])], at + 1)
        return f"<{found[1]}h{at}>"

    return Markup(_HEADING.sub(put, html))  # noqa: S704 -- cleaned by platform.sanitise
