"""To the secretaries: judges told of works that their authors can be recognised. By code alone; no judge is named.

Leaves at the next full hour, once for all that were told of until then (HOURLY): when a letter comes must not say
who was reading at that minute, as the page of the flagged copies does not say it either.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation import settling
from contest.anonymisation.events import IdentityVisible
from contest.editions import queries
from contest.kernel import clock
from contest.people import queries as people

EVENT = IdentityVisible
TEMPLATE = "copy_told"


def recipients(event: IdentityVisible) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.edition_id is not None:
        for secretary in queries.appointed(event.edition_id, Duty.SECRETARY):
            yield secretary, {"edition_id": event.edition_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the codes that wait when the letter leaves: none, where all were settled while it was on its way."""
    edition = queries.by_id(ids["edition_id"], now=clock.now())
    waiting = settling.waiting([judged.id for judged in queries.rounds(edition.id)])
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": edition.title,
        "slug": edition.slug,
        "codes": tuple(each.code for each in waiting),
    }
