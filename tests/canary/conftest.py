"""The worlds that the canary walks through, built once a run, and the walks themselves, walked once each."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from contest.kernel import clock
from tests.canary import roles, snapshots, swapped, walk
from tests.canary.browser import Answer, Browser
from tests.canary.snapshots import Place, Snapshot
from tests.canary.swapped import Pair


class Walks:
    """Every person's walk at every stage, made when it is first asked for. One application runs at a time."""

    def __init__(self, stages: dict[str, Snapshot], thorough: tuple[tuple[str, str], ...] = ()) -> None:
        self.stages = stages
        self._thorough = thorough
        self._walked: dict[tuple[str, str], list[Answer]] = {}
        self._running: tuple[str, Flask] | None = None
        self._open = ExitStack()

    def of(self, stage: str, role: str) -> list[Answer]:
        """All answers that this person gets at this stage."""
        if (stage, role) not in self._walked:
            with clock.fixed(self.stages[stage].now):
                self._walked[stage, role] = self._walk(stage, role)
        return self._walked[stage, role]

    def _walk(self, stage: str, role: str) -> list[Answer]:
        facts = self.stages[stage].facts
        browser = Browser(self._app(stage), roles.account(role, facts))
        thorough = (stage, role) in self._thorough
        answers = walk.walk(browser, facts, thorough=thorough, below=roles.below(role, stage))
        still_in = browser.ask("/account/").status == 200
        assert still_in == (role != roles.VISITOR), "the walk signed somebody in or out"
        return answers

    def _app(self, stage: str) -> Flask:
        if self._running is None or self._running[0] != stage:
            self.close()
            self._running = (stage, self._open.enter_context(self.stages[stage].running()))
        return self._running[1]

    def close(self) -> None:
        """Stop what runs."""
        self._open.close()
        self._running = None


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("canary")


@pytest.fixture(scope="session")
def walks(folder: Path) -> Iterator[Walks]:
    """The worlds on SQLite."""
    thorough = tuple(("judging", role) for role in (roles.READER, roles.OTHER))
    made = Walks(snapshots.build(Place.in_folder(folder / "sqlite")), thorough)
    yield made
    made.close()


@pytest.fixture(scope="session")
def walks_on_postgresql(folder: Path, postgres: str) -> Iterator[Walks]:
    """Three of the worlds on PostgreSQL."""
    place = Place.in_folder(folder / "postgresql", postgres)
    made = Walks(snapshots.build(place, ("screening", "judging", "published")))
    yield made
    made.close()
    for snapshot in made.stages.values():
        snapshot.place.forget()
    place.forget()


@pytest.fixture(scope="session")
def pairs(folder: Path) -> dict[str, Pair]:
    """Worlds in which two authors are exchanged."""
    return swapped.build_pairs(folder / "swapped")
