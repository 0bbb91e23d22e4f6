"""Finds the author's own name in the work, to warn before submitting; the thorough search comes at coding."""

import re

from contest.kernel.text import fold


def names_author(full_name: str, *texts: str) -> bool:
    """Tell whether the full name stands in one of the texts, whatever accents and line breaks."""
    name = fold(full_name)
    if not name:
        return False
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(pattern.search(fold(text)) for text in texts)
