"""The product's walk (contest/blindcheck/walking.py), under the name that these tests have for it."""

from contest.blindcheck.walking import UNKNOWN_CODE, UNKNOWN_KEY, filled, follow, guess, play, starts, walk

__all__ = ["UNKNOWN_CODE", "UNKNOWN_KEY", "filled", "follow", "guess", "play", "starts", "walk"]
