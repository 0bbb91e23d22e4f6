"""An installation beside the real one, there for one check: own database, files, keys and letters, then nothing."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from contest.editions import queries as editions
from contest.editions.rules import copying
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.levels import NO_LEVEL
from contest.judging import queries as judging
from contest.judging.queries import RubricView
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.platform.database import db, unit_of_work
from contest.settings import Settings, read

MakeApp = Callable[[Settings], Flask]
BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Copied:
    """An edition as its organisers set it up. `rubrics`: by round, and in it by category's place (None: of all)."""

    slug: str
    spec: EditionSpec
    rubrics: tuple[tuple[tuple[int | None, RubricView], ...], ...]


def read_edition(slug: str) -> Copied:
    """Read the settings of the edition; nothing is written. Raises NotFound, RuleBroken where a rubric is missing."""
    found = editions.by_slug(slug, now=clock.now())
    spec = editions.spec(found.id)
    places = {category.id: place for place, category in enumerate(editions.categories(found.id))}
    rubrics = []
    for each in editions.rounds(found.id):
        if judging.without_rubric(found.id, each.id):
            raise RuleBroken(N_("Give every round a rubric first: without one nobody can judge."))
        own = judging.rubrics(each.id).own
        rubrics.append(tuple((None if c is None else places[c], rubric) for c, rubric in own.items()))
    kept = copying.following(spec, years=0)
    changed = replace(kept, number=spec.number, level=NO_LEVEL, second_factor=())
    return Copied(slug, changed, tuple(rubrics))


class Scratch:
    """A running program of which nobody knows; every call of `do` is one committed unit of work."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder

    def do(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as the service
        """Call a service."""
        with self.app.app_context(), unit_of_work():
            return action(*args, **kwargs)

    def read(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as the query
        """Ask a query."""
        with self.app.app_context():
            try:
                return query(*args, **kwargs)
            finally:
                db.session.rollback()


@contextmanager
def installation(make_app: MakeApp) -> Iterator[Scratch]:
    """Make an empty installation in a folder of its own, and remove all of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="contest-blind-check-") as name:
        folder = Path(name)
        app = make_app(read({"CONTEST_INSTANCE": name, "CONTEST_UPLOAD_LIMIT_MB": "20"}))
        app.config.update(RATELIMIT_ENABLED=False)
        with app.app_context():
            db.create_all()
        try:
            yield Scratch(app, folder)
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            app.extensions["contest_queue"].storage.close()
