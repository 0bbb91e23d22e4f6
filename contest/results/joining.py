"""Joins what was committed to, once the seals are open: the published proof by which anybody can check the contest."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.anonymisation import commitments as copies
from contest.anonymisation import queries as blind
from contest.anonymisation.rules.seal import Link
from contest.editions import queries as editions
from contest.entries import commitments as receipts
from contest.kernel import verifier
from contest.platform.crypto import keyring
from contest.platform.database import db
from contest.platform.events import publish
from contest.results import events
from contest.results.models import ProofPackage


@dataclass(frozen=True, slots=True)
class Proof:
    """What was published: how many receipts met which fate (kernel/verifier.py), and the digest of everything."""

    made_at: datetime
    digest: str
    counts: Mapping[str, int]


def write(edition_id: int, entries: Mapping[int, int], links: Mapping[int, Link], *, now: datetime) -> None:
    """Keep the published proof; of a contest whose codes were drawn before there were commitments, nothing.

    `entries`: the entry of each blind copy; `links`: what stood in each seal.
    """
    if len(copies.of_edition(edition_id)) < len(_coded(entries, edition_id)):
        return
    package, counts = _package(edition_id, entries, links, now)
    content = json.dumps(package, separators=(",", ":"), ensure_ascii=False)
    digest = verifier.digest_of(package)
    db.session.add(
        ProofPackage(edition_id=edition_id, content=content, digest=digest, counts=counts, made_at=now)
    )
    db.session.flush()
    publish(events.ProofPublished(at=now, edition_id=edition_id, digest=digest))


def _coded(entries: Mapping[int, int], edition_id: int) -> list[int]:
    """Return the rounds that have works: what must have been committed to."""
    return [each.id for each in editions.rounds(edition_id) if entries and blind.count(each.id)]


def _package(
    edition_id: int, entries: Mapping[int, int], links: Mapping[int, Link], now: datetime
) -> tuple[dict[str, Any], dict[str, int]]:
    became = receipts.became(edition_id, frozenset(entries.values()))
    package: dict[str, Any] = {
        "format": verifier.PACKAGE,
        "edition": editions.by_id(edition_id, now=now).slug,
        "key": keyring().public_key,
        "receipts": [
            {
                "statement": each.content,
                "signature": each.signature,
                "leaves": [[one.leaf, one.fate] for one in became if one.number == each.number],
            }
            for each in receipts.of_edition(edition_id)
        ],
        "rounds": copies.opened(
            edition_id, links, {one.entry_id: one.leaf for one in became if one.entry_id is not None}
        ),
    }
    counted = Counter(one.fate for one in became)
    counts = {fate: counted[fate] for fate in verifier.FATES}
    said = {"edition": package["edition"], "made": receipts.moment(now), **counts}
    lines = verifier.statement(verifier.JOINED, {**said, "digest": verifier.digest_of(package)})
    package["joined"] = {"statement": lines, "signature": keyring().sign(lines.encode())}
    return package, counts


def proof(edition_id: int) -> Proof | None:
    """Return what was published to be checked, None before the publication."""
    row = db.session.scalar(select(ProofPackage).where(ProofPackage.edition_id == edition_id))
    return Proof(row.made_at, row.digest, row.counts) if row else None


def content(edition_id: int) -> bytes | None:
    """Return the file to be checked, None before the publication."""
    query = select(ProofPackage).where(ProofPackage.edition_id == edition_id)
    row = db.session.scalar(query.options(undefer(ProofPackage.content)))
    return row.content.encode() if row else None


def faults() -> list[str]:
    """Check every published proof as anybody can, and name what is wrong with it."""
    found = []
    rows = db.session.scalars(select(ProofPackage).options(undefer(ProofPackage.content)))
    for row in rows:
        lines = verifier.check(json.loads(row.content), [], keyring().public_key)
        found += [
            f"published proof of edition {row.edition_id}: {verifier.sentence(line, 1)}"
            for line in lines
            if not line[0]
        ]
    return found
