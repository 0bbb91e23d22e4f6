"""What is left of HTML and Markdown after cleaning."""

import pytest

from contest.platform.sanitise import clean_essay, clean_rules, markdown, recheck_essay

EVERY_TAG = (
    "<h1>a</h1><h6>b</h6><p><em>c</em><strong>d</strong><u>e</u><s>f</s><sub>g</sub><sup>h</sup><br>i</p><hr>"
    "<ul><li>j</li></ul><ol><li>k</li></ol><blockquote>l</blockquote>"
    "<table><thead><tr><th>m</th></tr></thead><tbody><tr><td>n</td></tr></tbody></table>"
)


@pytest.mark.parametrize("clean", [clean_essay, clean_rules, recheck_essay])
def test_the_tags_of_an_essay_stay_as_they_are(clean):
    assert clean(EVERY_TAG) == EVERY_TAG


@pytest.mark.parametrize("clean", [clean_essay, recheck_essay])
@pytest.mark.parametrize(("given", "left"), [
    ('<p class="x" style="y" onclick="z" id="ZQX" title="ZQX">a</p>', "<p>a</p>"),
    ('<p><a href="https://an.example/">a</a></p>', "<p>a</p>"),
    ('<p>a<img src="x" alt="ZQX" onerror="alert(1)"></p>', "<p>a</p>"),
    ("<p>a<!-- ZQX --></p>", "<p>a</p>"),
    ("<p>1 &lt; 2 &amp;amp; 3</p>", "<p>1 &lt; 2 &amp;amp; 3</p>"),
    ('<td colspan="2" rowspan="3">a</td>', "a"),
    ("<p>Đặng Thị Ngọc Ánh</p>", "<p>Đặng Thị Ngọc Ánh</p>"),
])  # fmt: skip
def test_no_attribute_link_picture_or_comment_is_left(clean, given, left):
    assert clean(given) == left


@pytest.mark.parametrize("given", [
    "<script>alert(1)</script>", "<style>p{}</style>", "<svg onload=alert(1)>", "<iframe src=x></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<<script>alert(1)//<</script>",
    "<form><input onfocus=alert(1) autofocus>", "<object data=x>",
    "<noscript><p title='</noscript><img src=x onerror=x>'>",
])  # fmt: skip
@pytest.mark.parametrize("clean", [clean_essay, clean_rules, recheck_essay])
def test_nothing_that_runs_is_left(clean, given):
    left = clean(given)
    assert not any(
        f"<{tag}" in left for tag in ("script", "style", "svg", "iframe", "img", "input", "object", "math")
    )


@pytest.mark.parametrize(("href", "kept"), [
    ("https://example.org/?a=1&amp;b=2", True), ("http://example.org", True), ("mailto:a@example.org", True),
    ("HTTPS://EXAMPLE.ORG", True), ("javascript:alert(1)", False), ("JaVaScRiPt:alert(1)", False),
    ("java\u200bscript:alert(1)", False), ("java&#9;script:alert(1)", False), ("data:text/html,x", False),
    ("vbscript:x", False), ("//evil.example", False), ("/admin", False), ("file:///etc/passwd", False), ("", False),
])  # fmt: skip
def test_rules_keep_links_to_the_web_and_to_mail_only(href, kept):
    expected = f'<a href="{href}" rel="noopener">x</a>' if kept else '<a rel="noopener">x</a>'
    assert clean_rules(f'<a href="{href}" target="_blank" onclick="y">x</a>') == expected


def test_markdown_becomes_clean_html_and_html_in_it_is_shown_as_text():
    given = "# Thể lệ\n\n* một\n* **hai**\n\n[nộp bài](https://example.org) [x](javascript:alert(1)) <b onclick=x>y</b>"
    assert markdown(given) == (
        "<h1>Thể lệ</h1>\n<ul>\n<li>một</li>\n<li><strong>hai</strong></li>\n</ul>\n"
        '<p><a href="https://example.org" rel="noopener">nộp bài</a> [x](javascript:alert(1)) '
        "&lt;b onclick=x&gt;y&lt;/b&gt;</p>\n"
    )


def test_markdown_shows_no_pictures_from_elsewhere():
    assert "<img" not in markdown("![x](https://example.org/pixel.png)")


def test_markdown_knows_tables():
    assert markdown("| a |\n|---|\n| 1 |") == (
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>\n"
    )
