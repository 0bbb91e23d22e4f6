"""How surely a finding tells whose the work is: 0 to 100. The secretary sees the strongest first."""

from collections.abc import Mapping
from typing import Final

# A name, a number, an address is somebody; a unit is a few; a village or "my school" are many.
OF_KINDS: Final[Mapping[str, int]] = {
    "name": 100, "email": 95, "phone": 95, "id-number": 95, "address": 90, "position": 85, "link": 80,
    "file-name": 80, "unit": 75, "account": 75, "initials": 65, "signature": 60, "place": 40, "self-reference": 30,
    "dateline": 20,
}  # fmt: skip
PART_OF_A_NAME: Final = 70
GIVEN_NAME: Final = 50
SHORT_UNIT: Final = 55


def of(kind: str, own: int = 0) -> int:
    """Return the weight of one finding; `own` is that of its form where it is not its kind's."""
    return own or OF_KINDS[kind]
