"""An organiser's Markdown on a page: its headings stand below the page's own, and no level is left out."""

import re

import pytest

from contest.web.prose import prose


@pytest.mark.parametrize(
    ("text", "top", "headings"),
    [
        ("# Một\n\n## Hai\n\n# Ba", 2, ["h2", "h3", "h2"]),
        ("## Một\n\n#### Hai\n\n## Ba", 3, ["h3", "h4", "h3"]),
        ("### Một\n\n# Hai\n\n## Ba", 2, ["h2", "h2", "h3"]),
        ("Không có đề mục.", 2, []),
    ],
)
def test_headings_follow_the_pages_own_without_a_gap(text, top, headings):
    assert re.findall(r"<(h\d)>", prose(text, top=top)) == headings
