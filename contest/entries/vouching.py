"""What anybody may ask about a receipt who has its number and the text or file that it vouches for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.entries.models import Receipt
from contest.entries.rules.receipt import other_digests
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Vouched:
    """What anybody may learn who knows a receipt's number and a digest that belongs to it."""

    number: str
    issued_at: datetime
    is_file: bool


def vouched(number: str, digest: str) -> Vouched | None:
    """Return the receipt of that number if the digest is its text's or its file's, else None."""
    row = db.session.execute(
        select(
            Receipt.number, Receipt.issued_at, Receipt.sha256_text, Receipt.sha256_file, Receipt.document
        ).where(Receipt.number == number)
    ).first()
    if row is None:
        return None
    others = other_digests(row.document)
    if digest not in {row.sha256_text, row.sha256_file, *others.values()}:
        return None
    is_file = digest in {row.sha256_file, others.get("sha256_translation_file"), others.get("sha256_proof")}
    return Vouched(row.number, row.issued_at, is_file=is_file)
