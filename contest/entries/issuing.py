"""Issues receipts: what was received, when, and the end of the log at that moment, signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contest.audit import queries as audit
from contest.editions.queries import EditionView
from contest.entries.models import Receipt, Version
from contest.entries.rules import receipt
from contest.kernel import keys
from contest.platform.crypto import keyring
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Digests:
    """What the receipt vouches for; `own`: of the answers to the edition's own fields, `others` by their names."""

    text: str
    file: str | None
    own: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    came: Mapping[str, str] = field(default_factory=dict)  # of a work on paper: how it came


def issue(version: Version, digests: Digests, *, edition: EditionView, now: datetime) -> Receipt:
    """Give the version its signed receipt."""
    head = audit.head()
    number = receipt.number(now.year, keys.new_key(receipt.RANDOM_LETTERS))
    document = receipt.canonical(
        receipt.Document(
            number=number,
            edition=edition.slug,
            entry=version.entry.key,
            version=version.number,
            sha256_text=digests.text,
            sha256_file=digests.file,
            sha256_own=digests.own,
            issued_at=now,
            log_length=head.length,
            log_digest=head.digest,
            others=digests.others,
            came=digests.came,
            chance=keys.new_key() if edition.sealing.is_by_holders else "",
        )
    )
    issued = Receipt(
        version_id=version.id,
        number=number,
        issued_at=now,
        sha256_text=digests.text,
        sha256_file=digests.file,
        sha256_own=digests.own,
        document=document.decode(),
        signature=keyring().sign(document),
    )
    db.session.add(issued)
    db.session.flush()
    return issued
