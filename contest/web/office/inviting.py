"""Invites one person: the invitation and its letter, in one unit of work."""

from contest.communications import outbox
from contest.editions import roster, service
from contest.editions.service import Invitee
from contest.kernel import clock
from contest.web import actor


def invite(edition_id: int, invitee: Invitee) -> None:
    """Invite somebody in the name of whoever is signed in. Raises RuleBroken naming the field."""
    now = clock.now()
    send(service.invite(edition_id, invitee, actor_id=actor.current().account_id, now=now))


def send(invitation_id: int) -> None:
    """Write the letter of an invitation."""
    now = clock.now()
    invited = roster.invitation_by_id(invitation_id, now=now)
    outbox.write_to_address(
        "invitation", invited.email, {"invitation_id": invitation_id}, language=invited.language, now=now
    )
