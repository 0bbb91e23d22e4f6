"""Whom letters about a public commitment go to: those who may hold it against the contest later."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.access.duties import Duty
from contest.anonymisation.commitments import Commitment as OfCopies
from contest.communications.notices import times
from contest.editions import queries
from contest.entries.commitments import Commitment as OfReceipts
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.crypto import keyring

TOLD: Final = (Duty.OBSERVER, Duty.CHAIR, Duty.ORGANISER)


def recipients(edition_id: int, commitment_id: int) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Give each of them once, whatever duties they hold."""
    everybody = {account_id for duty in TOLD for account_id in queries.appointed(edition_id, duty)}
    for account_id in sorted(everybody):
        yield account_id, {"edition_id": edition_id, "commitment_id": commitment_id}


def context(ids: Mapping[str, Any], made: OfReceipts | OfCopies) -> Mapping[str, Any]:
    """Give what was published, in full: the letter is what an observer keeps."""
    edition = queries.by_id(ids["edition_id"], now=clock.now())
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": edition,
        "made": made,
        "at": times.local(made.made_at, edition.zone),
        "key": keyring().public_key,
    }
