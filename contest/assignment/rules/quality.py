"""Measures how well judges are spread over each other, so that their severities can be told apart later.

Imported on first use, because numpy and scipy are slow to load. Entries are the blocks and judges the
treatments of an incomplete block design with the information matrix R - sum over entries of n n'/K.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from contest.assignment.rules.instance import Pair

_PLACES = 4


def graph(assignments: Collection[Pair]) -> tuple[int, int, float, float]:
    """Return components, pairs of judges who share an entry, connectivity and efficiency.

    Judges without a reading are left out. The last two are 0 where nothing can be compared at all.
    """
    if not assignments:
        return 0, 0, 0.0, 0.0
    met = _incidence(assignments)
    together = (met.T @ met).toarray()
    components = int(connected_components(csr_array(together), directed=False, return_labels=False))
    pairs = int(np.count_nonzero(np.triu(together, 1)))
    return components, pairs, *_spread(met, components)


def _incidence(assignments: Collection[Pair]) -> csr_array:
    entries = {entry: row for row, entry in enumerate(dict.fromkeys(entry for entry, _ in assignments))}
    judges = {judge: column for column, judge in enumerate(dict.fromkeys(judge for _, judge in assignments))}
    rows = [entries[entry] for entry, _ in assignments]
    columns = [judges[judge] for _, judge in assignments]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(entries), len(judges)))


def _spread(met: csr_array, components: int) -> tuple[float, float]:
    """Compare the eigenvalues with those of a complete balanced design of as many readings.

    Such a design shares the trace evenly among all judges but one.
    """
    readings = met.sum(axis=1)
    information = np.diag(met.sum(axis=0)) - (met.T @ (csr_array(met / readings[:, None]))).toarray()
    judges = information.shape[0]
    trace = float((readings - 1).sum())
    if components > 1 or trace == 0:
        return 0.0, 0.0
    balanced = trace / (judges - 1)
    values: NDArray[np.float64] = np.linalg.eigvalsh(information)[1:]
    efficiency = float((judges - 1) / (1 / values).sum() / balanced)
    return round(float(values[0]) / balanced, _PLACES), round(efficiency, _PLACES)
