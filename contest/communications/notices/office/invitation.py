"""To somebody invited to a duty: what it is, until when the invitation is good, and the link, signed now."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext

from contest.access.duties import Duty
from contest.communications.notices import times
from contest.editions import links, queries, roster
from contest.kernel import clock
from contest.people import queries as people

EVENT: Final = None
TEMPLATE: Final = "invitation"

DUTIES: Mapping[Duty, LazyString] = {
    Duty.ORGANISER: lazy_gettext("You are invited to organise this contest."),
    Duty.SECRETARY: lazy_gettext("You are invited to be a secretary of this contest."),
    Duty.JUDGE: lazy_gettext("You are invited to be a judge of this contest."),
    Duty.CHAIR: lazy_gettext("You are invited to chair the jury of this contest."),
    Duty.OBSERVER: lazy_gettext("You are invited to observe this contest."),
    Duty.KEY_HOLDER: lazy_gettext(
        "You are invited to hold one of the keys that open the authors' names of this contest when its results are"
        " published."
    ),
    Duty.UNIT_CONTACT: lazy_gettext("You are invited to be the contact of a unit in this contest."),
    Duty.TREASURER: lazy_gettext("You are invited to pay the prizes of this contest."),
}


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: invited people mostly have no account, so the page writes to their address."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give names, and a token signed now."""
    now = clock.now()
    invitation = roster.invitation_by_id(ids["invitation_id"], now=now)
    edition = queries.by_id(invitation.edition_id, now=now)
    return {
        "name": invitation.name,
        "edition": edition.title,
        "invited_by": people.person(invitation.invited_by).name,
        "duty": DUTIES[invitation.duty],
        "unit": people.unit_name(invitation.unit_id) if invitation.duty == Duty.UNIT_CONTACT else "",
        "expires_at": times.local(invitation.expires_at, edition.zone),
        "token": links.token(invitation.key),
    }
