"""What a judge's page may do to which table on PostgreSQL: the whole of it on one screen; pure.

Nothing here knows who wrote a work: no account but the judge's own, no entry, no version, no file, no seal. What is
not named is refused by the database itself (security.md 1.2, T1), whatever a page or a query was made to ask.
"""

from collections.abc import Mapping
from typing import Final

SELECT: Final = ("SELECT",)
WRITE: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")

JUDGE_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    # the contest: what every visitor may read of it, and who has which duty
    **dict.fromkeys(
        ("edition", "category", "milestone", "prize", "own_field", "round", "appointment", "unit"), SELECT
    ),
    # the works by their codes
    **dict.fromkeys(("blind_copy", "blind_page", "blind_recording"), SELECT),
    "identity_flag": ("SELECT", "INSERT", "UPDATE"),
    # the judge's own work; a rubric is frozen by the first mark
    **dict.fromkeys(("reading", "scoresheet", "mark", "declared_conflict"), WRITE),
    "rubric": ("SELECT", "UPDATE"),
    "criterion": SELECT,
    "account": SELECT,
}

# Of these tables a judge's page finds the rows of the judge alone: table to the column that says whose row it is.
OWN_ROWS: Final[Mapping[str, str]] = {"account": "id"}
