"""What makes a password good enough: length and not being guessable; no rules of composition, no expiry.

Source: NIST SP 800-63B-4 as quoted in OWASP ASVS 5.0 (15 characters where it is the only factor, 64 and more allowed).
"""

import unicodedata

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

SHORTEST = 15
LONGEST = 256
DIFFERENT = 5  # letters at least that are not the same
TELLING = 8  # a shorter part of a name is in too many passwords by chance
# Long enough by length alone and yet among the first a guesser tries.
COMMON = frozenset(
    [
        "123456789012345",
        "1234567890123456",
        "111111111111111",
        "000000000000000",
        "123123123123123",
        "987654321987654",
        "qwertyuiopasdfg",
        "qwertyuiopasdfghjkl",
        "passwordpassword",
        "password1234567",
        "matkhaumatkhau123",
        "matkhau123456789",
        "anhyeuemnhieulam",
        "emyeuanhnhieulam",
        "iloveyouiloveyou",
        "administrator123",
        "contestcontest1",
        "vietnamvodich123",
        "vietnamvietnam123",
        "cuocthichinhluan",
        "cuocthiviet2026",
        "xinchaovietnam123",
    ]
)


def normal(password: str) -> str:
    """Return the password as it is hashed: NFC, so that it is the same from every keyboard.

    What is far too long stays as it is and is refused: normalising 62 KB of marks takes Python seconds.
    """
    return unicodedata.normalize("NFC", password) if len(password) <= 4 * LONGEST else password


def problem(password: str, *, personal: tuple[str, ...]) -> RuleBroken | None:
    """Return what is wrong with the password, or None. `personal`: the person's address and name."""
    length = len(normal(password))
    if length < SHORTEST:
        return RuleBroken(
            N_(
                "At least %(shortest)d characters, please."
                " Four words that only you would put together are easy to keep."
            ),
            field="password",
            shortest=SHORTEST,
        )
    if length > LONGEST:
        return RuleBroken(N_("At most %(longest)d characters, please."), field="password", longest=LONGEST)
    return _guessable(password, personal)


def _guessable(password: str, personal: tuple[str, ...]) -> RuleBroken | None:
    try:
        folded = text.fold(password).replace(" ", "")
    except RuleBroken as error:
        return RuleBroken(error.message, field="password", **error.params)
    own = {part for value in personal for part in (_folded(value), _folded(value.partition("@")[0]))}
    if folded in COMMON or len(set(folded)) < DIFFERENT:
        return RuleBroken(
            N_("This password is among the first that a stranger would try. Choose another."),
            field="password",
        )
    if any(len(part) >= TELLING and part in folded for part in own):
        return RuleBroken(N_("Do not use your own name or address in the password."), field="password")
    return None


def _folded(own: str) -> str:
    try:
        return text.fold(own[: 4 * LONGEST]).replace(" ", "")
    except RuleBroken:
        return ""  # what is no name is said beside the name
