"""What the check's browser notes of an answer is its own, whatever goes on beside it."""

import re
import threading
import time

from flask_security import hash_password
from sqlalchemy import text

from contest.blindcheck.browser import SIGN_IN, Browser, listening
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


def test_when_the_reader_signed_in_is_not_taken_for_the_time_at_which_a_work_came(app, factory):
    password = "Buổi chợ quê sớm mai 1987"
    hashed = factory.read(hash_password, password)
    factory.person("Lê Văn Khảo", email="khao@thu.example", password_hash=hashed)
    browser = Browser(app)
    before = int(time.time())
    browser.sign_in("khao@thu.example", password)
    seconds = {str(second) for second in range(before, int(time.time()) + 1)}
    answer = browser.answers[-1]
    head = answer.seen()[0].decode()
    assert (answer.url, "_user_id" in head) == (SIGN_IN, True)
    assert seconds & set(re.findall(r"\d{10}", head)) == set()
