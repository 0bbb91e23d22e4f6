"""The opening of sealed identities by the key holders: after two people have approved these very results."""

from datetime import datetime

from contest.anonymisation import sealed_opening
from contest.anonymisation.key_turns import Entering
from contest.kernel.errors import N_, RuleBroken
from contest.platform.crypto import SealBroken
from contest.platform.locks import Subject, begin_writing_about
from contest.results import publication


def begin(edition_id: int, minutes: dict[str, str], *, actor_id: int, now: datetime) -> str:
    """Ask the holders to enter their keys; return the key of the meeting. Raises RuleBroken without two approvals."""
    begin_writing_about(Subject.RESULTS, edition_id)
    publication.approved(edition_id)
    return sealed_opening.begin(edition_id, minutes=minutes, actor_id=actor_id, now=now)


def enter(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key in; tell whether the identities are open now."""
    begin_writing_about(Subject.RESULTS, edition_id)
    publication.approved(edition_id)
    try:
        return sealed_opening.enter(key, edition_id, who)
    except SealBroken as error:
        raise RuleBroken(
            N_(
                "A seal or a package of the key is damaged, so nothing was opened. Ask the administrator to restore"
                " them from the backup."
            )
        ) from error
