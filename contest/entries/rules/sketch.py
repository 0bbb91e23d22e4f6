"""A small sample of a text's shingles, by which the texts that share some are found among very many.

The sample is a scaled MinHash: of all shingles, stirred into numbers, those below a ceiling (Broder 1997, "On the
resemblance and containment of documents", the sample modulo m; FracMinHash of Irber et al. 2022). Each value is a
band of the locality-sensitive hashing by itself: two texts that share one value are candidates.

The usual MinHash of a fixed length measures how much two texts resemble each other as wholes (Jaccard). What the
rule of a contest means is how much of a work stands in a source, and of a source four times as long 30 % is a Jaccard
of 0.06. Measured with 400 planted pairs each (1,500 words; share copied; words exchanged in the copy), part of the
pairs that become candidates:

    copied, source      44 values of this   64 bands of 2 (MinHash of 128)   32 bands of 4
    25 %, 1,500 words   1.00                0.90                             0.04
    25 %, 1 in 10       1.00                0.62                             0.00
    30 %, 6,000 words   1.00                0.58                             0.01
"""

from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contest.entries.rules.shingles import Numbers

SPACE: Final = (
    2**31
)  # values fit a column of four bytes; one in fourteen meets another by chance among 100,000 texts
RATE: Final = 32  # one shingle in so many is kept
LEAST: Final = 32  # of a short text more, so that a poem has something to be found by
MOST_HOLDERS: Final = 200

Values = NDArray[np.int64]


def sketch(shingles: Numbers) -> Values:
    """Return the sample of these shingles, rising; of none an empty one."""
    unique = _values(shingles)
    below = int(np.searchsorted(unique, SPACE // RATE))
    return unique[: max(below, LEAST)]


def without(values: Values, shingles: Numbers) -> Values:
    """Leave out of a sample what these shingles have put there."""
    return np.setdiff1d(values, _values(shingles))


def _values(shingles: Numbers) -> Values:
    return np.unique(shingles >> np.uint64(33)).astype(np.int64)


def packed(values: Values) -> bytes:
    """Write a sample as bytes, four a value."""
    return values.astype("<u4").tobytes()


def unpacked(sample: bytes) -> Values:
    """Read what `packed` wrote; of a value that is cut short nothing."""
    return np.frombuffer(sample[: len(sample) // 4 * 4], dtype="<u4").astype(np.int64)


def rarity(holders: int) -> float:
    """Return how much it says that two texts share a value that so many hold (inverse document frequency).

    Of a value held by very many, only MOST_HOLDERS are looked at: a saying that everybody quotes. A template that
    everybody copied is found all the same, by all of its values together.
    """
    return log2(1 + MOST_HOLDERS / max(1, holders))
