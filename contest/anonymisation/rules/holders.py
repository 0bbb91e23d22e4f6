"""Who may hold the keys of an edition, and what a meeting of holders needs."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import permutations
from typing import Final

from contest.kernel.errors import N_, Conflict, RuleBroken

HOLDERS: Final = 5  # each order of holders has a package of its own: 120 of them where four of five open
REHEARSAL, OPENING, ONE, NEW_HOLDERS = "rehearsal", "opening", "one", "holders"
GATHERING, DONE, ENDED = "gathering", "done", "ended"
# How long holders have from the first step on. Between two of them a key is half opened: the shorter the better.
LASTS: Final = {
    REHEARSAL: timedelta(minutes=30),
    OPENING: timedelta(minutes=60),
    ONE: timedelta(hours=24),
    NEW_HOLDERS: timedelta(minutes=60),
}
REASON: Final = (10, 300)
CONFIRM_WITHOUT_KEYS: Final = 2  # so many holders confirm where the installation seals


def problems(
    roles: Mapping[int, Collection[str]], with_key: Collection[int], *, needed: int
) -> Iterator[RuleBroken]:
    """Name why these people cannot be the holders; `roles`: what else each of them is in the edition."""
    if len(roles) < needed:
        yield RuleBroken(
            N_("Key holders: %(there)d of at least %(needed)d. Invite more on the page People."),
            there=len(roles),
            needed=needed,
        )
    if len(roles) > HOLDERS:
        yield RuleBroken(N_("At most %(most)d people can hold keys. End the duty of some."), most=HOLDERS)
    without = len(set(roles) - set(with_key))
    if without:
        yield RuleBroken(N_("Key holders who have not made their key yet: %(count)d."), count=without)
    if len(roles) > 1 and all(roles.values()) and len({frozenset(each) for each in roles.values()}) == 1:
        yield RuleBroken(
            N_(
                "All key holders have the same other duty here. Let one hold a key who has another one, or none."
            )
        )


def orders(holders: Collection[int], needed: int) -> tuple[tuple[int, ...], ...]:
    """Return every order in which so many of the holders can come."""
    return tuple(permutations(sorted(holders), needed))


def refuse_turn(
    *, until: datetime, state: str, now: datetime, came: Collection[int], account_id: int
) -> None:
    """Raise RuleBroken where somebody cannot take a turn in a meeting (any more)."""
    if state != GATHERING or now >= until:
        raise Conflict(N_("This meeting is over. It has to be begun anew, and all enter their keys again."))
    if account_id in came:
        raise RuleBroken(N_("You have entered your key already. It is somebody else's turn."))


def refuse_device(device: str, used: Collection[str]) -> None:
    """Raise RuleBroken where two holders use one device: whoever has it would have both keys."""
    if device in used:
        raise RuleBroken(
            N_(
                "Another holder entered a key on this device. Each uses an own one: use your phone, for example."
            )
        )


def wrong_key() -> RuleBroken:
    return RuleBroken(
        N_("These words are a key, but not yours of this contest. Perhaps they are of an older sheet."),
        field="words",
    )
