"""Serves on one machine: gunicorn with threads, and the worker beside it as a child process."""

import multiprocessing
import os
import subprocess
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from contest.demonstration import whole
from contest.kernel import clock
from contest.kernel.errors import ContestError
from contest.people import first_run
from contest.platform import schema
from contest.platform.database import db
from contest.settings import ROOT, Settings

THREADS = 8


def say(line: str) -> None:
    """Tell the person at the terminal; letters that it has not are replaced rather than refused."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


class Server(BaseApplication):  # gunicorn publishes no types
    """Our application in gunicorn. Threads, because a slow phone must not hold up the others."""

    def __init__(self, app: Flask, settings: Settings, host: str, port: int) -> None:
        self.application = app
        self.settings = settings
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.worker: subprocess.Popen[bytes] | None = None
        super().__init__()

    def load_config(self) -> None:
        # One process unless Redis is there: limits on guessing are counted per process otherwise.
        options = {
            "bind": self.address,
            "workers": 2 if self.settings.redis_url else 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 30,
            "loglevel": "warning",
            "proc_name": "contest",
            "when_ready": self._ready,
            "post_fork": _forget_connections,
            "on_exit": self._stop_worker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.application

    def _ready(self, _: Any) -> None:  # noqa: ANN401 -- gunicorn's arbiter
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "work", "--parent", str(os.getpid())]
        self.worker = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 -- our own command
        say(f"Contest đã sẵn sàng / Contest is ready: http://{self.address}/")

    def _stop_worker(self, _: Any) -> None:  # noqa: ANN401
        if self.worker is not None and self.worker.poll() is None:
            self.worker.terminate()
            try:
                self.worker.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.worker.kill()


def _forget_connections(arbiter: Any, worker: Any) -> None:  # noqa: ANN401, ARG001 -- gunicorn's own signature
    """Start the forked process with connections of its own: a shared one would mix two conversations."""
    application: Flask = arbiter.app.application
    with application.app_context():
        db.engine.dispose(close=False)


def prepare(app: Flask, settings: Settings, *, demo: bool) -> int:
    """Bring the database up to date, fill it where a demonstration is asked for, and say how to begin.

    Returns the exit code: 0, or 2 where the database is not for this version. In a process of its own: what sets PDFs
    for the demonstration starts threads, and a server forked from a process that has had them waits for them for ever.
    """
    apart = multiprocessing.get_context("fork").Process(target=_prepare, args=(app, settings, demo))
    apart.start()
    apart.join()
    return apart.exitcode or 0


def _prepare(app: Flask, settings: Settings, demo: bool) -> None:
    try:
        _make_ready(app, settings, demo)
    except ContestError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _make_ready(app: Flask, settings: Settings, demo: bool) -> None:
    schema.bring_up_to_date(app)
    with app.app_context():
        lines = whole.fill_if_empty(now=clock.now()) if demo else ()
        invitation = first_run.invitation(settings.instance, settings.base_url or "")
        for line in (*lines, *filter(None, [invitation])):
            say(line)
        db.session.remove()


def serve(app: Flask, settings: Settings, *, host: str, port: int) -> None:
    """Serve until stopped. Does not return normally."""
    sys.argv = sys.argv[:1]  # gunicorn would read our options as its own
    Server(app, settings, host, port).run()
