"""The chair's form: another prize for a work, and why."""

from collections.abc import Iterable
from typing import Any, Final, Self

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice

from contest.editions.queries import PrizeView
from contest.results.service import LONGEST_REASON
from contest.web.forms import Form, TextField, at_most, required

NO_PRIZE: Final = "none"


class AwardForm(Form):
    """The prizes of the category, and none."""

    prize_id = RadioField(lazy_gettext("Prize"), validate_choice=False)
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(LONGEST_REASON)])

    @classmethod
    def of(cls, prizes: Iterable[PrizeView], **how: Any) -> Self:  # noqa: ANN401 -- WTForms' own arguments
        """Make the form with the prizes of a category."""
        form = cls(**how)
        form.prize_id.choices = [
            *(SelectChoice(str(prize.id), prize.name) for prize in prizes),
            SelectChoice(NO_PRIZE, gettext("No prize")),
        ]
        return form

    @property
    def chosen(self) -> int | None:
        """The prize that was chosen, None for no prize, 0 for what is no prize at all."""
        typed = str(self.prize_id.data or "")
        if typed == NO_PRIZE:
            return None
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
