"""The counters behind the limits: each application its own, many processes one where Redis is set."""

import os
import secrets
import socket

import pytest
from limits import parse

from contest.web.limits import Counters

REDIS = os.environ.get("CONTEST_TEST_REDIS_URL", "redis://127.0.0.1:6379/11")
THREE = parse("3 per minute")


@pytest.fixture
def key():
    """A name that no other run counts under."""
    return secrets.token_hex(8)


def spend(counters, key, times):
    for _ in range(times):
        counters.count(THREE, "sign-in", key)


@pytest.mark.parametrize("url", [None, REDIS])
def test_a_limit_is_reached_and_says_when_it_ends(app, url, key):
    if url and not _redis_answers():
        if os.environ.get("CONTEST_CI"):
            pytest.fail("CI needs a Redis server on 127.0.0.1")
        pytest.skip("no Redis server here")
    counters = Counters(url)
    with app.app_context():
        waits = []
        for _ in range(4):
            waits.append(counters.wait(THREE, "sign-in", key))
            spend(counters, key, 1)
        assert waits[:3] == [0, 0, 0]
        assert 50 < waits[3] <= 60
        assert counters.wait(THREE, "sign-in", key + "x") == 0
        assert counters.wait(THREE, "register", key) == 0
        another_process = Counters(url).wait(THREE, "sign-in", key)
        assert (another_process > 0) is bool(url)


def test_while_redis_is_away_each_process_counts_alone(app, key, caplog):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        counters = Counters(f"redis://127.0.0.1:{closed.getsockname()[1]}/0")
    with app.app_context():
        spend(counters, key, 3)
        assert counters.wait(THREE, "sign-in", key) > 0

    assert "counting attempts alone: ConnectionError" in caplog.text


def _redis_answers():
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=1):
            return True
    except OSError:
        return False
