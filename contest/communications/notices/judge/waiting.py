"""What the letters about works that wait for a judge have in common."""

from collections.abc import Mapping
from typing import Any

from contest.editions import queries as editions
from contest.kernel import clock
from contest.people import queries as people


def ids(judge_id: int, edition_id: int | None, count: int) -> Mapping[str, Any]:
    """Return what the outbox keeps: ids and how many works."""
    return {"judge_id": judge_id, "edition_id": edition_id, "count": count}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the judge's own name, the contest and the number."""
    edition = editions.by_id(ids["edition_id"], now=clock.now())
    return {
        "name": people.person(ids["judge_id"]).name,
        "edition": edition.title,
        "slug": edition.slug,
        "count": ids["count"],
    }
