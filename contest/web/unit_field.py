"""The field in which somebody chooses a unit: a list of a few hundred, or words that find one of thousands.

Without scripts the words are looked up when the form is sent, and where several units fit, the form comes back with
them to choose from. With unit.js they are looked up while they are typed.
"""

from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField, ValidationError

from contest.kernel import clock, text
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people.queries import FoundUnit

NO_UNIT = "0"
INDENT = "\u2003"
LISTED = (
    300  # more units than this are searched: a list of thousands is a page of a megabyte that nobody reads
)
OFFERED = 20
WORDS = 200


class UnitField(SelectField):
    """Gives the id of a unit of today as text, NO_UNIT for "not in this list"; its name in the form is `unit_id`."""

    CHOOSE = lazy_gettext("Choose your unit")
    NONE = lazy_gettext("My unit is not in this list")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(label, validate_choice=False, **kwargs)
        today = clock.now().date()
        self.is_searched = people.count_units(on=today) > LISTED
        self.words, self.found = "", ()
        self.choices = [
            SelectChoice("", self.CHOOSE),
            *([] if self.is_searched else [_choice(unit) for unit in people.units(on=today)]),
            SelectChoice(NO_UNIT, self.NONE),
        ]

    found: tuple[FoundUnit, ...]

    @property
    def search_url(self) -> str:
        """Where unit.js asks."""
        return url_for("public.unit_search")

    @property
    def chosen_unit(self) -> int | None:
        """The unit of a valid form; None for "not in this list"."""
        return int(self.data) or None

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().process(formdata, *args, **kwargs)
        if not self.is_searched:
            return
        if formdata is None or f"{self.name}-words" not in formdata:
            self.show_chosen()
            return
        self.words = _clean(formdata.get(f"{self.name}-words", ""))
        if formdata.get(f"{self.name}-none"):
            self.data = NO_UNIT
        elif self.words != formdata.get(f"{self.name}-asked", "") or self.data in {None, "", NO_UNIT}:
            self._look_up()

    def show_chosen(self) -> None:
        """Show the name of the unit that is chosen already."""
        stored = people.unit_line(int(self.data)) if _is_id(self.data) and self.data != NO_UNIT else ()
        self.words = stored[0].name if stored else ""

    def _look_up(self) -> None:
        """Take the one unit that the words mean; where several fit, offer them."""
        self.data = ""
        if not self.words:
            return
        found = people.find_units(self.words, on=clock.now().date(), limit=OFFERED)
        exact = [unit for unit in found if text.fold(unit.name) == text.fold(self.words)]
        if len(exact) == 1 or len(found) == 1:
            self.data = str((exact or found)[0].id)
        else:
            self.found = found

    def pre_validate(self, _: Any) -> None:  # noqa: ANN401 -- the form
        """Raise ValidationError where no unit of today is chosen."""
        if self.is_searched:
            self._check_searched()
        elif self.data not in {choice.value for choice in self.choices[1:]}:
            raise ValidationError(
                gettext("Choose your unit from the list. If it is not there, choose the last line.")
            )

    def _check_searched(self) -> None:
        if self.data == NO_UNIT or (_is_id(self.data) and people.is_unit(int(self.data), clock.now().date())):
            return
        self.data = ""
        if self.found:
            raise ValidationError(
                gettext("Several units fit. Choose yours below, or write more of its name.")
            )
        if self.words:
            raise ValidationError(
                gettext(
                    "No unit is called “%(words)s”. Write a part of its name, or tick “My unit is not in this list”.",
                    words=self.words,
                )
            )
        raise ValidationError(
            gettext("Write a part of your unit's name, or tick “My unit is not in this list”.")
        )


def _choice(unit: people.UnitView) -> SelectChoice:
    return SelectChoice(str(unit.id), INDENT * unit.depth + unit.name)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10


def _clean(words: str) -> str:
    try:
        return text.one_line(words)[:WORDS]
    except RuleBroken:
        return ""
