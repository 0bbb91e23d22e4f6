"""The server is killed at random moments of uploads, saves, submits and conversions; the long loop is a bench."""

import random
from pathlib import Path

from contest.platform.database import db
from tests.bench import kills

TIMES = 4


def test_nothing_acknowledged_is_lost_whenever_the_server_is_killed(tmp_path: Path) -> None:
    here = kills.world(tmp_path / "instance")
    chance = random.Random(3)

    wrong = [found for _ in range(TIMES) for found in kills.kill_once(here, chance, longest=2)]

    assert wrong == []
    with here.app.app_context():
        db.engine.dispose()
