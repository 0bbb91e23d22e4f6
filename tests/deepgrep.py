"""The search for planted tokens in every layer of a file: the product's own (`flask blind-check` uses it)."""

from contest.blindcheck.deepgrep import PREFIX, layers, tokens_in

__all__ = ["PREFIX", "layers", "tokens_in"]
