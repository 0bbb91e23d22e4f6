"""How large a recording of ours can be: known without the library that makes it."""

from typing import Final

SOUND_BITS: Final = 128_000  # a second
PICTURE_BITS: Final = 1_200_000  # a second, at most
_BESIDE: Final = 2 * 1024 * 1024  # the head of the file, and one last buffer of the encoder
_LONGER: Final = 60


def most_bytes(seconds: int) -> int:
    """Return how many bytes a recording that says to last so long can have, with a fifth to spare."""
    return _BESIDE + (seconds + _LONGER) * (SOUND_BITS + PICTURE_BITS) // 8 * 6 // 5
