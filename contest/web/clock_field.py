"""The field of a time of day, as people type it."""

import re
from datetime import time
from typing import Final

from flask_babel import gettext
from wtforms import StringField

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.hg ]?(\d{2}))?\s*h?", re.IGNORECASE)


class ClockField(StringField):
    """A time of day: 17:05, 17h05 or 1705. `data` is a time or None."""

    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        found = _CLOCK.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
        if hour > 23 or minute > 59:
            raise ValueError(gettext("Write the time like 17:05."))
        self.data = time(hour, minute)
