"""Both languages are complete: every string that the program can say stands in both catalogues, none fuzzy."""

import io
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "contest" / "translations"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


@cache
def said():
    """Every message that the sources say (a pair where it has a plural), with the place where it is said first."""
    found = {}
    mapping = [("contest/**.py", "python"), ("templates/**.*", "jinja2")]
    for place, line, message, _, _ in extract_from_dir(ROOT, mapping, {}, KEYWORDS, directory_filter=_wanted):
        found.setdefault(message, f"{place}:{line}")
    return found


def _wanted(folder):
    return Path(folder).name not in {"__pycache__", ".git", "venv", ".venv", "tests", "instance"}


@cache
def catalogue(language):
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message):
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def ids(message):
    return message.id if isinstance(message.id, (tuple, list)) else (message.id,)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_string_is_translated_and_none_is_fuzzy(language):
    ready = {m.id for m in catalogue(language) if m.id and not m.fuzzy and all(texts(m))}

    assert {m: place for m, place in said().items() if m not in ready} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_stands_in_a_catalogue_that_nobody_says(language):
    known = said()

    assert [m.id for m in catalogue(language) if m.id and m.id not in known] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_translations_keep_the_placeholders(language):
    def holes(text):
        return sorted(set(re.findall(r"%\(\w+\)[a-z]|%(?!\()|\{\}", text)))

    wrong = [
        m.id
        for m in catalogue(language)
        if m.id and any(holes(t) != holes(i) for t, i in zip(texts(m), ids(m)[-len(texts(m)) :], strict=True))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_compiled_catalogue_is_the_written_one(language):
    compiled = read_mo(io.BytesIO((FOLDER / language / "LC_MESSAGES" / "messages.mo").read_bytes()))

    assert {tuple(ids(m)): tuple(texts(m)) for m in compiled if m.id} == {
        ids(m): texts(m) for m in catalogue(language) if m.id
    }


def test_english_says_what_the_sources_say():
    assert [m.id for m in catalogue("en") if m.id and texts(m) != ids(m)] == []


def test_vietnamese_is_nfc_and_not_english():
    def words(text):
        return re.findall(r"[a-z]{4}", re.sub(r"%\(\w+\)[a-z]", "", text))

    same = [
        m.id
        for m in catalogue("vi")
        if m.id and texts(m)[0] == ids(m)[0] and words(ids(m)[0]) and ids(m)[0] not in SAME_IN_BOTH
    ]

    assert same == []
    assert all(unicodedata.is_normalized("NFC", t) for m in catalogue("vi") for t in texts(m))


SAME_IN_BOTH = {"English", "Markdown", "SHA-256", "Contest"}


def test_the_extraction_settings_are_those_of_pyproject():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert [(m["pattern"], m["method"]) for m in settings["tool"]["babel"]["mappings"]] == [
        ("contest/**.py", "python"),
        ("templates/**.*", "jinja2"),
    ]
