"""Templates: nothing inline, nothing unescaped, no audience borrows another's, every one compiles and is used."""

import re
from pathlib import Path

import pytest

from contest.judging.rules.criteria import KINDS

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
HTML = [p for p in TEMPLATES if p.suffix == ".html" and "email" not in p.parts]
AUDIENCES = ("public", "account", "author", "judge", "office")


def name(path):
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", HTML, ids=name)
def test_nothing_inline_that_the_content_policy_would_block(path):
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(r"\sstyle\s*=|<style|\son\w+\s*=\s*[\"']|<script(?![^>]*\bsrc=)|javascript:", text) == []
    )


@pytest.mark.parametrize("path", HTML, ids=name)
def test_nothing_unescaped_but_what_was_cleaned(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"\|\s*safe\b|autoescape\s+false", text) == []


def test_a_template_includes_no_other_audiences_template():
    borrowed = [
        (name(path), found)
        for path in HTML
        if path.relative_to(ROOT / "templates").parts[0] in AUDIENCES
        for found in re.findall(
            r"{%-?\s*(?:include|extends|from|import)\s+[\"']([^\"']+)", path.read_text(encoding="utf-8")
        )
        if found.split("/")[0] in AUDIENCES
        and found.split("/")[0] != path.relative_to(ROOT / "templates").parts[0]
    ]

    assert borrowed == []


def test_every_template_compiles(session_app):
    for path in TEMPLATES:
        session_app.jinja_env.get_template(name(path))


def test_every_template_is_used():
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "contest").rglob("*.py"))
    markup = "\n".join(p.read_text(encoding="utf-8") for p in TEMPLATES)
    unused = [
        name(path)
        for path in TEMPLATES
        if path.relative_to(ROOT / "templates").parts[0] not in {"email", "errors", "security"}
        and f'"{name(path)}"' not in code + markup
        and name(path)
        not in {f"components/criteria/{kind}.html" for kind in KINDS}  # included by the criterion's kind
    ]

    assert unused == []


def test_what_asks_once_more_has_its_question_and_the_script_that_asks():
    silent = [
        (name(path), asked)
        for path in HTML
        if name(path) not in {"components/blocks.html", "components/forms.html"}  # where it is made
        for source in [path.read_text(encoding="utf-8")]
        for asked in re.findall(r"confirm=\"([^\"{]*)", source)
        if f'confirm_dialog("{asked}"' not in source or "js/confirm.js" not in source
    ]

    assert silent == []


def test_pages_load_nothing_from_elsewhere():
    foreign = [
        (name(path), found)
        for path in HTML
        for found in re.findall(
            r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//[^\"']+", path.read_text(encoding="utf-8")
        )
    ]

    assert foreign == []
