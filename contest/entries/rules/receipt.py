"""A receipt: a number that cannot be mistyped unnoticed, and the exact bytes that are signed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from contest.kernel.errors import N_
from contest.kernel.keys import ALPHABET

# 11 random letters are 55 bits: numbers cannot be guessed, and tell neither order nor how many there are.
RANDOM_LETTERS: Final = 11
TEXT, FILE, OWN = "sha256_text", "sha256_file", "sha256_own"
MARKUP: Final = "sha256_markup"  # of a typed text with its headings, lists, tables: HTML as it is kept
OTHERS: Final = (
    MARKUP, "sha256_translation", "sha256_translation_file", "sha256_proof", "sha256_recording",
)  # fmt: skip
OWN_FILE: Final = (
    "sha256_own_file_"  # and the key of the field: a file that answers a question of the edition's own
)
PICTURE: Final = "sha256_picture_"  # and its number in two digits: of the pictures that are one work
DRAFTS: Final = "sha256_drafts"  # of the list of drafts and notes kept sealed: rules/provenance.py
LABELS: Final[Mapping[str, str]] = {
    TEXT: N_("SHA-256 of the text:"),
    FILE: N_("SHA-256 of the file:"),
    MARKUP: N_("SHA-256 of the text with its formatting:"),
    "sha256_translation": N_("SHA-256 of the translation:"),
    "sha256_translation_file": N_("SHA-256 of the file of the translation:"),
    "sha256_proof": N_("SHA-256 of the proof of publication:"),
    "sha256_recording": N_("SHA-256 of the recording:"),
    PICTURE: N_("SHA-256 of a picture:"),
    DRAFTS: N_("SHA-256 of the list of drafts and notes kept sealed:"),
    OWN: N_("SHA-256 of the answers:"),
    OWN_FILE: N_("SHA-256 of a file among the answers:"),
}
NO_TEXT: Final = hashlib.sha256(b"").hexdigest()  # of a scan, and so of many: no sign that works are the same
_LETTERS: Final = 16  # four of the year, eleven by chance, one to check
_MISREAD: Final = str.maketrans("ilo", "110", "- \t")
# The field of 32 elements, x^5 + x^2 + 1: doubling runs through all 31 others, so that every wrong letter and
# every two letters exchanged give another check letter. A sum with weights cannot do that for 32 letters.
_FIELD: Final = 0b100101


@dataclass(frozen=True, slots=True)
class Document:
    """What is signed. `log_length` and `log_digest` anchor the audit log, so that nobody can rewrite it.

    `came`: how a work came that the secretariat took in; not there for what an author submitted here.
    `others`: digests of what stands beside the plain text (its formatting, translation, proof, files among the
    answers), by their names.
    """

    number: str
    edition: str
    entry: str
    version: int
    sha256_text: str
    sha256_file: str | None
    issued_at: datetime
    log_length: int
    log_digest: str
    sha256_own: str | None = None  # of the answers to the edition's own fields; not there where it has none
    others: Mapping[str, str] = field(default_factory=dict)
    came: Mapping[str, str] = field(default_factory=dict)
    chance: str = (
        ""  # of a work that will be sealed: without it nobody tries texts against a list of receipts
    )


def canonical(document: Document) -> bytes:
    """Return the signed bytes: JSON with sorted keys, no spaces, UTF-8; the same for everybody who checks.

    A work with nothing beside it has the first form, byte for byte as ever; the second has further digests, the
    third says how a work on paper came.
    """
    issued_at = document.issued_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = {
        "v": _form(document),
        "number": document.number,
        "edition": document.edition,
        "entry": document.entry,
        "version": document.version,
        "sha256_text": document.sha256_text,
        "sha256_file": document.sha256_file,
        "issued_at": issued_at.replace("+00:00", "Z"),
        "log": {"length": document.log_length, "digest": document.log_digest},
        **document.others,
    }
    if document.came:
        content["on_paper"] = dict(document.came)
    if document.chance:
        content["chance"] = document.chance
    if document.sha256_own is not None:
        content["sha256_own"] = document.sha256_own
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _form(document: Document) -> int:
    if document.came:
        return 3
    return 2 if document.others else 1


def on_paper(document: str) -> dict[str, str]:
    """Return what a signed document says of how a work on paper came; nothing for what was submitted here."""
    came: dict[str, str] = json.loads(document).get("on_paper", {})
    return came


def other_digests(document: str) -> dict[str, str]:
    """Return the digests that a signed document names beside those of text and file."""
    signed = json.loads(document)
    listed = [name for name in (*OTHERS, DRAFTS) if name in signed]
    listed += [name for name in sorted(signed) if name.startswith(PICTURE)]
    listed += [name for name in signed if is_own_file(name)]
    return {name: signed[name] for name in listed}


def digests(document: str) -> dict[str, str]:
    """Return every digest that a signed document names, by its name, in the order of LABELS."""
    signed = json.loads(document)
    others = other_digests(document)
    own = {name: others.pop(name) for name in list(others) if is_own_file(name)}
    named = {TEXT: signed[TEXT], FILE: signed[FILE], **others, OWN: signed.get(OWN), **own}
    return {name: digest for name, digest in named.items() if digest is not None}


def is_own_file(name: str) -> bool:
    """Tell whether a digest of that name is of a file that answers a question of the edition's own."""
    return name.startswith(OWN_FILE)


def picture_digests(parts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Name the digest of each picture that is kept in one file; nothing for any other file."""
    return {f"{PICTURE}{number:02d}": part["sha256"] for number, part in enumerate(parts, start=1)}


def label(name: str) -> str:
    """Return the msgid of what a digest of that name is called."""
    if name.startswith(PICTURE):
        return LABELS[PICTURE]
    return LABELS[OWN_FILE if is_own_file(name) else name]


def number(year: int, chance: str) -> str:
    """Write a number like 2026-7K3F-9QXB-M2CD from random letters of the alphabet of keys."""
    letters = f"{year:04d}{chance}"
    return _grouped(letters + ALPHABET[_check(letters)])


def read_number(typed: str) -> str | None:
    """Return the number as it is stored, None if mistyped. Case, hyphens, I or 1, O or 0 are all one."""
    letters = typed.strip().lower().translate(_MISREAD)
    if len(letters) != _LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return _grouped(letters) if ALPHABET[_check(letters[:-1])] == letters[-1] else None


def _check(letters: str) -> int:
    value = 0
    for letter in letters:
        value = _double(value ^ ALPHABET.index(letter))
    return value


def _double(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled > 31 else doubled


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4)).upper()
