"""To somebody whom an author names as co-author: who asks, for which contest, and the link, signed now.

The title is not in it: whoever is a judge of this contest must not learn whose work bears which title.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.communications.notices import times
from contest.editions import late
from contest.editions import queries as editions
from contest.entries import authorship, links
from contest.kernel import clock
from contest.people import queries as people

EVENT: Final = None
TEMPLATE: Final = "co_author_asked"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Nobody by event: who is asked mostly has no account, so the page writes to their address."""
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give names, the time there is to answer, and a token signed now."""
    now = clock.now()
    asked = authorship.question_by_id(ids["co_author_id"])
    edition = late.for_author(editions.by_id(asked.edition_id, now=now), asked.author_id, now=now)
    return {
        "name": asked.name,
        "edition": edition.title,
        "asked_by": people.person(asked.author_id).name,
        "closes_at": times.local(edition.closes_at, edition.zone),
        "token": links.token(asked.key),
    }
