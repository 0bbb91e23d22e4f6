"""The file format of `flask rank` (judging.md): scores in as CSV, standings out as CSV or JSON."""

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from contest.judging.rules import figures
from contest.kernel.errors import N_, RuleBroken
from contest.results.rules import methods, scores, sheets
from contest.results.rules.aggregate import aggregate
from contest.results.rules.ranking import Standing, rank

COLUMNS: Final = (
    "category",
    "entry",
    "rank",
    "rank_low",
    "rank_high",
    "value",
    "mean",
    "corrected",
    "se",
    "readings",
)

Row = dict[str, str | int | Decimal | None]


def rank_file(
    text: str, *, method: str = "mean", as_json: bool = False, plain: bool = False, seed: str = ""
) -> str:
    """Return the standings of these scores. Raises RuleBroken naming the line of what is wrong.

    All is computed with exact fractions; figures are printed with six decimal places at most, rounded half to
    even. `plain` asks for the plain corrected model and goes with no other method. `seed` is the announced
    one, from which the last ties are drawn.
    """
    chosen = methods.method(method)
    if plain:
        raise RuleBroken(
            N_('The plain model belongs to the method "corrected". Leave "plain" out.'), field="plain"
        )
    found = [
        score
        for pool in sheets.pools(scores.read(text))
        for score in aggregate(pool.readings, chosen, pool.tie_order)
    ]
    rows = [_row(standing) for standing in rank(found, seed)]
    return _as_json(chosen.name, rows) if as_json else _as_csv(rows)


def _row(standing: Standing) -> Row:
    """Fill the columns; those of the corrected model stay empty, for it was not computed."""
    return {
        "category": standing.category,
        "entry": standing.code,
        "rank": standing.rank,
        "rank_low": standing.rank_low,
        "rank_high": standing.rank_high,
        "value": figures.rounded(standing.value),
        "mean": figures.rounded(standing.score.mean),
        "corrected": None,
        "se": None,
        "readings": standing.score.readings,
    }


def _as_csv(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _as_json(method: str, rows: Iterable[Row]) -> str:
    """Write JSON with figures as numbers: scores below a milliard keep all six places as a float."""
    document = {
        "method": method,
        "refused": None,
        "standings": list(rows),
        "judges": [],
        "variance": [],
        "reliability": None,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=float) + "\n"
