"""The stamp of a window on the writing page, as the page sends it: the revision it shows and its own name."""

from contest.entries.intake import Stamp


def read_stamp(sent: str) -> Stamp:
    """Read "12-window" as the page sends it; what is not understood matches no revision."""
    revision, _, window = sent.partition("-")
    known = revision.isascii() and revision.isdigit() and len(revision) < 10
    return Stamp(int(revision) if known else 0, window[:26])


def stamp_text(revision: int, window: str) -> str:
    return f"{revision}-{window}"
