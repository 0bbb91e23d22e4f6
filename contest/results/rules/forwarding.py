"""Which works an edition sends on: from the top down, of at least so many points, at most so many."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.editions.rules.levels import Level
from contest.kernel.errors import N_, RuleBroken


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that may be sent on; `value` is None where nobody gave points."""

    entry_id: int
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule takes. `tied`: equal works of which not all have room, left to a person; `too_low`: below it."""

    taken: tuple[int, ...]
    tied: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    too_low: tuple[int, ...] = ()


def propose(candidates: Sequence[Candidate], level: Level, *, sent: int = 0) -> Proposal:
    """Apply the rule; `sent` works went on before. Whatever the order, the same works give the same proposal."""
    ordered = sorted(candidates, key=lambda each: (-(each.value or Fraction(0)), each.entry_id))
    good = [each for each in ordered if _is_enough(each, level)]
    low = _ids([each for each in ordered if not _is_enough(each, level)])
    room = len(good) if level.quota is None else max(0, level.quota - sent)
    if len(good) <= room:
        return Proposal(_ids(good), too_low=low)
    border = good[room].value
    if room == 0 or good[room - 1].value != border:
        return Proposal(_ids(good[:room]), left=_ids(good[room:]), too_low=low)
    higher = [each for each in good[:room] if each.value != border]
    equal = [each for each in good if each.value == border]
    return Proposal(_ids(higher), _ids(equal), _ids(good[len(higher) + len(equal) :]), low)


def _ids(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    return tuple(each.entry_id for each in candidates)


def _is_enough(each: Candidate, level: Level) -> bool:
    return level.threshold is None or (each.value is not None and each.value >= Fraction(level.threshold))


def check(chosen: Sequence[int], proposal: Proposal, level: Level, *, sent: int = 0) -> None:
    """Raise RuleBroken where what a person chose goes against the rule. Fewer than there is room for is no mistake."""
    allowed = {*proposal.taken, *proposal.tied, *proposal.left}
    if not chosen:
        raise RuleBroken(N_("Tick at least one work."), field="works")
    if not allowed.issuperset(chosen):
        raise RuleBroken(
            N_("A work that you ticked cannot be sent on any more. Look at the list again."), field="works"
        )
    if level.quota is not None and len(chosen) + sent > level.quota:
        raise RuleBroken(
            N_("At most %(quota)d works may be sent on, %(sent)d went before, and %(chosen)d are ticked."),
            field="works",
            quota=level.quota,
            sent=sent,
            chosen=len(chosen),
        )
