"""What the pages of settings share: a form that shows a part of a spec; moments in the contest's zone."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext
from wtforms import HiddenField

from contest.editions.rules import edition as rules
from contest.editions.rules.edition import EditionSpec, Part
from contest.editions.rules.phases import REASON
from contest.web.forms import InstantField, LineField, at_most
from contest.web.office.fields import RowsForm


class SettingsForm(RowsForm):
    """A form that shows a part of a spec and gives the whole spec back with that part changed."""

    PART: ClassVar[tuple[str, ...]]
    seen = HiddenField()
    # Asked for once the contest is announced: what everybody relies on is not changed without saying why.
    reason = LineField(lazy_gettext("Why it is changed"), [at_most(REASON[1])])

    def note(self, spec: EditionSpec) -> None:
        """Remember which state of its part the page shows, to tell two people at one page apart."""
        self.seen.data = rules.digest(spec, self.PART)

    def part(self) -> Part:
        """Return which settings are this form's, and what was seen of them."""
        return Part(self.PART, self.seen.data or "")

    def show(self, spec: EditionSpec) -> None:
        """Fill in what is stored."""
        raise NotImplementedError

    def spec(self, before: EditionSpec) -> EditionSpec:
        """Return the settings as they were typed; asked only of a form whose fields could be read."""
        raise NotImplementedError

    def add_row(self) -> None:
        """Offer more empty rows where this form has rows."""

    def shows_again(self, pressed: Mapping[str, str]) -> bool:
        """Do what a button asks that saves nothing, and tell whether it was such a one: more rows, a preview."""
        if "add" in pressed:
            self.add_row()
        return "add" in pressed or "preview" in pressed


def meant(typed: InstantField, stored: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment that was typed; the stored one to the second where it was left as shown, to the minute."""
    moment = typed.instant(zone)
    return stored if moment == stored.replace(second=0, microsecond=0) else moment


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def is_sound(form: SettingsForm, spec: EditionSpec) -> bool:
    """Put everything that is wrong with the spec beside its field at once."""
    problems = tuple(rules.problems(rules.clean(spec)))
    for problem in problems:
        form.take(problem)
    return not problems
