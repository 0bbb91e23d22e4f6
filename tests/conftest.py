"""Leaves out what needs the program where Flask is not installed: tests/rules run there too."""

from importlib.util import find_spec

if find_spec("flask") is None:
    collect_ignore = ["parts", "web", "journeys", "platform", "architecture", "bench", "canary"]
else:
    pytest_plugins = ["tests.fixtures"]
