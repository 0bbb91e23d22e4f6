"""Leaves out what needs the program where Flask is not installed: tests/rules run there too."""

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
