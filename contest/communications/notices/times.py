"""Instants in letters: in the zone of the edition, to the second, in the language of the letter."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_datetime

_HOUR = 3600


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Return for example "16:59:59, 1 March 2026 (GMT+7)"."""
    there = instant.astimezone(zone)
    offset = there.utcoffset()
    hours, rest = divmod(int(offset.total_seconds()) if offset else 0, _HOUR)
    minutes = f":{rest // 60:02d}" if rest else ""
    return f"{format_datetime(there, 'HH:mm:ss, d MMMM y', rebase=False)} (GMT{hours:+d}{minutes})"


def parse(written: str) -> datetime:
    """Read an instant that a context holds as text."""
    return datetime.fromisoformat(written)
