"""The minutes of a meeting of key holders on paper, to be signed."""

from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from contest.access.permissions import Permission
from contest.anonymisation import key_meetings
from contest.anonymisation.key_meetings import MeetingView
from contest.anonymisation.rules import holders
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform import typesetting
from contest.web.downloads import attachment
from contest.web.office.key_meetings import MEETING
from contest.web.office.key_words import EXPLAINED, PURPOSES
from contest.web.office.pages import pages
from contest.web.templating import instant, use_zone, zone_name


@pages.page(f"{MEETING}/minutes.pdf", Permission.SEE_KEYS)
def keys_minutes(edition: EditionView, key: str) -> ResponseReturnValue:
    """Send the minutes of what was done; there are none of what ended in vain."""
    use_zone(edition.zone)
    meeting = key_meetings.one(key, edition.id, now=clock.now())
    if meeting.state != holders.DONE:
        raise NotFound(key)
    who = frozenset({meeting.begun_by, *(turn.account_id for turn in meeting.turns)})
    names = {person.id: person.name for person in people.people(who).values()}
    data = {
        "language": str(get_locale()),
        "kicker": edition.title,
        "heading": gettext("Minutes: %(what)s", what=str(PURPOSES[meeting.purpose])),
        "facts": _facts(edition, meeting, names),
        "explained": str(EXPLAINED[meeting.purpose]),
        "came": gettext("Key holders who entered their keys, each at an own device:"),
        "turns": [[names[turn.account_id], instant(turn.entered_at)] for turn in meeting.turns],
        "signatures": [
            *(names[turn.account_id] for turn in meeting.turns),
            *(line.strip() for line in meeting.witnesses.splitlines() if line.strip()),
        ],
        "signed": gettext("Signatures"),
    }
    return attachment(typesetting.pdf("office/key_minutes.typ", data), f"minutes-{meeting.id}", "pdf")


def _facts(edition: EditionView, meeting: MeetingView, names: dict[int, str]) -> list[list[str]]:
    found = [
        (gettext("Number of the minutes"), meeting.number),
        (gettext("Place of the opening"), meeting.place),
        (gettext("Begun at"), f"{instant(meeting.begun_at)}, {names[meeting.begun_by]}"),
        (gettext("Done"), instant(meeting.done_at) if meeting.done_at else ""),
        (gettext("Time zone"), zone_name(edition.zone)),
        (gettext("Blind code"), meeting.code),
        (gettext("Reason"), meeting.reason),
        (gettext("Opened"), _opened(meeting)),
        (gettext("Witnesses"), "; ".join(line.strip() for line in meeting.witnesses.splitlines())),
    ]
    return [[name, value] for name, value in found if value]


def _opened(meeting: MeetingView) -> str:
    if meeting.purpose == holders.NEW_HOLDERS:
        return ""
    if meeting.purpose == holders.REHEARSAL:
        return str(gettext("a test seal"))
    return str(ngettext("%(num)d seal", "%(num)d seals", meeting.count))
