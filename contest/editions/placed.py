"""Reads and writes the level of an edition in its row."""

from contest.editions.models import Edition
from contest.editions.rules.levels import Level


def read(row: Edition) -> Level:
    """Return the level as the rules take it."""
    return Level(row.level, row.collects_only, row.forward_quota, row.forward_threshold)


def write(row: Edition, level: Level) -> None:
    """Set the columns of the level."""
    row.level, row.collects_only = level.name, level.collects_only
    row.forward_quota, row.forward_threshold = level.quota, level.threshold
