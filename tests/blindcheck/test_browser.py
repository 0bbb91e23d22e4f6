"""What the check's browser notes of an answer is its own, whatever goes on beside it."""

import threading

from sqlalchemy import text

from contest.blindcheck.browser import listening
from contest.platform.database import db


def test_what_another_thread_asks_the_database_meanwhile_is_not_noted(app):
    def beside():
        with app.app_context():
            db.session.execute(text("SELECT 2"))

    with app.app_context():
        db.session.execute(text("SELECT 0"))  # begins the transaction
        with listening() as asked:
            db.session.execute(text("SELECT 1"))
            other = threading.Thread(target=beside)
            other.start()
            other.join()
    assert asked == ["SELECT 1"]
