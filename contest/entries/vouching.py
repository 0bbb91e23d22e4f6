"""What anybody may ask about a receipt who has its number, and the text or a file that it vouches for.

A number is 55 bits of chance that the author was given and the office sees: nobody finds it by trying, and no page that
a judge can reach shows one. Whoever has it learns that the receipt was given and when, never the title, the author,
the contest or a digest; what is asked about has to be brought along.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from contest.entries import kept_locked, listing
from contest.entries.listing import Standing
from contest.entries.models import Entry, Receipt, Version
from contest.entries.rules import receipt as rules
from contest.kernel import text
from contest.kernel.errors import RuleBroken
from contest.platform.crypto import keyring, sha256
from contest.platform.database import db

DOCUMENT = "document"  # what was brought along is the signed receipt itself


@dataclass(frozen=True, slots=True)
class Vouched:
    """What anybody may learn who knows the number. `fits`: what that was brought along is, "" where it is nothing.

    `fits` is the name of a digest (entries/rules/receipt.py) or DOCUMENT. `is_signed`: the receipt is as it was signed.
    """

    number: str
    issued_at: datetime
    edition_id: int
    is_signed: bool
    fits: str
    standing: Standing
    is_sealed: bool = False  # its work is sealed until the opening, and nothing is compared with it

    @property
    def is_file(self) -> bool:
        return self.fits not in {rules.TEXT, "sha256_translation", rules.OWN, DOCUMENT, ""}


def vouched(number: str, brought: Collection[str] = ()) -> Vouched | None:
    """Return the receipt of that number, None where none was given; of the SHA-256 digests `brought` any may fit."""
    row = db.session.execute(
        select(Entry.edition_id, Receipt.issued_at, Receipt.document, Receipt.signature, Receipt.version_id)
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Receipt.number == number)
    ).first()
    if row is None:
        return None
    if not row.document:
        return _sealed(number, row, brought)
    known = {digest: name for name, digest in rules.digests(row.document).items()}
    known[sha256(row.document.encode())] = DOCUMENT
    return Vouched(
        number=number,
        issued_at=row.issued_at,
        edition_id=row.edition_id,
        is_signed=keyring().verifies(row.document.encode(), row.signature),
        fits=next((known[digest] for digest in brought if digest in known), ""),
        standing=listing.standing(row.document, row.issued_at),
    )


def _sealed(number: str, row: Any, brought: Collection[str]) -> Vouched:  # noqa: ANN401 -- a row of `vouched`
    """Say of the receipt of a sealed work that it was given, and compare nothing but the receipt itself.

    Who knows the text of a blind copy would find its author's receipt here.
    """
    kept = kept_locked.receipt(row.version_id, number) or {}
    document, signature = str(kept.get("document", "")), str(kept.get("signature", ""))
    return Vouched(
        number=number,
        issued_at=row.issued_at,
        edition_id=row.edition_id,
        is_signed=keyring().verifies(document.encode(), signature),
        fits=DOCUMENT if sha256(document.encode()) in brought else "",
        standing=listing.standing(document, row.issued_at),
        is_sealed=True,
    )


def text_digests(pasted: str) -> tuple[str, ...]:
    """Return the digests that a pasted text may have been received under: as it is, and without white space around it.

    A browser's own line ends, and the form of its accents, are made those of a received text.
    """
    try:
        received = text.nfc(pasted)
    except RuleBroken:  # nothing of that kind was ever received
        received = pasted
    return tuple(dict.fromkeys(sha256(each.encode()) for each in (received, received.strip())))
