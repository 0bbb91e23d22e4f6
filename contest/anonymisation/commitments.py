"""Commits to the blind copies of a round when its codes are drawn: a root over code, content and origin of each.

Published at once: from then on no copy can be added, dropped, changed or given to another entry unseen. What a copy is
bound to hides behind a nonce that lies in its seal, so that nobody can tell it before the seals are opened.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from flask import current_app
from sqlalchemy import insert, select, update

from contest.anonymisation import events
from contest.anonymisation.models import BlindCopy, BlindPage, BlindRecording, CommittedCopy, CopyCommitment
from contest.anonymisation.models_beside import CopyRedaction
from contest.anonymisation.rules.seal import Link
from contest.anonymisation.rules.shown import Shown, digest
from contest.editions import queries as editions
from contest.entries.commitments import written
from contest.kernel import verifier
from contest.kernel.errors import NotFound
from contest.people.rules.erasure import NOTHING_LEFT
from contest.platform.crypto import keyring, sha256
from contest.platform.database import db
from contest.platform.events import publish
from contest.platform.storage import Storage
from contest.platform.storage import digest as file_digest

_BATCH: Final = 200
_PURPOSE: Final = "what stood for a copy before it was blacked out"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was published about a round; `number` counts the rounds, `content` is what is signed."""

    id: int
    round_id: int
    number: int
    count: int
    root: str
    content: str
    signature: str
    made_at: datetime


# --- making -------------------------------------------------------------------------------------------------


def link(to: Literal["entry", "copy"], at: int) -> Link:
    """Return what a seal is to hold, with a new nonce."""
    return Link(to, at, secrets.token_hex(32))


