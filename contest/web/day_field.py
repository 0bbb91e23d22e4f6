"""The field of a day."""

from typing import Any

from flask_babel import gettext
from wtforms import DateField


class DayField(DateField):
    """A day; written as the browser sends it, or as people here write it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Write the day like 31/12/2026.")) from error
