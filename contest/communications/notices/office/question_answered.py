"""To the secretary who asked: the author has answered. Neither title nor name nor answer, but the receipt's number."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.entries import questioned
from contest.entries.events import QuestionAnswered
from contest.kernel import clock
from contest.people import queries as people

EVENT = QuestionAnswered
TEMPLATE = "question_answered"


def recipients(event: QuestionAnswered) -> Iterable[tuple[int, Mapping[str, Any]]]:
    asked = questioned.by_id(event.question_id)
    secretaries = editions.appointed(asked.edition_id, Duty.SECRETARY)
    # Who asked may have given the duty up meanwhile: then whoever has it now is to know.
    for account_id in [asked.asked_by] if asked.asked_by in secretaries else secretaries:
        yield account_id, {"question_id": event.question_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = questioned.by_id(ids["question_id"])
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": editions.by_id(asked.edition_id, now=clock.now()),
        "asked": asked,
    }
