"""The only importer of bleach and nh3: HTML of authors and organisers is cut down to a short list of tags."""

from functools import cache
from typing import TYPE_CHECKING, Final

import bleach
import nh3

from contest.kernel import markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ESSAY_TAGS: Final = """
    p h1 h2 h3 h4 h5 h6 em strong u s sub sup br hr ul ol li blockquote table thead tbody tr th td
"""
ESSAY_TAGS: Final = frozenset(_ESSAY_TAGS.split())
RULES_TAGS: Final = ESSAY_TAGS | {"a"}
# Without the star nh3 lets `title` and `lang` through on every tag.
_NO_ATTRIBUTES: Final[dict[str, set[str]]] = {"*": set()}
_LINKS: Final = {"http", "https", "mailto"}
_LINK_STARTS: Final = ("http://", "https://", "mailto:")
_DROPPED_WHOLE: Final = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}


def clean_essay(html: str) -> str:
    """Keep the essay's tags and no attribute: bleach as the customer asks, then nh3, which is maintained."""
    bleached = bleach.clean(
        html,
        tags=ESSAY_TAGS,
        attributes={},
        protocols=(),
        strip=True,
        strip_comments=True,
    )
    return recheck_essay(bleached)


def recheck_essay(html: str) -> str:
    """Clean once more what comes out of the sandbox: a file may have taken over the process in it."""
    return nh3.clean(
        html,
        tags=set(ESSAY_TAGS),
        attributes=_NO_ATTRIBUTES,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
        clean_content_tags=_DROPPED_WHOLE,
    )


def clean_typed(html: str) -> tuple[str, str]:
    """Return what was typed or pasted as it is kept: with its structure, "" where it has none, and its plain text.

    Tidied (kernel.markup, which bounds it), then cleaned by nh3. Raises RuleBroken for what is no text. Drafts are
    saved at every pause: bleach, which takes 150 times as long, comes once, on the way to the judges.
    """
    tidied = markup.tidy(html)
    kept = recheck_typed(tidied) if markup.has_structure(tidied) else ""
    return kept, markup.plain_text(kept or tidied)


def clean_for_judges(html: str) -> str:
    """Clean what was kept of a typed text: bleach as the customer asks, then nh3."""
    bleached = bleach.clean(
        markup.tidy(html),
        tags=markup.TAGS,
        attributes={},
        protocols=(),
        strip=True,
        strip_comments=True,
    )
    return recheck_typed(bleached)


def recheck_typed(html: str) -> str:
    """Clean once more what was cleaned when it was kept: for showing it."""
    return nh3.clean(
        html,
        tags=set(markup.TAGS),
        attributes=_NO_ATTRIBUTES,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
        clean_content_tags=_DROPPED_WHOLE,
    )


def clean_rules(html: str) -> str:
    """Keep, in the texts of organisers, the tags of essays and links to the web and to mail addresses."""
    bleached = bleach.clean(
        html,
        tags=RULES_TAGS,
        attributes={"a": ["href"]},
        protocols=_LINKS,
        strip=True,
        strip_comments=True,
    )
    return nh3.clean(
        bleached,
        tags=set(RULES_TAGS),
        attributes=_NO_ATTRIBUTES | {"a": {"href"}},
        url_schemes=_LINKS,
        link_rel="noopener",
        strip_comments=True,
        clean_content_tags=_DROPPED_WHOLE,
        attribute_filter=_full_address,
    )


def _full_address(_tag: str, name: str, value: str) -> str | None:
    """Drop links inside this site, which would move with its pages; only full addresses stay."""
    return value if name != "href" or value.lower().startswith(_LINK_STARTS) else None


def markdown(text: str) -> str:
    """Turn an organiser's Markdown into clean HTML; HTML written inside it is shown as text."""
    return clean_rules(_reader().render(text))


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- the readers of files need none of it

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
