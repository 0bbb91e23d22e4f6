"""Work that must not wait for a page: a huey queue in an SQLite file, or in Redis where that is set.

The queue only pokes. What is to be done stands in tables (outbox, renditions, audit tail), so a lost poke is made up
for by the next one or by the minute, and nothing depends on the queue's own durability.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from huey.api import Huey
from redis import ConnectionPool

from contest.kernel import clock
from contest.platform.database import after_commit
from contest.settings import Settings

_TASKS: dict[str, Callable[[], object]] = {}
_NOTED: set[str] = set()


def task(name: str, *, noted: bool = False) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a job that takes nothing and does whatever its table says is due.

    Of a `noted` one the queue keeps since when it is asked for, until it was done to its end: see `asked_at`.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _TASKS[name] = function
        if noted:
            _NOTED.add(name)
        return function

    return register


def init_app(app: Flask, settings: Settings) -> None:
    """Open the queue and bind every registered job to this application."""
    huey = _open(settings)
    app.extensions["contest_jobs"] = {name: _bind(huey, app, name, job) for name, job in _TASKS.items()}
    app.extensions["contest_queue"] = huey


@dataclass(frozen=True, slots=True)
class _Poke:
    name: str

    def __call__(self) -> None:
        try:
            if self.name in _NOTED:
                _queue().put_if_empty(_note(self.name), clock.now().isoformat())
            current_app.extensions["contest_jobs"][self.name]()
        except Exception as error:  # noqa: BLE001 -- what was committed stays so, also while the queue is away
            current_app.logger.warning("the job %s could not be queued: %s", self.name, type(error).__name__)


def poke(name: str) -> None:
    """Ask that the job runs once this transaction is committed; asked twice in one transaction it runs once."""
    after_commit(_Poke(name))


def asked_at(name: str) -> datetime | None:
    """Tell since when a noted job waits for a worker, or is being done; None where it does neither, or nobody knows."""
    try:
        found = _queue().get(_note(name), peek=True)
    except Exception as error:  # noqa: BLE001 -- pages tell less while the queue is away, and open all the same
        current_app.logger.warning("the queue could not be asked: %s", type(error).__name__)
        return None
    return None if found is None else datetime.fromisoformat(found)


def forget(name: str, *, before: datetime) -> None:
    """Forget since when a noted job is waited for, where that is from before: what it was for was done otherwise."""
    since = asked_at(name)
    if since is not None and since < before:
        _queue().delete(_note(name))


def run(name: str) -> object:
    """Run a job now, in this process and application context."""
    return _TASKS[name]()


def names() -> tuple[str, ...]:
    """Return the names of all jobs, in the order of their registration."""
    return tuple(_TASKS)


def _queue() -> Huey:
    return current_app.extensions["contest_queue"]


def _note(name: str) -> str:
    return f"asked.{name}"


def _open(settings: Settings) -> Huey:
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=5)
        return RedisHuey("contest", connection_pool=pool, results=False)
    return SqliteHuey("contest", filename=str(settings.instance / "jobs.sqlite"), results=False, fsync=False)


def _bind(huey: Huey, app: Flask, name: str, job: Callable[[], object]) -> Callable[[], object]:
    def in_context() -> None:
        with app.app_context():
            job()
        if name in _NOTED:
            huey.delete(_note(name))

    bound: Callable[[], object] = huey.task(name=name)(in_context)
    return bound
