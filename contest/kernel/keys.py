"""Random public identifiers: nothing in them grows, counts or tells the time."""

import secrets

# Crockford's alphabet without I, L, O, U: cannot be misread, never spells a word. 26 letters carry 130 bits.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_key(length: int = 26) -> str:
    """Return a random identifier for addresses; 26 letters are 130 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
