"""What every template may use: who asks, languages, local dates and numbers, addresses of static files."""

import hashlib
import os
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates, numbers
from babel.support import NullTranslations
from flask import Flask, g, request, session, url_for
from flask_babel import Babel, get_locale, get_translations, gettext
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from contest.kernel import clock
from contest.settings import LANGUAGES, ROOT, Settings
from contest.web import actor
from contest.web.prose import formatted

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
babel = Babel()


class Compiled(BytecodeCache):
    """Templates compiled once a process, whichever application asks: the check of blindness makes one of its own.

    Keys bear a template's name and place, and what is kept is of use only while its source is the same.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()


def init_app(app: Flask, settings: Settings) -> None:
    """Set up Jinja, languages and filters."""
    app.jinja_env.bytecode_cache = _compiled
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent.parent / "translations")
    babel.init_app(app, locale_selector=lambda: language(settings), timezone_selector=lambda: _zone().key)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension that Babel adds
        gettext=lambda said: _catalogue().ugettext(said),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        instant=instant, day=day, clock_time=clock_time, number=number, points=points, percent=percent,
        file_size=file_size, money=money, zone_name=zone_name, formatted=formatted,
    )  # fmt: skip
    app.context_processor(lambda: _context(settings))
    g_zone["default"] = settings.time_zone


g_zone: dict[str, ZoneInfo] = {}
g_catalogues: dict[str, NullTranslations] = {}


def _catalogue() -> NullTranslations:
    """Return the words of the page's language.

    Flask-Babel finds the way to them anew for each word of a page, and a judge's desk says 800: half of its time.
    """
    code = _code()
    found = g_catalogues.get(code)
    if found is None:
        found = g_catalogues[code] = get_translations()
    return found


def language(settings: Settings) -> str:
    """Return the language of this page: chosen in the header, else the account's, else the installation's."""
    chosen = g.get("contest_language") or session.get("language") or actor.current().language
    return chosen if chosen in LANGUAGES else settings.language


def use_zone(zone: ZoneInfo) -> None:
    """Show times in this zone for the rest of the request: the edition's, set where the edition is known."""
    g.contest_zone = zone


def _zone() -> ZoneInfo:
    zone: ZoneInfo = g.get("contest_zone") or g_zone["default"]
    return zone


def _context(settings: Settings) -> dict[str, Any]:
    return {
        "current_actor": actor.current(),
        "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "language": language(settings),
        "now": clock.now(),
        "zone": _zone(),
        "static_url": static_url,
        "here": request.path,
    }


# --- static files --------------------------------------------------------------------------------------------------


STATIC = f"{ROOT}/static"


@lru_cache(maxsize=256)
def _static_url(path: str, modified: int, below: str) -> str:  # noqa: ARG001 -- what changes the address is a key
    return url_for(
        "static", filename=path, v=hashlib.sha256(Path(STATIC, path).read_bytes()).hexdigest()[:10]
    )


def static_url(path: str) -> str:
    """Return the address of a static file with its fingerprint, so that it may be cached for ever."""
    return _static_url(path, os.stat(f"{STATIC}/{path}").st_mtime_ns, request.script_root)  # noqa: PTH116 -- it is quick


# --- filters -------------------------------------------------------------------------------------------------------


def instant(value: datetime | None) -> str:
    """Date and time, in the zone of the page and the order of the language."""
    if value is None:
        return "—"
    local = value.astimezone(_zone())
    return str(gettext("%(time)s, %(day)s", time=f"{local:%H:%M}", day=day(local)))


def day(value: datetime | date | None) -> str:
    """A date: 31/12/2026 in Vietnamese, 31 December 2026 in English."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(_zone()).date()
    return dates.format_date(value, "dd/MM/yyyy" if _code() == "vi" else "d MMMM yyyy", locale=_code())


def zone_name(zone: ZoneInfo | str) -> str:
    """Name a time zone for people: "Vietnam Time", "Giờ Việt Nam"."""
    key = str(zone)
    if key == "UTC" or key.startswith("Etc/"):
        return key  # lies in no country
    return dates.get_timezone_location(key, locale=_code())


def clock_time(value: datetime) -> str:
    """A time of day with seconds."""
    return f"{value.astimezone(_zone()):%H:%M:%S}"


def number(value: float | Decimal) -> str:
    """A number with the separators of the language: 7.675 or 7,675."""
    return _decimal(value, None, _code())


def points(value: Decimal | Fraction | str | None) -> str:
    """Points with at most two decimals, rounded half to even for showing only; exact values decide."""
    if value is None:
        return "—"
    if isinstance(value, str):
        value = Fraction(value)
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return _decimal(value, "#,##0.##", _code())


@lru_cache(maxsize=4096)  # the same few marks and counts stand on every page
def _decimal(value: float | Decimal, pattern: str | None, code: str) -> str:
    return numbers.format_decimal(value, format=pattern, locale=code)


def money(value: int | None) -> str:
    """A whole amount of đồng with its separators; nothing where there is none."""
    return "" if value is None else gettext("%(amount)s VND", amount=number(value))


def percent(value: float | Decimal) -> str:
    """A share from 0 to 1 as a percentage."""
    return numbers.format_percent(value, format="#,##0 %", locale=_code())


def file_size(value: int) -> str:
    """Bytes as KB or MB."""
    if value < 1024 * 1024:
        return f"{number(max(1, round(value / 1024)))} KB"
    return f"{number(round(value / 1024 / 1024, 1))} MB"


def _code() -> str:
    locale = get_locale()
    return locale.language if locale else "vi"
