"""A field in which the office names a unit by its code or by its name; a mistake offers what was perhaps meant."""

from typing import Any

from flask_babel import gettext
from wtforms import ValidationError

from contest.kernel import clock, text
from contest.people import units
from contest.people.rules.unit_tree import Unit
from contest.web.forms import LineField

OFFERED = 5


class UnitNameField(LineField):
    """`unit_id` is the unit that was named, None where nothing was typed."""

    unit_id: int | None = None

    def pre_validate(self, _: Any) -> None:  # noqa: ANN401 -- the form
        """Raise ValidationError unless the words name one unit of today."""
        if not self.data:
            return
        found = [unit for unit in units.search(self.data) if unit.is_valid(clock.now().date())]
        exact = [unit for unit in found if self.data == unit.code] or [
            unit for unit in found if text.fold(unit.name) == text.fold(self.data)
        ]
        meant = exact or found
        if len(meant) != 1:
            raise ValidationError(_which(self.data, meant))
        self.unit_id = units.ids({meant[0].code})[meant[0].code]


def _which(typed: str, found: list[Unit]) -> str:
    if not found:
        none = gettext(
            "There is no unit “%(unit)s”. Write its name or code as in the list of units.", unit=typed
        )
        return str(none)
    offered = "; ".join(f"{unit.code} – {unit.name}" for unit in found[:OFFERED])
    several = gettext(
        "Several units fit “%(unit)s”. Write the code of one: %(units)s.", unit=typed, units=offered
    )
    return str(several)
