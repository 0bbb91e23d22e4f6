"""What a category demands, as it stands in its row: each field of Demands has a column of its name."""

from dataclasses import fields
from typing import Any

from contest.editions.models import Category
from contest.editions.rules.demands import Demands


def read(row: Category) -> Demands:
    """Return what the row demands; lists as tuples, as rules take them."""
    values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(Demands)}
    lists: dict[str, Any] = {name: tuple(v) for name, v in values.items() if isinstance(v, list)}
    return Demands(**values | lists)


def write(row: Category, demands: Demands) -> None:
    """Set the columns."""
    for field in fields(Demands):
        value = getattr(demands, field.name)
        setattr(row, field.name, list(value) if isinstance(value, tuple) else value)
