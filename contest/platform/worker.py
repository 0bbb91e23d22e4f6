"""The worker: runs the queue, and every second what must not wait for a poke."""

import os
import threading

from flask import Flask

from contest.platform import jobs
from contest.platform.database import db

EVERY_SECOND = ("seal_audit",)
EVERY_QUARTER_MINUTE = ("deliver_mail", "commit_receipts", "end_key_meetings", "see_to_works")
EVERY_HOUR = (
    "seal_receipts",
    "remind_of_requests",
    "erase_what_was_kept_long_enough",
    "forget_letters",
    "compare_texts",
    "forget_uploads",
    "check_blindness",
    "put_works_back",
    "discard_files",
)


def work(app: Flask, *, parent: int | None = None) -> None:
    """Work until stopped by a signal; with `parent` also when that process is gone."""
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(app, stop, parent), daemon=True)
    beat.start()
    consumer = app.extensions["contest_queue"].create_consumer(
        workers=1, periodic=False, initial_delay=0.05, max_delay=1.0, check_worker_health=True
    )
    try:
        consumer.run()
    finally:
        stop.set()
        beat.join(timeout=10)


def _beat(app: Flask, stop: threading.Event, parent: int | None) -> None:
    count = 0
    while not stop.wait(1.0):
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), 15)
            return
        due = [
            *EVERY_SECOND,
            *(EVERY_QUARTER_MINUTE if count % 15 == 0 else ()),
            *(EVERY_HOUR if count % 3600 == 0 else ()),
        ]
        for name in due:
            _try(app, name)
        count += 1


def _try(app: Flask, name: str) -> None:
    """Run one job; what goes wrong is logged by type and tried again at the next beat."""
    with app.app_context():
        try:
            jobs.run(name)
        except Exception as error:  # noqa: BLE001 -- the worker must outlive a database that is away for a minute
            app.logger.warning("job %s failed: %s", name, type(error).__name__)
        finally:
            db.session.remove()


def run_now(app: Flask, names: tuple[str, ...]) -> dict[str, object]:
    """Run these jobs once, here: `flask tick`."""
    results: dict[str, object] = {}
    with app.app_context():
        for name in names:
            results[name] = jobs.run(name)
    return results
