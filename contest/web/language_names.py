"""Languages and countries by their names in the language of the page, and found again by such a name."""

from functools import lru_cache
from typing import Final

from babel import Locale
from flask_babel import get_locale

from contest.kernel.text import fold
from contest.settings import LANGUAGES

# What Babel lists beside the countries of ISO 3166: unions, test regions, unknown ones.
_NO_COUNTRIES: Final = frozenset(
    {"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)
# Said before the names of languages, and left out by who writes one: "tiếng Anh" and "Anh" are the same language.
_SAID_BEFORE: Final = "tieng "


def language(code: str) -> str:
    """Return the name of a language; what has no code is a name already."""
    return str(_locale().languages.get(code, code))


def country(code: str) -> str:
    """Return the name of a country."""
    return countries().get(code, code)


def countries() -> dict[str, str]:
    """Return all countries, codes to names, in the order of the names."""
    return _countries(str(_locale()))


def find_language(typed: str) -> str:
    """Return the code of a language by its code or its name in any of our languages; else what was typed."""
    return _languages_by_name().get(_bare(typed), typed)


def find_country(typed: str) -> str:
    """Return the code of a country by its code or its name in any of our languages; else what was typed."""
    return _countries_by_name().get(fold(typed), typed)


def _locale() -> Locale:
    return get_locale() or Locale("vi")


def _bare(name: str) -> str:
    return fold(name).replace("’", "'").removeprefix(_SAID_BEFORE)


@lru_cache(maxsize=len(LANGUAGES))
def _countries(locale: str) -> dict[str, str]:
    names = Locale.parse(locale).territories
    known = {code: str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}
    kept = ((code, name) for code, name in known.items() if code not in _NO_COUNTRIES)
    return dict(sorted(kept, key=lambda each: fold(each[1])))


@lru_cache(maxsize=1)
def _languages_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in LANGUAGES:
        for code, name in Locale.parse(locale).languages.items():
            if "_" not in code:
                found.setdefault(_bare(str(name)), code)
                found.setdefault(code, code)
    return found


@lru_cache(maxsize=1)
def _countries_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in LANGUAGES:
        for code, name in _countries(locale).items():
            found.setdefault(fold(name), code)
            found.setdefault(code.lower(), code)
    return found
