"""Deals a class's judges out to its entries, so that no entry meets a judge twice."""

from collections.abc import Iterator, Sequence

from contest.assignment.rules.draw import Draw


def deal(blocks: Sequence[int], entries: Sequence[str], draw: Draw) -> Iterator[tuple[str, int]]:
    """Yield (entry, index of the block it gets one of).

    Block i has `blocks[i]` readings to give, at most one for each entry, and all of them together are a
    multiple of the entries. The blocks are laid end to end and cut into rounds; each round is shuffled anew.
    A block that a cut divides goes first to entries that it has not met in the round before.
    """
    slots = [index for index, count in enumerate(blocks) for _ in range(count)]
    size = len(entries)
    order: list[str] = []
    for start in range(0, len(slots), size):
        row = slots[start : start + size]
        met = {
            entry for entry, slot in zip(order, slots[start - size : start], strict=True) if slot == row[0]
        }
        order = _round(entries, met, row.count(row[0]), draw)
        yield from zip(order, row, strict=True)


def _round(entries: Sequence[str], met: set[str], count: int, draw: Draw) -> list[str]:
    """Return the entries shuffled, the first `count` of them none of those met."""
    order = draw.shuffled(entries)
    if not met:
        return order
    first = [entry for entry in order if entry not in met][:count]
    others = set(entries).difference(first)
    return first + draw.shuffled([entry for entry in order if entry in others])
