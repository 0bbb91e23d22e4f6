"""Reads and writes how works on paper count in an edition."""

from datetime import timedelta

from sqlalchemy import select

from contest.editions.models import Edition
from contest.editions.rules.paper import PaperRules
from contest.platform.database import db


def of(edition_id: int) -> PaperRules:
    """Return how works on paper count there."""
    return read(db.session.scalars(select(Edition).where(Edition.id == edition_id)).one())


def read(row: Edition) -> PaperRules:
    """Return it as the rules take it."""
    return PaperRules(row.paper_counts_by, row.paper_last_arrival, row.unit_lists)


def write(row: Edition, paper: PaperRules) -> None:
    """Set the columns."""
    row.paper_counts_by, row.paper_last_arrival = paper.counts_by, paper.last_arrival
    row.unit_lists = paper.unit_lists


def put_off(row: Edition, by: timedelta) -> None:
    """Let the last day of arrival move with the closing time, by whole days."""
    if row.paper_last_arrival is not None:
        row.paper_last_arrival += timedelta(days=-(-by // timedelta(days=1)))
