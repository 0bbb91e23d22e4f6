"""Instants in letters: in the zone of the edition, to the second, in the language of the letter."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_datetime, get_locale, gettext

_HOUR = 3600


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Return for example "16:59:59, 1 March 2026 (GMT+7)" or "16:59:59 ngày 01/03/2026 (GMT+7)", as pages write it."""
    there = instant.astimezone(zone)
    offset = there.utcoffset()
    hours, rest = divmod(int(offset.total_seconds()) if offset else 0, _HOUR)
    minutes = f":{rest // 60:02d}" if rest else ""
    locale = get_locale()
    pattern = "dd/MM/yyyy" if locale and locale.language == "vi" else "d MMMM y"
    day = format_datetime(there, pattern, rebase=False)
    return f"{gettext('%(time)s, %(day)s', time=f'{there:%H:%M:%S}', day=day)} (GMT{hours:+d}{minutes})"


def parse(written: str) -> datetime:
    """Read an instant that a context holds as text."""
    return datetime.fromisoformat(written)
