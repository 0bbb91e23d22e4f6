"""Nobody receives a word that is not meant for them, whatever they click, guess or are sent (design.md 8.1)."""

import pytest

from tests.canary import roles
from tests.canary.conftest import Walks
from tests.canary.facts import Secret
from tests.canary.search import Canaries

EVERY_WALK = [(stage, role) for stage, those in roles.WALKS.items() for role in those]
ON_POSTGRESQL = [
    ("screening", roles.SECRETARY), ("judging", roles.READER), ("judging", roles.SECRETARY),
    ("published", roles.VISITOR), ("published", roles.OTHER),
]  # fmt: skip


def leaks(walks: Walks, stage: str, role: str) -> list[str]:
    """What this person was told against the rules, and where first."""
    facts = walks.stages[stage].facts
    found: dict[Secret, str] = {}
    canaries = Canaries(facts.secrets)
    for answer in walks.of(stage, role):
        for secret in canaries.in_answer(answer):
            if not roles.may_see(secret, role, stage, facts, answer):
                found.setdefault(secret, f"{answer.method} {answer.url}")
    return sorted(f"{s.letter} {s.kind} ({s.where}): {s.value[:50]} at {where}" for s, where in found.items())


@pytest.mark.parametrize(("stage", "role"), EVERY_WALK)
def test_nobody_is_told_what_is_not_for_them(walks, stage, role):
    assert leaks(walks, stage, role) == []


@pytest.mark.parametrize(("stage", "role"), ON_POSTGRESQL)
def test_nobody_is_told_what_is_not_for_them_on_postgresql_either(walks_on_postgresql, stage, role):
    assert leaks(walks_on_postgresql, stage, role) == []
