"""An administrator reads the outbox where there is no mail server; one who judges as well learns no name by it."""

import pytest

from contest.kernel import clock
from contest.people import service as people
from tests.canary import roles, walk
from tests.canary.browser import Answer, Browser
from tests.canary.conftest import Walks
from tests.canary.facts import PERSON, WORK
from tests.canary.search import canaries
from tests.factories import Factory

BLIND = (roles.READER, roles.ORGANISER)


def as_administrator(walks: Walks, stage: str, role: str, page: str = "outbox") -> list[Answer]:
    """What this person sees of the administration after becoming an administrator too."""
    snapshot = walks.stages[stage]
    account = roles.account(role, snapshot.facts)
    assert account is not None
    with snapshot.running() as app, clock.fixed(snapshot.now):
        Factory(app).do(people.make_administrator, account, now=snapshot.now)
        browser = Browser(app, account)
        walk.walk(browser, snapshot.facts, below="/account/administration")
    return [answer for answer in browser.answers if f"/administration/{page}" in answer.url]


def told(walks: Walks, stage: str, answers: list[Answer]) -> set[tuple[str, str]]:
    facts = walks.stages[stage].facts
    return {(s.kind, s.where) for answer in answers for s in canaries(facts).in_answer(answer)}


@pytest.mark.parametrize("role", BLIND)
def test_who_has_to_judge_blindly_sees_addresses_but_no_letter_about_a_work(walks, role):
    answers = as_administrator(walks, "judging", role)

    assert len([answer for answer in answers if answer.status == 200]) >= 20
    assert {(kind, where) for kind, where in told(walks, "judging", answers) if kind != "time"} == {
        (PERSON, "e-mail")
    }


@pytest.mark.parametrize(("stage", "role"), [("judging", roles.SECRETARY), ("published", roles.READER)])
def test_an_administrator_without_such_a_duty_or_after_the_publication_reads_the_letters(walks, stage, role):
    answers = as_administrator(walks, stage, role)

    assert told(walks, stage, answers) >= {(PERSON, "name"), (WORK, "title")}


def test_who_judges_sees_who_asked_about_their_data_and_not_what_they_wrote(walks):
    answers = as_administrator(walks, "judging", roles.READER, "data-requests")

    assert len([answer for answer in answers if answer.status == 200]) >= 10
    assert {(kind, where) for kind, where in told(walks, "judging", answers) if kind != "time"} == {
        (PERSON, "name"),
        (PERSON, "e-mail"),
    }
