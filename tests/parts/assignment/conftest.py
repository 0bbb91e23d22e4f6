"""A contest whose works have their codes, with judges to give them to."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from contest.access.duties import Duty
from contest.anonymisation import coding, queries, service
from contest.assignment import service as assignment
from contest.editions import service as editions
from tests.factories import CATEGORY, Factory
from tests.works import Works
from tests.worlds import world


class Coded(Works):
    """Works of the given units in the given categories, coded; judges of the given units."""

    def __init__(self, factory: Factory, **edition: object) -> None:
        super().__init__(factory, **edition)
        self.judges: list[int] = []
        self.by = {"actor_id": self.organiser_id, "now": self.now}

    def judge(self, unit_id: int | None = None) -> int:
        judge_id = self.factory.person("Võ Thị Giám Khảo", unit_id=unit_id)
        self.factory.appoint(self.edition_id, judge_id, Duty.JUDGE)
        self.judges.append(judge_id)
        return judge_id

    def code(self, units: Sequence[int | None], categories: Sequence[int] = ()) -> None:
        """Accept one work of each unit and draw the codes; titles are "Bài 0", "Bài 1", …"""
        for number, unit_id in enumerate(units):
            category = categories[number] if categories else 0
            person = self.factory.person(unit_id=unit_id)
            self.accepted(person, title=f"Bài {number}", category=category)
        with self.factory.app.app_context():
            service.prepare(self.edition_id, now=self.now)
        self.factory.do(coding.draw_codes, self.round_id, actor_id=self.secretary_id, now=self.now)

    def copies(self) -> dict[str, int]:
        """Blind copy ids by title."""
        return {c.title: c.id for c in self.factory.read(queries.blind_copies, self.round_id)}

    def propose(self, seed: str = "seed") -> int:
        proposal: int = self.factory.do(assignment.propose, self.round_id, seed=seed, **self.by)
        return proposal

    def give_out(self) -> None:
        self.factory.do(assignment.confirm, self.propose(), **self.by)

    def close(self) -> None:
        self.factory.do(editions.set_round_state, self.round_id, "closed", **self.by)


@pytest.fixture
def coded(app: Flask, factory: Factory) -> Callable[..., Coded]:
    def make(works: int = 6, judges: int = 3, **edition: object) -> Coded:
        world = Coded(factory, **edition)
        for _ in range(judges):
            world.judge()
        world.code([None] * works)
        return world

    return make


@world
def empty(factory: Factory) -> Coded:
    """A contest without works or judges, two categories, two rounds."""
    return Coded(factory, categories=(CATEGORY, CATEGORY_TWO), rounds=2)


CATEGORY_TWO = type(CATEGORY)("Thơ", 3, 500, works_per_author=3, prizes=CATEGORY.prizes)
