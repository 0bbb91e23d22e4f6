"""The code on a receipt by which whoever sent a work on paper lets it be theirs in an account."""

from typing import Final

from contest.kernel.keys import ALPHABET

LETTERS: Final = 10  # 50 bits; and guesses are counted
_MISREAD: Final = str.maketrans("ilo", "110", "- \t")


def code(digest: str) -> str:
    """Write the code, like 7K3F9-QXBM2, from a digest in hex."""
    number = int(digest, 16)
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LETTERS)).upper()
    return f"{letters[: LETTERS // 2]}-{letters[LETTERS // 2 :]}"


def normal(typed: str) -> str:
    """Return a typed code as it is written. Case, hyphens, I or 1, O or 0 are all one."""
    letters = typed.strip().lower().translate(_MISREAD).upper()
    return f"{letters[: LETTERS // 2]}-{letters[LETTERS // 2 :]}"
