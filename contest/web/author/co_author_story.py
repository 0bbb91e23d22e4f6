"""Tells a co-author where an entry stands: they read, and somebody else writes and submits."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, lazy_gettext

from contest.editions.queries import EditionView
from contest.editions.rules import schedule
from contest.entries.author_queries import DraftView, OwnEntry
from contest.entries.rules import states
from contest.web.author import story
from contest.web.author.outcomes import NOTHING_YET, Outcome
from contest.web.author.story import Story
from contest.web.entry_words import STATE_TONES, STATES

_OPEN: Final[Mapping[str, LazyString]] = {
    states.DRAFT: lazy_gettext("You are a co-author. %(who)s writes it and has not submitted it yet."),
    states.SUBMITTED: lazy_gettext(
        "You are a co-author. %(who)s submitted it; the secretariat checks it and will write to all authors."
    ),
    states.RETURNED: lazy_gettext("The secretariat returned it. %(who)s can mend and submit it again."),
}
_CLOSED: Final[Mapping[str, LazyString]] = {
    states.DRAFT: lazy_gettext("%(who)s did not submit it before the closing time, so it takes no part."),
    states.SUBMITTED: lazy_gettext(
        "Received in time. The secretariat checks it and will write to all authors."
    ),
    states.RETURNED: lazy_gettext(
        "It was returned and not submitted again before the closing time, so it takes no part."
    ),
}
_ALWAYS: Final[Mapping[str, LazyString]] = {
    states.ACCEPTED: lazy_gettext("Accepted. It goes to the judges without the names of its authors."),
    states.REFUSED: lazy_gettext("Not accepted. It takes no part."),
    states.WITHDRAWN: lazy_gettext("%(who)s withdrew it. It takes no part."),
}


def tell(entry: OwnEntry | DraftView, edition: EditionView, outcome: Outcome = NOTHING_YET) -> Story:
    """Return the story for whoever asks, the author of the entry or a co-author."""
    told = story.tell(entry, edition, outcome)
    if not entry.contact or _is_the_same_for_all(entry, edition):
        return told
    sentences = {**(_OPEN if edition.phase == schedule.OPEN else _CLOSED), **_ALWAYS}
    if entry.state not in sentences:
        return told  # with the judges: the same for everybody
    sentence = str(sentences[entry.state]) % {"who": entry.contact}
    own = Story(str(STATES[entry.state]), STATE_TONES[entry.state], sentence, "read")
    return story.afterwards(own, entry, outcome)


def _is_the_same_for_all(entry: OwnEntry | DraftView, edition: EditionView) -> bool:
    """Tell whether the author's own sentence is a co-author's as well: it speaks of the work alone."""
    if entry.state == states.ACCEPTED:
        return edition.collects_only or edition.phase in story.JUDGED
    return entry.state == states.SUBMITTED and edition.phase in story.JUDGED
