"""Leaves out what needs the program where Flask is not installed: tests/rules run there too."""

import gc
import os
from importlib.util import find_spec

import pytest
from hypothesis import settings

if find_spec("flask") is None:
    collect_ignore = ["parts", "blindcheck", "web", "journeys", "platform", "architecture", "bench", "canary"]
else:
    pytest_plugins = ["tests.fixtures"]

# CI asks the same questions every time, so that a change is judged by what it changes; elsewhere they are fresh.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CONTEST_CI") else "here")


# Thousands of tests make few cycles: looking for them as often as Python does by itself costs a tenth of the time.
gc.set_threshold(100_000, 50, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="every test of a page on PostgreSQL, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what tests/sharing.py says, and let begin first what takes long and cannot be shared."""
    if find_spec("flask") is None:
        return
    from tests import sharing

    if not config.getoption("--both"):
        left_out = [item for item in items if sharing.left_out(item)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not sharing.left_out(item)]
    items.sort(key=lambda item: not item.nodeid.startswith(sharing.TOGETHER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Under `-n`, share the tests out by the worlds that they use."""
    from tests import sharing

    config.option.loadscopereorder = False
    return sharing.ByWorld(config, log)
