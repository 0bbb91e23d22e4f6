"""The form with which a secretary settles what was found in a blind copy."""

from collections.abc import Mapping
from typing import Final

from flask import request
from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from contest.anonymisation.renditions import FindingView, RenditionView
from contest.anonymisation.rules import cells
from contest.anonymisation.rules.blacked import Blacked
from contest.kernel.text import nfc
from contest.web.forms import Form

_SURE: Final = 75
_PERHAPS: Final = 50
WHERE: Final[Mapping[str, LazyString]] = {
    "title": lazy_gettext("in the title"),
    "text": lazy_gettext("in the text"),
    "own": lazy_gettext("in an answer"),
}
FOUND: Final[Mapping[str, LazyString]] = {
    "name": lazy_gettext("the author's name"),
    "initials": lazy_gettext("the author's initials"),
    "email": lazy_gettext("an e-mail address"),
    "phone": lazy_gettext("a phone number"),
    "unit": lazy_gettext("the author's unit"),
    "file-name": lazy_gettext("the name of the author's file"),
    "position": lazy_gettext("the author's position"),
    "address": lazy_gettext("the author's postal address"),
    "id-number": lazy_gettext("the number of somebody's papers or bank account"),
    "link": lazy_gettext("the address of a page that tells of the author"),
    "place": lazy_gettext("the author's village, commune or district"),
    "account": lazy_gettext("a name on a social network"),
    "signature": lazy_gettext("a line by which the text is signed"),
    "dateline": lazy_gettext("place and date at the end"),
    "self-reference": lazy_gettext("the author speaks of himself or herself"),
}


class ClearingForm(Form):
    """What of the findings is to be blacked out. `stamp` is that of the page the secretary looked at."""

    stamp = HiddenField()
    chosen = SelectMultipleField(
        lazy_gettext("What was found"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    words = TextAreaField(lazy_gettext("Other words to black out"))

    @property
    def more(self) -> Blacked:
        """What is to be black beside what was found: words, one line each, and parts of pages."""
        return Blacked(typed_lines(self.words), cells.read(request.form.getlist("cells")))

    @classmethod
    def of(cls, found: RenditionView) -> "ClearingForm":
        form = cls()
        form.offer(found)
        return form

    def offer(self, found: RenditionView) -> None:
        """Offer what was found in the copy as it is now."""
        self.chosen.choices, self._offered = lines(found), found
        if not found.findings:
            self.words.label.text = gettext("Words to black out")

    @property
    def chosen_places(self) -> tuple[int, ...]:
        """The places of the words that were ticked in the list of findings that is offered."""
        first = _first(self._offered)
        return tuple(first[each] for each in self.chosen.data or () if each in first)


def typed_lines(field: TextAreaField) -> tuple[str, ...]:
    """Return what was typed, one line each, once each."""
    found = (" ".join(line.split()) for line in nfc(field.data or "").splitlines())
    return tuple(dict.fromkeys(filter(None, found)))


def lines(found: RenditionView) -> list[tuple[str, str]]:
    """Return a line for each of the words found, and the words themselves: they go all at once.

    The words, not their place in the list: a form that comes late means the same words in a list that has changed.
    """
    return [(each, _line(found.findings[at], _times(found, each))) for each, at in _first(found).items()]


def _first(found: RenditionView) -> dict[str, int]:
    """Return where each of the words found stands first in the list; large and small letters are the same."""
    first: dict[str, tuple[str, int]] = {}
    for place, finding in enumerate(found.findings):
        words = " ".join(finding.token.split())
        first.setdefault(words.lower(), (words, place))
    return dict(first.values())


def _times(found: RenditionView, token: str) -> int:
    return sum(" ".join(finding.token.split()).lower() == token.lower() for finding in found.findings)


def _line(finding: FindingView, times: int) -> str:
    said = gettext(
        "“%(words)s”: %(kind)s, %(where)s, %(weight)s (%(around)s)",
        words=finding.token,
        kind=FOUND[finding.kind],
        where=WHERE[finding.where],
        weight=_weighed(finding.weight),
        around=finding.excerpt,
    )
    return str(said if times == 1 else gettext("%(found)s, %(times)d times in all", found=said, times=times))


def _weighed(weight: int) -> str:
    """Say how surely a finding tells whose the work is."""
    if weight >= _SURE:
        return str(gettext("tells for certain"))
    return str(gettext("tells perhaps") if weight >= _PERHAPS else gettext("tells little"))