def commit(round_id: int, links: Mapping[int, Link], whence: Mapping[int, str], *, now: datetime) -> None:
    """Commit to the copies of the round, in the transaction that makes them.

    `links`: what the seal of each copy holds; `whence`: the leaf of what it leads to. Where one is missing (the round
    before was coded before there were commitments) nothing is committed to.
    """
    if any(each.id not in whence for each in links.values()):
        return
    rows = sorted(_rows(round_id, links, whence), key=lambda row: str(row["leaf"]))
    judged = editions.round_by_id(round_id)
    number, root = judged.position + 1, verifier.root_of([str(row["leaf"]) for row in rows])
    slug = editions.by_id(judged.edition_id, now=now).slug
    content = written(slug, verifier.COPIES, number, len(rows), root, now=now)
    row = CopyCommitment(
        round_id=round_id, number=number, count=len(rows), root=root, content=content,
        signature=keyring().sign(content.encode()), made_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.execute(insert(CommittedCopy), rows)
    publish(
        events.CopiesCommitted(
            at=now, edition_id=judged.edition_id, round_id=round_id,
            commitment_id=row.id, number=number, count=len(rows), root=root,
        )
    )  # fmt: skip


def _rows(round_id: int, links: Mapping[int, Link], whence: Mapping[int, str]) -> Iterator[dict[str, object]]:
    for copy_id, code, shown in _all_shown(round_id):
        own, read = links[copy_id], digest(shown)
        leaf = verifier.copy_leaf(code, read, whence[own.id], own.nonce)
        yield {"blind_copy_id": copy_id, "digest": read, "leaf": leaf}


def _all_shown(round_id: int) -> Iterator[tuple[int, str, Shown]]:
    ids = db.session.scalars(select(BlindCopy.id).where(BlindCopy.round_id == round_id)).all()
    for at in range(0, len(ids), _BATCH):
        yield from _shown(ids[at : at + _BATCH])


def _shown(copy_ids: Any) -> Iterator[tuple[int, str, Shown]]:  # noqa: ANN401 -- a sequence of ids, a part of one
    storage: Storage = current_app.extensions["contest_storage"]
    pages: dict[int, list[str]] = {}
    listed = select(BlindPage.blind_copy_id, BlindPage.storage_key).where(
        BlindPage.blind_copy_id.in_(copy_ids)
    )
    for copy_id, key in db.session.execute(listed.order_by(BlindPage.blind_copy_id, BlindPage.number)):
        pages.setdefault(copy_id, []).append(sha256(storage.get(key)))
    heard = select(BlindRecording.blind_copy_id, BlindRecording.storage_key).where(
        BlindRecording.blind_copy_id.in_(copy_ids)
    )
    recordings = {row[0]: file_digest(storage.open(row[1])) for row in db.session.execute(heard)}
    columns = (
        BlindCopy.id, BlindCopy.code, BlindCopy.title, BlindCopy.kind, BlindCopy.html, BlindCopy.words, BlindCopy.own,
    )  # fmt: skip
    for row in db.session.execute(select(*columns).where(BlindCopy.id.in_(copy_ids))):
        beside = (pages.get(row.id, []), recordings.get(row.id, ""))
        shown = Shown(row.title, row.kind, row.html, row.words, row.own, *beside)
        yield row.id, row.code, shown


def digest_of(blind_copy_id: int) -> str:
    """Return what stands for the copy as judges get it now. Raises NotFound."""
    for _, _, shown in _shown([blind_copy_id]):
        return digest(shown)
    raise NotFound(blind_copy_id)


def redacted(blind_copy_ids: Sequence[int], *, now: datetime) -> None:
    """Write down what stands for copies that were blacked out just now; what stood for them before is locked.

    A digest of what judges were shown would let anybody try which name was in the black place.
    """
    earlier = update(CopyRedaction).where(CopyRedaction.blind_copy_id.in_(blind_copy_ids))
    db.session.execute(earlier.values(digest=""))
    known = select(CommittedCopy).where(CommittedCopy.blind_copy_id.in_(blind_copy_ids))
    committed = {row.blind_copy_id: row for row in db.session.scalars(known)}
    for copy_id in blind_copy_ids:
        row, former = committed.get(copy_id), None
        if row is not None and row.digest:
            former, row.digest = keyring().lock(_PURPOSE, row.digest.encode()), ""
        made = CopyRedaction(blind_copy_id=copy_id, digest=digest_of(copy_id), former=former, made_at=now)
        db.session.add(made)
    db.session.flush()


def same_elsewhere(blind_copy_id: int) -> list[int]:
    """Return the copies of other rounds that show the very same: of the same work, before or after."""
    row = db.session.get_one(BlindCopy, blind_copy_id)
    current = _current(row.edition_id)
    rounds = select(BlindCopy.id, BlindCopy.round_id).where(BlindCopy.edition_id == row.edition_id)
    return [
        copy_id
        for copy_id, round_id in db.session.execute(rounds.order_by(BlindCopy.id)).all()
        if round_id != row.round_id and copy_id in current and current[copy_id] == current.get(row.id)
    ]


# --- reading ------------------------------------------------------------------------------------------------


def of_edition(edition_id: int) -> tuple[Commitment, ...]:
    """Return what was published about the copies of each round, in the order of the rounds."""
    ids = [each.id for each in editions.rounds(edition_id)]
    query = select(CopyCommitment).where(CopyCommitment.round_id.in_(ids)).order_by(CopyCommitment.number)
    return tuple(_view(row) for row in db.session.scalars(query))


def by_id(commitment_id: int) -> Commitment:
    """Return one. Raises NotFound."""
    row = db.session.get(CopyCommitment, commitment_id)
    if row is None:
        raise NotFound(commitment_id)
    return _view(row)


def leaves(round_id: int) -> dict[int, str]:
    """Return what stands for each copy of the round, by its id; nothing where the round was not committed to."""
    query = (
        select(CommittedCopy.blind_copy_id, CommittedCopy.leaf)
        .join(BlindCopy, BlindCopy.id == CommittedCopy.blind_copy_id)
        .where(BlindCopy.round_id == round_id)
    )
    return dict(db.session.execute(query).all())


def opened(edition_id: int, links: Mapping[int, Link], receipts: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return everything that was committed to, joined, for the published proof: rounds with their copies by leaf.

    `links`: what stood in the seals; `receipts`: the leaf of each entry's receipt.
    """
    known: dict[int, str] = {}
    rounds = []
    for each in of_edition(edition_id):
        query = (
            select(BlindCopy.id, BlindCopy.code, CommittedCopy.digest, CommittedCopy.leaf)
            .join(CommittedCopy, CommittedCopy.blind_copy_id == BlindCopy.id)
            .where(BlindCopy.round_id == each.round_id)
            .order_by(CommittedCopy.leaf)
        )
        copies, before = [], _former(each.round_id)
        for copy_id, code, read, leaf in db.session.execute(query):
            own = links[copy_id]
            whence = receipts.get(own.id, "") if own.to == "entry" else known.get(own.id, "")
            copies.append(
                {
                    "code": code,
                    "digest": read or before[copy_id],
                    "from": whence,
                    "nonce": own.nonce,
                    "leaf": leaf,
                }
            )
            known[copy_id] = leaf
        rounds.append({"statement": each.content, "signature": each.signature, "copies": copies})
    return rounds


def faults() -> list[str]:
    """Name every commitment that is not as it was signed, and every copy that is no longer what was committed to."""
    rows = db.session.scalars(select(CopyCommitment).order_by(CopyCommitment.id))
    return [fault for row in rows for fault in _faults(row)]


def _faults(row: CopyCommitment) -> Iterator[str]:
    name = f"commitment to the copies of round {row.round_id}"
    said = verifier.read(verifier.COMMITMENT, row.content)
    if not keyring().verifies(row.content.encode(), row.signature):
        yield f"{name}: it was changed since it was signed"
    listed = sorted(leaves(row.round_id).values())
    if (len(listed), verifier.root_of(listed)) != (int(said["count"]), said["root"]):
        yield f"{name}: what it stands for was added to, taken away from or changed since"
    kept = _current(editions.round_by_id(row.round_id).edition_id)
    for copy_id, code, shown in _all_shown(row.round_id):
        is_emptied = (shown.title, shown.html) == (NOTHING_LEFT, "")  # of somebody whose works were erased
        if not is_emptied and kept.get(copy_id) != digest(shown):
            yield f"blind copy {code}: it is not what was committed to when its code was drawn"


def _current(edition_id: int) -> dict[int, str]:
    """Return what stands for each copy of the edition as it is now, also where it was blacked out since."""
    of_edition = select(BlindCopy.id).where(BlindCopy.edition_id == edition_id)
    found: dict[int, str] = {}
    for table in (CommittedCopy, CopyRedaction):
        query = select(table.blind_copy_id, table.digest).where(table.blind_copy_id.in_(of_edition))
        found |= dict(db.session.execute(query.order_by(table.id)).all())
    return found


def _former(round_id: int) -> dict[int, str]:
    """Return what stood for the copies of the round that were blacked out, when their codes were drawn."""
    query = (
        select(CopyRedaction.blind_copy_id, CopyRedaction.former)
        .join(BlindCopy, BlindCopy.id == CopyRedaction.blind_copy_id)
        .where(BlindCopy.round_id == round_id, CopyRedaction.former.is_not(None))
    )
    ring = keyring()
    return {row[0]: ring.unlock(_PURPOSE, row[1] or b"").decode() for row in db.session.execute(query)}


def _view(row: CopyCommitment) -> Commitment:
    return Commitment(
        row.id, row.round_id, row.number, row.count, row.root, row.content, row.signature, row.made_at
    )
