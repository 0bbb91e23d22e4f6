"""The installation's own check of what was received: files against rows, receipts against texts; for `flask check`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import undefer

from contest.entries import answers, files, kept_locked, sealed, sealed_storage
from contest.entries.models import Entry, Receipt, StatementRow, StoredFile, Version, VersionAuthor
from contest.entries.rules.receipt import DRAFTS, MARKUP, is_own_file, other_digests, picture_digests
from contest.entries.statements import stated_in
from contest.kernel.errors import NotFound
from contest.platform import storage
from contest.platform.crypto import keyring, sha256
from contest.platform.database import db

_BATCH = 100


def faults() -> list[str]:
    """Name every file that is gone or altered and every receipt that does not vouch for its version any more."""
    return [*_file_faults(), *_receipt_faults(), *_author_faults(), *sealed_storage.faults()]


def _author_faults() -> Iterator[str]:
    """Name versions of several authors whose list has a gap, or lacks whoever submitted them."""
    query = (
        select(
            Version.id, func.count(), func.min(VersionAuthor.position), func.max(VersionAuthor.position),
            func.sum(case((VersionAuthor.account_id == Entry.author_id, 1), else_=0)),
        )
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .join(Entry, Entry.id == Version.entry_id)
        .group_by(Version.id)
        .order_by(Version.id)
    )  # fmt: skip
    for version_id, count, first, last, own in db.session.execute(query):
        if (first, last, own) != (0, count - 1, 1) or count < 2:
            yield f"version {version_id}: its list of authors was altered since it was submitted"


def _file_faults() -> Iterator[str]:
    query = select(StoredFile.storage_key, StoredFile.sha256).order_by(StoredFile.id)
    for key, digest in db.session.execute(query.execution_options(yield_per=_BATCH)):
        try:
            found = storage.digest(files.storage().open(key))
        except NotFound:
            yield f"file {key} is missing: restore it from a backup"
            continue
        if found != digest:
            yield f"file {key} was altered since it was received: restore it from a backup"


def _receipt_faults() -> Iterator[str]:
    query = (
        select(Receipt, Version, Entry.key, StoredFile, StatementRow)
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .outerjoin(StoredFile, StoredFile.id == Version.file_id)
        .outerjoin(StatementRow, StatementRow.version_id == Version.id)
        .options(undefer(Receipt.document), undefer(Version.text), undefer(Version.markup))
        .options(undefer(StatementRow.translation))
        .order_by(Receipt.id)
    )
    sealed = kept_locked.Receipts()
    for receipt, version, key, file, row in db.session.execute(query.execution_options(yield_per=_BATCH)):
        if not receipt.document:
            yield from _sealed_fault(receipt.number, key, sealed.of(receipt.number))
        elif not keyring().verifies(receipt.document.encode(), receipt.signature):
            yield f"receipt {receipt.number}: the signature is not this installation's"
        elif not _holds(receipt, _vouched(receipt, version, key, file, row)):
            yield f"receipt {receipt.number}: what it vouches for was altered since it was given"
    bare = select(Version.id).outerjoin(Receipt, Receipt.version_id == Version.id).where(Receipt.id.is_(None))
    for version_id in db.session.scalars(bare.order_by(Version.id)):
        yield f"version {version_id} has no receipt"


def _sealed_fault(number: str, entry_key: str, kept: Mapping[str, Any]) -> Iterator[str]:
    """Look at the receipt of a sealed work: the texts it vouches for are looked at again after the opening."""
    document, signature = str(kept.get("document", "")), str(kept.get("signature", ""))
    if not document:
        yield f"receipt {number}: it is neither there nor kept with its sealed work"
    elif not keyring().verifies(document.encode(), signature) or json.loads(document)["entry"] != entry_key:
        yield f"receipt {number}: the signature is not this installation's"


def _holds(receipt: Receipt, vouched: dict[str, object]) -> bool:
    signed = json.loads(receipt.document)
    if receipt.sha256_own is not None:
        given = answers.of_version(receipt.version_id)
        vouched |= {"sha256_own": answers.digest(given), **answers.file_digests(given)}
    else:  # nothing was asked, or the answers were erased
        vouched = {name: digest for name, digest in vouched.items() if not is_own_file(name)}
    return bool(signed | vouched == signed)


def _vouched(
    receipt: Receipt, version: Version, entry_key: str, file: StoredFile | None, row: StatementRow | None
) -> dict[str, object]:
    """Return what the rows say now of the fields that the receipt signed; of an erased work no text is left."""
    said: dict[str, object] = {
        "number": receipt.number,
        "entry": entry_key,
        "version": version.number,
        "issued_at": receipt.issued_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    if version.erased_at is None:
        said |= {"sha256_text": sha256(version.text.encode()), "sha256_file": file.sha256 if file else None}
        said |= dict.fromkeys(other_digests(receipt.document))  # what was signed has to be there still
        said.pop(DRAFTS, None)  # but for drafts: a person may have them erased while the work stays
        said |= sealed.digests(version.entry_id, version.submitted_at) if _names_drafts(receipt) else {}
        said |= picture_digests(file.parts) if file else {}
        if version.markup:
            said[MARKUP] = sha256(version.markup.encode())
        said |= stated_in(row).digests()
    return said


def _names_drafts(receipt: Receipt) -> bool:
    return DRAFTS in other_digests(receipt.document)
