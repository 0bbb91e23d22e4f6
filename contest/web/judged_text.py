"""What every page says of a copy that judges have: its answers, its recording's length, its title only once."""

import re
from html import unescape

from contest.anonymisation.queries import BlindEssay
from contest.kernel.text import clock as as_time
from contest.kernel.text import fold
from contest.web import own_words

__all__ = ["answers", "as_time", "is_titled"]

# The first line of a text, and what marks it up.
_HEADING = re.compile(r"\s*<(?:h[1-6]|p)>([^\n]{1,600}?)</(?:h[1-6]|p)>")
_TAG = re.compile(r"<[^>]{0,20}>")


def is_titled(copy: BlindEssay) -> bool:
    """Tell whether the text begins with its own title, as many files do, so that it is not shown twice."""
    heading = _HEADING.match(copy.html)
    return heading is not None and fold(_TAG.sub("", unescape(heading[1]))) == fold(copy.title)


def answers(copy: BlindEssay) -> list[tuple[str, str]]:
    """Return what was asked besides and what was answered, as judges read it."""
    return [(said.label, own_words.shown(said.kind, said.value)) for said in copy.own]
