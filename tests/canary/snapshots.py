"""Keeps a copy of the whole installation at each stage, so that every test may walk any stage, in any order."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from contest.app import create_app
from contest.platform import judge_role
from contest.platform.database import db
from contest.settings import read
from tests.canary.facts import Facts, learn
from tests.canary.stages import STAGES, seal_log
from tests.canary.world import World
from tests.fixtures import StrictClient


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation lives."""

    folder: Path
    database: str

    @classmethod
    def in_folder(cls, folder: Path, server: str | None = None) -> "Place":
        """A new place: an SQLite file in the folder, or an empty database on that PostgreSQL server."""
        folder.mkdir(parents=True)
        if server is None:
            return cls(folder, f"sqlite:///{folder / 'contest.sqlite'}")
        return cls(folder, _on_server(server, "TEMPLATE template0"))

    def copied(self, folder: Path) -> "Place":
        """Copy everything: rows, files, keys of the installation."""
        shutil.copytree(self.folder, folder)
        if self.database.startswith("sqlite"):
            return Place(folder, f"sqlite:///{folder / 'contest.sqlite'}")
        return Place(folder, _on_server(self.database, f'TEMPLATE "{make_url(self.database).database}"'))

    def forget(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder)
        if not self.database.startswith("sqlite"):
            _administer(self.database, f'DROP DATABASE "{make_url(self.database).database}" WITH (FORCE)')

    def keys(self) -> tuple[str, ...]:
        """The secret keys of this installation."""
        kept = read({"CONTEST_INSTANCE": str(self.folder)}).secrets
        return (kept.session, kept.password_salt, kept.sealing, kept.conflicts, kept.signing)

    def app(self) -> Flask:
        """Start the program there."""
        settings = read({"CONTEST_INSTANCE": str(self.folder), "CONTEST_DATABASE_URL": self.database})
        app = create_app(settings)
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, RATELIMIT_ENABLED=False)
        app.test_client_class = StrictClient
        return app


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The installation as it stood at a stage, and what the test knows about it."""

    stage: str
    now: datetime
    place: Place
    facts: Facts

    @contextmanager
    def running(self) -> Iterator[Flask]:
        """An application of its own on a copy; nothing of it is kept."""
        copy = self.place.copied(self.place.folder.with_name(f"run-{secrets.token_hex(4)}"))
        app = copy.app()
        try:
            yield app
        finally:
            let_go(app)
            copy.forget()


def let_go(app: Flask) -> None:
    """Close all connections, so that the database may be copied or dropped."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["contest_queue"].storage.close()


def build(place: Place, stages: tuple[str, ...] = tuple(STAGES)) -> dict[str, Snapshot]:
    """Build the contest and return a snapshot of each of these stages."""
    app = place.app()
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            assert judge_role.prepare(connection) is None
    world = World(app)
    found: dict[str, Snapshot] = {}
    for stage, (now, acts) in STAGES.items():
        for act in acts:
            act(world)
        world.now = now
        seal_log(world)
        if stage in stages:
            facts = learn(world)
            let_go(app)
            kept = place.copied(place.folder.with_name(f"{place.folder.name}-{len(found)}"))
            found[stage] = Snapshot(stage, now, kept, facts)
        if len(found) == len(stages):
            break
    let_go(app)
    return found


def _on_server(url: str, template: str) -> str:
    name = f"canary_{secrets.token_hex(6)}"
    _administer(url, f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' {template}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
