"""Reads a plain text file: Unicode only, everything else is refused with advice."""

from contest.kernel.encodings import decode_text_file, refuse_legacy


def read(raw: bytes) -> str:
    """Give the NFC text; raises RuleBroken for what is not UTF-8 or UTF-16 and for letters of VNI or ABC."""
    text = decode_text_file(raw)
    refuse_legacy(text, field=None)
    return text
