"""Tells an author where an entry stands, in plain words, and what to do next."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext

from contest.editions.queries import EditionView
from contest.editions.rules import schedule
from contest.entries import acts_done
from contest.entries.acts_done import Act as OfficeAct
from contest.entries.author_queries import DraftView, OwnEntry
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.web.author.outcomes import NOTHING_YET, Outcome
from contest.web.entry_words import STATE_TONES, STATES
from contest.web.templating import day, instant

_BEFORE: Final = {schedule.DRAFT, schedule.ANNOUNCED}
_OVER: Final = {schedule.PUBLISHED, schedule.ARCHIVED}
_READ: Final = _OVER | {schedule.DELIBERATION}
JUDGED: Final = _READ | {schedule.JUDGING}


@dataclass(frozen=True, slots=True)
class Story:
    """`step` is the next step's name: write, check, read or result; `urgent` when something must be done."""

    badge: str
    tone: str
    sentence: str
    step: str
    urgent: bool = False


def tell(entry: OwnEntry | DraftView, edition: EditionView, outcome: Outcome = NOTHING_YET) -> Story:
    """Return the story as it stands in the edition's phase, and what came of it."""
    sentence, step, urgent = _TELLERS[entry.state](entry, edition)
    told = Story(str(STATES[entry.state]), STATE_TONES[entry.state], sentence, step, urgent)
    if entry.state == states.CODED and edition.phase in _OVER:
        told = _ended(outcome)
    elif entry.state == states.CODED and edition.phase in _READ:
        told = replace(told, badge=gettext("Judged"))
    return afterwards(told, entry, outcome)


def afterwards(told: Story, entry: OwnEntry | DraftView, outcome: Outcome) -> Story:
    """Return the story with what happened later, whoever it is told to: sent on, erased."""
    return _sealed(entry, _erased(entry, _sent_on(told, outcome)))


def _ended(outcome: Outcome) -> Story:
    """Tell of a work that was judged in a contest whose results are public."""
    if outcome.prizes:
        prizes = "; ".join(outcome.prizes)
        said = gettext(
            "The results are public, and your work has won “%(prizes)s”. Congratulations!", prizes=prizes
        )
        return Story(gettext("Has won a prize"), "good", said, "result")
    if outcome.is_ranked:
        said = gettext(
            "The results are public. Your work has won no prize; you can see its place and its points."
        )
        return Story(gettext("Results are public"), "info", said, "result")
    said = gettext("The results are public. Your work is not among those that were ranked.")
    return Story(gettext("Results are public"), "info", said, "read")


def _sent_on(told: Story, outcome: Outcome) -> Story:
    if not outcome.upper:
        return told
    also = gettext(
        "It was sent on to the contest %(upper)s, where it is an entry of its own in this list.",
        upper=outcome.upper,
    )
    if told.step == "result":
        return replace(told, sentence=f"{told.sentence} {also}")
    return Story(gettext("Sent on"), "good", also, told.step)


def _erased(entry: OwnEntry | DraftView, told: Story) -> Story:
    if entry.erased_at is None:
        return told
    also = gettext(
        "Its text and files are no longer kept here: they were erased on %(day)s. The receipt stays valid.",
        day=day(entry.erased_at),
    )
    return replace(told, sentence=f"{told.sentence} {also}")


def _sealed(entry: OwnEntry | DraftView, told: Story) -> Story:
    if not entry.is_sealed:
        return told
    if entry.is_opened:
        also = gettext("Its text and files are being made readable again now: that takes some minutes.")
        return replace(told, sentence=f"{told.sentence} {also}")
    also = gettext(
        "Its text and files are sealed until the results are opened: nobody can read them here before, "
        "not even you. Title and receipt stay."
    )
    return replace(told, sentence=f"{told.sentence} {also}")


def merged(told: Story, acts: Collection[OfficeAct]) -> Story:
    """Return the story of a work that takes no part because it counts once, with another; of others as it is."""
    if not acts_done.is_duplicate(acts):
        return told
    said = gettext("It takes no part itself: the same work came in another way as well and counts there.")
    return replace(told, badge=gettext("Counted once"), tone="info", sentence=said)


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
    if edition.phase in _BEFORE:
        return gettext("You are still writing. The contest does not take in works yet."), "read", False
    return gettext("This draft was not submitted before the closing time and takes no part."), "read", False


def _submitted(entry: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase != schedule.OPEN:
        return _received(entry, edition), "read", False
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


def _received(entry: OwnEntry | DraftView, edition: EditionView) -> str:
    if edition.phase in _OVER:
        return str(gettext("Received in time. The contest has ended without a decision about it."))
    if entry.in_grace:
        return str(
            gettext(
                "Received within the grace after the closing time, and so in time. The secretariat checks it and"
                " will write to you."
            )
        )
    return str(gettext("Received in time. The secretariat checks it and will write to you."))


def _returned(entry: OwnEntry | DraftView, edition: EditionView) -> _Told:
    if edition.phase == schedule.OPEN and entry.return_by is not None:
        return (
            gettext(
                "The secretariat returned it and asks for it again before %(asked)s. Mend what the reason says; works"
                " are taken in until %(time)s.",
                asked=instant(entry.return_by),
                time=instant(edition.takes_until),
            ),
            "write",
            True,
        )
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
        return _collected(edition), "read", False
    if edition.phase in JUDGED:
        return (
            gettext(
                "Accepted, but it is not among the works that went to the judges. "
                "Please ask the organisers if you do not know why."
            ),
            "read",
            False,
        )
    return (
        gettext("Accepted. It goes to the judges without your name; you need not do anything."),
        "read",
        False,
    )


def _collected(edition: EditionView) -> str:
    if edition.phase in _OVER:
        return str(
            gettext(
                "Accepted. The collection has ended; if your work is sent on to the contest above, you get a letter."
            )
        )
    return str(
        gettext(
            "Accepted. Works of this contest can be sent on to the contest above; if yours is, you get a letter."
        )
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
    act = Act.DELETE if entry.state == states.DRAFT else Act.WITHDRAW
    return not entry.contact and states.may(act, entry.state, edition.phase)
