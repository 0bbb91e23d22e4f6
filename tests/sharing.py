"""Shares the tests out: which run on which database, and which must be run by one process.

- What stores or asks (tests/parts, tests/platform, tests/architecture) runs on SQLite and on PostgreSQL, every test.
- What is said on pages (tests/web) runs on SQLite; on PostgreSQL a quarter of it does, chosen by the tests' names, so
  that every kind of page is seen there too, and whatever is marked `both_databases`. The canary and the journeys ask
  for PostgreSQL themselves. `--both` runs all on both.
- Worlds, walks and browsers are made once a process: tests that use the same ones go to the same process.
"""

import zlib

import pytest
from xdist.scheduler import LoadScopeScheduling

PAGES, SHARE = "tests/web/", 4
# Each of these folders is walked by one process: one browser and one server here, one walk of every person there.
TOGETHER = ("tests/journeys/", "tests/canary/")


def left_out(item: pytest.Item) -> bool:
    """Tell whether a test is one about pages that need not be asked on PostgreSQL, too."""
    if not item.nodeid.startswith(PAGES) or not _is_on_postgresql(item):
        return False
    if item.get_closest_marker("both_databases") or _chooses_itself(item):
        return False
    name = f"{item.location[0]}::{getattr(item, 'originalname', item.name)}"
    return zlib.crc32(name.encode()) % SHARE != 0


def _is_on_postgresql(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    return called is not None and called.params.get("database_url") == "postgresql"


def _chooses_itself(item: pytest.Item) -> bool:
    return any(mark.args and "database_url" in mark.args[0] for mark in item.iter_markers("parametrize"))


class ByWorld(LoadScopeScheduling):
    """Gives a file's tests on one database to one process, and whole folders where one world is walked."""

    def _split_scope(self, nodeid: str) -> str:
        together = next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
        path, _, test = nodeid.partition("::")
        return together or f"{path} {'postgresql' if 'postgresql' in test else ''}"
