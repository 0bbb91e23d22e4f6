"""Tells an author where an entry stands, in plain words, and what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from contest.editions.queries import EditionView
from contest.editions.rules import schedule
from contest.entries.author_queries import DraftView, OwnEntry
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.web.entry_words import STATE_TONES, STATES
from contest.web.templating import instant

_OVER: Final = {schedule.PUBLISHED, schedule.ARCHIVED}
_READ: Final = _OVER | {schedule.DELIBERATION}


@dataclass(frozen=True, slots=True)
class Story:
    """`step` is the next step's name: write, check, read or result; `urgent` when something must be done."""

    badge: str
    tone: str
    sentence: str
    step: str
    urgent: bool = False


def tell(entry: OwnEntry | DraftView, edition: EditionView) -> Story:
    """Return the story as it stands in the edition's phase."""
    sentence, step, urgent = _TELLERS[entry.state](entry, edition)
    badge = str(STATES[entry.state])
    if entry.state == states.CODED and edition.phase in _READ:
        badge = gettext("Results are public") if edition.phase in _OVER else gettext("Judged")
    return Story(badge, STATE_TONES[entry.state], sentence, step, urgent)


_Told = tuple[str, str, bool]


def _draft(_: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase == schedule.OPEN:
        return (
            gettext(
                "You are still writing. Only a submitted work takes part; works are taken in until %(time)s.",
                time=instant(edition.takes_until),
            ),
            "write",
            True,
        )
    return gettext("This draft was not submitted before the closing time and takes no part."), "read", False


def _submitted(entry: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase != schedule.OPEN:
        return _received(entry), "read", False
    if entry.has_changes:
        return _changed()
    return (
        gettext(
            "Received. The secretariat checks it and will write to you. "
            "You may submit a better version until %(time)s.",
            time=instant(edition.takes_until),
        ),
        "read",
        False,
    )


def _received(entry: OwnEntry | DraftView) -> str:
    if entry.in_grace:
        return str(
            gettext(
                "Received within the grace after the closing time, and so in time. The secretariat checks it and"
                " will write to you."
            )
        )
    return str(gettext("Received in time. The secretariat checks it and will write to you."))


def _returned(_: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase == schedule.OPEN:
        return (
            gettext(
                "The secretariat returned it. Mend what the reason says and submit again before %(time)s.",
                time=instant(edition.takes_until),
            ),
            "write",
            True,
        )
    return (
        gettext("It was returned and not submitted again before the closing time, so it takes no part."),
        "read",
        False,
    )


def _accepted(entry: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if entry.has_changes and edition.phase == schedule.OPEN:
        return _changed()
    if edition.collects_only:
        return (
            gettext(
                "Accepted. Works of this contest can be sent on to the contest above; if yours is, you get a letter."
            ),
            "read",
            False,
        )
    return (
        gettext("Accepted. It goes to the judges without your name; you need not do anything."),
        "read",
        False,
    )


def _changed() -> _Told:
    return (
        gettext(
            "You changed it after submitting. The judges would get the version submitted before: "
            "submit again if the new text is to count."
        ),
        "check",
        True,
    )


def _refused(_: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase == schedule.OPEN:
        return gettext("Not accepted. It takes no part; you may still write another work."), "read", False
    return gettext("Not accepted. It takes no part."), "read", False


def _withdrawn(_: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase == schedule.OPEN:
        return gettext("You withdrew it. It takes no part; you may still write another work."), "read", False
    return gettext("You withdrew it. It takes no part."), "read", False


def _coded(_: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase in _OVER:
        return gettext("Read by the judges. The results have been published."), "result", False
    if edition.phase == schedule.DELIBERATION:
        return gettext("Read by the judges. The jury decides on the prizes now."), "read", False
    return gettext("The judges read it without knowing whose work it is."), "read", False


_TELLERS: Final[Mapping[str, Callable[[OwnEntry | DraftView, EditionView], _Told]]] = {
    states.DRAFT: _draft,
    states.SUBMITTED: _submitted,
    states.RETURNED: _returned,
    states.ACCEPTED: _accepted,
    states.REFUSED: _refused,
    states.WITHDRAWN: _withdrawn,
    states.CODED: _coded,
}


def may_write(entry: OwnEntry | DraftView, edition: EditionView) -> bool:
    """Tell whether the writing page is for writing; co-authors read."""
    return not entry.contact and states.may(Act.EDIT, entry.state, edition.phase)


def may_withdraw(entry: OwnEntry | DraftView, edition: EditionView) -> bool:
    """Tell whether the entry can be taken out of the contest, or the draft deleted."""
    return not entry.contact and states.may(Act.WITHDRAW, entry.state, edition.phase)
