"""How the identities of an edition are sealed while it is judged: by the installation, or by key holders."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contest.kernel.errors import N_, RuleBroken

BY_INSTALLATION, BY_HOLDERS = "plain", "sealed"
MODES: Final = (BY_INSTALLATION, BY_HOLDERS)
# So many keys are needed for an opening; so many people may hold one. Each order of holders has a package of its own.
KEYS_NEEDED: Final = (2, 4)
HOLDERS: Final = 5


@dataclass(frozen=True, slots=True)
class Sealing:
    """`plain`: the installation's own keys open the seals. `sealed`: only `keys_needed` of the key holders together."""

    mode: str = BY_INSTALLATION
    keys_needed: int = KEYS_NEEDED[0]

    @property
    def is_by_holders(self) -> bool:
        return self.mode == BY_HOLDERS


NO_HOLDERS: Final = Sealing()


def problems(sealing: Sealing, *, collects_only: bool) -> Iterator[RuleBroken]:
    """Name what is wrong; `field` is a name of Sealing."""
    if sealing.mode not in MODES:
        yield RuleBroken(N_("Choose from the list how the identities are sealed."), field="mode")
    if not KEYS_NEEDED[0] <= sealing.keys_needed <= KEYS_NEEDED[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d."),
            field="keys_needed",
            least=KEYS_NEEDED[0],
            most=KEYS_NEEDED[1],
        )
    if sealing.is_by_holders and collects_only:
        yield RuleBroken(
            N_(
                "Where works are only collected, nobody judges them here and nothing is sealed. Choose the other way."
            ),
            field="mode",
        )
