"""What an author brings to claim a code: a receipt that this installation signed, and the original that it names.

The receipt proves that the original is of an entry; that the entry is the one with this code is seen from the judged
copy alone, which shows what the original says.
"""

import json
from dataclasses import dataclass
from typing import Final

from contest.anonymisation import queries as blind
from contest.anonymisation.rules.highlight import plain
from contest.anonymisation.rules.leaks import BLACK
from contest.entries.rules import receipt as receipts
from contest.entries.rules.shingles import shingles, words
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.platform.crypto import keyring, sha256
from contest.platform.documents.inspection import inspect

# Of the runs of five words of a copy; unrelated texts share none, and what was blacked out is in no original.
_SHARED: Final = 0.4


@dataclass(frozen=True, slots=True)
class Proof:
    """What an author brings: the code that is said to be theirs, the receipt's document and signature, the original.

    In place of the document it may be the proof that authors are told to keep, with both in it. `name`: that of the
    original's file.
    """

    code: str
    document: bytes
    signature: str
    original: bytes
    name: str = "original.txt"


@dataclass(frozen=True, slots=True)
class Proved:
    """The receipt's number, the digest of the original that it names, and what the original says, "" for pictures."""

    number: str
    digest: str
    text: str


def proved(proof: Proof) -> Proved:
    """Check receipt and original against each other. Slow: before any transaction. Raises RuleBroken."""
    document, signature = _receipt(proof)
    if not keyring().verifies(document, "".join(signature.split())):
        raise RuleBroken(
            N_(
                "This installation did not sign that receipt. Take its file and its signature as they were given."
            ),
            field="document",
        )
    typed = text.nfc(_decoded(proof.original))
    found = {sha256(proof.original), sha256(typed.encode()), sha256(typed.strip().encode())}
    for digest in receipts.digests(document.decode()).values():
        if digest in found:
            return Proved(str(json.loads(document)["number"]), digest, _said(proof, typed))
    raise RuleBroken(
        N_("The receipt does not name this file. It must be the very file, or the very text, that was sent."),
        field="original",
    )


def _receipt(proof: Proof) -> tuple[bytes, str]:
    try:
        kept = json.loads(proof.document)
        return kept["document"].encode(), str(kept["signature"])
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):  # the signed document itself
        return proof.document, proof.signature


def check_same(round_id: int, code: str, original: str) -> None:
    """Compare the original with the judged copy of that code. Raises RuleBroken where it shows something else.

    Copies of handwriting and recordings say nothing that could be compared: an organiser looks at them. Where the copy
    says something, a picture that an author sent beside the work proves nothing.
    """
    between = plain(blind.essay(round_id, code).html).split(BLACK)
    shown = set[int]().union(*map(_runs, between))  # over a black place nothing runs as in the original
    if shown and len(shown & _runs(original)) < _SHARED * len(shown):
        raise RuleBroken(
            N_("The judged copy with this code shows another text than this original."), field="original"
        )


def _runs(said: str) -> set[int]:
    return {int(number) for number in shingles(words(text.nfc(said)))}


def _said(proof: Proof, typed: str) -> str:
    try:
        return inspect(proof.original, proof.name).text
    except RuleBroken:
        return typed


def _decoded(original: bytes) -> str:
    """Return a typed text that was saved as a file; what is no text matches no digest of one."""
    try:
        return original.decode().replace("\0", "")
    except UnicodeDecodeError:
        return ""
