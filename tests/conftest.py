"""Leaves out what needs the program where Flask is not installed: tests/rules run there too."""

import gc
import os
from importlib.util import find_spec

from hypothesis import settings

if find_spec("flask") is None:
    collect_ignore = ["parts", "web", "journeys", "platform", "architecture", "bench", "canary"]
else:
    pytest_plugins = ["tests.fixtures"]

# CI asks the same questions every time, so that a change is judged by what it changes; elsewhere they are fresh.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CONTEST_CI") else "here")


# Thousands of tests make few cycles: looking for them as often as Python does by itself costs a tenth of the time.
gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items: list) -> None:
    """Let the journeys begin first: one browser walks them for minutes while the other cores do everything else."""
    items.sort(key=lambda item: "tests/journeys/" not in item.nodeid)
